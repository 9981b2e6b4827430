package e2e

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons"
	"github.com/fitout/fitout/addons/metricsserver"
	"github.com/fitout/fitout/cluster"
)

// Engines that prune take away all that is not marked; what users' data go with stays.
func TestPrune(t *testing.T) {
	w := use(t, newest)
	for _, f := range addons.All {
		t.Run(f.Info().Name, func(t *testing.T) { w.prune(t, caseOf(t, f, "full")) })
	}
	t.Run("claim", func(t *testing.T) { w.prune(t, golden{cluster: withClaim()}) })
}

// prune applies a case, deletes what the plan and its marks let an engine delete, and looks
// for what is gone.
func (w *world) prune(t *testing.T, g golden) {
	docs := w.put(t, g.cluster.Existing, rendered(t, g.at(t, newest)))
	before := w.data(t)
	for _, d := range slices.Backward(docs) {
		if keptBy(d) == 0 {
			if err := w.delete(t.Context(), d); err != nil {
				t.Errorf("%s: %v", d, err)
			}
		}
	}
	if diff := cmp.Diff(before, w.data(t)); diff != "" {
		t.Errorf("pruning takes users' data away:\n%s", diff)
	}
	for _, d := range docs {
		if n := keptBy(d); d.keep != (n == len(marks)) || n%len(marks) != 0 {
			t.Errorf("%s: the plan says keep=%t, and %d of %d engines are told", d, d.keep, n, len(marks))
		}
	}
}

// marks are how Helm, Argo CD and Flux are told to leave an object alone.
var marks = map[string]string{
	"helm.sh/resource-policy":           "keep",
	"argocd.argoproj.io/sync-options":   "Prune=false,Delete=false",
	"kustomize.toolkit.fluxcd.io/prune": "disabled",
}

// keptBy is the number of engines that leave an object alone.
func keptBy(d document) int {
	n := 0
	for key, value := range marks {
		if d.GetAnnotations()[key] == value {
			n++
		}
	}
	return n
}

// data names everything in the server that users' data go with, and is not about to go.
func (w *world) data(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, kind := range []schema.GroupVersionResource{
		{Version: "v1", Resource: "namespaces"},
		{Version: "v1", Resource: "persistentvolumeclaims"},
		{Group: "apiextensions.k8s.io", Version: "v1", Resource: "customresourcedefinitions"},
	} {
		list, err := w.objects.Resource(kind).List(t.Context(), metav1.ListOptions{})
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range list.Items {
			if o.GetDeletionTimestamp() == nil {
				names = append(names, addon.Describe(&o))
			}
		}
	}
	return names
}

// withClaim is a cluster whose plan has a claim.
func withClaim() cluster.Cluster {
	claim := &corev1.PersistentVolumeClaim{
		ObjectMeta: metav1.ObjectMeta{Namespace: "data", Name: "data"},
		Spec: corev1.PersistentVolumeClaimSpec{
			AccessModes: []corev1.PersistentVolumeAccessMode{corev1.ReadWriteOnce},
			Resources:   corev1.VolumeResourceRequirements{Requests: corev1.ResourceList{corev1.ResourceStorage: resource.MustParse("1Gi")}},
		},
	}
	return cluster.Cluster{
		Target: addon.Target{Name: "prod", Kubernetes: newest},
		Addons: []addon.Addon{addon.With(metricsserver.New(metricsserver.Options{}), claim)},
	}
}
