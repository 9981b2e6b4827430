package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// collect returns the files that the CRDs make, one an addon, by their slash-separated
// paths below the repository's root.
func collect(results []result) (map[string][]byte, error) {
	docs := make(map[string]map[string][]byte) // by file and by the CRD's name
	from := make(map[string]string)
	for _, r := range results {
		file := path.Join("addons", r.source.Addon, cmp.Or(r.source.Name, "crds.yaml"))
		if docs[file] == nil {
			docs[file] = make(map[string][]byte)
		}
		for _, c := range r.crds {
			// The name of a CRD is its plural and its group, which is unique in a cluster. A
			// second file of an addon's is in place of the first.
			if other, ok := from[r.source.Name+c.Name]; ok {
				return nil, fmt.Errorf("%s: both %s and %s make it", c.Name, other, r.source.Module)
			}
			from[r.source.Name+c.Name] = r.source.Module
			data, err := encode(c)
			if err != nil {
				return nil, fmt.Errorf("%s: %s: %w", r.source.Addon, r.source.Module, err)
			}
			docs[file][c.Name] = data
		}
	}
	files := make(map[string][]byte)
	for file, docs := range docs {
		var all [][]byte
		for _, name := range slices.Sorted(maps.Keys(docs)) {
			all = append(all, docs[name])
		}
		files[file] = bytes.Join(all, []byte("---\n"))
		if isCompressed(file) {
			files[file] = compress(files[file])
		}
	}
	return files, nil
}

func isCompressed(file string) bool { return strings.HasSuffix(file, ".gz") }

func compress(data []byte) []byte {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err == nil {
		_, err = w.Write(data)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(err) // a buffer takes everything
	}
	return b.Bytes()
}

// plain is the text of a file. That of one that is compressed stays the same when a later Go
// compresses otherwise.
func plain(file string, data []byte) ([]byte, error) {
	if !isCompressed(file) {
		return data, nil
	}
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// A change is what has to happen to a file to bring it up to date.
type change struct {
	verb string // create or update
	path string // slash-separated, below the repository's root
	data []byte
}

func (c change) String() string {
	return c.verb + " " + c.path
}

// compare returns the changes that make the tree at root hold the files, sorted by path.
// Nothing else is looked at.
func compare(root string, files map[string][]byte) ([]change, error) {
	var changes []change
	for _, name := range slices.Sorted(maps.Keys(files)) {
		want := files[name]
		got, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			changes = append(changes, change{"create", name, want})
		case err != nil:
			return nil, err
		case !same(name, got, want):
			changes = append(changes, change{"update", name, want})
		}
	}
	return changes, nil
}

// same tells whether two files hold the same text. One that can't be read holds none.
func same(file string, a, b []byte) bool {
	a, errA := plain(file, a)
	b, errB := plain(file, b)
	return errA == nil && errB == nil && bytes.Equal(a, b)
}

// apply carries out the change in the tree at root.
func (c change) apply(root string) error {
	name := filepath.Join(root, filepath.FromSlash(c.path))
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	return os.WriteFile(name, c.data, 0o666)
}
