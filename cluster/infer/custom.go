package infer

import (
	"cmp"
	"slices"
	"strings"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// named are the fields that Kubernetes' own types, and by convention all others, name an
// object with.
var named = map[string]string{
	"ingressClassName":   "IngressClass",
	"priorityClassName":  "PriorityClass",
	"runtimeClassName":   "RuntimeClass",
	"serviceAccountName": "ServiceAccount",
	"storageClassName":   "StorageClass",
}

// keyed tells whether fields with a name and a key, whatever they are called, are keys of
// Secrets in resources of an API group.
func keyed(group string) bool { return group == "monitoring.coreos.com" || group == "velero.io" }

// custom notes what a custom resource refers to: its definition, and what its fields name.
func (f *Facts) custom(o *Object) {
	gvk := o.GetObjectKind().GroupVersionKind()
	if d := f.Definitions[gvk.GroupKind()]; d != nil {
		f.ref(Ref{From: o, Field: "kind", To: d.Object.Key})
	} else {
		f.ref(Ref{From: o, Field: "kind", To: NewKey("CustomResourceDefinition", "", DefinitionOf(gvk.GroupKind()))})
	}
	v := f.view(o.Object)
	f.certManager(o, v)
	if o.Key.Kind == "VerticalPodAutoscaler" {
		f.metricsAPI(o, "spec", metricsAPIs[autoscalingv2.ResourceMetricSourceType])
	}
	if path := secretWriters[o.Key.Kind]; path != nil {
		f.writes(o, o.Key.Namespace, cmp.Or(v.at(path...).string(), o.Key.Name))
	}
	v.walk(nil, func(name string, at *path, v value) {
		if s := v.string(); s != "" {
			f.customName(o, name, at, s)
			return
		}
		switch {
		case name == "configMapKeyRef" || name == "configMap" && keyed(o.Key.Group):
			f.config(o, at.String(), "ConfigMap", o.Key.Namespace, v.at("name").string(), nil, v.at("key").string())
		case name == "secretKeyRef" || strings.HasSuffix(name, "SecretRef") && name != "privateKeySecretRef":
			f.secretRef(o, at.String(), v)
		case keyed(o.Key.Group) && v.at("name").string() != "" && v.at("key").string() != "":
			f.config(o, at.String(), "Secret", o.Key.Namespace, v.at("name").string(), nil, v.at("key").string())
		case slices.Contains([]string{"Deployment", "DaemonSet", "StatefulSet"}, v.at("kind").string()):
			if to := target(v.at("apiVersion").string(), v.at("kind").string(), o.Key.Namespace, v.at("name").string()); to.Group == "apps" {
				f.ref(Ref{From: o, Field: at.String(), To: to, Loose: true})
			}
		}
	})
}

// customName notes what a string in a custom resource names.
func (f *Facts) customName(o *Object, name string, at *path, s string) {
	if kind := named[name]; kind != "" && at.under("spec") {
		to := NewKey(kind, "", s)
		if kind == "ServiceAccount" {
			to.Namespace = o.Key.Namespace
		}
		if kind != "ServiceAccount" || to.Namespace != "" {
			f.ref(Ref{From: o, Field: at.String(), To: to})
		}
		return
	}
	switch {
	case name == "image":
		f.image(o, at.String(), s, false)
	case strings.IndexByte(s, '/') >= 0 || isImageName(name):
		f.imagesIn(o, at.String(), name, s)
	}
}

// DefinitionOf is the name by which the definition of a kind goes, as the API server's
// tools tell it: "ingresses.networking.k8s.io".
func DefinitionOf(kind schema.GroupKind) string {
	s := strings.ToLower(kind.Kind)
	switch {
	case strings.HasSuffix(s, "s"), strings.HasSuffix(s, "x"), strings.HasSuffix(s, "ch"):
		s += "es"
	case strings.HasSuffix(s, "y") && !strings.HasSuffix(s, "ay") && !strings.HasSuffix(s, "ey"):
		s = strings.TrimSuffix(s, "y") + "ies"
	default:
		s += "s"
	}
	return s + "." + kind.Group
}

// Defined tells whether the cluster has the definition of a kind beside the plan.
func (f *Facts) Defined(kind schema.GroupKind) bool {
	return f.known.Defines != nil && f.known.Defines(kind)
}
