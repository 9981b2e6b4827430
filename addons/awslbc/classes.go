package awslbc

import (
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// IngressClass is the class by which Ingresses choose this controller.
type IngressClass struct {
	// The class's name: "alb" where it is left out. Ingresses that choose a class by
	// annotation give this one.
	Name string `json:"name,omitempty" jsonschema:"maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// Leaves out the class, for one that is there already, and its parameters.
	Disabled bool `json:"disabled,omitempty"`

	Class
}

// NamedClass is a further class.
type NamedClass struct {
	// The class's name.
	Name string `json:"name" jsonschema:"required,maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	Class
}

// Class is what a class is like.
type Class struct {
	// Makes it the class of new Ingresses that name none. A cluster has one such class.
	Default bool `json:"default,omitempty"`

	// What holds for all Ingresses of the class. It goes before their annotations.
	Params *IngressClassParamsSpec `json:"params,omitempty"`

	// The name of IngressClassParams that are there already, in place of params.
	ExistingParams string `json:"existingParams,omitempty" jsonschema:"maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`
}

// classes are the classes and their parameters.
func classes(o Options) []addon.Object {
	var objs []addon.Object
	if c := o.IngressClass; !c.Disabled {
		if c.Params == nil && c.ExistingParams == "" {
			// As in the chart they are there to be filled in, and the class doesn't name them.
			objs = append(objs, params(o, c.Name, &IngressClassParamsSpec{}))
		}
		objs = append(objs, class(o, c.Name, c.Class)...)
	}
	for _, c := range o.MoreIngressClasses {
		objs = append(objs, class(o, c.Name, c.Class)...)
	}
	return objs
}

// class is a class and, where it has some of its own, its parameters, of the same name.
func class(o Options, name string, c Class) []addon.Object {
	class := &networkingv1.IngressClass{
		ObjectMeta: o.identity().ClusterMeta(name),
		Spec:       networkingv1.IngressClassSpec{Controller: "ingress.k8s.aws/alb"},
	}
	if c.Default {
		metav1.SetMetaDataAnnotation(&class.ObjectMeta, networkingv1.AnnotationIsDefaultIngressClass, "true")
	}
	objs := []addon.Object{class}
	refer := c.ExistingParams
	if c.Params != nil {
		refer = name
		objs = append(objs, params(o, name, c.Params))
	}
	if refer != "" {
		class.Spec.Parameters = &networkingv1.IngressClassParametersReference{APIGroup: new(group), Kind: paramsKind, Name: refer}
	}
	return objs
}

// params are the parameters of a class. Their labels keep the webhook away from them: it may
// not be up yet.
func params(o Options, name string, spec *IngressClassParamsSpec) *IngressClassParams {
	return NewIngressClassParams(o.identity().ClusterMeta(name), *spec)
}
