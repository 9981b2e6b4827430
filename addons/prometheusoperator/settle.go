package prometheusoperator

import (
	"cmp"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// settled is how the operator is told to run pods: by an image of this version, on the nodes
// that the target has for pods, and several of them apart.
func (p PodSettings) settled(t addon.Target, id kube.Identity, repository, version string) PodSettings {
	if p.Image == "" {
		p.Version = "v" + strings.TrimPrefix(cmp.Or(p.Version, version), "v")
		p.Image = repository + ":" + p.Version
	}
	p = p.mirrored(t)

	// What holds for all pods is known by a template that has it.
	pods := t.Pods
	pods.Replicas = p.Replicas
	all := kube.Deployment(id, "", pods, corev1.PodSpec{Containers: make([]corev1.Container, 1)}).Spec.Template
	p.NodeSelector = kube.Over(all.Spec.NodeSelector, p.NodeSelector)
	p.PriorityClassName = cmp.Or(p.PriorityClassName, all.Spec.PriorityClassName)
	p.DNSPolicy = cmp.Or(p.DNSPolicy, all.Spec.DNSPolicy)
	under(&p.Tolerations, all.Spec.Tolerations)
	under(&p.TopologySpreadConstraints, all.Spec.TopologySpreadConstraints)
	under(&p.ImagePullSecrets, all.Spec.ImagePullSecrets)
	under(&p.HostAliases, all.Spec.HostAliases)
	if p.Affinity == nil {
		p.Affinity = all.Spec.Affinity
	}
	if p.DNSConfig == nil {
		p.DNSConfig = all.Spec.DNSConfig
	}
	if p.TerminationGracePeriodSeconds == nil {
		p.TerminationGracePeriodSeconds = all.Spec.TerminationGracePeriodSeconds
	}
	if len(t.Pods.Labels)+len(t.Pods.Annotations) > 0 {
		own := PodMetadata{}
		if p.PodMetadata != nil {
			own = *p.PodMetadata
		}
		p.PodMetadata = &PodMetadata{Labels: kube.Over(t.Pods.Labels, own.Labels), Annotations: kube.Over(t.Pods.Annotations, own.Annotations)}
	}
	return p
}

// under puts a list in the place of one that is left out.
func under[T any](list *[]T, all []T) {
	if *list == nil {
		*list = all
	}
}

// mirrored pulls all images by way of the target's mirror.
func (p PodSettings) mirrored(t addon.Target) PodSettings {
	p.Image = t.Mirror.Rewrite(p.Image)
	p.Containers, p.InitContainers = slices.Clone(p.Containers), slices.Clone(p.InitContainers)
	for _, containers := range [][]corev1.Container{p.Containers, p.InitContainers} {
		for i := range containers {
			containers[i].Image = t.Mirror.Rewrite(containers[i].Image)
		}
	}
	return p
}
