package eks

import (
	"regexp"
	"sync"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// CoreDNSConfiguration is what EKS lets one set in CoreDNS. It follows the schema of
// v1.11.1-eksbuild.8, and for autoScaling
// https://docs.aws.amazon.com/eks/latest/userguide/coredns-autoscaling.html.
type CoreDNSConfiguration struct {
	// Where the pods may run. It replaces EKS's own: Linux on amd64 and arm64, and two pods
	// not on one node if that can be.
	Affinity *corev1.Affinity `json:"affinity,omitempty"`

	// Has EKS count the copies, by the cluster's nodes and cores.
	AutoScaling CoreDNSAutoScaling `json:"autoScaling,omitzero"`

	// What the pods run on; EC2 instances, where it is left out.
	ComputeType ComputeType `json:"computeType,omitempty"`

	// The whole Corefile, in place of EKS's.
	Corefile string `json:"corefile,omitempty"`

	// The labels of the nodes on which the pods run.
	NodeSelector map[string]string `json:"nodeSelector,omitempty"`

	// Annotations of the pods.
	PodAnnotations map[string]string `json:"podAnnotations,omitempty"`

	// How many pods may be away while nodes are drained; one, where it is left out.
	PodDisruptionBudget CoreDNSDisruptionBudget `json:"podDisruptionBudget,omitzero"`

	// Labels of the pods.
	PodLabels map[string]string `json:"podLabels,omitempty"`

	// The number of copies that run; 2, where it is left out. It excludes autoScaling.
	ReplicaCount int32 `json:"replicaCount,omitempty" jsonschema:"minimum=1"`

	// The CPU and memory of the pods.
	Resources corev1.ResourceRequirements `json:"resources,omitzero"`

	// The taints that the pods run in spite of. They replace EKS's own: CriticalAddonsOnly
	// and node-role.kubernetes.io/control-plane.
	Tolerations []corev1.Toleration `json:"tolerations,omitempty"`

	// How the pods are spread over nodes and zones.
	TopologySpreadConstraints []corev1.TopologySpreadConstraint `json:"topologySpreadConstraints,omitempty"`
}

// CoreDNSAutoScaling is how EKS counts the copies.
type CoreDNSAutoScaling struct {
	// Whether EKS counts the copies; what EKS does by default, where it is left out.
	Enabled *bool `json:"enabled,omitempty"`

	// How many there are at least; 2, where it is left out.
	MinReplicas int32 `json:"minReplicas,omitempty" jsonschema:"minimum=1"`

	// How many there are at most; EKS's default, where it is left out.
	MaxReplicas int32 `json:"maxReplicas,omitempty" jsonschema:"minimum=1"`
}

// CoreDNSDisruptionBudget is the PodDisruptionBudget that EKS makes.
type CoreDNSDisruptionBudget struct {
	// Whether there is one; there is, where it is left out.
	Enabled *bool `json:"enabled,omitempty"`

	// How many pods may be away, as a number or as a share, "50%". It excludes minAvailable.
	MaxUnavailable *intstr.IntOrString `json:"maxUnavailable,omitempty"`

	// How many pods must be there, as a number or as a share, "50%".
	MinAvailable *intstr.IntOrString `json:"minAvailable,omitempty"`
}

// ComputeType is what pods run on.
type ComputeType string

// Fargate runs each pod on a machine of its own, which EKS makes.
const Fargate ComputeType = "Fargate"

// Enum lists what pods run on.
func (ComputeType) Enum() []string { return addon.Values(Fargate) }

// minReplicas is EKS's default.
const minReplicas = 2

func (c CoreDNSConfiguration) validate(path *field.Path) field.ErrorList {
	errs := onlyCPUAndMemory(c.Resources, path.Child("resources"))
	on := c.AutoScaling.Enabled != nil && *c.AutoScaling.Enabled
	if on && c.ReplicaCount > 0 {
		errs = append(errs, field.Forbidden(path.Child("replicaCount"), "autoScaling counts the copies: leave one of the two out"))
	}
	errs = append(errs, c.AutoScaling.validate(on, path.Child("autoScaling"))...)
	return append(errs, c.PodDisruptionBudget.validate(path.Child("podDisruptionBudget"))...)
}

func (s CoreDNSAutoScaling) validate(on bool, path *field.Path) field.ErrorList {
	if !on {
		var errs field.ErrorList
		for _, f := range []addon.Choice{addon.Field("minReplicas", s.MinReplicas > 0), addon.Field("maxReplicas", s.MaxReplicas > 0)} {
			if f.Set {
				errs = append(errs, field.Forbidden(path.Child(f.Name), "needs enabled: true"))
			}
		}
		return errs
	}
	least := s.MinReplicas
	if least == 0 {
		least = minReplicas
	}
	if s.MaxReplicas > 0 && s.MaxReplicas < least {
		return field.ErrorList{field.Invalid(path.Child("maxReplicas"), s.MaxReplicas, "must not be below minReplicas, which is 2 where it is left out")}
	}
	return nil
}

// share matches a share of pods as EKS's schema has it.
const share = `^[0-9]+%$`

var isShare = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(share) })

func (b CoreDNSDisruptionBudget) validate(path *field.Path) field.ErrorList {
	errs := addon.AtMostOne(path, addon.Field("maxUnavailable", b.MaxUnavailable != nil), addon.Field("minAvailable", b.MinAvailable != nil))
	check := func(name string, value *intstr.IntOrString) {
		if value == nil {
			return
		}
		p := path.Child(name)
		if b.Enabled != nil && !*b.Enabled {
			errs = append(errs, field.Forbidden(p, "there is no budget: enabled is false"))
		}
		if value.Type == intstr.String && !isShare().MatchString(value.StrVal) || value.Type == intstr.Int && value.IntVal < 0 {
			errs = append(errs, field.Invalid(p, value.String(), "must be a number, or match "+share))
		}
	}
	check("maxUnavailable", b.MaxUnavailable)
	check("minAvailable", b.MinAvailable)
	return errs
}
