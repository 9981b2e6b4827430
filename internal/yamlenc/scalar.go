package yamlenc

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strconv"
)

// space parts a scalar from the colon before it. Behind a dash there is a space already.
func (e *encoder) space(inline bool) {
	if !inline {
		e.buf = append(e.buf, ' ')
	}
}

// bare writes a scalar that is no string.
func (e *encoder) bare(s string, inline bool) outcome {
	e.space(inline)
	e.text(s)
	return scalar
}

func appendBool(e *encoder, v reflect.Value, _ int, inline bool) outcome {
	return e.bare(strconv.FormatBool(v.Bool()), inline)
}

func appendInt(e *encoder, v reflect.Value, _ int, inline bool) outcome {
	e.space(inline)
	e.buf = strconv.AppendInt(e.buf, v.Int(), 10)
	return scalar
}

func appendUint(e *encoder, v reflect.Value, _ int, inline bool) outcome {
	e.space(inline)
	e.buf = strconv.AppendUint(e.buf, v.Uint(), 10)
	return scalar
}

func appendString(e *encoder, v reflect.Value, parent int, inline bool) outcome {
	if v.Type() == numberType {
		return e.number(json.Number(v.String()), parent, inline)
	}
	return e.string(v.String(), parent, inline)
}

var numberType = reflect.TypeFor[json.Number]()

// appendFloat writes a number as JSON has it, since that is what a reader of either gets.
func appendFloat(e *encoder, v reflect.Value, parent int, inline bool) outcome {
	if f := v.Float(); math.IsNaN(f) || math.IsInf(f, 0) {
		return e.fail(fmt.Errorf("the %s %v can't be encoded", v.Type(), f))
	}
	data, err := json.Marshal(v.Interface())
	if err != nil {
		return e.fail(err)
	}
	return e.number(json.Number(data), parent, inline)
}

// number writes a number of JSON as YAML has it: an integer where 64 bits hold it, a
// floating point number, or, beyond what that can be, the text.
func (e *encoder) number(n json.Number, parent int, inline bool) outcome {
	if n == "" {
		n = "0" // as encoding/json has it
	}
	if i, err := strconv.ParseInt(string(n), 10, 64); err == nil {
		return e.bare(strconv.FormatInt(i, 10), inline)
	}
	if u, err := strconv.ParseUint(string(n), 10, 64); err == nil {
		return e.bare(strconv.FormatUint(u, 10), inline)
	}
	if f, err := strconv.ParseFloat(string(n), 64); err == nil {
		return e.bare(strconv.FormatFloat(f, 'g', -1, 64), inline)
	}
	return e.string(string(n), parent, inline)
}

// isBytes tells whether a slice is one of bytes, which JSON has in base64.
func isBytes(t reflect.Type) bool {
	elem := t.Elem()
	return elem.Kind() == reflect.Uint8 &&
		!reflect.PointerTo(elem).Implements(jsonMarshaler) && !reflect.PointerTo(elem).Implements(textMarshaler)
}

func appendBytes(e *encoder, v reflect.Value, parent int, inline bool) outcome {
	if v.IsNil() {
		return null
	}
	return e.string(base64.StdEncoding.EncodeToString(v.Bytes()), parent, inline)
}
