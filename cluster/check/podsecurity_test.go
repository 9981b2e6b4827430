package check_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/cluster/check"
	"github.com/fitout/fitout/cluster/infer"
)

// podSecurity are the problems that the check finds in a plan.
func podSecurity(version addon.Version, objects ...addon.Object) []check.Problem {
	var all []*infer.Object
	for _, o := range objects {
		all = append(all, &infer.Object{Object: o})
	}
	facts := infer.Of(addon.Target{Kubernetes: version}, all, infer.Known{})
	return check.Run(&check.Pass{Facts: facts}, []check.Check{check.PodSecurity})
}

// enforcing is a namespace that enforces a level.
func enforcing(level kube.PodSecurity) *corev1.Namespace {
	ns := kube.Namespace("dns", level)
	ns.TypeMeta = metav1.TypeMeta{APIVersion: "v1", Kind: "Namespace"}
	return ns
}

// confinedPod is a pod that restricted allows.
func confinedPod() *corev1.Pod {
	return &corev1.Pod{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Pod"},
		ObjectMeta: metav1.ObjectMeta{Name: "a", Namespace: "dns"},
		Spec: corev1.PodSpec{
			SecurityContext: &corev1.PodSecurityContext{},
			InitContainers:  []corev1.Container{{Name: "init", SecurityContext: kube.Confined()}},
			Containers:      []corev1.Container{{Name: "main", SecurityContext: kube.Confined()}},
		},
	}
}

