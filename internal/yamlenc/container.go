package yamlenc

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

func pointerAppender(t reflect.Type) appender {
	elem := makePlan(t.Elem())
	return func(e *encoder, v reflect.Value, parent int, inline bool) outcome {
		if v.IsNil() {
			return null
		}
		return elem.append(e, v.Elem(), parent, inline)
	}
}

func appendInterface(e *encoder, v reflect.Value, parent int, inline bool) outcome {
	if v.IsNil() {
		return null
	}
	if !e.deeper() {
		return failed
	}
	v = v.Elem()
	out := planOf(v.Type()).append(e, v, parent, inline)
	e.depth--
	return out
}

// listAppender is for slices and arrays. A list that is a key's value stands at the key's
// own indentation; one in a list stands a step further in.
func listAppender(t reflect.Type) appender {
	elem := makePlan(t.Elem())
	isSlice := t.Kind() == reflect.Slice
	return func(e *encoder, v reflect.Value, parent int, inline bool) outcome {
		if isSlice && v.IsNil() {
			return null
		}
		n := v.Len()
		if n == 0 {
			e.bare("[]", inline)
			return sequence
		}
		if !e.deeper() {
			return failed
		}
		indent := parent
		if inline {
			indent += step
		}
		for i := range n {
			if i > 0 || !inline {
				e.line(indent)
			}
			e.text("- ")
			switch elem.append(e, v.Index(i), indent, true) {
			case null:
				e.text("null")
			case empty:
				e.text("{}")
			case failed:
				return e.within("[" + strconv.Itoa(i) + "]")
			}
		}
		e.depth--
		return sequence
	}
}

func mapAppender(t reflect.Type) appender {
	anyMap := anyMapAppender(t)
	if t != reflect.TypeFor[map[string]string]() {
		return anyMap
	}
	// Labels, annotations and selectors are in every object, and half of what is in most.
	return func(e *encoder, v reflect.Value, parent int, inline bool) outcome {
		texts := v.Interface().(map[string]string)
		if texts == nil || e.root {
			return anyMap(e, v, parent, inline)
		}
		e.keys = e.keys[:0]
		for key := range texts {
			if !utf8.ValidString(key) {
				return anyMap(e, v, parent, inline)
			}
			e.keys = append(e.keys, key)
		}
		sortKeys(e.keys, strings.Compare, compareKeys)
		m, ok := e.begin(parent, inline)
		if !ok {
			return failed
		}
		for _, key := range e.keys {
			m.next()
			e.string(texts[key], m.indent, e.key(key, m.indent))
		}
		return m.end()
	}
}

func anyMapAppender(t reflect.Type) appender {
	elem := makePlan(t.Elem())
	text := t.Key().Kind() != reflect.String && t.Key().Implements(textMarshaler)
	return func(e *encoder, v reflect.Value, parent int, inline bool) outcome {
		if v.IsNil() {
			return null
		}
		m, ok := e.begin(parent, inline)
		if !ok {
			return failed
		}
		entries := make([]entry, 0, v.Len())
		key := reflect.New(t.Key()).Elem()
		for iter := v.MapRange(); iter.Next(); {
			key.SetIterKey(iter)
			name, err := keyOf(key, text)
			if err != nil {
				return e.fail(err)
			}
			entries = append(entries, entry{name, iter.Value()})
		}
		sortKeys(entries,
			func(a, b entry) int { return strings.Compare(a.key, b.key) },
			func(a, b entry) int { return compareKeys(a.key, b.key) })
		for i, it := range entries {
			if i > 0 && entries[i-1].key == it.key {
				return e.fail(fmt.Errorf("two keys of %s are %q", t, it.key))
			}
			if !m.add(&member{name: it.key, hollow: Hollow(it.key), plan: elem}, it.value) {
				return failed
			}
		}
		return m.end()
	}
}

// sortKeys sorts by bytes first, so that the result is always the same. By themselves keys
// can be in a circle: "007" comes before "0b", that before "1_", and that before "007". So
// can numbers that are larger than 64 bits hold.
func sortKeys[T any](keys []T, byBytes, byKey func(a, b T) int) {
	slices.SortFunc(keys, byBytes)
	if !slices.IsSortedFunc(keys, byKey) {
		slices.SortFunc(keys, byKey)
	}
}

// entry is a key of a map and its value.
type entry struct {
	key   string
	value reflect.Value
}

// keyOf is how JSON has a map's key.
func keyOf(v reflect.Value, text bool) (string, error) {
	switch {
	case v.Kind() == reflect.String:
		return valid(v.String()), nil
	case text:
		key, err := v.Interface().(encoding.TextMarshaler).MarshalText()
		return valid(string(key)), err
	case v.CanInt():
		return strconv.FormatInt(v.Int(), 10), nil
	case v.CanUint():
		return strconv.FormatUint(v.Uint(), 10), nil
	}
	return "", fmt.Errorf("a key of type %s can't be encoded", v.Type())
}
