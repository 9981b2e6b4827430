package argocd

import (
	"cmp"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// customResources are those among the options. Those that name no namespace are in the addon's.
func customResources(o Options) []addon.Object {
	var objs []addon.Object
	for _, p := range o.Projects {
		meta := metav1.ObjectMeta{Name: p.Name, Namespace: o.Namespace, Labels: p.ObjectLabels, Annotations: p.ObjectAnnotations}
		meta.Finalizers = finalizers(p.Cascade)
		objs = append(objs, NewAppProject(meta, p.AppProjectSpec))
	}
	for _, a := range o.Applications {
		meta := metav1.ObjectMeta{Name: a.Name, Namespace: cmp.Or(a.Namespace, o.Namespace), Labels: a.ObjectLabels, Annotations: a.ObjectAnnotations}
		meta.Finalizers = finalizers(a.Cascade)
		objs = append(objs, NewApplication(meta, a.ApplicationSpec))
	}
	for _, s := range o.ApplicationSets {
		meta := metav1.ObjectMeta{Name: s.Name, Namespace: cmp.Or(s.Namespace, o.Namespace), Labels: s.ObjectLabels, Annotations: s.ObjectAnnotations}
		objs = append(objs, NewApplicationSet(meta, s.ApplicationSetSpec))
	}
	return objs
}

func finalizers(cascade bool) []string {
	if !cascade {
		return nil
	}
	return []string{Finalizer}
}
