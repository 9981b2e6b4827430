package addontest

import (
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/alb"
)

// covered checks that each option is set in some case, so that some golden shows what it
// does.
func covered[O any](t *testing.T, cases []Case[O]) {
	set := map[string]bool{}
	var o O
	visit(reflect.ValueOf(o), set, nil)
	for _, c := range cases {
		visit(reflect.ValueOf(c.Options), set, nil)
	}
	for _, option := range slices.Sorted(maps.Keys(set)) {
		if !set[option] {
			t.Errorf("no case sets %s, so no golden shows what it does", option)
		}
	}
}

// visit notes for each field of the addon's own structs whether it is set. It looks into
// what is not there as well, but for types that it is in already.
func visit(v reflect.Value, set map[string]bool, in []reflect.Type) {
	t := v.Type()
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		elem := t.Elem()
		if elem.Kind() != reflect.Struct || !mine(elem) {
			return
		}
		if !slices.Contains(in, elem) {
			visit(reflect.Zero(elem), set, in)
		}
		switch {
		case v.IsNil():
		case t.Kind() == reflect.Pointer:
			visit(v.Elem(), set, in)
		case t.Kind() == reflect.Slice:
			for i := range v.Len() {
				visit(v.Index(i), set, in)
			}
		default:
			for it := v.MapRange(); it.Next(); {
				visit(it.Value(), set, in)
			}
		}
	case reflect.Struct:
		if !mine(t) {
			return
		}
		in = append(slices.Clone(in), t)
		for i := range t.NumField() {
			f := t.Field(i)
			if f.Tag.Get("json") == "-" {
				continue
			}
			if !f.Anonymous {
				option := t.Name() + "." + f.Name
				set[option] = set[option] || !v.Field(i).IsZero()
			}
			visit(v.Field(i), set, in)
		}
	}
}

// mine tells the structs whose fields are an addon's own options from those that all
// addons share, which are tested where they are declared.
func mine(t reflect.Type) bool {
	p := t.PkgPath()
	return p != "" && !strings.HasPrefix(p, "k8s.io/") && p != reflect.TypeFor[addon.Pods]().PkgPath() && p != reflect.TypeFor[alb.Ingress]().PkgPath()
}

var (
	kebab = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	rang  = regexp.MustCompile(`^((>=|<=|>|<|=)?[0-9]+\.[0-9]+( |$))*$`)
)

// card checks what the catalogue prints of an addon.
func card(t *testing.T, c addon.Card) {
	if !kebab.MatchString(c.Name) {
		t.Errorf("name %q is not kebab-case", c.Name)
	}
	if c.Summary() == "" {
		t.Error("Doc has no package comment: embed doc.go")
	}
	for _, section := range []string{"# What it is for", "# Where it departs from upstream", "# What to watch"} {
		if !strings.Contains(c.Text(), "\n"+section+"\n") {
			t.Errorf("doc.go has no section %q", section)
		}
	}
	if c.Category == "" {
		t.Error("has no category")
	}
	if c.Version != "" && c.Source == "" {
		t.Error("has a version but no source")
	}
	if !rang.MatchString(c.Kubernetes) {
		t.Errorf("Kubernetes %q is no range: write it as in \">=1.25 <1.36\"", c.Kubernetes)
	}
}
