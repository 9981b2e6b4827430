package addon

import (
	"fmt"
	"maps"
	"reflect"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

// The labels that every object carries.
const (
	LabelName      = "app.kubernetes.io/name"
	LabelInstance  = "app.kubernetes.io/instance"
	LabelVersion   = "app.kubernetes.io/version"
	LabelComponent = "app.kubernetes.io/component"
	LabelPartOf    = "app.kubernetes.io/part-of"
	LabelManagedBy = "app.kubernetes.io/managed-by"
)

// AnnotationPatched lists, with commas between them, the fields of an object that a controller
// writes while it runs, as in "webhooks[].clientConfig.caBundle,webhooks[].failurePolicy": [] is
// for all items of a list. An engine that takes back what others change, such as Argo CD, must
// leave them alone. It can be set by an [Edit] too.
const AnnotationPatched = "fitout/patched-fields"

// AnnotationReads lists, with commas between them, keys of Secrets in an object's namespace that a
// program reads by itself, as in "clients/argo-cd,github-app/url". It is for those that no pod
// mounts or has in its environment, so that a plan knows of them all the same.
const AnnotationReads = "fitout/reads-secrets"

// ManagedBy is the value of [LabelManagedBy] on everything that Fitout builds.
const ManagedBy = "fitout"

// stamp completes the objects of an addon: apiVersion and kind where a native struct has
// none, and the labels that every object carries where they are not set.
func stamp(a Addon, objs []Object) error {
	labels := Labels(a)
	for _, o := range objs {
		if err := setKind(o); err != nil {
			return err
		}
		merged := maps.Clone(labels)
		maps.Copy(merged, o.GetLabels())
		o.SetLabels(merged)
	}
	return nil
}

// Labels returns the labels that all objects of an addon carry unless they set them
// themselves.
func Labels(a Addon) map[string]string {
	card := a.Card()
	labels := map[string]string{
		LabelName:      card.Name,
		LabelInstance:  InstanceName(card.Name, instance(a)),
		LabelPartOf:    card.Name,
		LabelManagedBy: ManagedBy,
	}
	if card.Version != "" {
		labels[LabelVersion] = card.Version
	}
	return labels
}

// InstanceName is what an install goes by in names and labels: "ingress-nginx", or
// "ingress-nginx-internal" for the instance "internal". Helm users know it as the release.
func InstanceName(name, instance string) string {
	if instance == "" {
		return name
	}
	return name + "-" + instance
}

func instance(a Addon) string {
	_, instance, _ := strings.Cut(a.Name(), "/")
	return instance
}

// groups maps the folders of k8s.io/api to the API groups that they hold.
var groups = map[string]string{
	"admissionregistration": "admissionregistration.k8s.io",
	"apps":                  "apps",
	"authentication":        "authentication.k8s.io",
	"authorization":         "authorization.k8s.io",
	"autoscaling":           "autoscaling",
	"batch":                 "batch",
	"certificates":          "certificates.k8s.io",
	"coordination":          "coordination.k8s.io",
	"core":                  "",
	"discovery":             "discovery.k8s.io",
	"events":                "events.k8s.io",
	"extensions":            "extensions",
	"flowcontrol":           "flowcontrol.apiserver.k8s.io",
	"networking":            "networking.k8s.io",
	"node":                  "node.k8s.io",
	"policy":                "policy",
	"rbac":                  "rbac.authorization.k8s.io",
	"resource":              "resource.k8s.io",
	"scheduling":            "scheduling.k8s.io",
	"storage":               "storage.k8s.io",
	"storagemigration":      "storagemigration.k8s.io",
}

// BuiltinGroup tells whether an API group is served by the API server itself, so that
// its kinds need no CustomResourceDefinition.
func BuiltinGroup(group string) bool {
	switch group {
	case "apiextensions.k8s.io", "apiregistration.k8s.io":
		return true
	}
	for _, g := range groups {
		if g == group {
			return true
		}
	}
	return false
}

// setKind gives a native struct its apiVersion and kind, by the package and the name of
// its Go type: k8s.io/api/apps/v1.Deployment is apps/v1, Deployment.
func setKind(o Object) error {
	kind := o.GetObjectKind()
	if !kind.GroupVersionKind().Empty() {
		return nil
	}
	gvk, ok := nativeKind(reflect.TypeOf(o))
	if !ok {
		return fmt.Errorf("%T %q has no apiVersion and kind, and its Go type doesn't tell them: set its TypeMeta", o, o.GetName())
	}
	kind.SetGroupVersionKind(gvk)
	return nil
}

// nativeKind tells the kind of a pointer to a struct of k8s.io/api.
func nativeKind(t reflect.Type) (schema.GroupVersionKind, bool) {
	if t.Kind() != reflect.Pointer {
		return schema.GroupVersionKind{}, false
	}
	t = t.Elem()
	path, ok := strings.CutPrefix(t.PkgPath(), "k8s.io/api/")
	folder, version, _ := strings.Cut(path, "/")
	group, known := groups[folder]
	if !ok || !known {
		return schema.GroupVersionKind{}, false
	}
	return schema.GroupVersionKind{Group: group, Version: version, Kind: t.Name()}, true
}
