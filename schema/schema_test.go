package schema_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"sigs.k8s.io/yaml"

	"github.com/fitout/fitout/addons"
	"github.com/fitout/fitout/cluster"
	"github.com/fitout/fitout/schema"
)

// compile compiles the schema in a file of this folder, as a validator that stands in it.
func compile(t *testing.T, file string) *jsonschema.Schema {
	t.Helper()
	s, err := jsonschema.NewCompiler().Compile(file)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func parse(t *testing.T, text string) any {
	t.Helper()
	json, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(string(json)))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestValidFiles(t *testing.T) {
	s := compile(t, "cluster.schema.json")
	files, err := filepath.Glob("../addons/*/testdata/*.cluster.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	several, err := filepath.Glob("../addons/*/testdata/*/*.cluster.yaml")
	if err != nil || len(several) == 0 {
		t.Fatal(err)
	}
	for _, file := range slices.Concat(files, several, []string{"../examples/file/cluster.yaml"}) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(parse(t, string(text))); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

// What an editor marks, the loader refuses, and the other way round.
func TestInvalidFiles(t *testing.T) {
	s := compile(t, "cluster.schema.json")
	const head = "name: prod\nkubernetes: \"1.34\"\n"
	for name, text := range map[string]string{
		"no name":                  "kubernetes: \"1.34\"\naddons: {rbac: {}}",
		"no addons":                head,
		"an empty cluster":         head + "addons: {}",
		"an addon that isn't one":  head + "addons: {rback: {}}",
		"a second single install":  head + "addons: {rbac/two: {}}",
		"an instance without name": head + "addons: {ingress-nginx/: {}}",
		"an unknown field":         head + "addons: {metrics-server: {prot: 1}}",
		"an unknown field of pods": head + "addons: {metrics-server: {pods: {replica: 1}}}",
		"no value":                 head + "addons: {metrics-server: }",
		"a wrong type":             head + "addons: {metrics-server: {hostNetwork: \"yes\"}}",
		"out of range":             head + "addons: {metrics-server: {port: 65536}}",
		"no such value":            head + "addons: {external-dns: {policy: snyc, ownerID: a}}",
		"a required field":         head + "addons: {storage-class: {classes: [{ebs: {}}]}}",
		"a required list":          head + "addons: {storage-class: {}}",
		"an empty list":            head + "addons: {storage-class: {classes: []}}",
		"a number for a version":   "name: prod\nkubernetes: 1.34\naddons: {rbac: {}}",
		"an account that is none":  head + "aws: {id: \"12\", region: ap-northeast-1}\naddons: {rbac: {}}",
		"a mirror with a scheme":   head + "mirror: {quay.io: \"https://mirror.example.com\"}\naddons: {rbac: {}}",
		"a duration without unit":  head + "addons: {metrics-server: {metricResolution: \"15\"}}",
		"a quantity that is none":  head + "addons: {metrics-server: {addonResizer: {cpu: 1x}}}",
	} {
		bySchema := s.Validate(parse(t, text))
		_, byLoader := cluster.Load(strings.NewReader(text), addons.All)
		if bySchema == nil || byLoader == nil {
			t.Errorf("%s: the schema says %v, the loader %v", name, bySchema, byLoader)
		}
	}
}

// Each addon has a schema of its own, in which what addons share is referred to.
func TestAddons(t *testing.T) {
	c := jsonschema.NewCompiler() // one, which reads what is shared once
	for _, f := range addons.All {
		if _, err := c.Compile(f.Info().Name + ".schema.json"); err != nil {
			t.Error(err)
		}
	}
}

// An option without hover text is one that nobody can use without reading the source.
func TestEveryOptionIsDescribed(t *testing.T) {
	var s struct {
		Defs map[string]struct {
			Properties map[string]struct{ Description string }
		} `json:"$defs"`
	}
	if err := yaml.Unmarshal(schema.Cluster, &s); err != nil {
		t.Fatal(err)
	}
	kubernetes := regexp.MustCompile(`(^|\.)v[0-9]+(alpha[0-9]+|beta[0-9]+)?\.`) // describes itself, mostly
	for name, def := range s.Defs {
		for property, p := range def.Properties {
			if p.Description == "" && !kubernetes.MatchString(name) {
				t.Errorf("%s.%s has no description", name, property)
			}
		}
	}
}
