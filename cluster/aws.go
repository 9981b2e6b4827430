package cluster

import (
	"maps"
	"slices"

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
	for _, r := range p.aws {
		role := aws.RoleOf(r.Resource)
		if role == nil {
			continue
		}
		i := slices.IndexFunc(p.Items, func(it Item) bool {
			_, ok := it.Object.(*corev1.ServiceAccount)
			return ok && it.Object.GetNamespace() == role.ServiceAccount.Namespace && it.Object.GetName() == role.ServiceAccount.Name
		})
		if i < 0 {
			continue
		}
		sa := p.Items[i].Object.(*corev1.ServiceAccount)
		if _, ok := sa.Annotations[addon.AnnotationRole]; !ok {
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
