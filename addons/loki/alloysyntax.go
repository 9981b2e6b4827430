package loki

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// The types below are Alloy's syntax: blocks with attributes and further blocks.
type (
	alloyBlock struct {
		name, label string // the label may be empty
		body        []alloyStatement
	}

	alloyAttribute struct {
		name string

		// value is an expression, a string, a bool, a number, a list of strings or
		// expressions, or a map of strings.
		value any
	}

	// expression is what Alloy works out, such as the name of another block's result.
	expression string

	// alloyStatement is a block or an attribute.
	alloyStatement interface {
		write(b *strings.Builder, indent string)
	}
)

func (k alloyBlock) write(b *strings.Builder, indent string) {
	b.WriteString(indent + k.name)
	if k.label != "" {
		b.WriteString(" " + strconv.Quote(k.label))
	}
	if len(k.body) == 0 {
		b.WriteString(" {}\n")
		return
	}
	b.WriteString(" {\n")
	for _, s := range k.body {
		s.write(b, indent+"  ")
	}
	b.WriteString(indent + "}\n")
}

func (a alloyAttribute) write(b *strings.Builder, indent string) {
	b.WriteString(indent + a.name + " = " + alloyValue(a.value, indent) + "\n")
}

// alloyValue is a value as Alloy has it.
func alloyValue(v any, indent string) string {
	switch v := v.(type) {
	case string:
		return strconv.Quote(v)
	case joined:
		return strconv.Quote(strings.Join(v, ","))
	case []string:
		var all []string
		for _, s := range v {
			all = append(all, strconv.Quote(s))
		}
		return "[" + strings.Join(all, ", ") + "]"
	case []expression:
		var all []string
		for _, e := range v {
			all = append(all, string(e))
		}
		return "[" + strings.Join(all, ", ") + "]"
	case map[string]string:
		var all strings.Builder
		for _, k := range slices.Sorted(maps.Keys(v)) {
			fmt.Fprintf(&all, "%s  %q = %s,\n", indent, k, strconv.Quote(v[k]))
		}
		return "{\n" + all.String() + indent + "}"
	}
	return fmt.Sprint(v)
}

// alloyText is a file of blocks.
func alloyText(blocks []alloyBlock) string {
	var b strings.Builder
	for i, k := range blocks {
		if i > 0 {
			b.WriteString("\n")
		}
		k.write(&b, "")
	}
	return b.String()
}

// attributes are those that aren't zero.
func attributes(settings ...setting) []alloyStatement {
	var all []alloyStatement
	for _, s := range (stage{settings: settings}).given() {
		all = append(all, alloyAttribute(s))
	}
	return all
}
