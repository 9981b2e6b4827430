package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/cluster/infer"
)

// Selectors finds Services whose selector matches no pods, or that lead to a named port
// which the pods don't have: every connection to them fails. It also warns of a
// PodDisruptionBudget or a NetworkPolicy that is for no pods, and so protects nothing. Pods that
// by their labels are somebody else's, such as a controller's, aren't in the plan.
var Selectors = Check{Name: "selectors", Run: selectors}

func selectors(p *Pass) {
	for _, o := range p.Objects {
		switch x := o.Object.(type) {
		case *corev1.Service:
			selectorOfService(p, o, x)
		case *policyv1.PodDisruptionBudget:
			if x.Spec.Selector != nil && !elsewhere(x.Spec.Selector.MatchLabels) && len(p.SelectBy(x.Namespace, x.Spec.Selector)) == 0 {
				p.Warn(o, "spec.selector", "matches no pods", "correct it, or leave the object out")
			}
		case *networkingv1.NetworkPolicy:
			s := x.Spec.PodSelector
			if len(s.MatchLabels)+len(s.MatchExpressions) > 0 && !infer.Born(x.Namespace, s.MatchLabels) && !elsewhere(s.MatchLabels) && len(p.SelectBy(x.Namespace, &s)) == 0 {
				p.Warn(o, "spec.podSelector", "matches no pods", "correct it, or leave the object out")
			}
		}
	}
}

// elsewhere tells whether a selector is for pods that something else than Fitout manages.
func elsewhere(selector map[string]string) bool {
	by := selector[addon.LabelManagedBy]
	return by != "" && by != addon.ManagedBy
}

func selectorOfService(p *Pass, o *infer.Object, s *corev1.Service) {
	if len(s.Spec.Selector) == 0 || s.Spec.Type == corev1.ServiceTypeExternalName || infer.Born(s.Namespace, s.Spec.Selector) || elsewhere(s.Spec.Selector) {
		return
	}
	pods := p.Select(s.Namespace, s.Spec.Selector)
	if len(pods) == 0 {
		p.Error(o, "spec.selector", "matches no pods", "give it the labels of the pods that the Service leads to")
		return
	}
	named := map[string]int32{}
	for _, pod := range pods {
		maps.Copy(named, pod.Ports())
	}
	for i, port := range s.Spec.Ports {
		if port.TargetPort.Type != intstr.String {
			continue
		}
		if _, ok := named[port.TargetPort.StrVal]; !ok {
			p.Error(o, infer.Item("spec.ports", i)+".targetPort", fmt.Sprintf("the pods have no port named %q", port.TargetPort.StrVal),
				"they have "+strings.Join(slices.Sorted(maps.Keys(named)), ", "))
		}
	}
}
