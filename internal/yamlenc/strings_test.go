package yamlenc

import (
	"math/rand"
	"regexp"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"
)

// everywhere has a string in each place where it can stand.
func everywhere(key, value string) map[string]any {
	return map[string]any{
		"k":      value,
		"list":   []any{value, []any{value, []any{value}}, map[string]any{"k": value, key: value}},
		"nested": map[string]any{"nested": map[string]any{key: value, "a": "b", "a1": "b", "a10": "b"}},
		"keyed":  map[string]any{key: []any{value, map[string]any{key: value}}},
		"deeper": map[string]any{key: map[string]any{key: map[string]string{key: value}}},
		"empty":  map[string]any{key: map[string]any{}},
	}
}

func TestOddStrings(t *testing.T) {
	for _, s := range odd {
		same(t, everywhere("key", s))
		same(t, everywhere(s, "value"))
	}
}

func TestRandomStrings(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for range 3000 {
		same(t, everywhere(text(r), text(r)))
	}
}

// FuzzStrings looks for strings that the library writes otherwise. What it refuses to write
// is skipped: see TestControlCharacters.
//
//	go test -fuzz FuzzStrings -fuzzminimizetime 1x ./internal/yamlenc
func FuzzStrings(f *testing.F) {
	for _, s := range odd {
		f.Add("key", s)
		f.Add(s, "value")
	}
	f.Fuzz(func(t *testing.T, key, value string) {
		object := everywhere(key, value)
		if _, err := oracle(object); err != nil {
			t.Skip(err)
		}
		same(t, object)
	})
}

// The library fails on most control characters, and makes a space of U+0085. Nothing that
// a ConfigMap may hold is lost or refused here.
func TestControlCharacters(t *testing.T) {
	for _, s := range []string{"a\u007fb", "a\u0080b", "a\u0085b", "\u0085", "a\u0085\nb", "a\u009fb", "a\ufffeb", "a\uffffb"} {
		want := map[string]any{"data": map[string]any{"k": s, s: "v"}}
		doc, err := Append(nil, want)
		if err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		var got map[string]any
		if err := yaml.Unmarshal(doc, &got); err != nil {
			t.Fatalf("%q: %v\n%s", s, err, doc)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q is read as something else (-want +got):\n%s\n%s", s, diff, doc)
		}
	}
}

// Numbers in text are in the order of what they count, as in the names of versions.
func TestKeyOrder(t *testing.T) {
	want := `a.b: ""
a1: ""
a2: ""
a10: ""
aB: ""
ab: ""
é: ""
`
	got, err := Append(nil, map[string]string{"a10": "", "ab": "", "a1": "", "aB": "", "a2": "", "a.b": "", "é": ""})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRandomKeys(t *testing.T) {
	orderless := regexp.MustCompile(`[0-9]{19}|(^|[^0-9])0[0-9]`) // see sortKeys
	r := rand.New(rand.NewSource(1))
	for range 1000 {
		m := map[string]string{}
		for range 12 {
			if key := text(r); utf8.ValidString(key) && !orderless.MatchString(key) {
				m[key] = "v"
			}
		}
		same(t, map[string]any{"m": m})
	}
}
