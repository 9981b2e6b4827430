package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/strategicpatch"
	core "k8s.io/kubernetes/pkg/apis/core/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
	"sigs.k8s.io/yaml"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/cluster/check"
	"github.com/fitout/fitout/cluster/infer"
)

// The check must allow what the code allows by which the API server decides, and nothing
// else. They are compared on the pods that upstream tests that code with, and on pods that
// differ from one that restricted allows in one respect or in two.
func TestPodSecurity(t *testing.T) {
	upstream, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		t.Fatal(err)
	}
	pods := podsToJudge(t)
	stored := make([]*corev1.Pod, len(pods)) // as the server has them when it decides
	for i, pod := range pods {
		stored[i] = pod.DeepCopy()
		core.SetObjectDefaults_Pod(stored[i])
	}
	for n := uint(0); back(n).AtLeast("1.25"); n++ { // earlier rules aren't ours
		for _, level := range []kube.PodSecurity{kube.Baseline, kube.Restricted} {
			t.Run(string(level+" "+kube.PodSecurity(back(n))), func(t *testing.T) {
				version, err := api.ParseVersion("v" + string(back(n)))
				if err != nil {
					t.Fatal(err)
				}
				judgePods(t, stored, podProblems(back(n), level, pods), func(pod *corev1.Pod) []policy.CheckResult {
					return upstream.EvaluatePod(api.LevelVersion{Level: api.Level(level), Version: version}, &pod.ObjectMeta, &pod.Spec)
				})
			})
		}
	}
}

// judgePods compares the problems that we find in pods with what upstream's rules say of
// them. It also demands that each rule has a pod that it alone refuses: ours could lack the
// rule otherwise.
func judgePods(t *testing.T, pods []*corev1.Pod, problems map[string][]string, upstream func(*corev1.Pod) []policy.CheckResult) {
	t.Helper()
	var alone []int // by rule, the pods
	wrong := 0
	for _, pod := range pods {
		rules := upstream(pod)
		alone = append(alone, make([]int, len(rules)-len(alone))...)
		var refusing []int
		for i, rule := range rules {
			if !rule.Allowed {
				refusing = append(refusing, i)
			}
		}
		if len(refusing) == 1 {
			alone[refusing[0]]++
		}
		if found := problems[pod.Name]; (len(found) == 0) != (len(refusing) == 0) {
			if wrong++; wrong <= 5 {
				text, _ := json.Marshal(pod)
				t.Errorf("we find %q, upstream %+v, in %s", found, rules, text)
			}
		}
	}
	if wrong > 0 {
		t.Errorf("%d of %d pods are judged wrong", wrong, len(pods))
	}
	if i := slices.Index(alone, 0); i >= 0 {
		t.Errorf("no pod is refused by upstream's rule %d alone", i)
	}
}

// podProblems are what the check finds in pods whose namespace enforces a level, by the
// names of the pods.
func podProblems(version addon.Version, level kube.PodSecurity, pods []*corev1.Pod) map[string][]string {
	ns := kube.Namespace("a", level)
	ns.TypeMeta = metav1.TypeMeta{APIVersion: "v1", Kind: "Namespace"}
	objects := []*infer.Object{{Object: ns}}
	for _, pod := range pods {
		objects = append(objects, &infer.Object{Object: pod})
	}
	facts := infer.Of(addon.Target{Kubernetes: version}, objects, infer.Known{})
	problems := map[string][]string{}
	for _, p := range check.Run(&check.Pass{Facts: facts}, []check.Check{check.PodSecurity}) {
		name := strings.TrimPrefix(p.Object, "Pod a/")
		problems[name] = append(problems[name], p.Field+" "+p.What)
	}
	return problems
}

