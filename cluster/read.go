package cluster

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/internal/jsonfields"
)

// reader holds a YAML node to a Go type, as JSON has it, more strictly than a decoder
// would: all that is wrong is found, with its path and line, and nothing is guessed.
// Names are matched to the letter, null is refused, numbers are not strings.
type reader struct {
	errs   field.ErrorList
	faulty map[*field.Error]int // the lines of errs
	lines  map[string]int       // by the path of the field
	first  int
}

func newReader(root *yaml.Node) *reader {
	return &reader{faulty: map[*field.Error]int{}, lines: map[string]int{}, first: root.Line}
}

// read sets what v points to from a node. What is wrong stands in r.errs; v is then not
// to be used.
func (r *reader) read(n *yaml.Node, v any) {
	value := r.node(n, reflect.TypeOf(v).Elem(), nil)
	if len(r.errs) > 0 {
		return
	}
	data, err := json.Marshal(value)
	if err == nil {
		err = json.Unmarshal(data, v)
	}
	if err != nil {
		r.fault(nil, "", err.Error())
	}
}

// lineOf tells where the field of an error stands, or the nearest one around it that is
// there.
func (r *reader) lineOf(err *field.Error) int {
	if n, ok := r.faulty[err]; ok {
		return n
	}
	path := err.Field
	for path != "" {
		if n, ok := r.lines[path]; ok {
			return n
		}
		path = path[:max(strings.LastIndexAny(path, ".["), 0)]
	}
	return r.first
}

// node returns a node as JSON values, after holding it to a type.
func (r *reader) node(n *yaml.Node, t reflect.Type, path *field.Path) any {
	if path != nil {
		if _, ok := r.lines[path.String()]; !ok {
			r.lines[path.String()] = n.Line
		}
	}
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		return r.fault(path, "*"+n.Value+n.Anchor, "anchors and aliases are not supported: write the value out, or compose the cluster in Go")
	case n.Tag == "!!null":
		return r.fault(path, "null", "has no value: give one, or leave the key out")
	case !slices.Contains([]string{"!!map", "!!seq", "!!str", "!!int", "!!float", "!!bool", "!!timestamp"}, n.Tag):
		return r.fault(path, n.Value, "has the tag "+n.Tag+", which is not supported")
	case t == reflect.TypeFor[json.RawMessage]():
		return struct{}{} // read later, against a type that the key tells
	case reflect.PointerTo(t).Implements(reflect.TypeFor[json.Unmarshaler]()):
		return r.custom(n, t, path)
	}
	switch t.Kind() {
	case reflect.Pointer:
		return r.node(n, t.Elem(), path)
	case reflect.Struct:
		fields := map[string]reflect.Type{}
		for _, f := range jsonfields.Of(t) {
			fields[f.Name] = f.Type
		}
		out := r.object(n, path, func(key string) (reflect.Type, bool) {
			ft, ok := fields[key]
			return ft, ok
		}, fields)
		r.zeros(out, t, path)
		return out
	case reflect.Map:
		return r.object(n, path, func(key string) (reflect.Type, bool) {
			if t.Key().Kind() != reflect.String {
				_, err := strconv.ParseInt(key, 10, t.Key().Bits())
				return t.Elem(), err == nil
			}
			return t.Elem(), true
		}, nil)
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return r.base64(n, path)
		}
		return r.list(n, t, path)
	case reflect.Interface:
		return r.any(n, path)
	}
	return r.scalar(n, t, path)
}

// zeros holds what is written as "" or 0 to its field's constraints. Once it is in a Go
// struct nobody can tell it from what is left out.
func (r *reader) zeros(object any, t reflect.Type, path *field.Path) {
	fields, _ := object.(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		switch fields[name] {
		case "", int64(0), float64(0):
			r.add(addon.CheckZero(t, name, path.Child(name))...)
		}
	}
}

func (r *reader) fault(path *field.Path, value any, detail string) any {
	r.add(field.Invalid(path, value, detail))
	return nil
}

func (r *reader) add(errs ...*field.Error) {
	for _, err := range errs {
		r.faulty[err] = r.lineOf(err)
		r.errs = append(r.errs, err)
	}
}

