package yamlenc

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"

	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// wellKnown are the types that are in every pod: what their JSON is, without the JSON.
func wellKnown(t reflect.Type) (appender, bool) {
	switch t {
	case reflect.TypeFor[resource.Quantity]():
		return appendQuantity, true
	case reflect.TypeFor[intstr.IntOrString]():
		return appendIntOrString, true
	}
	return nil, false
}

func appendQuantity(e *encoder, v reflect.Value, parent int, inline bool) outcome {
	if v.CanAddr() {
		return e.string(v.Addr().Interface().(*resource.Quantity).String(), parent, inline)
	}
	q := v.Interface().(resource.Quantity)
	return e.string(q.String(), parent, inline)
}

func appendIntOrString(e *encoder, v reflect.Value, parent int, inline bool) outcome {
	switch s := v.Interface().(intstr.IntOrString); s.Type {
	case intstr.Int:
		return appendInt(e, reflect.ValueOf(s.IntVal), parent, inline)
	case intstr.String:
		return e.string(s.StrVal, parent, inline)
	default:
		return e.fail(fmt.Errorf("intstr.IntOrString: its type is %d", s.Type))
	}
}

// appendJSON writes a value by its method MarshalJSON.
func appendJSON(e *encoder, v reflect.Value, parent int, inline bool) outcome {
	if isNil(v) {
		return null
	}
	data, err := v.Interface().(json.Marshaler).MarshalJSON()
	if err != nil {
		return e.fail(fmt.Errorf("%s: %w", v.Type(), err))
	}
	if s, ok := simpleString(data); ok {
		return e.string(s, parent, inline)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var tree any
	if err := dec.Decode(&tree); err != nil {
		return e.fail(fmt.Errorf("%s: its JSON: %w", v.Type(), err))
	}
	if dec.InputOffset() < int64(len(bytes.TrimRight(data, " \t\r\n"))) {
		return e.fail(fmt.Errorf("%s: its JSON has more than one value", v.Type()))
	}
	if tree == nil {
		return null
	}
	v = reflect.ValueOf(tree)
	return planOf(v.Type()).append(e, v, parent, inline)
}

// simpleString reads a JSON string without escapes.
func simpleString(data []byte) (string, bool) {
	if len(data) < 2 || data[0] != '"' || data[len(data)-1] != '"' {
		return "", false
	}
	s := string(data[1 : len(data)-1])
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' {
			return "", false
		}
	}
	return s, true
}

// appendText writes a value by its method MarshalText.
func appendText(e *encoder, v reflect.Value, parent int, inline bool) outcome {
	if isNil(v) {
		return null
	}
	text, err := v.Interface().(encoding.TextMarshaler).MarshalText()
	if err != nil {
		return e.fail(fmt.Errorf("%s: %w", v.Type(), err))
	}
	return e.string(string(text), parent, inline)
}

func isNil(v reflect.Value) bool {
	return (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) && v.IsNil()
}
