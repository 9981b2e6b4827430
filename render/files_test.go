package render_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/render"
)

// contents are the files of a folder, but for the inventory.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, e := range entries {
		if e.Name() == ".fitout.sums" {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[e.Name()] = string(data)
	}
	return all
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// A folder follows what is written to it, and nothing that somebody else wrote is lost.
func TestFilesWrite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "folder")
	write := func(f render.Files, want string) {
		t.Helper()
		got := ""
		if err := f.Write(dir, "test of cluster prod"); err != nil {
			got = err.Error()
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
	holds := func(want map[string]string) {
		t.Helper()
		if diff := cmp.Diff(want, contents(t, dir)); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")

	write(render.Files{"a": []byte("1"), "b": []byte("1"), "empty": nil}, "")
	put(t, filepath.Join(dir, "theirs"), "theirs")
	holds(map[string]string{"a": "1", "b": "1", "empty": "", "theirs": "theirs"})

	write(render.Files{"a": []byte("2"), "c": []byte("1")}, "")
	holds(map[string]string{"a": "2", "c": "1", "theirs": "theirs"})

	put(t, a, "changed")
	put(t, b, "theirs now")
	put(t, filepath.Join(dir, "c"), "changed")
	before := contents(t, dir)
	write(render.Files{"a": []byte("3"), "b": []byte("3"), "d": []byte("3")},
		a+" was changed since it was written: move the change to the cluster's definition, or delete the file\n"+
			b+" is in the way, and nothing of Fitout's: move it\n"+
			filepath.Join(dir, "c")+" is no longer needed, but was changed since it was written: delete it, or move it")
	holds(before)

	// What is there as it should be needs no writing, whoever wrote it.
	write(render.Files{"a": []byte("changed"), "b": []byte("theirs now"), "c": []byte("changed")}, "")
	write(render.Files{}, "")
	holds(map[string]string{"theirs": "theirs"})
}

func TestFilesWriteRefuses(t *testing.T) {
	const ours = "test of cluster prod"
	for _, tc := range []struct {
		name string
		make func(dir string)
		want string
	}{
		{"a folder of another cluster", func(dir string) {
			if err := (render.Files{"a": nil}).Write(dir, "test of cluster dev"); err != nil {
				t.Fatal(err)
			}
		}, "DIR holds the files of another output, test of cluster dev: give test of cluster prod a folder of its own"},
		{"an inventory of somebody else's", func(dir string) { put(t, dir+"/.fitout.sums", "hello\n") },
			"DIR/.fitout.sums is in the way, and nothing of Fitout's: move it"},
		{"a damaged inventory", func(dir string) {
			put(t, dir+"/.fitout.sums", "# Written by Fitout: "+ours+"\n0000  ../../etc/passwd\n")
		}, `DIR/.fitout.sums is damaged at the line "0000  ../../etc/passwd": restore it, or delete it with the files that are listed`},
		{"a link", func(dir string) { os.Symlink("/etc/passwd", dir+"/a") }, "DIR/a is in the way, and no file: move it"},
		{"a folder", func(dir string) { os.Mkdir(dir+"/a", 0o777) }, "DIR/a is in the way, and no file: move it"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			if err := os.Mkdir("DIR", 0o777); err != nil {
				t.Fatal(err)
			}
			tc.make("DIR")
			err := render.Files{"a": []byte("1")}.Write("DIR", ours)
			if err == nil || err.Error() != tc.want {
				t.Errorf("error %v\nnot   %s", err, tc.want)
			}
		})
	}
}
