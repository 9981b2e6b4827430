// Generate writes the files that are made from the addons themselves: the JSON Schemas in
// schema, and the table of addons in README.md. Run it by
//
//	go generate ./...
//
// in the folder of the module, with -check to write nothing and fail if a file is stale.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons"
	"github.com/fitout/fitout/schema/gen"
)

func main() {
	check := flag.Bool("check", false, "write nothing; fail if a file is stale")
	flag.Parse()
	if err := run(".", *check); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// run brings the files of a module's folder up to date or, when check is set, fails with
// the names of those that are not.
func run(root string, check bool) error {
	files, err := generate(root, addons.All)
	if err != nil {
		return err
	}
	var stale []string
	for _, name := range slices.Sorted(maps.Keys(files)) {
		old, err := os.ReadFile(filepath.Join(root, name))
		if err == nil && bytes.Equal(old, files[name]) {
			continue
		}
		stale = append(stale, name)
		if check {
			continue
		}
		if err := os.WriteFile(filepath.Join(root, name), files[name], 0o666); err != nil {
			return err
		}
	}
	if check && len(stale) > 0 {
		return fmt.Errorf("run go generate ./..., since these are stale: %s", strings.Join(stale, ", "))
	}
	return nil
}

// generate returns the content of all generated files, by their paths below root.
func generate(root string, all []addon.Factory) (map[string][]byte, error) {
	var sources []gen.Source
	for _, folder := range []string{"addon", "addons", "cluster"} { // where options are declared
		sources = append(sources, gen.Source{Package: "github.com/fitout/fitout/" + folder, Dir: filepath.Join(root, folder)})
	}
	g, err := gen.New(sources...)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	var errs []error
	put := func(name string, data []byte, err error) {
		files[name] = data
		errs = append(errs, err)
	}
	data, err := g.Cluster(all)
	put("schema/cluster.schema.json", data, err)
	for _, f := range all {
		data, err := g.Addon(f, "cluster.schema.json")
		put("schema/"+f.Info().Name+".schema.json", data, err)
	}
	data, err = readme(root, all)
	put("README.md", data, err)
	return files, errors.Join(errs...)
}

// The lines of README.md between which the table of addons stands.
const (
	tableBegin = "<!-- addons: made by go generate -->\n"
	tableEnd   = "<!-- end of addons -->\n"
)

// readme returns README.md with the table of addons made anew.
func readme(root string, all []addon.Factory) ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		return nil, err
	}
	before, rest, ok1 := strings.Cut(string(text), tableBegin)
	_, after, ok2 := strings.Cut(rest, tableEnd)
	if !ok1 || !ok2 {
		return nil, errors.New("README.md lacks the lines between which the table of addons stands")
	}
	var b strings.Builder
	b.WriteString("| addon | package | what it does | version | Kubernetes | upstream |\n")
	b.WriteString("|---|---|---|---|---|---|\n")
	for _, f := range all {
		c := f.Info()
		p := f.Options().PkgPath()
		fmt.Fprintf(&b, "| %s | [%s](%s) | %s | %s | %s | %s |\n", c.Name, p[strings.LastIndexByte(p, '/')+1:],
			strings.TrimPrefix(p, "github.com/fitout/fitout/"), c.Summary(), c.Version, c.Kubernetes, c.Lifecycle)
	}
	return []byte(before + tableBegin + b.String() + tableEnd + after), nil
}
