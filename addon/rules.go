package addon

import (
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// rules are the constraints of one field's jsonschema tag.
type rules struct {
	required, unique bool
	minimum, maximum *float64
	minLength        int
	maxLength        *int
	minItems         int
	maxItems         *int
	pattern          *regexp.Regexp
	enum             []string
}

// optionField is a field of a struct of options, as JSON has it.
type optionField struct {
	name  string // empty for an embedded struct
	index []int
	rules rules
}

// known holds the fields of the types seen so far: reflect.Type to []optionField. It
// caches what the types say and never changes a result.
var known sync.Map

func fieldsOf(t reflect.Type) []optionField {
	if fs, ok := known.Load(t); ok {
		return fs.([]optionField)
	}
	var fs []optionField
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" || !f.IsExported() {
			continue
		}
		if name == "" && !f.Anonymous {
			name = f.Name
		}
		fs = append(fs, optionField{name, f.Index, parseRules(f.Tag.Get("jsonschema"))})
	}
	known.Store(t, fs)
	return fs
}

// parseRules reads a jsonschema tag. It panics on a rule that it doesn't know or that is
// malformed, since the schema would promise what nobody checks.
func parseRules(tag string) rules {
	var r rules
	for word := range splitTag(tag) {
		name, arg, _ := strings.Cut(word, "=")
		var err error
		switch name {
		case "":
		case "required":
			r.required = true
		case "uniqueItems":
			r.unique = true
		case "minimum":
			r.minimum, err = parseFloat(arg)
		case "maximum":
			r.maximum, err = parseFloat(arg)
		case "minLength":
			r.minLength, err = strconv.Atoi(arg)
		case "maxLength":
			r.maxLength, err = parseInt(arg)
		case "minItems":
			r.minItems, err = strconv.Atoi(arg)
		case "maxItems":
			r.maxItems, err = parseInt(arg)
		case "pattern":
			r.pattern, err = regexp.Compile(arg)
		case "enum":
			r.enum = append(r.enum, arg)
		default:
			err = fmt.Errorf("unknown rule")
		}
		if err != nil {
			panic(fmt.Sprintf("addon: jsonschema tag %q: %s: %v", tag, word, err))
		}
	}
	return r
}

// splitTag yields the words between a tag's commas; "\," is a comma within a word.
func splitTag(tag string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		var word strings.Builder
		for i := 0; i < len(tag); i++ {
			switch {
			case tag[i] == '\\' && i+1 < len(tag) && tag[i+1] == ',':
				i++
				word.WriteByte(',')
			case tag[i] == ',':
				if !yield(word.String()) {
					return
				}
				word.Reset()
			default:
				word.WriteByte(tag[i])
			}
		}
		yield(word.String())
	}
}

func parseFloat(s string) (*float64, error) {
	f, err := strconv.ParseFloat(s, 64)
	return &f, err
}

func parseInt(s string) (*int, error) {
	n, err := strconv.Atoi(s)
	return &n, err
}
