package kubefork

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// Fork is a copy of some Services of a namespace, for requests with an identifier.
type Fork = kube.Custom[ForkSpec]

// NewFork returns a Fork, to be added to an install by [addon.With]. Containers without
// variables get an empty list of them: the API server refuses copies that have none.
func NewFork(meta metav1.ObjectMeta, spec ForkSpec) *Fork {
	if d := spec.Deployments; d != nil {
		copied := *d
		copied.Template.Spec.Containers = slices.Clone(d.Template.Spec.Containers)
		for i, c := range copied.Template.Spec.Containers {
			if c.Env == nil {
				copied.Template.Spec.Containers[i].Env = []corev1.EnvVar{}
			}
		}
		spec.Deployments = &copied
	}
	return kube.NewCustom(apiVersion, "Fork", meta, spec)
}

// ForkSpec says which requests are meant, and what is copied for them. The fields are those
// of fork.k8s.wantedly.com/v1beta1, without what the controller never reads: of a container
// it takes name, image and variables, and of a template's metadata labels and annotations.
type ForkSpec struct {
	// The ForkManager whose header the fork goes by: "namespace/name".
	Manager string `json:"manager" jsonschema:"required,maxLength=317,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?/[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// What the fork is called in hosts and in the header. Forks of several namespaces with
	// one identifier are one to requests.
	Identifier string `json:"identifier" jsonschema:"required,maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// When the controller deletes the fork: "2026-09-01T00:00:00Z". Without it the fork stays.
	Deadline *metav1.Time `json:"deadline,omitempty"`

	// What the gateway does with the fork's requests.
	GatewayOptions *GatewayOptions `json:"gatewayOptions,omitempty"`

	// The Services that are copied. Without them the gateway only sets the header.
	Services *ForkedServices `json:"services,omitempty"`

	// The Deployments behind the Services that are copied. Without them the copies of the
	// Services have no pods.
	Deployments *ForkedDeployments `json:"deployments,omitempty"`
}

// Validate refuses what the controller passes over, and a fork that takes its copies for
// originals.
func (s ForkSpec) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if s.Services == nil && s.Deployments != nil {
		errs = append(errs, field.Required(path.Child("services"), "deployments are found by the Services in front of them"))
	}
	if s.Services == nil || s.Services.Selector == nil {
		return errs
	}
	copies := labels.Set{group + "/original-service-name": "", group + "/identifier": s.Identifier}
	path = path.Child("services", "selector")
	switch selector, err := metav1.LabelSelectorAsSelector(s.Services.Selector); {
	case err != nil:
		errs = append(errs, field.Invalid(path, metav1.FormatLabelSelector(s.Services.Selector), err.Error()))
	case selector.Matches(copies):
		errs = append(errs, field.Invalid(path, metav1.FormatLabelSelector(s.Services.Selector), "selects the copies too, which have none of the originals' labels: name one of those"))
	}
	return errs
}

// GatewayOptions say what the gateway does with a fork's requests.
type GatewayOptions struct {
	// Headers that are added to the requests.
	AddRequestHeaders map[string]string `json:"addRequestHeaders,omitempty"`

	// Protocols that clients may upgrade to, beside "websocket": "spdy/3.1".
	AllowUpgrade []string `json:"allowUpgrade,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// Validate refuses upgrades without a header, which the controller passes over.
func (g GatewayOptions) Validate(path *field.Path) field.ErrorList {
	if len(g.AllowUpgrade) > 0 && len(g.AddRequestHeaders) == 0 {
		return field.ErrorList{field.Forbidden(path.Child("allowUpgrade"), "needs addRequestHeaders: the controller passes it over without any")}
	}
	return nil
}

// ForkedServices are the Services that are copied.
type ForkedServices struct {
	// The labels of the Services, in the fork's namespace.
	Selector *metav1.LabelSelector `json:"selector" jsonschema:"required"`
}

// ForkedDeployments are the Deployments that are copied, and how the copies differ.
type ForkedDeployments struct {
	// The labels of the Deployments. Of those, the ones are copied whose pods a forked Service
	// selects.
	Selector *metav1.LabelSelector `json:"selector" jsonschema:"required"`

	// How the copies differ.
	Template PodTemplate `json:"template" jsonschema:"required"`

	// The number of each copy's pods: 1 where it is left out, and that of the original where
	// it is 0.
	Replicas *int32 `json:"replicas,omitempty" jsonschema:"minimum=0"`
}

// Validate refuses copies that the Services of the originals lead to.
func (d ForkedDeployments) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if d.Selector != nil {
		if _, err := metav1.LabelSelectorAsSelector(d.Selector); err != nil {
			errs = append(errs, field.Invalid(path.Child("selector"), metav1.FormatLabelSelector(d.Selector), err.Error()))
		}
	}
	if len(d.Template.Metadata.Labels) == 0 {
		errs = append(errs, field.Required(path.Child("template", "metadata", "labels"), "without a label in place of one of the original's, its Service leads to the copy as well"))
	}
	return errs
}

// PodTemplate is what differs of a copy's pods.
type PodTemplate struct {
	// Their labels and annotations.
	Metadata PodMetadata `json:"metadata"`

	// Their containers.
	Spec PodSpec `json:"spec" jsonschema:"required"`
}

// PodMetadata is what differs of a copy's labels and annotations.
type PodMetadata struct {
	// Labels of the copy, its selector and its pods, over those of the original. One must take
	// the place of a label by which the original's Service selects pods, or the Service leads
	// to the copy as well: "app: try".
	Labels map[string]string `json:"labels,omitempty"`

	// Annotations of the copy, over those of the original. The pods don't get them.
	Annotations map[string]string `json:"annotations,omitempty"`
}

// PodSpec is what differs of a copy's containers.
type PodSpec struct {
	// The containers that differ. The API server refuses copies in which none does.
	Containers []Container `json:"containers" jsonschema:"required,minItems=1"`
}

// Container is a container that differs from the original's of that name.
type Container struct {
	// The container's name. A Deployment that has none of that name is copied as it is.
	Name string `json:"name" jsonschema:"required,maxLength=63"`

	// Its image.
	Image string `json:"image" jsonschema:"required"`

	// Its environment variables, after the original's.
	Env []corev1.EnvVar `json:"env,omitzero"`
}

// NamedFork is a Fork among the addon's options.
type NamedFork struct {
	// The Fork's name, which the names of the copies end in. Together with the name of a
	// Service it may have 62 characters.
	Name string `json:"name" jsonschema:"required,maxLength=61,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// The namespace of what is copied.
	Namespace string `json:"namespace" jsonschema:"required,maxLength=63"`

	ForkSpec `json:",inline"`
}

// forks are the options' own.
func forks(o Options) []addon.Object {
	var objs []addon.Object
	for _, f := range o.Forks {
		objs = append(objs, NewFork(o.identity().In(f.Namespace).Meta(f.Name), f.ForkSpec))
	}
	return objs
}

// validateForks refuses two Forks of one name.
func validateForks(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	names := map[string]bool{}
	for i, f := range o.Forks {
		if name := f.Namespace + "/" + f.Name; names[name] {
			errs = append(errs, field.Duplicate(path.Index(i).Child("name"), f.Name))
		} else {
			names[name] = true
		}
	}
	return errs
}
