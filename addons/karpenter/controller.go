package karpenter

import (
	"cmp"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const container = "controller"

func deployment(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.Deployment {
	d := kube.Deployment(o.identity(), name, o.pods(), corev1.PodSpec{
		ServiceAccountName:           sa.Name,
		AutomountServiceAccountToken: new(true),
		HostNetwork:                  o.HostNetwork,
		SecurityContext: &corev1.PodSecurityContext{
			FSGroup:        new(int64(65532)),
			SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
		},
		Containers: []corev1.Container{{
			Name:  container,
			Image: t.Image(o.Pods.Image),
			Env:   env(t, o),
			Ports: []corev1.ContainerPort{
				kube.Port(metricsPortName, o.Ports.Metrics),
				kube.Port(healthPortName, o.Ports.Health),
			},
			LivenessProbe:  probe("/healthz", 30),
			ReadinessProbe: probe("/readyz", 5),
			SecurityContext: &corev1.SecurityContext{
				AllowPrivilegeEscalation: new(false),
				Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
				ReadOnlyRootFilesystem:   new(true),
				RunAsGroup:               new(int64(65532)),
				RunAsNonRoot:             new(true),
				RunAsUser:                new(int64(65532)),
			},
		}},
	})
	d.Spec.Strategy = kube.Strategy(o.RollingUpdate)
	return d
}

func probe(path string, delay int32) *corev1.Probe {
	return &corev1.Probe{
		ProbeHandler:        corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: path, Port: intstr.FromString(healthPortName)}},
		InitialDelaySeconds: delay,
		TimeoutSeconds:      30,
	}
}

// pods are the pods as the other options want them.
func (o Options) pods() addon.Pods {
	p := o.Pods
	p.Affinity = o.affinity()
	if o.HostNetwork {
		p.DNSPolicy = cmp.Or(p.DNSPolicy, corev1.DNSClusterFirstWithHostNet) // or names would resolve as the nodes do it
	}
	return p
}

// affinity is that of the options, to which is added what keeps the pods off the nodes that
// they make, and so from ending themselves, and off each other's.
func (o Options) affinity() *corev1.Affinity {
	a := &corev1.Affinity{}
	if o.Pods.Affinity != nil {
		a = o.Pods.Affinity.DeepCopy()
	}

	if a.NodeAffinity == nil {
		a.NodeAffinity = &corev1.NodeAffinity{}
	}
	nodes := a.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution
	if nodes == nil || len(nodes.NodeSelectorTerms) == 0 {
		nodes = &corev1.NodeSelector{NodeSelectorTerms: []corev1.NodeSelectorTerm{{}}}
		a.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution = nodes
	}
	for i := range nodes.NodeSelectorTerms { // one of which is enough, so it must be in each
		term := &nodes.NodeSelectorTerms[i]
		term.MatchExpressions = append(term.MatchExpressions, corev1.NodeSelectorRequirement{
			Key: labelNodePool, Operator: corev1.NodeSelectorOpDoesNotExist,
		})
	}

	if a.PodAntiAffinity == nil {
		a.PodAntiAffinity = &corev1.PodAntiAffinity{}
	}
	a.PodAntiAffinity.RequiredDuringSchedulingIgnoredDuringExecution = append(a.PodAntiAffinity.RequiredDuringSchedulingIgnoredDuringExecution, corev1.PodAffinityTerm{
		LabelSelector: o.identity().LabelSelector(), TopologyKey: corev1.LabelHostname,
	})
	return a
}
