package check

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/cluster/infer"
)

func TestAPIs(t *testing.T) {
	problem := func(s Severity, object, what, fix string) []Problem {
		return []Problem{{Check: "apis", Severity: s, Addon: "a", Object: object, Field: "apiVersion", What: what, Fix: fix}}
	}
	for _, test := range []struct {
		name       string
		kubernetes addon.Version
		apiVersion string
		kind       string
		want       []Problem
	}{
		{"removed in this version", "1.25", "policy/v1beta1", "PodDisruptionBudget",
			problem(Error, "PodDisruptionBudget x", "policy/v1beta1 PodDisruptionBudget is no longer served since Kubernetes 1.25", "use policy/v1, served since 1.21")},
		{"removed long before, in another group", "1.34", "extensions/v1beta1", "Ingress",
			problem(Error, "Ingress x", "extensions/v1beta1 Ingress is no longer served since Kubernetes 1.22", "use networking.k8s.io/v1, served since 1.19")},
		{"removed, and its first replacement too", "1.34", "flowcontrol.apiserver.k8s.io/v1beta1", "FlowSchema",
			problem(Error, "FlowSchema x", "flowcontrol.apiserver.k8s.io/v1beta1 FlowSchema is no longer served since Kubernetes 1.26", "use flowcontrol.apiserver.k8s.io/v1, served since 1.29")},
		{"removed, and its last replacement too new", "1.28", "flowcontrol.apiserver.k8s.io/v1beta1", "FlowSchema",
			problem(Error, "FlowSchema x", "flowcontrol.apiserver.k8s.io/v1beta1 FlowSchema is no longer served since Kubernetes 1.26", "use flowcontrol.apiserver.k8s.io/v1beta3, served since 1.26")},
		{"removed with all its versions", "1.34", "extensions/v1beta1", "PodSecurityPolicy",
			problem(Error, "PodSecurityPolicy x", "extensions/v1beta1 PodSecurityPolicy is no longer served since Kubernetes 1.16", "give the namespaces a Pod Security level")},
		{"not removed and not deprecated", "1.34", "policy/v1", "PodDisruptionBudget", nil},

		{"deprecated since this version", "1.35", "resource.k8s.io/v1beta1", "DeviceClass",
			problem(Warning, "DeviceClass x", "resource.k8s.io/v1beta1 DeviceClass is deprecated since Kubernetes 1.35 and goes in 1.38", "use resource.k8s.io/v1, served since 1.34")},
		{"deprecated until the next version", "1.37", "resource.k8s.io/v1beta1", "DeviceClass",
			problem(Warning, "DeviceClass x", "resource.k8s.io/v1beta1 DeviceClass is deprecated since Kubernetes 1.35 and goes in 1.38", "use resource.k8s.io/v1, served since 1.34")},
		{"deprecated for good", "1.33", "v1", "Endpoints",
			problem(Warning, "Endpoints x", "v1 Endpoints is deprecated since Kubernetes 1.33", "use EndpointSlice of discovery.k8s.io/v1, served since 1.21")},
		{"deprecated and not replaced", "1.36", "coordination.k8s.io/v1beta1", "LeaseCandidate",
			problem(Warning, "LeaseCandidate x", "coordination.k8s.io/v1beta1 LeaseCandidate is deprecated since Kubernetes 1.36 and goes in 1.39", "nothing replaces it yet")},
		{"deprecated later", "1.34", "resource.k8s.io/v1beta1", "DeviceClass", nil},

		{"too new", "1.32", "networking.k8s.io/v1", "ServiceCIDR",
			problem(Error, "ServiceCIDR x", "networking.k8s.io/v1 ServiceCIDR is not served before Kubernetes 1.33", "update the cluster, or leave the object out")},
		{"as new as the cluster", "1.33", "networking.k8s.io/v1", "ServiceCIDR", nil},

		{"never dated", "1.34", "v1", "ConfigMap", nil},
		{"not Kubernetes' own", "1.34", "policy.example.com/v1beta1", "PodDisruptionBudget", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := &unstructured.Unstructured{}
			o.SetAPIVersion(test.apiVersion)
			o.SetKind(test.kind)
			o.SetName("x")
			target := addon.Target{Name: "prod", Kubernetes: test.kubernetes}
			facts := infer.Of(target, []*infer.Object{{Object: o, Addon: "a"}}, infer.Known{})
			if diff := cmp.Diff(test.want, Run(&Pass{Facts: facts}, []Check{APIs})); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}
