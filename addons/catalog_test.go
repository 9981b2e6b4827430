package addons_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addons"
)

// An addon that isn't listed is in no schema and in no cluster file.
func TestAllIsAll(t *testing.T) {
	docs, err := filepath.Glob("*/doc.go")
	if err != nil {
		t.Fatal(err)
	}
	var folders, listed, names []string
	for _, doc := range docs {
		folders = append(folders, filepath.Dir(doc))
	}
	for _, f := range addons.All {
		listed = append(listed, filepath.Base(f.Options().PkgPath()))
		names = append(names, f.Info().Name)
	}
	slices.Sort(folders)
	slices.Sort(listed)
	if diff := cmp.Diff(folders, slices.Compact(listed)); diff != "" { // a package may have several
		t.Errorf("folders -, listed +:\n%s", diff)
	}
	if !slices.IsSorted(names) || len(slices.Compact(slices.Clone(names))) != len(names) {
		t.Errorf("not sorted, or one is there twice: %v", names)
	}
}

var example = regexp.MustCompile(`(?m)^func Example.*\n(.*\n)*?\t// Output:\n\t// .`)

// Every addon shows how it is used, in code that is run.
func TestEveryAddonHasAnExample(t *testing.T) {
	for _, f := range addons.All {
		folder := filepath.Base(f.Options().PkgPath())
		files, err := filepath.Glob(folder + "/*_test.go")
		if err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			text.Write(data)
		}
		if !example.MatchString(text.String()) {
			t.Errorf("%s has no Example with an Output", folder)
		}
	}
}