// podsToJudge are all pods that the check is tried on, each with a name of its own.
func podsToJudge(t *testing.T) []*corev1.Pod {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "k8s.io/pod-security-admission").Output()
	if err != nil {
		t.Fatal(err)
	}
	upstreams := filepath.Join(strings.TrimSpace(string(dir)), "test", "testdata")
	files, err := filepath.Glob(filepath.Join(upstreams, "*", "v1.[23]?", "*", "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s has no pods (%v)", upstreams, err)
	}
	var pods []*corev1.Pod
	seen := map[string]bool{}
	add := func(text []byte) {
		pod := &corev1.Pod{}
		if err := json.Unmarshal(text, pod); err != nil {
			t.Fatalf("%v in %s", err, text)
		}
		pod.Name, pod.Namespace = "", "a"
		if text, _ = json.Marshal(pod); !seen[string(text)] {
			seen[string(text)] = true
			pod.Name = fmt.Sprint(len(pods))
			pods = append(pods, pod)
		}
	}
	texts := map[string][]byte{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if text, err = yaml.YAMLToJSON(text); err != nil {
			t.Fatal(err)
		}
		add(text)
		name, _ := filepath.Rel(upstreams, file)
		texts[name] = text
	}
	patches := podPatches(t)
	for i, one := range patches {
		add(patched(t, texts["restricted/v1.37/pass/base_windows.yaml"], one))
		pod := patched(t, texts["restricted/v1.37/pass/base.yaml"], one)
		add(pod)
		for _, other := range patches[:i] {
			add(patched(t, pod, other))
		}
	}
	return pods
}

func patched(t *testing.T, pod, patch []byte) []byte {
	t.Helper()
	pod, err := strategicpatch.StrategicMergePatch(pod, patch, corev1.Pod{})
	if err != nil {
		t.Fatalf("%v: %s", err, patch)
	}
	return pod
}

// podPatches each make a pod differ from another in one respect.
func podPatches(t *testing.T) [][]byte {
	t.Helper()
	var patches [][]byte
	add := func(format, value string) {
		patch, err := yaml.YAMLToJSON(fmt.Appendf(nil, format, value))
		if err != nil {
			t.Fatal(err)
		}
		patches = append(patches, patch)
	}
	for _, profile := range []string{"", "unconfined", "runtime/default", "localhost/a"} {
		add("{metadata: {annotations: {container.apparmor.security.beta.kubernetes.io/container1: %q}}}", profile)
	}
	for _, field := range inPods {
		add("{spec: {%s}}", field)
	}
	for source := range reflect.TypeFor[corev1.VolumeSource]().Fields() {
		name, _, _ := strings.Cut(source.Tag.Get("json"), ",")
		add("{spec: {volumes: [{name: "+name+", %s: {}}]}}", name)
	}
	for _, field := range inContainers {
		add("{spec: {containers: [{name: container1, %s}]}}", field)
	}
	for _, field := range inContexts {
		add("{spec: {securityContext: {%s}}}", field)
	}
	for _, field := range slices.Concat(inContexts, inContainerContexts) {
		add("{spec: {containers: [{name: container1, securityContext: {%s}}]}}", field)
		add("{spec: {initContainers: [{name: initcontainer1, securityContext: {%s}}]}}", field)
	}
	return patches
}

var inPods = []string{
	"hostNetwork: true", "hostPID: true", "hostIPC: true", "hostUsers: true", "hostUsers: false",
	"os: {name: linux}", "os: {name: windows}", "volumes: [{name: a}]", "securityContext: null",
	"securityContext: {sysctls: [{name: kernel.msgmax}]}",
	"securityContext: {sysctls: [{name: kernel.shm_rmid_forced}]}",
	"securityContext: {sysctls: [{name: net.ipv4.ip_local_port_range}]}",
	"securityContext: {sysctls: [{name: net.ipv4.ip_local_reserved_ports}]}",
	"securityContext: {sysctls: [{name: net.ipv4.ip_unprivileged_port_start}]}",
	"securityContext: {sysctls: [{name: net.ipv4.ping_group_range}]}",
	"securityContext: {sysctls: [{name: net.ipv4.tcp_fin_timeout}]}",
	"securityContext: {sysctls: [{name: net.ipv4.tcp_keepalive_intvl}]}",
	"securityContext: {sysctls: [{name: net.ipv4.tcp_keepalive_probes}]}",
	"securityContext: {sysctls: [{name: net.ipv4.tcp_keepalive_time}]}",
	"securityContext: {sysctls: [{name: net.ipv4.tcp_notsent_lowat}]}",
	"securityContext: {sysctls: [{name: net.ipv4.tcp_rmem}]}",
	"securityContext: {sysctls: [{name: net.ipv4.tcp_slow_start_after_idle}]}",
	"securityContext: {sysctls: [{name: net.ipv4.tcp_syncookies}]}",
	"securityContext: {sysctls: [{name: net.ipv4.tcp_wmem}]}",
	"securityContext: {sysctls: [{name: net.ipv6.conf.all.forwarding}]}",
}

