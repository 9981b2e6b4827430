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
// reads it refuse the same files: the cases themselves, and each of them with one value
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
		if c.Name != "full" {
			continue
		}
		addons := doc["addons"].(map[string]any)
		tried := map[string]bool{} // the items of a list have one schema
		mutate(addons, "", func(path string, structural bool) {
			if tried[path] {
				return
			}
			tried[path] = true
			bySchema := schema.Validate(doc)
			text, err := json.Marshal(doc)
			if err != nil {
				t.Fatal(err)
			}
			read, byLoader := cluster.Load(bytes.NewReader(text), []addon.Factory{def})
			if byLoader == nil {
				read.Plan() // may be refused, but must not panic
			}
			if bySchema != nil && byLoader == nil {
				t.Errorf("case %s: %s: the schema refuses what the loader takes: %v", c.Name, path, bySchema)
			}
			if structural && byLoader != nil && bySchema == nil {
				t.Errorf("case %s: %s: the loader refuses what the schema takes: %v", c.Name, path, byLoader)
			}
		})
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

// mutate replaces each value within v in turn, calls try, and puts the value back.
// Replacements that have another structure, which a schema can always tell, are marked.
// The path is that of v.
func mutate(v any, path string, try func(path string, structural bool)) {
	swap := func(at string, old any, set func(any)) {
		for _, odd := range odds(old) {
			set(odd.value)
			try(at+" = "+odd.name, odd.structural)
		}
		set(old)
		mutate(old, at, try)
	}
	switch v := v.(type) {
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			swap(strings.TrimPrefix(path+"."+k, "."), v[k], func(x any) { v[k] = x })
		}
		v["unknownField"] = "x"
		try(path+".unknownField", false) // the keys of a map are free, or Validate's to judge
		delete(v, "unknownField")
	case []any:
		for i := range v {
			swap(path+"[]", v[i], func(x any) { v[i] = x })
		}
	}
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
