package yamlenc

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"sync"
)

// plan is how the values of a type are written. Types refer to each other in circles, so
// plans refer to each other by pointer.
type plan struct{ append appender }

// appender writes a value below a parent that is indented by a number of columns: behind a
// colon, or inline, behind a dash.
type appender = func(e *encoder, v reflect.Value, parent int, inline bool) outcome

// plans keeps the plan of each type that was met. They hold nothing of any value.
var plans = struct {
	sync.Mutex
	of map[reflect.Type]*plan
}{of: map[reflect.Type]*plan{}}

func planOf(t reflect.Type) *plan {
	plans.Lock()
	defer plans.Unlock()
	return makePlan(t)
}

// makePlan is for whoever holds the lock.
func makePlan(t reflect.Type) *plan {
	if p, ok := plans.of[t]; ok {
		return p
	}
	p := &plan{}
	plans.of[t] = p
	p.append = appenderOf(t)
	return p
}

var (
	jsonMarshaler = reflect.TypeFor[json.Marshaler]()
	textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()
)

// appenderOf chooses by the rules of encoding/json: what a type says of itself comes before
// what it is. A method of its pointer counts where the value can be addressed.
func appenderOf(t reflect.Type) appender {
	if known, ok := wellKnown(t); ok {
		return known
	}
	switch mayPoint := t.Kind() != reflect.Pointer; {
	case t.Implements(jsonMarshaler):
		return appendJSON
	case mayPoint && reflect.PointerTo(t).Implements(jsonMarshaler):
		return addressed(appendJSON, plain(t))
	case t.Implements(textMarshaler):
		return appendText
	case mayPoint && reflect.PointerTo(t).Implements(textMarshaler):
		return addressed(appendText, plain(t))
	}
	return plain(t)
}

// addressed writes a value by a method of its pointer, or otherwise where it has none.
func addressed(method, otherwise appender) appender {
	return func(e *encoder, v reflect.Value, parent int, inline bool) outcome {
		if !v.CanAddr() {
			return otherwise(e, v, parent, inline)
		}
		return method(e, v.Addr(), parent, inline)
	}
}

// plain writes a value by what it is.
func plain(t reflect.Type) appender {
	switch t.Kind() {
	case reflect.Bool:
		return appendBool
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return appendInt
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return appendUint
	case reflect.Float32, reflect.Float64:
		return appendFloat
	case reflect.String:
		return appendString
	case reflect.Struct:
		return structAppender(t)
	case reflect.Map:
		return mapAppender(t)
	case reflect.Slice:
		if isBytes(t) {
			return appendBytes
		}
		return listAppender(t)
	case reflect.Array:
		return listAppender(t)
	case reflect.Pointer:
		return pointerAppender(t)
	case reflect.Interface:
		return appendInterface
	}
	return func(e *encoder, _ reflect.Value, _ int, _ bool) outcome {
		return e.fail(fmt.Errorf("a %s can't be encoded", t))
	}
}
