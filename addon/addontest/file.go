package addontest

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"sigs.k8s.io/yaml"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/cluster"
	"github.com/fitout/fitout/schema/gen"
)

// file is the case as a cluster file has it, in JSON values.
func (c Case[O]) file(t *testing.T, def addon.Definition[O]) map[string]any {
	t.Helper()
	name := def.New(c.Options).Name()
	options, err := json.Marshal(c.Options)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(cluster.File{
		Target:   c.target(),
		Existing: c.Existing,
		Addons:   map[string]json.RawMessage{name: options},
	})
	if err != nil {
		t.Fatal(err)
	}
	var v map[string]any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// fromFile checks that the case renders to the same bytes when it is read from its cluster
// file, so that what Go can say a file can say too.
func (c Case[O]) fromFile(t *testing.T, def addon.Definition[O], want []byte) {
	t.Helper()
	text, err := yaml.Marshal(c.file(t, def))
	if err != nil {
		t.Fatal(err)
	}
	if old := folderOf(def.Card).read(t, c.Name+".cluster.yaml", text); !bytes.Equal(old, text) {
		t.Errorf("%s.cluster.yaml, rewrite it with UPDATE=1 go test:\n%s", c.Name, cmp.Diff(string(old), string(text)))
	}
	read, err := cluster.Load(bytes.NewReader(text), []addon.Factory{def})
	if err != nil {
		t.Fatalf("%s.cluster.yaml: %v", c.Name, err)
	}
	plan, err := read.Plan()
	if err != nil {
		t.Fatal(err)
	}
	if got := stream(t, plan); !bytes.Equal(want, got) {
		t.Errorf("%s.cluster.yaml renders otherwise than the options in Go:\n%s", c.Name, cmp.Diff(string(want), string(got)))
	}
}

// agree checks that the schema by which editors know a cluster file and the loader that
// reads it refuse the same files: the cases themselves, and the full ones with one value
// replaced by something odd. The loader may refuse more, since Validate knows more than a
// schema can say, but not where a type or a name is wrong.
func agree[O any](t *testing.T, def addon.Definition[O], cases []Case[O]) {
	schema := compile(t, def)
	for _, c := range cases {
		doc := c.file(t, def)
		if err := schema.Validate(doc); err != nil {
			t.Errorf("case %s: the schema refuses it: %v", c.Name, err)
			continue
		}
		if c.Name != "full" && !strings.HasPrefix(c.Name, "full-") {
			continue
		}
		load := func() (cluster.Cluster, error) {
			text, err := json.Marshal(doc)
			if err != nil {
				t.Fatal(err)
			}
			return cluster.Load(bytes.NewReader(text), []addon.Factory{def})
		}
		tried := map[string]bool{} // the items of a list have one schema
		m := mutation{
			try: func(path string, structural bool) {
				if tried[path] {
					return
				}
				tried[path] = true
				bySchema := schema.Validate(doc)
				read, byLoader := load()
				if byLoader == nil {
					read.Plan() // may be refused, but must not panic
				}
				if bySchema != nil && byLoader == nil {
					t.Errorf("case %s: %s: the schema refuses what the loader takes: %v", c.Name, path, bySchema)
				}
				if structural && byLoader != nil && bySchema == nil {
					t.Errorf("case %s: %s: the loader refuses what the schema takes: %v", c.Name, path, byLoader)
				}
			},
			valid: func() bool {
				_, err := load()
				return err == nil && schema.Validate(doc) == nil
			},
		}
		m.within(doc["addons"], "", func(v any) { doc["addons"] = v })
	}
}

// compile makes the schema of a cluster file that knows the one addon.
func compile[O any](t *testing.T, def addon.Definition[O]) *jsonschema.Schema {
	t.Helper()
	g, err := gen.New()
	if err != nil {
		t.Fatal(err)
	}
	data, err := g.Cluster([]addon.Factory{def})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("cluster.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("cluster.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// mutation replaces each value of a document in turn, calls try, and puts the value back.
// Replacements that have another structure, which a schema can always tell, are marked.
//
// What stands beside a value goes while it is replaced, and the values within it, as long as
// the document is valid without that: a large one needn't be read as a whole, over and over.
type mutation struct {
	try   func(path string, structural bool)
	valid func() bool
}

// within replaces the values within v, which is at the path and is set there by set.
func (m mutation) within(v any, path string, set func(any)) {
	switch v := v.(type) {
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			at, old := strings.TrimPrefix(path+"."+k, "."), v[k]
			alone := m.alone(v, k, set)
			put := func(x any) { alone[k] = x }
			m.swap(at, old, put)
			m.within(old, at, put)
			set(v)
		}
		v["unknownField"] = "x"
		m.try(path+".unknownField", false) // the keys of a map are free, or Validate's to judge
		delete(v, "unknownField")
	case []any:
		for i, old := range v {
			at := path + "[]"
			alone, place := []any{old}, 0
			if set(alone); len(v) == 1 || !m.valid() {
				alone, place = v, i
				set(v)
			}
			put := func(x any) { alone[place] = x }
			m.swap(at, old, put)
			m.within(old, at, put)
			set(v)
		}
	}
}

// alone is a map that has no more than one value of another, and those beside it without which
// the document isn't valid. It is set.
func (m mutation) alone(v map[string]any, key string, set func(any)) map[string]any {
	alone := map[string]any{key: v[key]}
	if set(alone); m.valid() {
		return alone
	}
	alone = maps.Clone(v)
	set(alone)
	for _, k := range slices.Sorted(maps.Keys(v)) {
		if k == key {
			continue
		}
		delete(alone, k)
		if !m.valid() {
			alone[k] = v[k]
		}
	}
	return alone
}

// swap replaces a value.
func (m mutation) swap(path string, old any, set func(any)) {
	for _, odd := range odds(old) {
		set(odd.value)
		m.try(path+" = "+odd.name, odd.structural)
	}
	set(old)
}

type odd struct {
	name       string
	value      any
	structural bool
}

func odds(old any) []odd {
	all := []odd{
		{"null", nil, true},
		{"a map", map[string]any{"unknownField": map[string]any{}}, true},
		{"a list", []any{[]any{}}, true},
	}
	switch old.(type) {
	case map[string]any:
		all[1].structural = false // it may be a map whose keys are free
		return all
	case string:
		return append(all, odd{"a strange string", "\u00e9 \"x\"", false}, odd{"nothing", "", false}, odd{"a number", 7.0, false})
	case float64:
		return append(all, odd{"below", -1e6, false}, odd{"above", 1e7, false}, odd{"zero", 0.0, false}, odd{"a string", "x", false})
	case bool:
		return append(all, odd{"a string", "true", false})
	}
	return all
}
