package addontest

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/fitout/fitout/addon"
)

// covered checks that each option is set in some case, so that some golden shows what it
// does.
func covered[O any](t *testing.T, cases []Case[O]) {
	set := map[string]bool{}
	for _, c := range cases {
		visit(reflect.ValueOf(c.Options), "", set, nil)
	}
	for path, shown := range set {
		if !shown {
			t.Errorf("no case sets %s, so no golden shows what it does", path)
		}
	}
}

// visit notes for each option of ours whether it is set, by its path without indices. It
// looks into what is not there as well, but for types that it is in already.
func visit(v reflect.Value, path string, set map[string]bool, in []reflect.Type) {
	t := v.Type()
	if t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		elem := t.Elem()
		if elem.Kind() != reflect.Struct || !mine(elem) {
			return
		}
		if !slices.Contains(in, elem) {
			visit(reflect.Zero(elem), path, set, in)
		}
		switch {
		case v.IsNil():
		case t.Kind() == reflect.Pointer:
			visit(v.Elem(), path, set, in)
		case t.Kind() == reflect.Slice:
			for i := range v.Len() {
				visit(v.Index(i), path, set, in)
			}
		default:
			for it := v.MapRange(); it.Next(); {
				visit(it.Value(), path, set, in)
			}
		}
		return
	}
	if t.Kind() != reflect.Struct || !mine(t) {
		return
	}
	in = append(slices.Clone(in), t)
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		p := path
		if name == "-" {
			continue
		}
		if name != "" {
			p = strings.TrimPrefix(path+"."+name, ".")
			set[p] = set[p] || !v.Field(i).IsZero()
		}
		visit(v.Field(i), p, set, in)
	}
}

// mine tells the structs whose fields are an addon's own options from those that all
// addons share, which are tested where they are declared.
func mine(t reflect.Type) bool {
	p := t.PkgPath()
	return p != "" && !strings.HasPrefix(p, "k8s.io/") && p != reflect.TypeFor[addon.Pods]().PkgPath()
}

var kebab = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// card checks what the catalogue prints of an addon.
func card(t *testing.T, c addon.Card) {
	if !kebab.MatchString(c.Name) {
		t.Errorf("name %q is not kebab-case", c.Name)
	}
	if c.Summary() == "" {
		t.Error("Doc has no package comment: embed doc.go")
	}
	if c.Category == "" {
		t.Error("has no category")
	}
	if c.Version != "" && c.Source == "" {
		t.Error("has a version but no source")
	}
}
