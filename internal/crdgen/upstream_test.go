package main

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
)

// shipped says where a module carries the CRDs that upstream releases, the proof that
// ours are right. A module that carries none has an empty entry.
var shipped = map[string]string{
	// The module is of the release before the one that ours follow.
	"github.com/argoproj/argo-cd/v3": "",
	// The module is older than the release that ours follow: that has been held to upstream's
	// manifests of the release.
	"github.com/argoproj/argo-workflows/v4": "",
	"github.com/aws/karpenter-provider-aws": "pkg/apis/crds/*.yaml",
	"github.com/cert-manager/cert-manager":  "deploy/crds/*.yaml",
	// The chart's templates are no plain YAML, and both modules are older than the release
	// that ours follow: the parity of the addons' goldens tells what differs.
	"github.com/emissary-ingress/emissary/v3":   "",
	"sigs.k8s.io/aws-load-balancer-controller":  "",
	"k8s.io/autoscaler/vertical-pod-autoscaler": "deploy/vpa-v1-crd-gen.yaml",
	// The types are written after upstream's, whose modules can't be had.
	"github.com/fitout/fitout/internal/crdgen": "",
	// They are in the operator's own module, in example/prometheus-operator-crd: those of the
	// same version are equal.
	"github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring": "",
	"github.com/vmware-tanzu/velero":                                         "config/crd/*/bases/*.yaml",
	"istio.io/api":                                                           "kubernetes/customresourcedefinitions.gen.yaml",
	"sigs.k8s.io/external-dns":                                               "config/crd/standard/*.yaml",
	"sigs.k8s.io/hierarchical-namespaces":                                    "config/crd/bases/*.yaml",
}

// TestUpstream holds the CRDs against those that upstream ships in the same version of
// the module: descriptions and the tool's own annotation apart, they are equal.
func TestUpstream(t *testing.T) {
	for _, r := range results(t) {
		t.Run(r.source.Addon, func(t *testing.T) {
			pattern, ok := shipped[r.source.Module]
			if !ok {
				t.Fatalf("nothing here says where %s carries its CRDs", r.source.Module)
			}
			if pattern == "" {
				t.Skipf("%s carries no CRDs", r.source.Module)
			}
			if r.source.Name != "" {
				t.Skipf("%s is not what %s carries", r.source.Name, r.source.Module)
			}
			released, err := readAll(filepath.Join(r.dir, filepath.FromSlash(pattern)))
			if err != nil {
				t.Fatal(err)
			}
			want := make(map[string]string)
			for _, c := range released {
				undescribe(c)
				delete(c.Annotations, "controller-gen.kubebuilder.io/version")
				want[c.Name] = text(t, c)
			}
			got := make(map[string]string)
			for _, c := range r.crds {
				got[c.Name] = text(t, c)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("CRDs differ from upstream's (-upstream +ours):\n%s", diff)
			}
		})
	}
}

// text is the CRD as its file would have it.
func text(t *testing.T, c *apiextensionsv1.CustomResourceDefinition) string {
	t.Helper()
	data, err := encode(c)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
