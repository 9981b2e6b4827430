package addon

import (
	"reflect"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon/aws"
)

// Object is a Kubernetes API object: any pointer to a struct of k8s.io/api, a custom
// resource, or a CustomResourceDefinition. The method set is that of controller-runtime's
// client.Object, so that the two are assignable.
type Object interface {
	metav1.Object
	runtime.Object
}

// Addon is one addon with its options, ready to be built for a cluster.
type Addon interface {
	// Name tells the addon from the others in its cluster: the card's name, followed by
	// "/" and the instance where an addon is installed several times.
	Name() string

	// Card says what the addon is.
	Card() Card

	// Objects builds the addon's objects, in any order. The error holds every fault of
	// the options, each a [field.Error] with the path of the field; see [Errors]. The
	// addons of a cluster are built at the same time: Objects shares nothing that it
	// changes with another addon.
	Objects(Target) ([]Object, error)

	// AWS lists what the addon needs in the cluster's AWS account. A plan asks only where
	// the target has one.
	AWS(Target) ([]aws.Resource, error)
}

// Factory is a [Definition] with the type of its options erased. The schema and the file
// loader work on factories; a Go program that imports single addons needs none.
type Factory interface {
	// Info is the card of the addons that the factory makes.
	Info() Card

	// Options is the type of the options, a struct.
	Options() reflect.Type

	// DefaultOptions is the value that stands in for the zero fields of the options, for
	// a target, as a value of the type that Options tells.
	DefaultOptions(Target) any

	// Instantiable tells whether the addon can be installed several times in one cluster.
	Instantiable() bool

	// Make makes an addon of options, which must be of the type that Options tells.
	Make(options any) Addon

	// Check lists what is wrong with options for a target.
	Check(target Target, options any) field.ErrorList
}

// Describe names an object for people: "Deployment kube-system/metrics-server".
func Describe(o Object) string {
	name := o.GetName()
	if ns := o.GetNamespace(); ns != "" {
		name = ns + "/" + name
	}
	return o.GetObjectKind().GroupVersionKind().Kind + " " + name
}

// Errors takes an error apart into the single faults that it joins.
func Errors(err error) []error {
	switch joined := err.(type) {
	case nil:
		return nil
	case interface{ Errors() []error }: // an aggregate of apimachinery's
		return flatten(joined.Errors())
	case interface{ Unwrap() []error }: // errors.Join
		return flatten(joined.Unwrap())
	}
	return []error{err}
}

func flatten(errs []error) []error {
	var out []error
	for _, err := range errs {
		out = append(out, Errors(err)...)
	}
	return out
}
