// Crdgen writes the CustomResourceDefinitions that addons embed, out of
// upstream's own Go types.
//
// From the repository's root:
//
//	go -C internal/crdgen run .          writes the files
//	go -C internal/crdgen run . -check   names those that are out of date, and writes nothing
//
// Each addon has one file, addons/<addon>/crds.yaml, with its CRDs in the order of their
// names; some have a second one beside it, which may be compressed. They hold what an API
// server needs and no more: no descriptions, since upstream's prose stays upstream, no status,
// and no mark of the tool or of its version. The files are canonical YAML, byte for byte what
// sigs.k8s.io/yaml prints, so that rendering a cluster writes them as they are, from where the
// program has them. They are not edited by hand: what upstream ships otherwise than its types
// say is a patch in the table.
//
// # Adding a row
//
// Crdgen is a module of its own, so that whoever imports an addon never sees the
// modules that upstream's types live in. A new source takes three steps:
//
//  1. Import the packages in modules.go and run go mod tidy. go.mod is the only place
//     that says which version the CRDs are of.
//  2. Add the row to table.go. All rows of an addon make one file.
//  3. Say in upstream_test.go where the module carries the CRDs that upstream releases.
//     The test holds ours against them, and so tells which patches the row needs.
//
// To take a new version of upstream, change it in go.mod, run go mod tidy and crdgen,
// and read the diff.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

// root is the repository's root, seen from this module's folder, where go run -C and
// go test both start.
const root = "../.."

func main() {
	check := flag.Bool("check", false, "write nothing; fail if a file is out of date")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "crdgen: unexpected argument %q\n", flag.Arg(0))
		flag.Usage()
		os.Exit(2)
	}
	if err := run(os.Stdout, *check); err != nil {
		fmt.Fprintln(os.Stderr, "crdgen:", err)
		os.Exit(1)
	}
}

// run brings the files of all rows up to date or, when check is set, fails naming those
// that are not.
func run(out io.Writer, check bool) error {
	results, err := generate(table)
	if err != nil {
		return err
	}
	files, err := collect(results)
	if err != nil {
		return err
	}
	changes, err := compare(root, files)
	if err != nil {
		return err
	}
	if check {
		return stale(changes)
	}
	for _, r := range results {
		fmt.Fprintf(out, "%s: %d CRDs from %s %s\n", r.source.Addon, len(r.crds), r.source.Module, r.version)
	}
	for _, c := range changes {
		if err := c.apply(root); err != nil {
			return err
		}
		fmt.Fprintln(out, c)
	}
	return nil
}

// stale is the error that names the files to change, or nil if there are none.
func stale(changes []change) error {
	if len(changes) == 0 {
		return nil
	}
	var b strings.Builder
	b.WriteString("CRDs are out of date:\n")
	for _, c := range changes {
		fmt.Fprintf(&b, "\t%s\n", c)
	}
	b.WriteString("to mend it, run in the repository's root:\n\tgo -C internal/crdgen run .")
	return errors.New(b.String())
}
