package vault

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// formatHCL writes a struct as Vault's language of configuration has it. A field's tag hcl is its
// name there. Strings, numbers, booleans and lists of strings are attributes; structs, and lists
// of structs, are blocks, whose label is the field with the tag ",label". What is zero is left
// out, but for a pointer's value.
func formatHCL(v any) string {
	var b strings.Builder
	formatBody(&b, reflect.ValueOf(v), "")
	return b.String()
}

func formatBody(b *strings.Builder, v reflect.Value, indent string) {
	for i := range v.NumField() {
		if name := v.Type().Field(i).Tag.Get("hcl"); name != ",label" {
			formatField(b, v.Field(i), name, indent)
		}
	}
}

func formatField(b *strings.Builder, v reflect.Value, name, indent string) {
	if v.IsZero() {
		return
	}
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	switch {
	case v.Kind() == reflect.Struct:
		formatBlock(b, v, name, indent)
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() != reflect.String:
		for i := range v.Len() {
			formatField(b, v.Index(i), name, indent)
		}
	default:
		b.WriteString(indent + name + " = " + literal(v) + "\n")
	}
}

func formatBlock(b *strings.Builder, v reflect.Value, name, indent string) {
	if indent == "" && b.Len() > 0 {
		b.WriteByte('\n')
	}
	b.WriteString(indent + name)
	for i := range v.NumField() {
		if v.Type().Field(i).Tag.Get("hcl") == ",label" {
			b.WriteString(" " + literal(v.Field(i)))
		}
	}
	b.WriteString(" {\n")
	formatBody(b, v, indent+"  ")
	b.WriteString(indent + "}\n")
}

// literal is an attribute's value.
func literal(v reflect.Value) string {
	switch v.Kind() {
	case reflect.String:
		return quote(v.String())
	case reflect.Slice:
		words := make([]string, v.Len())
		for i := range words {
			words[i] = quote(v.Index(i).String())
		}
		return "[" + strings.Join(words, ", ") + "]"
	}
	return fmt.Sprint(v) // a number or a boolean
}

// quote writes any string so that it is read as it is. HCL has the escapes of Go, and takes what
// is between "${" and "}" for an expression, in which escapes and quotes mean nothing.
func quote(s string) string {
	return strings.ReplaceAll(strconv.QuoteToASCII(s), "${", `\u0024{`)
}
