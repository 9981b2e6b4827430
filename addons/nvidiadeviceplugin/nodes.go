package nvidiadeviceplugin

import (
	"cmp"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
)

// placed returns the pods with gpuNodes in their affinity.
func (o Options) placed() addon.Pods {
	pods := o.Pods
	terms := o.GPUNodes.terms()
	if len(terms) == 0 {
		return pods
	}
	affinity := cmp.Or(pods.Affinity, &corev1.Affinity{}).DeepCopy()
	affinity.NodeAffinity = cmp.Or(affinity.NodeAffinity, &corev1.NodeAffinity{})
	nodes := affinity.NodeAffinity
	nodes.RequiredDuringSchedulingIgnoredDuringExecution = cmp.Or(nodes.RequiredDuringSchedulingIgnoredDuringExecution, &corev1.NodeSelector{})
	required := nodes.RequiredDuringSchedulingIgnoredDuringExecution
	required.NodeSelectorTerms = slices.Concat(required.NodeSelectorTerms, terms)
	pods.Affinity = affinity
	return pods
}

// terms are the ways in which a node is known to have GPUs.
func (n GPUNodes) terms() []corev1.NodeSelectorTerm {
	var terms []corev1.NodeSelectorTerm
	if n.Karpenter {
		terms = append(terms, term(in("karpenter.k8s.aws/instance-gpu-manufacturer", "nvidia")))
	}
	if n.Accelerator {
		terms = append(terms, term(in("k8s.amazonaws.com/accelerator"), notAuto()))
	}
	if len(n.InstanceTypes) > 0 {
		terms = append(terms, term(in(corev1.LabelInstanceTypeStable, n.InstanceTypes...), notAuto()))
	}
	for _, l := range n.Labels {
		terms = append(terms, term(in(l.Key, l.Values...)))
	}
	return terms
}

func term(all ...corev1.NodeSelectorRequirement) corev1.NodeSelectorTerm {
	return corev1.NodeSelectorTerm{MatchExpressions: all}
}

// in asks for one of a label's values, or for any where there are none.
func in(key string, values ...string) corev1.NodeSelectorRequirement {
	if len(values) == 0 {
		return corev1.NodeSelectorRequirement{Key: key, Operator: corev1.NodeSelectorOpExists}
	}
	return corev1.NodeSelectorRequirement{Key: key, Operator: corev1.NodeSelectorOpIn, Values: values}
}

// notAuto leaves out the nodes of EKS Auto Mode.
func notAuto() corev1.NodeSelectorRequirement {
	return corev1.NodeSelectorRequirement{Key: "eks.amazonaws.com/compute-type", Operator: corev1.NodeSelectorOpNotIn, Values: []string{"auto"}}
}
