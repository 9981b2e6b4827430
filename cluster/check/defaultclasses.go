package check

import (
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	storagev1 "k8s.io/api/storage/v1"

	"github.com/fitout/fitout/cluster/infer"
)

// DefaultClasses finds more than one default class. With two default IngressClasses every
// Ingress that names none is refused; of two default StorageClasses the newer one is taken,
// whichever that is. It also warns of claims that name no class where no StorageClass is
// the default, and existing.storageClasses names none: they wait forever.
var DefaultClasses = Check{Name: "default-classes", Run: defaultClasses}

func defaultClasses(p *Pass) {
	var storage, ingress []*infer.Object
	for _, o := range p.Objects {
		switch o.Object.(type) {
		case *storagev1.StorageClass:
			if o.GetAnnotations()["storageclass.kubernetes.io/is-default-class"] == "true" {
				storage = append(storage, o)
			}
		case *networkingv1.IngressClass:
			if o.GetAnnotations()["ingressclass.kubernetes.io/is-default-class"] == "true" {
				ingress = append(ingress, o)
			}
		}
	}
	for _, o := range rest(storage) {
		p.Warn(o, "metadata.annotations", "is the default, and so is "+who(storage[0]), "make one of them the default")
	}
	for _, o := range rest(ingress) {
		p.Error(o, "metadata.annotations", "is the default, and so is "+who(ingress[0]), "make one of them the default")
	}
	if len(storage) == 0 && !p.Knows("StorageClass") {
		classless(p)
	}
}

func rest(objs []*infer.Object) []*infer.Object {
	if len(objs) < 2 {
		return nil
	}
	return objs[1:]
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
