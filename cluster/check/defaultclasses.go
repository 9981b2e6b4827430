package check

import (
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	storagev1 "k8s.io/api/storage/v1"

	"github.com/fitout/fitout/cluster/infer"
)

// DefaultClasses warns of more than one default StorageClass or IngressClass: what names no
// class gets the newest of them, whichever that is. It also warns of claims that name no
// class where no StorageClass is the default, and existing.storageClasses names none: they
// wait forever.
var DefaultClasses = Check{Name: "default-classes", Run: defaultClasses}

func defaultClasses(p *Pass) {
	var storage, ingress *infer.Object
	for _, o := range p.Objects {
		switch o.Object.(type) {
		case *storagev1.StorageClass:
			storage = defaultClass(p, o, "storageclass.kubernetes.io/is-default-class", storage)
		case *networkingv1.IngressClass:
			ingress = defaultClass(p, o, "ingressclass.kubernetes.io/is-default-class", ingress)
		}
	}
	if storage == nil && !p.Knows("StorageClass") {
		classless(p)
	}
}

// defaultClass returns the class that is the default among those so far. It reports a
// second one.
func defaultClass(p *Pass, o *infer.Object, mark string, first *infer.Object) *infer.Object {
	switch {
	case o.GetAnnotations()[mark] != "true":
		return first
	case first == nil:
		return o
	}
	p.Warn(o, "metadata.annotations["+mark+"]", "is the default, and so is "+who(first), "make one of them the default")
	return first
}

// classless reports the claims that need a default class.
func classless(p *Pass) {
	const what, fix = "names no class, and no StorageClass is the default", "name one, or make one the default"
	for _, o := range p.Objects {
		switch x := o.Object.(type) {
		case *corev1.PersistentVolumeClaim:
			if x.Spec.StorageClassName == nil {
				p.Warn(o, "spec.storageClassName", what, fix)
			}
		case *appsv1.StatefulSet:
			var names []string
			for _, c := range x.Spec.VolumeClaimTemplates {
				if c.Spec.StorageClassName == nil {
					names = append(names, c.Name)
				}
			}
			if len(names) > 0 {
				p.Warn(o, "spec.volumeClaimTemplates", "the claim "+strings.Join(names, ", ")+" "+what, fix)
			}
		}
	}
}
