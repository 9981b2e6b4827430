package cluster

import (
	"maps"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/cluster/check"
	"github.com/fitout/fitout/cluster/infer"
)

// AWS lists what the plan's addons need in the cluster's AWS account, sorted by addon. It
// is empty where the target has no account.
func (p *Plan) AWS() []check.Resource { return p.aws }

// linkRoles has service accounts name their roles, where the identity is IRSA. One that
// names a role already keeps it, and the checks say so.
func (p *Plan) linkRoles() {
	if p.Target.AWS == nil || p.Target.PodIdentity() {
		return
	}
	roles := map[aws.ServiceAccount]*aws.Role{}
	for _, r := range p.aws {
		if role := aws.RoleOf(r.Resource); role != nil && roles[role.ServiceAccount] == nil {
			roles[role.ServiceAccount] = role
		}
	}
	for _, it := range p.Items {
		sa, ok := it.Object.(*corev1.ServiceAccount)
		if !ok {
			continue
		}
		role := roles[aws.ServiceAccount{Namespace: sa.Namespace, Name: sa.Name}]
		if _, named := sa.Annotations[addon.AnnotationRole]; role != nil && !named {
			sa.Annotations = maps.Clone(sa.Annotations) // they may be the options' own
			setKey(&sa.Annotations, addon.AnnotationRole, p.Target.RoleARN(*role))
		}
	}
}

// known is what the cluster has beside the plan: what is said to exist, and what EKS installs
// for the addons that it manages.
func (p *Plan) known(existing Existing) infer.Known {
	known := existing.known()
	definitions := map[string]bool{}
	for _, r := range p.aws {
		a, ok := r.Resource.(*aws.ManagedAddon)
		if !ok {
			continue
		}
		for _, o := range a.Installs {
			known.Objects[infer.NewKey(o.Kind, o.Namespace, o.Name)] = nil
			if o.Kind == "CustomResourceDefinition" {
				definitions[o.Name] = true
			}
		}
	}
	known.Defines = func(kind schema.GroupKind) bool {
		return existing.defines(kind) || definitions[infer.DefinitionOf(kind)]
	}
	return known
}
