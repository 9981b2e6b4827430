package addon

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"unicode/utf8"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

var jsonMarshaler = reflect.TypeFor[json.Marshaler]()

// Enumerated is a string type that has a known set of values. The empty string, for "not
// set", is never among them.
type Enumerated interface{ Enum() []string }

// Validated is an option that knows more of its own constraints than tags can say.
type Validated interface {
	Validate(path *field.Path) field.ErrorList
}

// Values turns the constants of a string type into what its Enum method returns.
func Values[T ~string](constants ...T) []string {
	out := make([]string, len(constants))
	for i, c := range constants {
		out[i] = string(c)
	}
	return out
}

// Check holds a value, usually a struct of options, to the jsonschema tags on its fields,
// to the Enum methods of its strings and to the Validate methods of whatever it holds.
// It looks into structs, pointers, lists and maps, but not into Kubernetes' own types.
//
// The tags are those that end up in the JSON Schema: required, minimum, maximum,
// minLength, maxLength, pattern, enum, minItems, maxItems and uniqueItems. A field that
// is zero is only held to required; on a list, string and number tags hold for its items.
func Check(v any, path *field.Path) field.ErrorList {
	c := checker{}
	c.value(reflect.ValueOf(v), path)
	return c.errs
}

// CheckZero holds a field of a struct type, by its JSON name, to its constraints for the
// case that "" or 0 is written for it. In Go that is the same as leaving it out, which
// Check takes for unset; a file can tell the two apart.
func CheckZero(t reflect.Type, name string, path *field.Path) field.ErrorList {
	c := checker{}
	if t.Kind() != reflect.Struct || !ours(t) {
		return nil
	}
	for _, f := range fieldsOf(t) {
		ft := t.FieldByIndex(f.index).Type
		switch {
		case f.name == "":
			c.errs = append(c.errs, CheckZero(ft, name, path)...)
		case f.name == name:
			v := reflect.Zero(ft)
			if ft.Kind() == reflect.Pointer {
				v = reflect.Zero(ft.Elem())
			}
			c.rules(v, f.rules, path)
			c.value(v, path)
		}
	}
	return c.errs
}

type checker struct{ errs field.ErrorList }

func (c *checker) value(v reflect.Value, path *field.Path) {
	if !v.IsValid() {
		return // behind a nil pointer
	}
	if d, ok := v.Interface().(metav1.Duration); ok {
		if d.Duration < 0 {
			c.invalid(path, d.Duration.String(), "must not be negative")
		}
		return
	}
	if v.Kind() != reflect.Pointer && ours(v.Type()) {
		if x, ok := v.Interface().(Validated); ok {
			c.errs = append(c.errs, x.Validate(path)...)
		}
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		c.value(v.Elem(), path)
	case reflect.Struct:
		if ours(v.Type()) && transparent(v.Type()) {
			c.fields(v, path)
		}
	case reflect.Slice:
		for i := range v.Len() {
			c.value(v.Index(i), path.Index(i))
		}
	case reflect.Map:
		keys := map[string]reflect.Value{}
		for _, k := range v.MapKeys() {
			keys[fmt.Sprint(k)] = k
		}
		for _, k := range slices.Sorted(maps.Keys(keys)) {
			c.value(v.MapIndex(keys[k]), path.Key(k))
		}
	case reflect.String:
		if e, ok := v.Interface().(Enumerated); ok && !slices.Contains(e.Enum(), v.String()) {
			c.errs = append(c.errs, field.NotSupported(path, v.String(), e.Enum()))
		}
	}
}

func (c *checker) fields(v reflect.Value, path *field.Path) {
	for _, f := range fieldsOf(v.Type()) {
		fv := v.FieldByIndex(f.index)
		if f.name == "" { // embedded: its fields are the struct's own
			c.value(fv, path)
			continue
		}
		p := path.Child(f.name)
		if fv.IsZero() {
			if f.rules.required {
				c.errs = append(c.errs, field.Required(p, "no default can know it"))
			}
			continue
		}
		c.rules(fv, f.rules, p)
		c.value(fv, p)
	}
}

// rules holds a value that is set to the constraints of its field.
func (c *checker) rules(v reflect.Value, r rules, path *field.Path) {
	switch v.Kind() {
	case reflect.Pointer:
		c.rules(v.Elem(), r, path)
	case reflect.Slice:
		c.list(v, r, path)
	case reflect.String:
		c.text(v.String(), r, path)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		c.number(float64(v.Int()), v.Int(), r, path)
	case reflect.Float32, reflect.Float64:
		c.number(v.Float(), v.Float(), r, path)
	}
}

func (c *checker) list(v reflect.Value, r rules, path *field.Path) {
	if n := v.Len(); n < r.minItems {
		c.invalid(path, n, fmt.Sprintf("must have at least %d items", r.minItems))
	} else if r.maxItems != nil && n > *r.maxItems {
		c.errs = append(c.errs, field.TooMany(path, n, *r.maxItems))
	}
	seen := map[string]bool{}
	for i := range v.Len() {
		item := v.Index(i)
		if r.unique {
			key, _ := json.Marshal(item.Interface())
			if seen[string(key)] {
				c.errs = append(c.errs, field.Duplicate(path.Index(i), item.Interface()))
			}
			seen[string(key)] = true
		}
		if item.Kind() != reflect.Slice {
			c.rules(item, r, path.Index(i))
		}
	}
}

func (c *checker) text(s string, r rules, path *field.Path) {
	n := utf8.RuneCountInString(s)
	switch {
	case n < r.minLength:
		c.invalid(path, s, fmt.Sprintf("must have at least %d characters", r.minLength))
	case r.maxLength != nil && n > *r.maxLength:
		c.invalid(path, s, fmt.Sprintf("must have at most %d characters", *r.maxLength))
	case r.pattern != nil && !r.pattern.MatchString(s):
		c.invalid(path, s, "must match "+r.pattern.String())
	case len(r.enum) > 0 && !slices.Contains(r.enum, s):
		c.errs = append(c.errs, field.NotSupported(path, s, r.enum))
	}
}

func (c *checker) number(n float64, shown any, r rules, path *field.Path) {
	switch {
	case r.minimum != nil && n < *r.minimum:
		c.invalid(path, shown, fmt.Sprintf("must be at least %v", *r.minimum))
	case r.maximum != nil && n > *r.maximum:
		c.invalid(path, shown, fmt.Sprintf("must be at most %v", *r.maximum))
	}
}

func (c *checker) invalid(path *field.Path, value any, detail string) {
	c.errs = append(c.errs, field.Invalid(path, value, detail))
}