// Each case but the plain ones has what its rule allows beside what it forbids.
func TestPodSecurityRules(t *testing.T) {
	for _, tc := range []struct {
		pod     string // in podEdits
		level   kube.PodSecurity
		version addon.Version
		want    []string // "field: what"
	}{
		{"confined", "restricted", "1.34", nil},
		{"plain", "baseline", "1.34", nil},
		{"plain", "restricted", "1.34", []string{
			`spec.containers[0].securityContext.allowPrivilegeEscalation: is not set`,
			`spec.containers[0].securityContext.capabilities.drop: lacks "ALL"`,
			`spec.containers[0].securityContext.runAsNonRoot: is not set, and neither is the pod's`,
			`spec.containers[0].securityContext.seccompProfile.type: is not set, and neither is the pod's`,
		}},
		{"windows", "restricted", "1.34", []string{
			`spec.containers[0].securityContext.runAsNonRoot: is not set, and neither is the pod's`,
			`spec.containers[0].securityContext.windowsOptions.hostProcess: is true`,
		}},
		{"node", "privileged", "1.34", nil},
		{"node", "baseline", "1.34", []string{
			`spec.containers[0].ports[1].hostPort: is 8081`,
			`spec.containers[0].securityContext.privileged: is true`,
			`spec.hostIPC: is true`,
			`spec.hostNetwork: is true`,
			`spec.hostPID: is true`,
		}},
		{"probes", "baseline", "1.33", nil},
		{"probes", "baseline", "1.34", []string{
			`spec.containers[0].lifecycle.postStart.tcpSocket.host: is "10.0.0.1"`,
			`spec.containers[0].lifecycle.preStop.httpGet.host: is "10.0.0.1"`,
			`spec.containers[0].livenessProbe.tcpSocket.host: is "10.0.0.1"`,
			`spec.containers[0].startupProbe.httpGet.host: is "10.0.0.1"`,
		}},
		{"appArmor", "baseline", "1.34", []string{
			`metadata.annotations[container.apparmor.security.beta.kubernetes.io/main]: is "unconfined"`,
			`spec.containers[0].securityContext.appArmorProfile.type: is "Unconfined"`,
		}},
		{"seLinux", "baseline", "1.30", []string{
			`spec.containers[0].securityContext.seLinuxOptions.role: is "r"`,
			`spec.containers[0].securityContext.seLinuxOptions.type: is "spc_t"`,
			`spec.containers[0].securityContext.seLinuxOptions.user: is "u"`,
			`spec.securityContext.seLinuxOptions.type: is "container_engine_t"`,
		}},
		{"seLinux", "baseline", "1.31", []string{
			`spec.containers[0].securityContext.seLinuxOptions.role: is "r"`,
			`spec.containers[0].securityContext.seLinuxOptions.type: is "spc_t"`,
			`spec.containers[0].securityContext.seLinuxOptions.user: is "u"`,
		}},
		{"sysctls", "baseline", "1.36", []string{
			`spec.securityContext.sysctls[1].name: is "net.ipv4.tcp_notsent_lowat"`,
			`spec.securityContext.sysctls[2].name: is "kernel.msgmax"`,
		}},
		{"sysctls", "baseline", "1.37", []string{
			`spec.securityContext.sysctls[2].name: is "kernel.msgmax"`,
		}},
		{"capabilities", "baseline", "1.34", []string{
			`spec.containers[0].securityContext.capabilities.add[2]: is "NET_RAW"`,
		}},
		{"capabilities", "restricted", "1.34", []string{
			`spec.containers[0].securityContext.capabilities.add[1]: is "CHOWN"`,
			`spec.containers[0].securityContext.capabilities.add[2]: is "NET_RAW"`,
			`spec.containers[0].securityContext.capabilities.drop: lacks "ALL"`,
		}},
		{"volumes", "baseline", "1.34", []string{
			`spec.volumes[2].hostPath: is set`,
		}},
		{"volumes", "restricted", "1.34", []string{
			`spec.volumes[2].hostPath: is set`,
			`spec.volumes[3].nfs: is set`,
		}},
		{"seccomp", "baseline", "1.34", []string{
			`spec.initContainers[0].securityContext.seccompProfile.type: is "Unconfined"`,
		}},
		{"seccomp", "restricted", "1.34", []string{
			`spec.containers[0].securityContext.seccompProfile.type: is not set, and neither is the pod's`,
			`spec.initContainers[0].securityContext.seccompProfile.type: is "Unconfined"`,
		}},
		{"escalation", "restricted", "1.34", []string{
			`spec.containers[0].securityContext.allowPrivilegeEscalation: is true`,
		}},
		{"of the pod", "restricted", "1.34", nil},
		{"root of its own users", "baseline", "1.34", []string{
			`spec.containers[0].securityContext.procMount: is "Unmasked"`,
		}},
		{"root of its own users", "baseline", "1.35", nil},
		{"root of its own users", "restricted", "1.34", []string{
			`spec.containers[0].securityContext.procMount: is "Unmasked"`,
			`spec.containers[0].securityContext.runAsUser: is 0`,
			`spec.securityContext.runAsNonRoot: is false`,
		}},
		{"root of its own users", "restricted", "1.35", []string{
			`spec.containers[0].securityContext.procMount: is "Unmasked"`,
		}},
	} {
		pod := confinedPod()
		podEdits[tc.pod](pod, &pod.Spec.Containers[0])
		var got []string
		for _, p := range podSecurity(tc.version, enforcing(tc.level), pod) {
			what, ok := strings.CutSuffix(p.What, fmt.Sprintf(`, and namespace "dns" enforces %s`, tc.level))
			if !ok || p.Fix == "" || p.Object != "Pod dns/a" {
				t.Errorf("%s: %+v", tc.pod, p)
			}
			got = append(got, p.Field+": "+what)
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s, %s %s: -want +got:\n%s", tc.pod, tc.level, tc.version, diff)
		}
	}
}

