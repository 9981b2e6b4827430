package addon

import (
	"reflect"
	"regexp"
	"slices"
	"sync"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon/aws"
)

// Definition ties an addon's card to the functions that build it. An addon package has
// one, and a constructor on top of it:
//
//	var Definition = addon.Definition[Options]{Card: card, Defaults: defaults, …}
//
//	func New(o Options) addon.Addon { return Definition.New(o) }
//
// O is the struct of options. Two fields of it, both strings, mean the same everywhere:
// Namespace is where the addon goes, the card's namespace by default; and an addon whose
// options have an Instance can be installed several times in a cluster, each time under
// another instance. A cluster file writes the instance behind the addon's name, so that
// Instance is left out of JSON.
type Definition[O any] struct {
	Card

	// Defaults returns what the zero fields of the options mean. Nil means that they
	// mean what they say.
	Defaults func(Target) O

	// Validate finds what the tags on the options can't say, such as fields that exclude
	// each other. The options it gets have their defaults merged in. The path is that of
	// the options themselves and may be nil.
	Validate func(o O, path *field.Path) field.ErrorList

	// Objects builds the objects of options that are complete and valid. Entries that
	// are nil are left out, so that a function can return nil for "not wanted".
	Objects func(Target, O) ([]Object, error)

	// AWS lists what the addon needs in the target's AWS account. It is called only for
	// targets that have one; nil means nothing.
	AWS func(Target, O) ([]aws.Resource, error)
}

// New makes an addon of options. Faults in them are reported when the addon is built.
func (d Definition[O]) New(o O) Addon {
	name := d.Name
	if instance := d.instance(o); instance != "" {
		name += "/" + instance
	}
	return built[O]{d, name, o}
}

// Complete returns the options as Objects gets them: the target's [Pods] under the
// defaults, and the defaults under the options.
func (d Definition[O]) Complete(t Target, o O) O {
	base := d.defaults(t)
	underlay(reflect.ValueOf(&base).Elem(), t.Pods)
	return merge(base, o)
}

func (d Definition[O]) defaults(t Target) O {
	var o O
	if d.Defaults != nil {
		o = d.Defaults(t)
	}
	if f := reflect.ValueOf(&o).Elem().FieldByName("Namespace"); f.Kind() == reflect.String && f.String() == "" {
		f.SetString(d.Card.Namespace)
	}
	return o
}

// check completes the options and lists what is wrong with them.
func (d Definition[O]) check(t Target, o O) (O, field.ErrorList) {
	o = d.Complete(t, o)
	errs := Check(o, nil)
	if instance := d.instance(o); instance != "" && !instancePattern().MatchString(instance) {
		errs = append(errs, field.Invalid(field.NewPath("instance"), instance, "must match "+InstancePattern))
	}
	if d.Validate != nil {
		errs = append(errs, d.Validate(o, nil)...)
	}
	return o, errs
}

// Info returns the card.
func (d Definition[O]) Info() Card { return d.Card }

// Options returns the type of the options.
func (d Definition[O]) Options() reflect.Type { return reflect.TypeFor[O]() }

// DefaultOptions returns what the zero fields of the options mean for a target, as an O.
func (d Definition[O]) DefaultOptions(t Target) any { return d.defaults(t) }

// Instantiable tells whether the options have a field Instance.
func (d Definition[O]) Instantiable() bool {
	f, ok := d.Options().FieldByName("Instance")
	return ok && f.Type.Kind() == reflect.String
}

// Make is New for options held in an interface. It panics when they are not an O.
func (d Definition[O]) Make(options any) Addon { return d.New(options.(O)) }

// Check lists what is wrong with options, which must be an O, for a target.
func (d Definition[O]) Check(t Target, options any) field.ErrorList {
	_, errs := d.check(t, options.(O))
	return errs
}

// InstancePattern is the regular expression that an instance matches. It keeps names that
// an instance is part of within what Kubernetes allows.
const InstancePattern = `^[a-z0-9]([a-z0-9-]{0,26}[a-z0-9])?$`

var instancePattern = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(InstancePattern) })

func (d Definition[O]) instance(o O) string {
	if !d.Instantiable() {
		return ""
	}
	return reflect.ValueOf(o).FieldByName("Instance").String()
}

// built is the addon that New makes.
type built[O any] struct {
	def     Definition[O]
	name    string
	options O
}

func (b built[O]) Card() Card { return b.def.Card }

func (b built[O]) Name() string { return b.name }

func (b built[O]) Instantiable() bool { return b.def.Instantiable() }

func (b built[O]) Objects(t Target) ([]Object, error) {
	o, errs := b.def.check(t, b.options)
	if len(errs) > 0 {
		return nil, errs.ToAggregate()
	}
	objs, err := b.def.Objects(t, o)
	if err != nil {
		return nil, err
	}
	objs = slices.DeleteFunc(objs, isNil)
	return objs, stamp(b, objs)
}

func (b built[O]) AWS(t Target) ([]aws.Resource, error) {
	if b.def.AWS == nil || t.AWS == nil {
		return nil, nil
	}
	o, errs := b.def.check(t, b.options)
	if len(errs) > 0 {
		return nil, errs.ToAggregate()
	}
	return b.def.AWS(t, o)
}

// isNil reports a nil object, be it the interface or the pointer in it that is nil.
func isNil(o Object) bool {
	if o == nil {
		return true
	}
	v := reflect.ValueOf(o)
	return v.Kind() == reflect.Pointer && v.IsNil()
}
