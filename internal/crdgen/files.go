package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// folder is where an addon's CRDs are, seen from the repository's root.
func folder(addon string) string {
	return path.Join("addons", addon, "crds")
}

// collect returns the files that the CRDs make, by their slash-separated paths below the
// repository's root.
func collect(results []result) (map[string][]byte, error) {
	files := make(map[string][]byte)
	from := make(map[string]string)
	for _, r := range results {
		for _, c := range r.crds {
			// The name of a CRD is its plural and its group, which is unique in a cluster.
			name := path.Join(folder(r.source.Addon), c.Name+".yaml")
			if other, ok := from[name]; ok {
				return nil, fmt.Errorf("%s: both %s and %s make it", name, other, r.source.Module)
			}
			data, err := encode(c)
			if err != nil {
				return nil, fmt.Errorf("%s: %s: %w", r.source.Addon, r.source.Module, err)
			}
			from[name] = r.source.Module
			files[name] = data
		}
	}
	return files, nil
}

// A change is what has to happen to a file to bring it up to date.
type change struct {
	verb string // create, update or remove
	path string // slash-separated, below the repository's root
	data []byte // nil where the file goes
}

func (c change) String() string {
	return c.verb + " " + c.path
}

// compare returns the changes that make the tree at root hold the files, sorted by path.
// In the folders that the files are in, other YAML files are to go; nothing else is
// looked at.
func compare(root string, files map[string][]byte) ([]change, error) {
	var changes []change
	folders := make(map[string]bool)
	for name, want := range files {
		folders[path.Dir(name)] = true
		got, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			changes = append(changes, change{"create", name, want})
		case err != nil:
			return nil, err
		case !bytes.Equal(got, want):
			changes = append(changes, change{"update", name, want})
		}
	}
	for dir := range folders {
		found, err := fs.Glob(os.DirFS(root), path.Join(dir, "*.yaml"))
		if err != nil {
			return nil, err
		}
		for _, name := range found {
			if _, ok := files[name]; !ok {
				changes = append(changes, change{"remove", name, nil})
			}
		}
	}
	slices.SortFunc(changes, func(a, b change) int { return cmp.Compare(a.path, b.path) })
	return changes, nil
}

// apply carries out the change in the tree at root.
func (c change) apply(root string) error {
	name := filepath.Join(root, filepath.FromSlash(c.path))
	if c.data == nil {
		return os.Remove(name)
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	return os.WriteFile(name, c.data, 0o666)
}
