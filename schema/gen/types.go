package gen

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/invopop/jsonschema"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
)

// Regular expressions that the values of types match which decode themselves.
const (
	quantity = `^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+|[numkMGTPE]|[KMGTPE]i)?$`
	duration = `^[+]?(0|([0-9]+(\.[0-9]*)?(ns|us|µs|ms|s|m|h))+)$`
)

// custom returns the schemas of types whose JSON is not what their Go says.
func custom(t reflect.Type) *jsonschema.Schema {
	switch t {
	case reflect.TypeFor[resource.Quantity]():
		return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{{Type: "string", Pattern: quantity}, {Type: "number"}}}
	case reflect.TypeFor[metav1.Duration]():
		return &jsonschema.Schema{Type: "string", Pattern: duration}
	case reflect.TypeFor[metav1.Time]():
		return &jsonschema.Schema{Type: "string", Format: "date-time"}
	case reflect.TypeFor[metav1.FieldsV1]():
		return &jsonschema.Schema{Type: "object"} // of managed fields, which no option sets
	case reflect.TypeFor[intstr.IntOrString]():
		return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{{Type: "integer"}, {Type: "string"}}}
	case reflect.TypeFor[addon.Version]():
		return &jsonschema.Schema{Type: "string", Pattern: addon.VersionPattern}
	case reflect.TypeFor[addon.Mirror]():
		return &jsonschema.Schema{
			Type:                 "object",
			PropertyNames:        &jsonschema.Schema{Pattern: addon.RegistryPattern},
			AdditionalProperties: &jsonschema.Schema{Type: "string", Pattern: addon.RegistryPattern},
		}
	}
	if e, ok := reflect.Zero(t).Interface().(addon.Enumerated); ok {
		s := &jsonschema.Schema{Type: "string"}
		for _, v := range e.Enum() {
			s.Enum = append(s.Enum, v)
		}
		return s
	}
	if t.Kind() == reflect.Int32 {
		return &jsonschema.Schema{Type: "integer", Minimum: "-2147483648", Maximum: "2147483647"}
	}
	if t.Kind() == reflect.Struct && reflect.PointerTo(t).Implements(reflect.TypeFor[json.Unmarshaler]()) {
		panic(fmt.Sprintf("gen: %s decodes itself, and nobody says what its JSON looks like", t))
	}
	return nil
}

// setDefaults writes an addon's default options into the schema of its options, where an
// editor shows them: on each property, in the structs that are the addon's own too.
func setDefaults(s, root *jsonschema.Schema, f addon.Factory) error {
	data, err := json.Marshal(f.DefaultOptions(addon.Target{}))
	if err != nil {
		return fmt.Errorf("%s: %w", f.Info().Name, err)
	}
	var defaults map[string]any
	if err := json.Unmarshal(data, &defaults); err != nil {
		return fmt.Errorf("%s: %w", f.Info().Name, err)
	}
	setDefault(s, root, defaults, "#/$defs/"+pkg(f), map[string]int{})
	return nil
}

// setDefault writes defaults on the properties of an object. A struct that is the addon's
// own and stands in one place is looked into; any other gets its default as a whole.
func setDefault(s, root *jsonschema.Schema, defaults map[string]any, own string, uses map[string]int) {
	for p := s.Properties.Oldest(); p != nil; p = p.Next() {
		uses[p.Value.Ref]++
	}
	for p := s.Properties.Oldest(); p != nil; p = p.Next() {
		value, ok := defaults[p.Key]
		if !ok {
			continue
		}
		inner, isObject := value.(map[string]any)
		def := root.Definitions[strings.TrimPrefix(p.Value.Ref, "#/$defs/")]
		if isObject && def != nil && strings.HasPrefix(p.Value.Ref, own) && uses[p.Value.Ref] == 1 {
			setDefault(def, root, inner, own, uses)
			continue
		}
		p.Value.Default = value
	}
}
