package datadog_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/datadog"
)

const (
	agents       = "DaemonSet datadog agent"
	clusterAgent = "Deployment datadog-cluster-agent cluster-agent"
	runners      = "Deployment datadog-clusterchecks agent"
)

func env(c corev1.Container, name string) string {
	for _, e := range c.Env {
		if e.Name == name {
			return e.Value
		}
	}
	return ""
}

// Whoever runs a check has its password and asks for it; nobody else does, the cluster agent
// least of all, which hands the checks out.
func TestPasswords(t *testing.T) {
	const folder = "/etc/datadog-passwords"
	secret := func(key string) *addon.SecretRef { return &addon.SecretRef{Name: "databases", Key: key} }
	inside := datadog.Redis{Check: datadog.Check{Name: "a", Images: []string{"redis"}}, Password: secret("inside")}
	outside := datadog.Redis{Check: datadog.Check{Name: "b"}, Host: "redis.example.com", Password: secret("outside")}
	for _, tc := range []struct {
		name    string
		redis   []datadog.Redis
		runners bool
		want    map[string]string
	}{
		{"none", nil, true, map[string]string{}},
		{"in the cluster", []datadog.Redis{inside}, true, map[string]string{agents: "inside"}},
		{"outside, with runners", []datadog.Redis{outside}, true, map[string]string{runners: "outside"}},
		{"outside, without", []datadog.Redis{outside}, false, map[string]string{agents: "outside"}},
		{"both", []datadog.Redis{outside, inside}, true, map[string]string{agents: "inside", runners: "outside"}},
		{"both, without runners", []datadog.Redis{outside, inside}, false, map[string]string{agents: "inside outside"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o := required()
			o.Checks.Redis = tc.redis
			o.ClusterChecksRunner.Enabled = tc.runners
			got := map[string]string{}
			for _, obj := range addontest.Objects[addon.Object](t, addontest.Target(), datadog.New(o)) {
				var spec corev1.PodSpec
				switch w := obj.(type) {
				case *appsv1.DaemonSet:
					spec = w.Spec.Template.Spec
				case *appsv1.Deployment:
					spec = w.Spec.Template.Spec
				default:
					continue
				}
				var keys []string
				for _, v := range spec.Volumes {
					if v.Name == "check-passwords" {
						for _, item := range v.Projected.Sources[0].Secret.Items {
							keys = append(keys, item.Key)
						}
					}
				}
				for _, c := range spec.Containers {
					mounted := slices.ContainsFunc(c.VolumeMounts, func(m corev1.VolumeMount) bool { return m.MountPath == folder })
					if mounted != (env(c, "DD_SECRET_BACKEND_COMMAND") != "") {
						t.Errorf("%s: %s has passwords %t, and asks for them otherwise", obj.GetName(), c.Name, mounted)
					}
					if mounted {
						got[obj.GetObjectKind().GroupVersionKind().Kind+" "+obj.GetName()+" "+c.Name] = strings.Join(keys, " ")
					}
				}
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Secrets that annotations name are read by whoever runs their checks, and by name only.
func TestReadableSecrets(t *testing.T) {
	o := required()
	o.ReadableSecrets = []datadog.ReadableSecrets{{Namespace: "web", Names: []string{"redis"}}}
	o.ClusterChecksRunner.Enabled = true
	objs := addontest.Objects[addon.Object](t, addontest.Target(), datadog.New(o))
	want := []rbacv1.PolicyRule{{APIGroups: []string{""}, Resources: []string{"secrets"}, ResourceNames: []string{"redis"}, Verbs: []string{"get"}}}
	if diff := cmp.Diff(want, addontest.Find[*rbacv1.Role](t, objs, "datadog-secret-reader-web").Rules); diff != "" {
		t.Error(diff)
	}
	for container, c := range containers(t, addontest.Target(), o) {
		asks := env(c, "DD_SECRET_BACKEND_COMMAND") != ""
		if asks != (container == agents || container == runners) {
			t.Errorf("%s asks for secrets: %t", container, asks)
		}
	}
}

// The mesh sends traces to the Service, which leads to the agent of the same node.
func TestService(t *testing.T) {
	s := addontest.Find[*corev1.Service](t, addontest.Objects[addon.Object](t, addontest.Target(), datadog.New(required())), "datadog")
	if p := s.Spec.InternalTrafficPolicy; p == nil || *p != corev1.ServiceInternalTrafficPolicyLocal {
		t.Errorf("the Service leads to other nodes: %v", p)
	}
	if diff := cmp.Diff([]int32{8125, 8126}, []int32{s.Spec.Ports[0].Port, s.Spec.Ports[1].Port}); diff != "" {
		t.Error(diff)
	}
}

// Pods are told to reach the agents in a way that there is.
func TestAdmissionMode(t *testing.T) {
	for _, tc := range []struct {
		name string
		set  func(*options)
		want string
	}{
		{"nothing said", func(*options) {}, "socket"},
		{"no traces", func(o *options) { o.APM.Disabled = true }, "socket"},
		{"a port of the node", func(o *options) { o.APM.HostPort = true }, "socket"},
		{"no socket", func(o *options) { o.APM.NoSocket = true }, "service"},
		{"a port of the node and no socket", func(o *options) { o.APM.NoSocket, o.APM.HostPort = true, true }, "hostip"},
		{"asked for", func(o *options) { o.ClusterAgent.Admission.Mode = datadog.ByService }, "service"},
	} {
		o := required()
		tc.set(&o)
		if got := env(containers(t, addontest.Target(), o)[clusterAgent], "DD_ADMISSION_CONTROLLER_INJECT_CONFIG_MODE"); got != tc.want {
			t.Errorf("%s: %s, not %s", tc.name, got, tc.want)
		}
	}
}

// The images of libraries are pulled through the mirror, by way of a variable.
func TestRegistry(t *testing.T) {
	target := addontest.Target()
	target.Mirror = addon.Mirror{"registry.datadoghq.com": "mirror.example.com/datadog"}
	if got, want := env(containers(t, target, required())[clusterAgent], "DD_ADMISSION_CONTROLLER_CONTAINER_REGISTRY"), "mirror.example.com/datadog"; got != want {
		t.Errorf("libraries come from %s, not %s", got, want)
	}
}

// A check of one's own takes the place of the automatic one, beside which everything would be
// counted twice.
func TestAutomaticConfiguration(t *testing.T) {
	o := required()
	o.Checks.Redis = []datadog.Redis{
		{Check: datadog.Check{Name: "a", Images: []string{"redis"}}},
		{Check: datadog.Check{Name: "b", Images: []string{"valkey"}}},
	}
	o.Checks.Postgres = []datadog.Postgres{{Check: datadog.Check{Name: "a"}, Host: "db.example.com"}}
	if got, want := env(containers(t, addontest.Target(), o)[agents], "DD_IGNORE_AUTOCONF"), "redisdb kubernetes_state"; got != want {
		t.Errorf("%q is left aside, not %q", got, want)
	}
}

// Checks of JMX, which an image of its own brings, send their metrics by DogStatsD.
func TestJMX(t *testing.T) {
	for tag, want := range map[string]string{"7.81.1": "false", "7.81.1-jmx": "true"} {
		o := required()
		o.ClusterChecksRunner.Enabled = true
		o.Pods.Image.Tag = tag
		if got := env(containers(t, addontest.Target(), o)[runners], "DD_USE_DOGSTATSD"); got != want {
			t.Errorf("%s: %s", tag, got)
		}
	}
}

// Pods read their files only when they start.
func TestRestart(t *testing.T) {
	sum := func(o options) [2]string {
		objs := addontest.Objects[addon.Object](t, addontest.Target(), datadog.New(o))
		return [2]string{
			addontest.Find[*appsv1.DaemonSet](t, objs, "datadog").Spec.Template.Annotations["checksum/config"],
			addontest.Find[*appsv1.Deployment](t, objs, "datadog-cluster-agent").Spec.Template.Annotations["checksum/config"],
		}
	}
	before := sum(required())
	for name, tc := range map[string]struct {
		set     func(*options)
		changed [2]bool
	}{
		"a check of containers": {func(o *options) {
			o.Checks.Redis = []datadog.Redis{{Check: datadog.Check{Name: "a", Images: []string{"redis"}}}}
		}, [2]bool{true, false}},
		"a cluster check": {func(o *options) {
			o.Checks.Redis = []datadog.Redis{{Check: datadog.Check{Name: "a"}, Host: "redis.example.com"}}
		}, [2]bool{false, true}},
		"the system probe": {func(o *options) { o.SystemProbe.OOMKill = true }, [2]bool{true, false}},
	} {
		o := required()
		tc.set(&o)
		after := sum(o)
		if got := [2]bool{before[0] != after[0], before[1] != after[1]}; got != tc.changed {
			t.Errorf("%s: agents and cluster agent start anew: %v", name, got)
		}
	}
}

// What looks into the kernel is there only if something needs it.
func TestSystemProbe(t *testing.T) {
	for name, tc := range map[string]struct {
		set  func(*options)
		want bool
	}{
		"nothing":     {func(*options) {}, false},
		"connections": {func(o *options) { o.Network.Enabled = true }, true},
		"traceroute":  {func(o *options) { o.Network.Traceroute = true }, true},
		"memory":      {func(o *options) { o.SystemProbe.OOMKill = true }, true},
	} {
		o := required()
		o.Discovery.Disabled = true
		tc.set(&o)
		if _, got := containers(t, addontest.Target(), o)["DaemonSet datadog system-probe"]; got != tc.want {
			t.Errorf("%s: the system probe is there: %t", name, got)
		}
	}
}
