package eks

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
)

// kubeSystem is where EKS installs all of these addons.
const kubeSystem = "kube-system"

// Managed is what EKS is told of each of its addons.
type Managed struct {
	// EKS's version of the addon, such as "v1.21.1-eksbuild.3"; EKS's default for the
	// cluster's Kubernetes version, where it is left out.
	Version string `json:"version,omitempty" jsonschema:"pattern=^v[0-9]+\\.[0-9]+\\.[0-9]+-eksbuild\\.[0-9]+$"`

	// What becomes of fields that differ from EKS's, where the cluster has the addon already
	// and EKS takes it over: NONE fails, and OVERWRITE sets them. NONE, where it is left out.
	OnCreate aws.Conflict `json:"onCreate,omitempty"`

	// What becomes of fields that somebody changed, when EKS updates the addon: NONE fails,
	// OVERWRITE sets them back, and PRESERVE leaves them. NONE, where it is left out.
	OnUpdate aws.Conflict `json:"onUpdate,omitempty"`

	// Leaves the addon's objects in the cluster when EKS no longer keeps them.
	Preserve bool `json:"preserve,omitempty"`

	// Has ACK's controller for EKS make the addon, of a custom resource in the cluster. It is
	// made from outside, by Terraform or CloudFormation, where this is left out.
	ACK *ACK `json:"ack,omitempty"`
}

func (m Managed) validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if m.OnCreate == aws.Preserve {
		errs = append(errs, field.NotSupported(path.Child("onCreate"), m.OnCreate, []aws.Conflict{aws.None, aws.Overwrite}))
	}
	if m.ACK == nil {
		return errs
	}
	if m.Preserve {
		errs = append(errs, field.Forbidden(path.Child("preserve"), "ACK doesn't know it"))
	}
	if create, update := cmp.Or(m.OnCreate, aws.None), cmp.Or(m.OnUpdate, aws.None); create != update && !(create == aws.None && update == aws.Preserve) {
		errs = append(errs, field.Invalid(path.Child("onUpdate"), string(update), "must be as onCreate is, "+string(create)+", since ACK knows one answer for both"))
	}
	return errs
}

// managedAddon is an addon as EKS is told of it. The configuration is what EKS's schema takes.
func (m Managed) managedAddon(name string, configuration any) *aws.ManagedAddon {
	return &aws.ManagedAddon{
		Name:          name,
		Version:       m.Version,
		Configuration: encode(configuration),
		OnCreate:      m.OnCreate,
		OnUpdate:      m.OnUpdate,
		Preserve:      m.Preserve,
		InCluster:     m.ACK != nil,
	}
}

// objects are none, since EKS makes the addon's; or the custom resource by which ACK has it
// do so.
func (m Managed) objects(t addon.Target, managed func(addon.Target) *aws.ManagedAddon) ([]addon.Object, error) {
	switch {
	case t.AWS == nil:
		return nil, field.Required(field.NewPath("aws"), "EKS installs the addon, in the account that the cluster lives in")
	case m.ACK == nil:
		return nil, nil
	}
	return []addon.Object{m.ACK.resource(t, managed(t))}, nil
}

// installed names an object that EKS installs in kube-system.
func installed(kind, name string) aws.Object {
	return aws.Object{Kind: kind, Namespace: kubeSystem, Name: name}
}

// installedWide names an object that EKS installs and that is in no namespace.
func installedWide(kind, name string) aws.Object { return aws.Object{Kind: kind, Name: name} }

// encode is a configuration as JSON; nil where nothing in it is set, so that EKS's defaults
// hold.
func encode(configuration any) json.RawMessage {
	if data := marshal(configuration); string(data) != "{}" {
		return data
	}
	return nil
}

// marshal returns JSON. It panics where the value can't be JSON, which its type would be to
// blame for.
func marshal(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("eks: %T: %v", v, err))
	}
	return data
}

// onlyCPUAndMemory refuses resources that the schemas of EKS don't have.
func onlyCPUAndMemory(r corev1.ResourceRequirements, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	refuse := func(path *field.Path, list corev1.ResourceList) {
		for _, name := range slices.Sorted(maps.Keys(list)) {
			if name != corev1.ResourceCPU && name != corev1.ResourceMemory {
				errs = append(errs, field.NotSupported(path, name, []corev1.ResourceName{corev1.ResourceCPU, corev1.ResourceMemory}))
			}
		}
	}
	refuse(path.Child("requests"), r.Requests)
	refuse(path.Child("limits"), r.Limits)
	if len(r.Claims) > 0 {
		errs = append(errs, field.Forbidden(path.Child("claims"), "EKS's schema doesn't have them"))
	}
	return errs
}
