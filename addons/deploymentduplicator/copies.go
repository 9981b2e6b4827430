package deploymentduplicator

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const group = "duplication.k8s.wantedly.com"

// DeploymentCopy is a copy of a Deployment.
type DeploymentCopy = kube.Custom[DeploymentCopySpec]

// NewDeploymentCopy returns a DeploymentCopy, to be added to an install by [addon.With]. Its
// definition wants an empty list where a container has no variables.
func NewDeploymentCopy(meta metav1.ObjectMeta, spec DeploymentCopySpec) *DeploymentCopy {
	spec.TargetContainers = slices.Clone(spec.TargetContainers)
	for i, c := range spec.TargetContainers {
		if c.Env == nil {
			spec.TargetContainers[i].Env = []corev1.EnvVar{}
		}
	}
	return kube.NewCustom(group+"/v1beta1", "DeploymentCopy", meta, spec)
}

// DeploymentCopySpec says what is copied, and how the copy differs. The fields are those of
// duplication.k8s.wantedly.com/v1beta1.
type DeploymentCopySpec struct {
	// The Deployment that is copied, in the same namespace.
	TargetDeploymentName string `json:"targetDeploymentName" jsonschema:"required,maxLength=253"`

	// What the copy's name ends in, behind a hyphen; the name of the DeploymentCopy where it is
	// empty.
	NameSuffix string `json:"nameSuffix" jsonschema:"maxLength=253"`

	// The number of the copy's pods; that of the original where it is 0.
	Replicas int32 `json:"replicas" jsonschema:"minimum=0"`

	// The host name of the copy's pods; that of the original where it is empty.
	Hostname string `json:"hostname" jsonschema:"maxLength=63"`

	// Labels of the copy, its selector and its pods, over those of the original. Without one
	// that differs both Deployments would select the same pods.
	CustomLabels map[string]string `json:"customLabels,omitempty"`

	// Annotations of the copy, over those of the original.
	CustomAnnotations map[string]string `json:"customAnnotations,omitempty"`

	// The containers that differ.
	TargetContainers []Container `json:"targetContainers" jsonschema:"required"`
}

// Container is a container that differs from the original's of that name.
type Container struct {
	// The container's name.
	Name string `json:"name" jsonschema:"required,maxLength=63"`

	// Its image.
	Image string `json:"image" jsonschema:"required"`

	// Its environment variables, after the original's.
	Env []corev1.EnvVar `json:"env,omitzero"`
}

// NamedDeploymentCopy is a DeploymentCopy among the addon's options.
type NamedDeploymentCopy struct {
	// The DeploymentCopy's name.
	Name string `json:"name" jsonschema:"required,maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// The namespace of the Deployment and its copy.
	Namespace string `json:"namespace" jsonschema:"required,maxLength=63"`

	DeploymentCopySpec `json:",inline"`
}

// copies are the options' own.
func copies(o Options) []addon.Object {
	var objs []addon.Object
	for _, c := range o.Copies {
		objs = append(objs, NewDeploymentCopy(o.identity().In(c.Namespace).Meta(c.Name), c.DeploymentCopySpec))
	}
	return objs
}

// validateCopies refuses two copies of one name.
func validateCopies(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	names := map[string]bool{}
	for i, c := range o.Copies {
		if name := c.Namespace + "/" + c.Name; names[name] {
			errs = append(errs, field.Duplicate(path.Index(i).Child("name"), c.Name))
		} else {
			names[name] = true
		}
	}
	return errs
}

// Validate refuses a copy that selects the original's pods.
func (s DeploymentCopySpec) Validate(path *field.Path) field.ErrorList {
	if len(s.CustomLabels) == 0 {
		return field.ErrorList{field.Required(path.Child("customLabels"), "without a label of its own the copy selects the pods of the original")}
	}
	return nil
}
