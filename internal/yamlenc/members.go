package yamlenc

import (
	"reflect"

	corev1 "k8s.io/api/core/v1"
)

// members writes the members of a mapping, one after the other.
type members struct {
	*encoder
	indent int  // of the keys
	inline bool // whether the first key stands behind a dash, not on a line of its own
	some   bool // whether there is a member yet
	root   bool // whether the mapping is the document
}

// member is what is known of a member beforehand.
type member struct {
	name   string
	key    []byte // the name up to the colon as it is written; made from the name where nil
	hollow bool   // whether the member is left out when its value is an empty mapping
	plan   *plan
}

// begin begins a mapping below a parent.
func (e *encoder) begin(parent int, inline bool) (members, bool) {
	m := members{encoder: e, indent: parent + step, inline: inline, root: e.root}
	e.root = false
	return m, e.deeper()
}

// end ends the mapping.
func (m *members) end() outcome {
	m.depth--
	if !m.some {
		return empty
	}
	return mapping
}

// next begins the next member. The first stands on the line that is there, behind a dash.
func (m *members) next() {
	if m.some || !m.inline {
		m.line(m.indent)
	}
	m.some = true
}

// add writes a member, unless it is one to be left out.
func (m *members) add(it *member, v reflect.Value) (ok bool) {
	if m.root && it.name == "status" {
		return true
	}
	e := m.encoder
	size, fresh := len(e.buf), e.fresh
	some := m.some
	m.next()
	inline := false
	if it.key != nil {
		e.buf = append(e.buf, it.key...)
	} else {
		inline = e.key(it.name, m.indent)
	}
	switch out := it.plan.append(e, v, m.indent, inline); {
	case out == failed:
		e.within(it.name)
		return false
	case out == null || out == empty && it.hollow:
		e.buf, e.fresh, m.some = e.buf[:size], fresh, some
	case out == empty:
		e.bare("{}", inline)
	}
	return true
}

// Hollow tells whether a member of that name is left out when it is an empty mapping: it is
// one that Go encodes even when nothing in it is set. Any other empty mapping says
// something, as "emptyDir: {}" does.
func Hollow(name string) bool {
	switch name {
	case "metadata", "strategy", "updateStrategy", "resources", "loadBalancer", "status":
		return true
	}
	return false
}

// isHollow is Hollow for a field of a struct. The spec of a Namespace says nothing either.
func isHollow(name string, t reflect.Type) bool {
	return Hollow(name) || t == reflect.TypeFor[corev1.NamespaceSpec]()
}
