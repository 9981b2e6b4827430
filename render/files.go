package render

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Files are the files of a folder: their content by their name.
type Files map[string][]byte

// inventory is the file in which a folder says what was written there: a comment that says
// what for, and the lines of sha256sum.
const inventory = ".fitout.sums"

// Write brings a folder up to date: files are written, each in one step, and those that an
// earlier run wrote and that are no longer among them are removed. The folder is made if it
// isn't there. The owner says whose files they are, as in "terraform of cluster prod": a
// folder belongs to one owner.
//
// Nothing is lost. What something else wrote is left alone. It is an error, and nothing is
// changed, if a file is in the way that an earlier run didn't write, or that was changed
// since.
func (f Files) Write(dir, owner string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	was, err := readInventory(dir, owner)
	if err != nil {
		return err
	}
	var write, remove []string
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(f)) {
		old, err := onDisk(dir, name)
		switch {
		case err != nil:
			errs = append(errs, err)
		case old == nil:
			write = append(write, name)
		case bytes.Equal(old, f[name]):
		case was[name] == sum(old):
			write = append(write, name)
		case was[name] != "":
			errs = append(errs, fmt.Errorf("%s was changed since it was written: move the change to the cluster's definition, or delete the file", filepath.Join(dir, name)))
		default:
			errs = append(errs, fmt.Errorf("%s is in the way, and nothing of Fitout's: move it", filepath.Join(dir, name)))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(was)) {
		if _, ok := f[name]; ok {
			continue
		}
		old, err := onDisk(dir, name)
		switch {
		case err != nil:
			errs = append(errs, err)
		case old == nil:
		case was[name] == sum(old):
			remove = append(remove, name)
		default:
			errs = append(errs, fmt.Errorf("%s is no longer needed, but was changed since it was written: delete it, or move it", filepath.Join(dir, name)))
		}
	}
	if len(errs) > 0 {
		return errors.Join(errs...)
	}
	return f.apply(dir, owner, write, remove)
}

// apply writes and removes files, and notes what there is now. All content is on the disk
// before the first file is replaced.
func (f Files) apply(dir, owner string, write, remove []string) error {
	all := maps.Clone(f)
	all[inventory] = f.inventory(owner)
	write = append(write, inventory)
	temporary, err := os.MkdirTemp(dir, ".fitout-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temporary)
	for _, name := range write {
		if err := writeSynced(filepath.Join(temporary, name), all[name]); err != nil {
			return err
		}
	}
	for _, name := range write {
		if err := os.Rename(filepath.Join(temporary, name), filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	for _, name := range remove {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}

// writeSynced writes a file and has it on the disk before it returns.
func writeSynced(name string, data []byte) error {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	return errors.Join(err, file.Sync(), file.Close())
}

// onDisk returns the content of a file, or nil if it isn't there.
func onDisk(dir, name string) ([]byte, error) {
	path := filepath.Join(dir, name)
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is in the way, and no file: move it", path)
	}
	data, err := os.ReadFile(path)
	if data == nil {
		data = []byte{}
	}
	return data, err
}

func sum(data []byte) string {
	s := sha256.Sum256(data)
	return hex.EncodeToString(s[:])
}

func (f Files) inventory(owner string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Written by Fitout: %s\n", owner)
	for _, name := range slices.Sorted(maps.Keys(f)) {
		fmt.Fprintf(&b, "%s  %s\n", sum(f[name]), name)
	}
	return b.Bytes()
}

// readInventory returns the sums of the files that an earlier run wrote, by name.
func readInventory(dir, owner string) (map[string]string, error) {
	data, err := onDisk(dir, inventory)
	if err != nil || data == nil {
		return nil, err
	}
	path := filepath.Join(dir, inventory)
	head, rest, _ := strings.Cut(string(data), "\n")
	by, ok := strings.CutPrefix(head, "# Written by Fitout: ")
	if !ok {
		return nil, fmt.Errorf("%s is in the way, and nothing of Fitout's: move it", path)
	}
	if by != owner {
		return nil, fmt.Errorf("%s holds the files of another output, %s: give %s a folder of its own", dir, by, owner)
	}
	was := map[string]string{}
	for line := range strings.Lines(rest) {
		sum, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		if !ok || name != filepath.Base(name) {
			return nil, fmt.Errorf("%s is damaged at the line %q: restore it, or delete it with the files that are listed", path, strings.TrimSuffix(line, "\n"))
		}
		was[name] = sum
	}
	return was, nil
}
