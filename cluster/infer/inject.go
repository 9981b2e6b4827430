package infer

import (
	"cmp"
	"maps"
	"slices"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// injectFirst has pods that a webhook changes as they are made, as one that injects proxies
// does, come after it: a pod that is made before stays as it is. Pods that the webhook needs,
// such as those that serve it, can't wait for it, and don't.
func (f *Facts) injectFirst(n needs) {
	hooks := map[*Object][]admissionv1.MutatingWebhook{}
	for _, o := range f.Objects {
		if c, ok := o.Object.(*admissionv1.MutatingWebhookConfiguration); ok {
			hooks[o] = slices.DeleteFunc(slices.Clone(c.Webhooks), func(w admissionv1.MutatingWebhook) bool {
				return !slices.ContainsFunc(w.Rules, madeOfPods)
			})
		}
	}
	byName := func(a, b *Object) int { return cmp.Compare(a.Key.Name, b.Key.Name) }
	for _, o := range slices.SortedFunc(maps.Keys(hooks), byName) {
		if len(hooks[o]) == 0 {
			continue
		}
		needed := n.reach(o.index)
		for _, p := range f.Pods {
			if i := p.Object.index; !needed[i] && f.changed(p, hooks[o]) {
				n.of[i] = append(n.of[i], o.index)
			}
		}
	}
}

// reach is what an object needs, and what that needs in turn.
func (n needs) reach(from int) []bool {
	seen := make([]bool, len(n.of))
	next := []int{from}
	for len(next) > 0 {
		i := next[len(next)-1]
		next = next[:len(next)-1]
		if !seen[i] {
			seen[i] = true
			next = append(next, n.of[i]...)
		}
	}
	return seen
}

// changed tells whether one of some webhooks changes pods. Of a namespace that isn't in the
// plan only the name is known.
func (f *Facts) changed(p *Pods, by []admissionv1.MutatingWebhook) bool {
	name := p.Object.Key.Namespace
	namespace := map[string]string{corev1.LabelMetadataName: name}
	if ns := f.byKey[NewKey("Namespace", "", name)]; ns != nil {
		maps.Copy(namespace, ns.GetLabels())
	}
	return slices.ContainsFunc(by, func(w admissionv1.MutatingWebhook) bool {
		return selects(w.NamespaceSelector, namespace) && selects(w.ObjectSelector, p.Labels)
	})
}

// madeOfPods tells whether a rule is for pods that are made.
func madeOfPods(r admissionv1.RuleWithOperations) bool {
	has := func(list []string, value string) bool {
		return slices.Contains(list, value) || slices.Contains(list, "*")
	}
	made := slices.Contains(r.Operations, admissionv1.Create) || slices.Contains(r.Operations, admissionv1.OperationAll)
	return made && has(r.APIGroups, "") && has(r.APIVersions, "v1") && (has(r.Resources, "pods") || slices.Contains(r.Resources, "*/*"))
}

// selects tells whether the selector of a webhook takes labels. It takes all where it is left
// out.
func selects(selector *metav1.LabelSelector, set map[string]string) bool {
	if selector == nil {
		return true
	}
	s, err := metav1.LabelSelectorAsSelector(selector)
	return err == nil && s.Matches(labels.Set(set))
}