// podEdits make other pods of a confined one.
var podEdits = map[string]func(pod *corev1.Pod, main *corev1.Container){
	"confined": func(*corev1.Pod, *corev1.Container) {},
	"plain": func(pod *corev1.Pod, main *corev1.Container) {
		pod.Spec.InitContainers, pod.Spec.SecurityContext, main.SecurityContext = nil, nil, nil
	},
	"windows": func(pod *corev1.Pod, main *corev1.Container) {
		pod.Spec.InitContainers = nil
		pod.Spec.OS = &corev1.PodOS{Name: corev1.Windows}
		pod.Spec.SecurityContext = &corev1.PodSecurityContext{
			WindowsOptions: &corev1.WindowsSecurityContextOptions{HostProcess: new(false)},
		}
		main.SecurityContext = &corev1.SecurityContext{
			WindowsOptions: &corev1.WindowsSecurityContextOptions{HostProcess: new(true)},
		}
	},
	"node": func(pod *corev1.Pod, main *corev1.Container) {
		pod.Spec.HostNetwork, pod.Spec.HostPID, pod.Spec.HostIPC = true, true, true
		pod.Spec.InitContainers[0].SecurityContext.Privileged = new(false)
		main.SecurityContext.Privileged = new(true)
		main.Ports = []corev1.ContainerPort{{ContainerPort: 80}, {ContainerPort: 81, HostPort: 8081}}
	},
	"probes": func(_ *corev1.Pod, main *corev1.Container) {
		get := &corev1.HTTPGetAction{Host: "10.0.0.1"}
		dial := &corev1.TCPSocketAction{Host: "10.0.0.1"}
		main.LivenessProbe = &corev1.Probe{ProbeHandler: corev1.ProbeHandler{TCPSocket: dial}}
		main.ReadinessProbe = &corev1.Probe{ProbeHandler: corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: "/"}}}
		main.StartupProbe = &corev1.Probe{ProbeHandler: corev1.ProbeHandler{HTTPGet: get}}
		main.Lifecycle = &corev1.Lifecycle{
			PostStart: &corev1.LifecycleHandler{TCPSocket: dial},
			PreStop:   &corev1.LifecycleHandler{HTTPGet: get},
		}
	},
	"appArmor": func(pod *corev1.Pod, main *corev1.Container) {
		pod.Spec.SecurityContext.AppArmorProfile = &corev1.AppArmorProfile{Type: "Localhost"}
		main.SecurityContext.AppArmorProfile = &corev1.AppArmorProfile{Type: "Unconfined"}
		pod.Annotations = map[string]string{
			"container.apparmor.security.beta.kubernetes.io/init": "localhost/a",
			"container.apparmor.security.beta.kubernetes.io/main": "unconfined",
		}
	},
	"seLinux": func(pod *corev1.Pod, main *corev1.Container) {
		pod.Spec.SecurityContext.SELinuxOptions = &corev1.SELinuxOptions{Type: "container_engine_t", Level: "s0"}
		main.SecurityContext.SELinuxOptions = &corev1.SELinuxOptions{Type: "spc_t", User: "u", Role: "r"}
		pod.Spec.InitContainers[0].SecurityContext.SELinuxOptions = &corev1.SELinuxOptions{Type: "container_t"}
	},
	"sysctls": func(pod *corev1.Pod, _ *corev1.Container) {
		pod.Spec.SecurityContext.Sysctls = []corev1.Sysctl{
			{Name: "net.ipv4.tcp_rmem"}, {Name: "net.ipv4.tcp_notsent_lowat"}, {Name: "kernel.msgmax"},
		}
	},
	"capabilities": func(_ *corev1.Pod, main *corev1.Container) {
		main.SecurityContext.Capabilities = &corev1.Capabilities{Add: []corev1.Capability{"NET_BIND_SERVICE", "CHOWN", "NET_RAW"}}
	},
	"volumes": func(pod *corev1.Pod, _ *corev1.Container) {
		pod.Spec.Volumes = []corev1.Volume{
			{Name: "an emptyDir by default"},
			{VolumeSource: corev1.VolumeSource{Image: &corev1.ImageVolumeSource{}}},
			{VolumeSource: corev1.VolumeSource{HostPath: &corev1.HostPathVolumeSource{}}},
			{VolumeSource: corev1.VolumeSource{NFS: &corev1.NFSVolumeSource{}}},
		}
	},
	"seccomp": func(pod *corev1.Pod, main *corev1.Container) {
		pod.Spec.InitContainers[0].SecurityContext.SeccompProfile.Type = "Unconfined"
		main.SecurityContext.SeccompProfile = nil
	},
	"escalation": func(_ *corev1.Pod, main *corev1.Container) {
		main.SecurityContext.AllowPrivilegeEscalation = new(true)
	},
	"of the pod": func(pod *corev1.Pod, main *corev1.Container) {
		pod.Spec.SecurityContext = &corev1.PodSecurityContext{
			RunAsNonRoot:   new(true),
			RunAsUser:      new(int64(1)),
			SeccompProfile: &corev1.SeccompProfile{Type: "Localhost"},
		}
		main.SecurityContext.RunAsNonRoot, main.SecurityContext.SeccompProfile = nil, nil
	},
	"root of its own users": func(pod *corev1.Pod, main *corev1.Container) {
		pod.Spec.HostUsers = new(false)
		pod.Spec.SecurityContext.RunAsNonRoot = new(false)
		main.SecurityContext.RunAsUser = new(int64(0))
		main.SecurityContext.ProcMount = new(corev1.UnmaskedProcMount)
	},
}

