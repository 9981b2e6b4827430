package yamlenc

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// field is a field of a struct, or of one embedded in it, as its plan has it.
type field struct {
	member
	index  int
	within []int // the embedded structs on the way, none for a field of the struct itself
	omit   omission
}

// omission is which values of a field are left out, beside null.
type omission uint8

const (
	nothing       omission = iota
	noLength               // omitempty on what has a length
	zero                   // omitempty on anything else, omitzero
	isZero                 // omitzero on a type that tells itself what zero is
	pointerIsZero          // omitzero on a type whose pointer tells it
)

func structAppender(t reflect.Type) appender {
	s := &structPlan{}
	s.fields, s.err = fieldsOf(t)
	return s.append
}

// structPlan is the fields of a struct in the order of their keys.
type structPlan struct {
	fields []field
	err    error
}

func (s *structPlan) append(e *encoder, v reflect.Value, parent int, inline bool) outcome {
	if s.err != nil {
		return e.fail(s.err)
	}
	m, ok := e.begin(parent, inline)
	if !ok {
		return failed
	}
	for i := range s.fields {
		f := &s.fields[i]
		fv, ok := f.of(v)
		if !ok || f.omits(fv) {
			continue
		}
		if !m.add(&f.member, fv) {
			return failed
		}
	}
	return m.end()
}

// of returns the field's value in a struct. There is none where a struct on the way is
// embedded by a nil pointer.
func (f *field) of(v reflect.Value) (reflect.Value, bool) {
	for _, i := range f.within {
		if v = v.Field(i); v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return v, false
			}
			v = v.Elem()
		}
	}
	return v.Field(f.index), true
}

func (f *field) omits(v reflect.Value) bool {
	switch f.omit {
	case noLength:
		return v.Len() == 0
	case zero:
		return v.IsZero()
	case isZero:
		return isNil(v) || v.Interface().(zeroer).IsZero()
	case pointerIsZero:
		if v.CanAddr() {
			return v.Addr().Interface().(zeroer).IsZero()
		}
		return v.IsZero()
	}
	return false
}

// zeroer is a type that tells itself what zero is.
type zeroer interface{ IsZero() bool }

var zeroerType = reflect.TypeFor[zeroer]()

// fieldsOf returns the fields that encoding/json finds in a struct: of several with a
// name, the one embedded least deeply, and at the same depth the one with a tag. It is an
// error where that doesn't decide, since encoding/json then drops them in silence.
func fieldsOf(t reflect.Type) ([]field, error) {
	var all []candidate
	if err := collect(t, nil, nil, &all); err != nil {
		return nil, err
	}
	slices.SortStableFunc(all, func(a, b candidate) int {
		return cmp.Or(compareKeys(a.name, b.name), len(a.within)-len(b.within), untagged(a)-untagged(b))
	})
	var out []field
	for i, c := range all {
		if i > 0 && all[i-1].name == c.name {
			continue
		}
		if next := i + 1; next < len(all) && all[next].name == c.name &&
			len(all[next].within) == len(c.within) && all[next].tagged == c.tagged {
			return nil, fmt.Errorf("%s has two fields %s", t, c.name)
		}
		var e encoder
		if inline := e.key(c.name, 0); !inline { // otherwise the indentation is a part of it
			c.key = e.buf
		}
		out = append(out, c.field)
	}
	return out, nil
}

// candidate is a field that may be hidden by another.
type candidate struct {
	field
	tagged bool
}

func untagged(c candidate) int {
	if c.tagged {
		return 0
	}
	return 1
}

// collect adds the fields of a struct, which is embedded in others by their fields within.
func collect(t reflect.Type, within []int, outer []reflect.Type, all *[]candidate) error {
	if slices.Contains(outer, t) {
		return fmt.Errorf("%s is embedded in itself", t)
	}
	for i := range t.NumField() {
		f := t.Field(i)
		tag := f.Tag.Get("json")
		name, options, _ := strings.Cut(tag, ",")
		elem := f.Type
		if elem.Kind() == reflect.Pointer {
			elem = elem.Elem()
		}
		switch {
		case tag == "-":
		case f.Anonymous && name == "" && elem.Kind() == reflect.Struct:
			if err := collect(elem, append(slices.Clip(within), i), append(slices.Clip(outer), t), all); err != nil {
				return err
			}
		case !f.IsExported():
		default:
			omit, err := omissionOf(f.Type, strings.Split(options, ","))
			if err != nil {
				return fmt.Errorf("%s.%s: %w", t, f.Name, err)
			}
			key := cmp.Or(name, f.Name)
			*all = append(*all, candidate{
				field: field{
					member: member{name: key, hollow: isHollow(key, f.Type), plan: makePlan(f.Type)},
					index:  i,
					within: within,
					omit:   omit,
				},
				tagged: name != "",
			})
		}
	}
	return nil
}

// omissionOf reads the options of a tag. Those that encoding/json doesn't know, such as
// "inline", say nothing.
func omissionOf(t reflect.Type, options []string) (omission, error) {
	omit := nothing
	switch {
	case slices.Contains(options, "string"):
		return omit, errors.New("its tag's option string can't be encoded")
	case slices.Contains(options, "omitempty"):
		switch t.Kind() {
		case reflect.Map, reflect.Slice, reflect.String, reflect.Array:
			omit = noLength
		case reflect.Struct:
		default:
			omit = zero
		}
	}
	if slices.Contains(options, "omitzero") {
		told := nothing
		switch {
		case t.Implements(zeroerType):
			told = isZero
		case reflect.PointerTo(t).Implements(zeroerType):
			told = pointerIsZero
		}
		switch {
		case told != nothing && omit != nothing:
			return omit, errors.New("its tag's options omitempty and omitzero can't be encoded together: it has an IsZero")
		case told != nothing:
			omit = told
		case omit == nothing:
			omit = zero
		}
	}
	return omit, nil
}