var inContainers = []string{
	"ports: [{containerPort: 80}]", "ports: [{containerPort: 80, hostPort: 80}]", "securityContext: null",
	"livenessProbe: {httpGet: {host: a}}", "livenessProbe: {tcpSocket: {host: a}}", "livenessProbe: {httpGet: {path: /}}",
	"readinessProbe: {httpGet: {host: a}}", "readinessProbe: {tcpSocket: {host: a}}", "readinessProbe: {exec: {}}",
	"startupProbe: {httpGet: {host: a}}", "startupProbe: {tcpSocket: {host: a}}", "startupProbe: {grpc: {port: 1}}",
	"lifecycle: {preStop: {httpGet: {host: a}}}", "lifecycle: {preStop: {tcpSocket: {host: a}}}", "lifecycle: {preStop: {exec: {}}}",
	"lifecycle: {postStart: {httpGet: {host: a}}}", "lifecycle: {postStart: {tcpSocket: {host: a}}}", "lifecycle: {}",
}

// inContexts are fields of every security context, inContainerContexts those of containers'.
var inContexts = []string{
	"runAsNonRoot: true", "runAsNonRoot: false", "runAsNonRoot: null", "runAsUser: 0", "runAsUser: 1",
	"windowsOptions: {}", "windowsOptions: {hostProcess: true}", "windowsOptions: {hostProcess: false}",
	"seccompProfile: null", "seccompProfile: {type: RuntimeDefault}", "seccompProfile: {type: Localhost}",
	"seccompProfile: {type: Unconfined}", "seccompProfile: {type: ''}",
	"appArmorProfile: {type: RuntimeDefault}", "appArmorProfile: {type: Localhost}",
	"appArmorProfile: {type: Unconfined}", "appArmorProfile: {type: ''}",
	"seLinuxOptions: {level: s0}", "seLinuxOptions: {user: a}", "seLinuxOptions: {role: a}", "seLinuxOptions: {type: spc_t}",
	"seLinuxOptions: {type: container_t}", "seLinuxOptions: {type: container_init_t}",
	"seLinuxOptions: {type: container_kvm_t}", "seLinuxOptions: {type: container_engine_t}",
}

var inContainerContexts = []string{
	"privileged: true", "privileged: false", "allowPrivilegeEscalation: true", "allowPrivilegeEscalation: null",
	"procMount: Default", "procMount: Unmasked", "procMount: ''",
	"capabilities: null", "capabilities: {drop: null}", "capabilities: {drop: [all]}", "capabilities: {drop: [CHOWN, ALL]}",
	"capabilities: {add: [ALL]}", "capabilities: {add: [AUDIT_WRITE]}", "capabilities: {add: [CAP_CHOWN]}",
	"capabilities: {add: [CHOWN]}", "capabilities: {add: [DAC_OVERRIDE]}", "capabilities: {add: [FOWNER]}",
	"capabilities: {add: [FSETID]}", "capabilities: {add: [KILL]}", "capabilities: {add: [MKNOD]}",
	"capabilities: {add: [NET_BIND_SERVICE]}", "capabilities: {add: [NET_RAW]}", "capabilities: {add: [SETFCAP]}",
	"capabilities: {add: [SETGID]}", "capabilities: {add: [SETPCAP]}", "capabilities: {add: [SETUID]}",
	"capabilities: {add: [SYS_CHROOT]}",
}
