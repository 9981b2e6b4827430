package main

import (
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/yaml"
)

var generated = sync.OnceValues(func() ([]result, error) { return generate(table) })

// results returns what the table gives, generated once for all tests.
func results(t *testing.T) []result {
	t.Helper()
	r, err := generated()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// files returns the files that the table gives.
func files(t *testing.T) map[string][]byte {
	t.Helper()
	f, err := collect(results(t))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestUpToDate(t *testing.T) {
	changes, err := compare(root, files(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := stale(changes); err != nil {
		t.Error(err)
	}
}

// TestDeterministic looks for an order that comes from a map: the parser has many.
func TestDeterministic(t *testing.T) {
	again, err := generate(table)
	if err != nil {
		t.Fatal(err)
	}
	got, err := collect(again)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(files(t), got); diff != "" {
		t.Errorf("the second time (-first +second):\n%s", diff)
	}
}

func TestCanonical(t *testing.T) {
	for file, data := range files(t) {
		data, err := plain(file, data)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		var names []string
		for text := range strings.SplitSeq(string(data), "---\n") {
			names = append(names, canonical(t, file, text))
		}
		if !slices.IsSorted(names) {
			t.Errorf("%s: not in the order of the names: %v", file, names)
		}
	}
}

// canonical reports what is wrong with a document, and returns the CRD's name.
func canonical(t *testing.T, file, text string) string {
	t.Helper()
	var doc struct {
		metadata `json:"metadata"`

		Spec any `json:"spec"`
	}
	var tree map[string]any
	if err := errors.Join(yaml.UnmarshalStrict([]byte(text), &tree), yaml.Unmarshal([]byte(text), &doc)); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	again, err := yaml.Marshal(tree)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	if diff := cmp.Diff(text, string(again)); diff != "" {
		t.Errorf("%s: %s: not canonical (-file +canonical):\n%s", file, doc.Name, diff)
	}
	for key := range tree {
		if !slices.Contains([]string{"apiVersion", "kind", "metadata", "spec"}, key) {
			t.Errorf("%s: %s: %s does not belong in the file", file, doc.Name, key)
		}
	}
	for key := range tree["metadata"].(map[string]any) {
		if key != "name" && key != "annotations" {
			t.Errorf("%s: %s: metadata.%s does not belong in the file", file, doc.Name, key)
		}
	}
	for _, at := range described(doc.Spec, "spec") {
		t.Errorf("%s: %s: %s has a description", file, doc.Name, at)
	}
	return doc.Name
}

// described returns the paths of the values that carry a description. One that is no
// string is a property of that name.
func described(v any, at string) []string {
	var found []string
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			if _, ok := value.(string); ok && key == "description" {
				found = append(found, at)
			}
			found = append(found, described(value, at+"."+key)...)
		}
	case []any:
		for i, value := range v {
			found = append(found, described(value, fmt.Sprintf("%s[%d]", at, i))...)
		}
	}
	return found
}

func TestTable(t *testing.T) {
	if !slices.IsSortedFunc(table, func(a, b source) int { return strings.Compare(a.Addon, b.Addon) }) {
		t.Error("the table is not sorted by addon")
	}
	var want []string
	for _, s := range table {
		want = append(want, s.imports()...)
	}
	file, err := parser.ParseFile(token.NewFileSet(), "modules.go", nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, i := range file.Imports {
		p, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, p)
	}
	slices.Sort(want)
	want = slices.Compact(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("modules.go does not import what the table names (-table +modules.go):\n%s", diff)
	}
}

func TestPatch(t *testing.T) {
	s := table[slices.IndexFunc(table, func(s source) bool { return s.Addon == "externaldns" })]
	s.Patches = []patch{
		func(crds []*apiextensionsv1.CustomResourceDefinition) ([]*apiextensionsv1.CustomResourceDefinition, error) {
			return crds[:1], nil
		},
		func(crds []*apiextensionsv1.CustomResourceDefinition) ([]*apiextensionsv1.CustomResourceDefinition, error) {
			crds[0].Spec.Names.Categories = []string{"dns"}
			return crds, nil
		},
	}
	r, err := generate([]source{s})
	if err != nil {
		t.Fatal(err)
	}
	if len(r[0].crds) != 1 || !slices.Equal(r[0].crds[0].Spec.Names.Categories, []string{"dns"}) {
		t.Errorf("after the patches: %+v", r[0].crds)
	}
}

// TestErrors sees to it that an error names the row, and that one row's error does not
// hide another's.
func TestErrors(t *testing.T) {
	const module = "sigs.k8s.io/external-dns"
	fail := func([]*apiextensionsv1.CustomResourceDefinition) ([]*apiextensionsv1.CustomResourceDefinition, error) {
		return nil, fmt.Errorf("no such kind")
	}
	_, err := generate([]source{
		{Addon: "a", Module: module, Packages: []string{"apis/v0"}},
		{Addon: "b", Module: module, Packages: []string{"endpoint"}},
		{Addon: "c", Module: module + "/apis", Packages: []string{"v1alpha1"}},
		{Addon: "d", Module: module, Packages: []string{"apis/v1alpha1"}, Patches: []patch{fail}},
	})
	for _, want := range []string{
		"a: " + module + ": ",
		"b: " + module + ": no package declares a kind",
		"c: " + module + "/apis: package " + module + "/apis/v1alpha1 is in another module",
		"d: " + module + ": patch 1: no such kind",
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error is %v\nit should have %q", err, want)
		}
	}

	r := results(t)
	if _, err := collect(append(r, r...)); err == nil || !strings.Contains(err.Error(), "both") {
		t.Errorf("two rows make the same files, and the error is %v", err)
	}
}

func TestCompare(t *testing.T) {
	root := t.TempDir()
	write := func(name, data string) {
		t.Helper()
		name = filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(data), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("addons/a/crds.yaml", "same\n")
	write("addons/b/crds.yaml", "old\n")
	write("addons/c/crds.yaml", "kept: no row names c\n")

	files := map[string][]byte{
		"addons/a/crds.yaml": []byte("same\n"),
		"addons/b/crds.yaml": []byte("new\n"),
		"addons/d/crds.yaml": []byte("new\n"),
	}
	changes, err := compare(root, files)
	if err != nil {
		t.Fatal(err)
	}
	err = stale(changes)
	for _, want := range []string{
		"update addons/b/crds.yaml",
		"create addons/d/crds.yaml",
		"go -C internal/crdgen run .",
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error is %v\nit should have %q", err, want)
		}
	}
	if len(changes) != 2 {
		t.Errorf("changes are %v, want 2", changes)
	}
	for _, c := range changes {
		if err := c.apply(root); err != nil {
			t.Fatal(err)
		}
	}
	if changes, err := compare(root, files); err != nil || len(changes) != 0 {
		t.Errorf("after the changes: %v, %v", changes, err)
	}
}
