package kubefork

import (
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// ForkManager is a gateway that leads to forks.
type ForkManager = kube.Custom[ForkManagerSpec]

// NewForkManager returns a ForkManager, to be added to an install by [addon.With].
func NewForkManager(meta metav1.ObjectMeta, spec ForkManagerSpec) *ForkManager {
	return kube.NewCustom(apiVersion, "ForkManager", meta, spec)
}

// ForkManagerSpec is a gateway, the header that it sets, and its hosts. The fields are those
// of fork.k8s.wantedly.com/v1beta1.
type ForkManagerSpec struct {
	// The ID of the Emissary that leads to the forks: "default", where it has no other.
	AmbassadorID string `json:"ambassadorID" jsonschema:"required,maxLength=63,pattern=^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$"`

	// The header by which requests are known to be for a fork, in lower case:
	// "x-fork-identifier". Its value is the fork's identifier. Applications must pass it on
	// with each request that they make for another one.
	HeaderKey string `json:"headerKey" jsonschema:"required,maxLength=253,pattern=^[a-z0-9_-]+$"`

	// The hosts below which forks are reached.
	Upstreams []Upstream `json:"upstreams,omitempty"`
}

// Upstream is a host, and what serves it.
type Upstream struct {
	// The host: with "example.com" the fork "try" is reached at try.example.com.
	Host string `json:"host" jsonschema:"required,maxLength=189,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"`

	// The Service that serves the host, as Emissary knows it: "web.shop:80". Where it is left
	// out, requests are sent to https:// and the host.
	Original string `json:"original,omitempty"`

	// The host that the Service is told: original without its port, where it is left out.
	// Istio knows the Service by it. With a host that isn't the Service's, the Service itself
	// isn't forked, and only those behind it are.
	HostRewrite string `json:"host_rewrite,omitempty" jsonschema:"maxLength=253"`
}

// Validate refuses a host that nobody is told, or that is none.
func (u Upstream) Validate(path *field.Path) field.ErrorList {
	switch {
	case u.Original == "" && u.HostRewrite != "":
		return field.ErrorList{field.Forbidden(path.Child("host_rewrite"), "needs original")}
	case strings.Contains(u.Original, "://") && u.HostRewrite == "":
		return field.ErrorList{field.Required(path.Child("host_rewrite"), "the host would be what is before the first colon of original, its scheme")}
	}
	return nil
}

// NamedForkManager is a ForkManager among the addon's options.
type NamedForkManager struct {
	// The ForkManager's name.
	Name string `json:"name" jsonschema:"required,maxLength=63,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// The namespace of the ForkManager, and of the Mappings that are made for it.
	Namespace string `json:"namespace" jsonschema:"required,maxLength=63"`

	ForkManagerSpec `json:",inline"`
}

// managers are the options' own.
func managers(o Options) []addon.Object {
	var objs []addon.Object
	for _, m := range o.Managers {
		objs = append(objs, NewForkManager(o.identity().In(m.Namespace).Meta(m.Name), m.ForkManagerSpec))
	}
	return objs
}

// validateManagers refuses two managers of one name, whatever their namespaces: the
// controller knows the Mappings of a manager by its name alone, and would delete the other's.
func validateManagers(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	names := map[string]bool{}
	for i, m := range o.Managers {
		if names[m.Name] {
			errs = append(errs, field.Duplicate(path.Index(i).Child("name"), m.Name))
		}
		names[m.Name] = true
	}
	return errs
}
