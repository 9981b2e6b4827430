package cluster

import (
	"fmt"
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// Clusters bring these namespaces themselves.
var builtinNamespaces = []string{"default", "kube-node-lease", "kube-public", "kube-system"}

// ownLabels say which addon an object is part of. A namespace is part of none.
var ownLabels = []string{addon.LabelName, addon.LabelInstance, addon.LabelVersion, addon.LabelPartOf}

// makeNamespaces replaces the namespaces that addons ask for, and those that their
// objects are in, by one Namespace each, which is the cluster's.
func (p *Plan) makeNamespaces(existing Existing) []error {
	var errs []error
	made := map[string]*corev1.Namespace{}
	askedBy := map[string]string{} // namespace and label: the addon that set it
	for _, it := range p.Items {
		if ns := it.Object.GetNamespace(); ns != "" && made[ns] == nil {
			made[ns] = kube.Namespace(ns, "")
		}
		ns, ok := it.Object.(*corev1.Namespace)
		if !ok {
			continue
		}
		all := made[ns.Name]
		if all == nil {
			all = kube.Namespace(ns.Name, "")
			made[ns.Name] = all
		}
		for _, key := range slices.Sorted(maps.Keys(ns.Labels)) {
			errs = append(errs, mergeLabel(all, it.Addon, key, ns.Labels[key], askedBy)...)
		}
		for k, v := range ns.Annotations {
			setKey(&all.Annotations, k, v)
		}
	}
	p.Items = slices.DeleteFunc(p.Items, func(it Item) bool {
		_, ok := it.Object.(*corev1.Namespace)
		return ok
	})
	for _, name := range slices.Sorted(maps.Keys(made)) {
		if slices.Contains(builtinNamespaces, name) || slices.Contains(existing.Namespaces, name) {
			continue
		}
		ns := made[name]
		ns.APIVersion, ns.Kind = "v1", "Namespace"
		setKey(&ns.Labels, addon.LabelManagedBy, addon.ManagedBy)
		p.Items = append(p.Items, Item{Object: ns})
	}
	return errs
}

// laxness orders the levels of Pod Security.
var laxness = map[kube.PodSecurity]int{kube.Restricted: 1, kube.Baseline: 2, kube.Privileged: 3}

// mergeLabel adds a label that an addon asks for to a namespace. Of two levels of Pod
// Security the laxer wins; of other labels none does.
func mergeLabel(ns *corev1.Namespace, by, key, value string, askedBy map[string]string) []error {
	old, set := ns.Labels[key]
	switch {
	case slices.Contains(ownLabels, key):
		return nil
	case !set || old == value:
	case key == kube.LabelPodSecurity:
		if laxness[kube.PodSecurity(value)] < laxness[kube.PodSecurity(old)] {
			return nil
		}
	default:
		return []error{fmt.Errorf("%s: Namespace %s: label %s: wants %q, but %s wants %q",
			by, ns.Name, key, value, askedBy[ns.Name+" "+key], old)}
	}
	setKey(&ns.Labels, key, value)
	askedBy[ns.Name+" "+key] = by
	return nil
}

func setKey(m *map[string]string, key, value string) {
	if *m == nil {
		*m = map[string]string{}
	}
	(*m)[key] = value
}

// complete gives every object its phase and what all objects get: common labels, images
// by way of the mirror, and marks on what must not be pruned.
func (p *Plan) complete(common map[string]string) {
	for i := range p.Items {
		it := &p.Items[i]
		o := it.Object
		it.Phase = stepOf(o).phase
		if len(common) > 0 {
			labels := maps.Clone(common)
			maps.Copy(labels, o.GetLabels())
			o.SetLabels(labels)
		}
		if spec := podSpec(o); spec != nil {
			mirrorImages(spec, p.Target.Mirror)
		}
		if kept(o) {
			it.Keep = true
			o.SetAnnotations(keepMarks(o.GetAnnotations()))
		}
	}
}

// kept tells what no engine may take away: what holds users' data, and the Service of the
// API server, which isn't the addon's that annotates it.
func kept(o addon.Object) bool {
	switch kindOf(o) {
	case "Namespace", "CustomResourceDefinition", "PersistentVolumeClaim":
		return true
	case "Service":
		return o.GetNamespace() == "default" && o.GetName() == "kubernetes"
	}
	return false
}

// keepMarks adds the annotations by which Helm, Argo CD and Flux leave an object alone.
func keepMarks(annotations map[string]string) map[string]string {
	marks := map[string]string{
		"helm.sh/resource-policy":           "keep",
		"argocd.argoproj.io/sync-options":   "Prune=false,Delete=false",
		"kustomize.toolkit.fluxcd.io/prune": "disabled",
	}
	maps.Copy(marks, annotations)
	return marks
}

// mirrorImages points the containers of objects that no typed addon built to the mirror.
// Those of typed addons are there already.
func mirrorImages(spec *corev1.PodSpec, mirror addon.Mirror) {
	for _, containers := range [][]corev1.Container{spec.InitContainers, spec.Containers} {
		for i := range containers {
			containers[i].Image = mirror.Rewrite(containers[i].Image)
		}
	}
}

// podSpec returns the spec of a pod, or of the pods that a workload makes, or nil.
func podSpec(o addon.Object) *corev1.PodSpec {
	if pod, ok := o.(*corev1.Pod); ok {
		return &pod.Spec
	}
	if template := kube.TemplateOf(o); template != nil {
		return &template.Spec
	}
	return nil
}
