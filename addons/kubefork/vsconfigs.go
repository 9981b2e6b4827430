package kubefork

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// VSConfig leads requests to a Service elsewhere, by a header.
type VSConfig = kube.Custom[VSConfigSpec]

// NewVSConfig returns a VSConfig, to be added to an install by [addon.With].
func NewVSConfig(meta metav1.ObjectMeta, spec VSConfigSpec) *VSConfig {
	return kube.NewCustom(apiVersion, "VSConfig", meta, spec)
}

// VSConfigSpec says which requests go where. The fields are those of
// fork.k8s.wantedly.com/v1beta1.
type VSConfigSpec struct {
	// The Service that the requests are for, in the same namespace.
	Host string `json:"host" jsonschema:"required,maxLength=63"`

	// The Service that gets those with the header.
	Service string `json:"service" jsonschema:"required,maxLength=253"`

	// The header, in lower case.
	HeaderName string `json:"headerName" jsonschema:"required,maxLength=253,pattern=^[a-z0-9_-]+$"`

	// Its value.
	HeaderValue string `json:"headerValue" jsonschema:"required"`
}

// NamedVSConfig is a VSConfig among the addon's options.
type NamedVSConfig struct {
	// The VSConfig's name. Of several for one Service that match a request, the first by name
	// counts.
	Name string `json:"name" jsonschema:"required,maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// The namespace of the Service.
	Namespace string `json:"namespace" jsonschema:"required,maxLength=63"`

	VSConfigSpec `json:",inline"`
}

// vsConfigs are the options' own.
func vsConfigs(o Options) []addon.Object {
	var objs []addon.Object
	for _, c := range o.VSConfigs {
		objs = append(objs, NewVSConfig(o.identity().In(c.Namespace).Meta(c.Name), c.VSConfigSpec))
	}
	return objs
}

// validateVSConfigs refuses two VSConfigs of one name.
func validateVSConfigs(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	names := map[string]bool{}
	for i, c := range o.VSConfigs {
		if name := c.Namespace + "/" + c.Name; names[name] {
			errs = append(errs, field.Duplicate(path.Index(i).Child("name"), c.Name))
		} else {
			names[name] = true
		}
	}
	return errs
}