// object reads a mapping whose keys have types; known are the names for a hint.
func (r *reader) object(n *yaml.Node, path *field.Path, typeOf func(string) (reflect.Type, bool), known map[string]reflect.Type) any {
	if n.Kind != yaml.MappingNode {
		return r.mismatch(n, path, "a map")
	}
	out := make(map[string]any, len(n.Content)/2)
	seen := make(map[string]bool, len(n.Content)/2)
	for i := 0; i < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		again := seen[key.Value]
		seen[key.Value] = true
		p := path.Child(key.Value)
		if known == nil {
			p = path.Key(key.Value)
		}
		if _, ok := r.lines[p.String()]; !ok {
			r.lines[p.String()] = key.Line
		}
		t, ok := typeOf(key.Value)
		switch {
		case key.Kind != yaml.ScalarNode || key.Anchor != "":
			r.fault(path, "", fmt.Sprintf("line %d: a key must be a plain string", key.Line))
		case again:
			r.lines[p.String()] = key.Line
			r.add(field.Duplicate(p, key.Value))
		case !ok && known == nil:
			r.fault(p, key.Value, "the key must be a whole number")
		case !ok:
			var names []string
			for name := range known {
				names = append(names, name)
			}
			r.fault(p, key.Value, "unknown field"+didYouMean(key.Value, names))
		default:
			out[key.Value] = r.node(value, t, p)
		}
	}
	return out
}

func (r *reader) list(n *yaml.Node, t reflect.Type, path *field.Path) any {
	if n.Kind != yaml.SequenceNode {
		return r.mismatch(n, path, "a list")
	}
	out := make([]any, len(n.Content))
	for i, item := range n.Content {
		out[i] = r.node(item, t.Elem(), path.Index(i))
	}
	return out
}

// custom reads a value of a type that decodes itself, such as a quantity or a duration.
func (r *reader) custom(n *yaml.Node, t reflect.Type, path *field.Path) any {
	value := r.any(n, path)
	data, err := json.Marshal(value)
	if err == nil {
		err = json.Unmarshal(data, reflect.New(t).Interface())
	}
	if err != nil {
		detail, known := wanted[t]
		if !known {
			detail = err.Error()
		}
		return r.fault(path, n.Value, detail)
	}
	return value
}

// wanted says what values of types look like that decode themselves.
var wanted = map[reflect.Type]string{
	reflect.TypeFor[metav1.Duration]():    "must be a duration such as 30s or 1h30m",
	reflect.TypeFor[resource.Quantity]():  "must be a quantity such as 100m or 1Gi",
	reflect.TypeFor[intstr.IntOrString](): "must be a whole number or a string",
}

func (r *reader) base64(n *yaml.Node, path *field.Path) any {
	if n.Kind != yaml.ScalarNode || n.Tag != "!!str" {
		return r.mismatch(n, path, "a string in base64")
	}
	if _, err := base64.StdEncoding.DecodeString(n.Value); err != nil {
		return r.fault(path, n.Value, "must be base64")
	}
	return n.Value
}

func (r *reader) scalar(n *yaml.Node, t reflect.Type, path *field.Path) any {
	switch t.Kind() {
	case reflect.String:
		if n.Kind == yaml.ScalarNode && (n.Tag == "!!str" || n.Tag == "!!timestamp") {
			return n.Value
		}
		if n.Kind == yaml.ScalarNode {
			return r.fault(path, n.Value, fmt.Sprintf("must be a string, and YAML reads this as something else: write %q, with the quotes", n.Value))
		}
		return r.mismatch(n, path, "a string")
	case reflect.Bool:
		var b bool
		if n.Tag != "!!bool" || n.Decode(&b) != nil {
			return r.mismatch(n, path, "true or false")
		}
		return b
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		var i int64
		if n.Tag != "!!int" || n.Decode(&i) != nil || reflect.Zero(t).OverflowInt(i) {
			return r.mismatch(n, path, "a whole number")
		}
		return i
	case reflect.Float32, reflect.Float64:
		var f float64
		if n.Tag != "!!int" && n.Tag != "!!float" || n.Decode(&f) != nil || f != f || f > 1e300 || f < -1e300 {
			return r.mismatch(n, path, "a number")
		}
		return f
	}
	return r.fault(path, n.Value, fmt.Sprintf("is a %s, which a file can't set", t))
}

// any returns a node as JSON values without a type to hold it to.
func (r *reader) any(n *yaml.Node, path *field.Path) any {
	switch {
	case n.Kind == yaml.MappingNode:
		return r.object(n, path, func(string) (reflect.Type, bool) { return reflect.TypeFor[any](), true }, nil)
	case n.Kind == yaml.SequenceNode:
		return r.list(n, reflect.TypeFor[[]any](), path)
	case n.Tag == "!!bool":
		return r.scalar(n, reflect.TypeFor[bool](), path)
	case n.Tag == "!!int":
		return r.scalar(n, reflect.TypeFor[int64](), path)
	case n.Tag == "!!float":
		return r.scalar(n, reflect.TypeFor[float64](), path)
	}
	return n.Value
}

func (r *reader) mismatch(n *yaml.Node, path *field.Path, want string) any {
	got := n.Value
	switch n.Kind {
	case yaml.MappingNode:
		got = "a map"
	case yaml.SequenceNode:
		got = "a list"
	}
	return r.fault(path, got, "must be "+want)
}
