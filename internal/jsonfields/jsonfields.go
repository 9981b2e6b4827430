// Package jsonfields tells by which names JSON knows the fields of a struct.
package jsonfields

import (
	"reflect"
	"slices"
	"strings"
)

// Field is a field of a struct.
type Field struct {
	// Name is what JSON calls the field.
	Name string

	// Type is the field's own.
	Type reflect.Type

	// Index leads to the field, through the structs that it is embedded in.
	Index []int
}

// Of returns the fields of a struct in their order, those of embedded structs among them.
func Of(t reflect.Type) []Field {
	var out []Field
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		embedded := f.Type
		if embedded.Kind() == reflect.Pointer {
			embedded = embedded.Elem()
		}
		switch {
		case name == "-" || !f.IsExported():
		case name == "" && embedded.Kind() == reflect.Struct && (f.Anonymous || strings.Contains(options, "inline")):
			for _, in := range Of(embedded) {
				out = append(out, Field{in.Name, in.Type, slices.Concat([]int{i}, in.Index)})
			}
		case name == "":
			out = append(out, Field{f.Name, f.Type, []int{i}})
		default:
			out = append(out, Field{name, f.Type, []int{i}})
		}
	}
	return out
}
