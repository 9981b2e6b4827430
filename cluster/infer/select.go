package infer

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// index finds what is labelled in a namespace without looking at all of it.
type index[T any] struct {
	all   map[string][]labelled[T] // by namespace
	label map[string][]labelled[T] // by namespace, label and value
}

type labelled[T any] struct {
	labels labels.Set
	item   T
}

func newIndex[T any]() index[T] {
	return index[T]{map[string][]labelled[T]{}, map[string][]labelled[T]{}}
}

func (x index[T]) add(namespace string, set map[string]string, item T) {
	l := labelled[T]{set, item}
	x.all[namespace] = append(x.all[namespace], l)
	for k, v := range set {
		key := namespace + "/" + k + "=" + v
		x.label[key] = append(x.label[key], l)
	}
}

// find returns what a selector selects. One that is nil or not valid selects nothing.
func (x index[T]) find(namespace string, selector *metav1.LabelSelector) []T {
	s, err := metav1.LabelSelectorAsSelector(selector)
	if err != nil || selector == nil {
		return nil
	}
	some := x.all[namespace]
	for k, v := range selector.MatchLabels {
		if with := x.label[namespace+"/"+k+"="+v]; len(with) <= len(some) {
			some = with
		}
	}
	var out []T
	for _, l := range some {
		if s.Matches(l.labels) {
			out = append(out, l.item)
		}
	}
	return out
}

// late tells whether pods give themselves a label while they run, such as that of the active
// one of several. All such labels are Vault's.
func late(label string) bool {
	switch label {
	case "vault-active", "vault-initialized", "vault-perf-standby", "vault-sealed", "vault-version":
		return true
	}
	return false
}

// Select returns the pods of a namespace that have all labels of a selector, or come to have
// them. An empty selector selects all. The label with the name of one pod, which a
// StatefulSet's get as they are made, selects those of the StatefulSet that makes it.
func (f *Facts) Select(namespace string, selector map[string]string) []*Pods {
	name, one := selector[appsv1.StatefulSetPodNameLabel]
	own := maps.Clone(selector)
	maps.DeleteFunc(own, func(label, _ string) bool { return late(label) || label == appsv1.StatefulSetPodNameLabel })
	pods := f.podIndex.find(namespace, &metav1.LabelSelector{MatchLabels: own})
	if !one {
		return pods
	}
	return slices.DeleteFunc(pods, func(p *Pods) bool { return !p.has(name) })
}

// has tells whether the pods are a StatefulSet's, and the one of a name is among them.
func (p *Pods) has(name string) bool {
	set, ok := p.Object.Object.(*appsv1.StatefulSet)
	number, found := strings.CutPrefix(name, p.Key.Name+"-")
	if !ok || !found {
		return false
	}
	first, replicas := 0, 1
	if o := set.Spec.Ordinals; o != nil {
		first = int(o.Start)
	}
	if set.Spec.Replicas != nil {
		replicas = int(*set.Spec.Replicas)
	}
	i, err := strconv.Atoi(number)
	return err == nil && i >= first && i < first+replicas
}

// SelectBy is [Facts.Select] for a selector that may have expressions too. One that is not
// valid selects nothing.
func (f *Facts) SelectBy(namespace string, selector *metav1.LabelSelector) []*Pods {
	return f.podIndex.find(namespace, selector)
}

// Services returns the Services of a namespace that a selector selects.
func (f *Facts) Services(namespace string, selector *metav1.LabelSelector) []*corev1.Service {
	return f.serviceIndex.find(namespace, selector)
}

// Behind returns the pods that a Service leads to.
func (f *Facts) Behind(namespace, service string) []*Pods {
	o := f.byKey[NewKey("Service", namespace, service)]
	if o == nil {
		return nil
	}
	s, ok := o.Object.(*corev1.Service)
	if !ok || len(s.Spec.Selector) == 0 {
		return nil
	}
	return f.Select(namespace, s.Spec.Selector)
}
