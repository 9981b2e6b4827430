package infer

import (
	"reflect"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/internal/jsonfields"
)

// Object is an object of a plan.
type Object struct {
	addon.Object

	// Key names the object.
	Key Key

	// Addon is the name of the addon that brings the object; empty for the namespaces,
	// which are the cluster's.
	Addon string

	// Phase is the step in which the object is applied, if nothing that it needs comes
	// later.
	Phase int

	// Place is where the object comes among those of its addon in the phase.
	Place int

	index int   // in Facts.Objects
	pods  *Pods // nil where it makes none
}

// runs tells whether the object is what an addon does its work by: a workload, a webhook
// or an APIService.
func (o *Object) runs() bool {
	switch o.Key.Kind {
	case "APIService", "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration":
		return true
	}
	return o.pods != nil
}

// Known is what a cluster has beside its plan.
type Known struct {
	// Objects by what names them, with the keys that a Secret or ConfigMap holds; no keys
	// where they are not told.
	Objects map[Key][]string

	// Defines tells whether the cluster has the definition of a kind.
	Defines func(schema.GroupKind) bool
}

// Facts are what can be read from the objects of a plan.
type Facts struct {
	// Target is the cluster that the objects are for.
	Target addon.Target

	// Objects are the plan's, in the order that Of was given.
	Objects []*Object

	// Refs are the references.
	Refs []Ref

	// Pods are those that the objects make.
	Pods []*Pods

	// Images are all that the objects name, once for each place.
	Images []Image

	// Definitions are the CustomResourceDefinitions by the kind that they bring.
	Definitions map[schema.GroupKind]*Definition

	certManagerIn string // the namespace in which cert-manager reads the Secrets of ClusterIssuers

	known        Known
	byKey        map[Key]*Object
	written      map[Key]Source
	podIndex     index[*Pods]
	serviceIndex index[*corev1.Service]
	fields       map[reflect.Type][]jsonfields.Field
}

// Of reads the facts from the objects of a plan. It takes the time of one walk over them.
func Of(t addon.Target, objects []*Object, known Known) *Facts {
	f := &Facts{
		Target:       t,
		Objects:      objects,
		Definitions:  map[schema.GroupKind]*Definition{},
		known:        known,
		byKey:        make(map[Key]*Object, len(objects)),
		written:      map[Key]Source{},
		podIndex:     newIndex[*Pods](),
		serviceIndex: newIndex[*corev1.Service](),
		fields:       map[reflect.Type][]jsonfields.Field{},
	}
	for i, o := range objects {
		o.index = i
		o.Key = keyOf(o.Object)
		if _, taken := f.byKey[o.Key]; !taken {
			f.byKey[o.Key] = o
		}
		if d := Define(o); d != nil && f.Definitions[d.GroupKind] == nil {
			f.Definitions[d.GroupKind] = d
			// Loose, since the pods that convert need the definition themselves.
			f.ref(Ref{From: o, Field: "spec.conversion.webhook.clientConfig.service", To: d.Converter, Loose: true})
		}
		if o.pods = podsOf(o); o.pods != nil {
			f.Pods = append(f.Pods, o.pods)
			f.podIndex.add(o.Key.Namespace, o.pods.Labels, o.pods)
		}
		if s, ok := o.Object.(*corev1.Service); ok {
			f.serviceIndex.add(o.Key.Namespace, s.Labels, s)
		}
	}
	for _, pods := range f.Pods {
		f.pods(pods)
	}
	for _, o := range objects {
		f.annotations(o)
		if !f.builtin(o) {
			f.custom(o)
		}
	}
	return f
}

// Find returns an object of the plan, or nil.
func (f *Facts) Find(k Key) *Object { return f.byKey[k] }
