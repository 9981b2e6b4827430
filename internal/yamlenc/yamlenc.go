package yamlenc

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
)

// Append appends an object to dst as one YAML document, which ends in a line break. An
// object is a struct, a map or a pointer to one. What can't be encoded is an error that
// tells the path of the field and its Go type; dst is then returned as it was.
func Append(dst []byte, object any) ([]byte, error) {
	if object == nil {
		return dst, errors.New("nothing to encode: nil")
	}
	v := reflect.ValueOf(object)
	e := encoder{buf: slices.Grow(dst, 2048), root: true}
	switch planOf(v.Type()).append(&e, v, -step, true) {
	case failed:
		return dst, e.fault()
	case empty:
		e.text("{}")
	case null:
		return dst, fmt.Errorf("nothing to encode: %T is null", object)
	case scalar, sequence:
		return dst, fmt.Errorf("%T is not an object: its YAML is no mapping", object)
	}
	if !e.fresh {
		e.text("\n")
	}
	return e.buf, nil
}

// encoder is the state of one document.
type encoder struct {
	buf   []byte
	fresh bool // whether the line is new already: a block of text ended in a break
	root  bool // whether the next struct or map is the document's own
	depth int  // of values in each other

	keys []string // room for those of a map

	// What went wrong, and where: the path from the inside out.
	err  error
	path []string
}

// outcome is what became of a value. What is null or empty is not written: whoever asked
// for it leaves it out, with its key, or writes it.
type outcome uint8

const (
	mapping  outcome = iota // a mapping was written
	sequence                // a sequence was written
	scalar                  // a scalar was written
	null                    // the value is null
	empty                   // the value is a mapping without keys
	failed                  // the value can't be encoded: see encoder.err
)

// step is by how many columns each level is indented.
const step = 2

// maxDepth stops at an object that holds itself. Nothing in Kubernetes is half as deep.
const maxDepth = 1000

// deeper goes into a value. It fails in one that holds itself.
func (e *encoder) deeper() bool {
	if e.depth++; e.depth > maxDepth {
		e.fail(errors.New("it is nested too deeply: it may hold itself"))
		return false
	}
	return true
}

func (e *encoder) text(s string) { e.buf = append(e.buf, s...) }

// line begins a line that is indented by a number of columns.
func (e *encoder) line(indent int) {
	if e.fresh {
		e.fresh = false
	} else {
		e.buf = append(e.buf, '\n')
	}
	e.indent(indent)
}

func (e *encoder) indent(columns int) {
	const spaces = "                                                                "
	for columns > len(spaces) {
		e.text(spaces)
		columns -= len(spaces)
	}
	e.text(spaces[:max(columns, 0)])
}

// fail notes what can't be encoded.
func (e *encoder) fail(err error) outcome {
	e.err = err
	return failed
}

// within adds a step to the path of what failed.
func (e *encoder) within(step string) outcome {
	e.path = append(e.path, step)
	return failed
}

// fault is what went wrong, with its path.
func (e *encoder) fault() error {
	if len(e.path) == 0 {
		return e.err
	}
	path := ""
	for _, step := range slices.Backward(e.path) {
		if path != "" && step[0] != '[' {
			path += "."
		}
		path += step
	}
	return fmt.Errorf("%s: %w", path, e.err)
}
