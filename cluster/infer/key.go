package infer

import (
	"github.com/fitout/fitout/addon"
)

// Key names an object in a cluster.
type Key struct{ Group, Kind, Namespace, Name string }

// keyOf returns the key of an object.
func keyOf(o addon.Object) Key {
	gvk := o.GetObjectKind().GroupVersionKind()
	return Key{gvk.Group, gvk.Kind, o.GetNamespace(), o.GetName()}
}

// NewKey returns the key of an object of a kind that is well known: one of the API server's
// own that something can refer to, or one of cert-manager's.
func NewKey(kind, namespace, name string) Key { return Key{groups[kind], kind, namespace, name} }

// groups are the API groups of the kinds that are referred to by name alone. Those that
// are left out are in the core group.
var groups = map[string]string{
	"APIService":                     "apiregistration.k8s.io",
	"Certificate":                    "cert-manager.io",
	"ClusterIssuer":                  "cert-manager.io",
	"ClusterRole":                    "rbac.authorization.k8s.io",
	"CSIDriver":                      "storage.k8s.io",
	"CustomResourceDefinition":       "apiextensions.k8s.io",
	"DaemonSet":                      "apps",
	"Deployment":                     "apps",
	"IngressClass":                   "networking.k8s.io",
	"Issuer":                         "cert-manager.io",
	"MutatingWebhookConfiguration":   "admissionregistration.k8s.io",
	"PriorityClass":                  "scheduling.k8s.io",
	"Role":                           "rbac.authorization.k8s.io",
	"RuntimeClass":                   "node.k8s.io",
	"StatefulSet":                    "apps",
	"StorageClass":                   "storage.k8s.io",
	"ValidatingAdmissionPolicy":      "admissionregistration.k8s.io",
	"ValidatingWebhookConfiguration": "admissionregistration.k8s.io",
	"VolumeAttributesClass":          "storage.k8s.io",
}

// String names the object for people, as [addon.Describe] does.
func (k Key) String() string {
	if k.Namespace == "" {
		return k.Kind + " " + k.Name
	}
	return k.Kind + " " + k.Namespace + "/" + k.Name
}
