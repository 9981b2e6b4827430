package cluster

import (
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/cluster/infer"
)

// Existing lists what a cluster has already and its addons may count on. What every
// cluster has from its start, such as the PriorityClass system-cluster-critical, needn't
// be listed.
type Existing struct {
	// CustomResourceDefinitions by name, such as "certificates.cert-manager.io", or all
	// of a group as "*.cert-manager.io".
	CRDs []string `json:"crds,omitempty" jsonschema:"uniqueItems,pattern=^([*]|[a-z0-9-]+)([.][a-z0-9-]+)+$"`

	// Namespaces that something else makes, so that the plan doesn't.
	Namespaces []string `json:"namespaces,omitempty" jsonschema:"uniqueItems,pattern=^[a-z0-9]([a-z0-9-]{0\\,61}[a-z0-9])?$"`

	// Secrets as "namespace/name", each with the keys that it holds. Without keys, none
	// is looked for.
	Secrets map[string][]string `json:"secrets,omitempty"`

	// ConfigMaps as "namespace/name", each with the keys that it holds. Without keys,
	// none is looked for.
	ConfigMaps map[string][]string `json:"configMaps,omitempty"`

	// ServiceAccounts as "namespace/name".
	ServiceAccounts []string `json:"serviceAccounts,omitempty" jsonschema:"uniqueItems,pattern=^[^/]+/[^/]+$"`

	// Roles as "namespace/name".
	Roles []string `json:"roles,omitempty" jsonschema:"uniqueItems,pattern=^[^/]+/[^/]+$"`

	// ClusterRoles.
	ClusterRoles []string `json:"clusterRoles,omitempty" jsonschema:"uniqueItems"`

	// Services as "namespace/name".
	Services []string `json:"services,omitempty" jsonschema:"uniqueItems,pattern=^[^/]+/[^/]+$"`

	// Deployments that something refers to, such as an autoscaler, as "namespace/name".
	Deployments []string `json:"deployments,omitempty" jsonschema:"uniqueItems,pattern=^[^/]+/[^/]+$"`

	// DaemonSets that something refers to, as "namespace/name".
	DaemonSets []string `json:"daemonSets,omitempty" jsonschema:"uniqueItems,pattern=^[^/]+/[^/]+$"`

	// StatefulSets that something refers to, as "namespace/name".
	StatefulSets []string `json:"statefulSets,omitempty" jsonschema:"uniqueItems,pattern=^[^/]+/[^/]+$"`

	// PersistentVolumeClaims as "namespace/name".
	PersistentVolumeClaims []string `json:"persistentVolumeClaims,omitempty" jsonschema:"uniqueItems,pattern=^[^/]+/[^/]+$"`

	// StorageClasses.
	StorageClasses []string `json:"storageClasses,omitempty" jsonschema:"uniqueItems"`

	// VolumeAttributesClasses.
	VolumeAttributesClasses []string `json:"volumeAttributesClasses,omitempty" jsonschema:"uniqueItems"`

	// CSI drivers and other provisioners of volumes, such as "ebs.csi.aws.com".
	CSIDrivers []string `json:"csiDrivers,omitempty" jsonschema:"uniqueItems"`

	// IngressClasses.
	IngressClasses []string `json:"ingressClasses,omitempty" jsonschema:"uniqueItems"`

	// PriorityClasses.
	PriorityClasses []string `json:"priorityClasses,omitempty" jsonschema:"uniqueItems"`

	// RuntimeClasses.
	RuntimeClasses []string `json:"runtimeClasses,omitempty" jsonschema:"uniqueItems"`

	// cert-manager's ClusterIssuers.
	ClusterIssuers []string `json:"clusterIssuers,omitempty" jsonschema:"uniqueItems"`

	// cert-manager's Issuers as "namespace/name".
	Issuers []string `json:"issuers,omitempty" jsonschema:"uniqueItems,pattern=^[^/]+/[^/]+$"`

	// APIServices, such as "v1beta1.metrics.k8s.io".
	APIServices []string `json:"apiServices,omitempty" jsonschema:"uniqueItems"`
}

// Validate refuses Secrets and ConfigMaps that are not named with their namespace.
func (e Existing) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	check := func(path *field.Path, named map[string][]string) {
		for _, name := range slices.Sorted(maps.Keys(named)) {
			if namespace, short, ok := strings.Cut(name, "/"); !ok || namespace == "" || short == "" {
				errs = append(errs, field.Invalid(path.Key(name), name, `must be "namespace/name"`))
			}
		}
	}
	check(path.Child("secrets"), e.Secrets)
	check(path.Child("configMaps"), e.ConfigMaps)
	return errs
}

// known is the list as package infer takes it.
func (e Existing) known() infer.Known {
	objects := map[infer.Key][]string{}
	add := func(kind, name string, keys []string) {
		namespace, short, ok := strings.Cut(name, "/")
		if !ok {
			namespace, short = "", name
		}
		if len(keys) == 0 {
			keys = nil // not told
		}
		objects[infer.NewKey(kind, namespace, short)] = keys
	}
	for name, keys := range e.Secrets {
		add("Secret", name, keys)
	}
	for name, keys := range e.ConfigMaps {
		add("ConfigMap", name, keys)
	}
	for kind, names := range map[string][]string{
		"APIService":            e.APIServices,
		"ClusterIssuer":         e.ClusterIssuers,
		"ClusterRole":           e.ClusterRoles,
		"CSIDriver":             e.CSIDrivers,
		"DaemonSet":             e.DaemonSets,
		"Deployment":            e.Deployments,
		"IngressClass":          e.IngressClasses,
		"Issuer":                e.Issuers,
		"PersistentVolumeClaim": e.PersistentVolumeClaims,
		"PriorityClass":         e.PriorityClasses,
		"Role":                  e.Roles,
		"RuntimeClass":          e.RuntimeClasses,
		"Service":               e.Services,
		"ServiceAccount":        e.ServiceAccounts,
		"StatefulSet":           e.StatefulSets,
		"StorageClass":          e.StorageClasses,
		"VolumeAttributesClass": e.VolumeAttributesClasses,
	} {
		for _, name := range names {
			add(kind, name, nil)
		}
	}
	return infer.Known{Objects: objects, Defines: e.defines}
}

// defines tells whether the cluster has the definition of a kind.
func (e Existing) defines(kind schema.GroupKind) bool {
	return slices.Contains(e.CRDs, "*."+kind.Group) || slices.Contains(e.CRDs, infer.DefinitionOf(kind))
}
