package check

import (
	"fmt"

	appsv1 "k8s.io/api/apps/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
)

// Disruption warns of PodDisruptionBudgets that never let a pod go: a node with one of the
// pods can't be drained, so that upgrades of nodes hang.
var Disruption = Check{Name: "disruption", Run: disruption}

func disruption(p *Pass) {
	for _, o := range p.Objects {
		b, ok := o.Object.(*policyv1.PodDisruptionBudget)
		if !ok || b.Spec.Selector == nil {
			continue
		}
		var replicas int32
		for _, pods := range p.SelectBy(b.Namespace, b.Spec.Selector) {
			replicas += copies(pods.Object.Object)
		}
		if replicas == 0 {
			continue // none, or as many as there are nodes
		}
		switch most, least := b.Spec.MaxUnavailable, b.Spec.MinAvailable; {
		case most != nil && count(*most, replicas) <= 0:
			p.Warn(o, "spec.maxUnavailable", fmt.Sprintf("%s of %d pods may ever be down", most, replicas), "let one be down")
		case least != nil && count(*least, replicas) >= int(replicas):
			p.Warn(o, "spec.minAvailable", fmt.Sprintf("%s of %d pods must always be up", least, replicas), "run more pods, or let one be down")
		}
	}
}

// count is what a number or a percentage is of a number of pods. Both are rounded up, as
// the disruption controller does.
func count(v intstr.IntOrString, of int32) int {
	n, err := intstr.GetScaledValueFromIntOrPercent(&v, int(of), true)
	if err != nil {
		return -1
	}
	return n
}

// copies is the number of pods that a workload runs; none where nobody can tell.
func copies(o addon.Object) int32 {
	var n *int32
	switch o := o.(type) {
	case *appsv1.Deployment:
		n = o.Spec.Replicas
	case *appsv1.StatefulSet:
		n = o.Spec.Replicas
	default:
		return 0
	}
	if n == nil {
		return 1
	}
	return *n
}