func TestPodSecurityNamesTheFieldOfTheWorkload(t *testing.T) {
	template := corev1.PodTemplateSpec{
		ObjectMeta: metav1.ObjectMeta{Annotations: map[string]string{"container.apparmor.security.beta.kubernetes.io/a": "unconfined"}},
		Spec:       corev1.PodSpec{HostPID: true},
	}
	meta := metav1.ObjectMeta{Name: "a", Namespace: "dns"}
	got := podSecurity("1.34", enforcing("baseline"),
		&appsv1.Deployment{
			TypeMeta:   metav1.TypeMeta{APIVersion: "apps/v1", Kind: "Deployment"},
			ObjectMeta: meta,
			Spec:       appsv1.DeploymentSpec{Template: template},
		},
		&batchv1.CronJob{
			TypeMeta:   metav1.TypeMeta{APIVersion: "batch/v1", Kind: "CronJob"},
			ObjectMeta: meta,
			Spec:       batchv1.CronJobSpec{JobTemplate: batchv1.JobTemplateSpec{Spec: batchv1.JobSpec{Template: template}}},
		},
	)
	problem := func(object, field, what, fix string) check.Problem {
		return check.Problem{Check: "pod-security", Severity: check.Error, Object: object, Field: field,
			What: what + `, and namespace "dns" enforces baseline`, Fix: fix}
	}
	const profile = "set it to runtime/default, or to a profile of the node, localhost/…"
	want := []check.Problem{
		problem("CronJob dns/a", "spec.jobTemplate.spec.template.metadata.annotations[container.apparmor.security.beta.kubernetes.io/a]", `is "unconfined"`, profile),
		problem("CronJob dns/a", "spec.jobTemplate.spec.template.spec.hostPID", "is true", "leave it out"),
		problem("Deployment dns/a", "spec.template.metadata.annotations[container.apparmor.security.beta.kubernetes.io/a]", `is "unconfined"`, profile),
		problem("Deployment dns/a", "spec.template.spec.hostPID", "is true", "leave it out"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestPodSecurityGoesByTheNamespaceOfThePlan(t *testing.T) {
	pod := confinedPod()
	podEdits["probes"](pod, &pod.Spec.Containers[0]) // forbidden since 1.34
	pinned := func(to string) *corev1.Namespace {
		ns := enforcing("baseline")
		ns.Labels["pod-security.kubernetes.io/enforce-version"] = to
		return ns
	}
	elsewhere := enforcing("restricted")
	elsewhere.Name = "elsewhere"
	for _, tc := range []struct {
		name    string
		version addon.Version
		ns      *corev1.Namespace
		refused bool
	}{
		{"enforces baseline", "1.34", enforcing("baseline"), true},
		{"has no level", "1.34", enforcing(""), false},
		{"is not in the plan", "1.34", elsewhere, false},
		{"pins an earlier version", "1.34", pinned("v1.33"), false},
		{"pins the latest version", "1.34", pinned("latest"), true},
		{"pins a version that the cluster doesn't know", "1.33", pinned("v1.34"), false},
	} {
		if got := podSecurity(tc.version, tc.ns, pod); len(got) > 0 != tc.refused {
			t.Errorf("%s: %v", tc.name, got)
		}
	}
}
