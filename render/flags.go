package render

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
)

const usage = `usage: %s [flags]

Renders a cluster: all Kubernetes objects of its addons, in the order in which they are
applied, to standard output. What the checks warn of goes to standard error; what they find
that can't work stops the render.

  -cluster NAME    the cluster to render, where the program defines several
  -addon NAME      only this addon, with its namespaces; repeat it for several
  -format FORMAT   yaml (a stream of documents) or json (one object a line); yaml if left out.
                   What the addons need in the cluster's AWS account: terraform (.tf.json, a
                   file for each addon with -o) or cloudformation (a template)
  -o DIR           write terraform or cloudformation to files in this folder. What was written
                   there before and is no longer needed goes; other files stay
  -strict          let warnings stop it as errors do

Instead of the objects it prints, as text or with -format json:

  -check           what the checks find, by addon, with what is accepted and why
  -images          every image, and who uses it
  -secrets         every Secret that is read: its keys, where it comes from, who reads it
  -graph           which addon needs which, and by what objects; -format dot or mermaid draws it
  -list            the addons: version, namespace, number of objects and of AWS resources, lifecycle

And without a cluster:

  -explain CHECK   what a check finds, and what to do about it
  -schema          the JSON Schema of cluster files
  -h               this

Apply what it prints by
  %[1]s | kubectl apply --server-side -f -

Exit status: 0, or 1 if the cluster has errors (or warnings, with -strict), or 2 if the flags do.
`

// options are what the flags say.
type options struct {
	mode, format, cluster string
	addons                []string
	dir                   string
	explain               string
	strict                bool
}

// modes are what is printed, by the flag that asks for it, with the formats that there are.
// The first format is the one that is taken without -format.
var modes = map[string][]string{
	"":        {"yaml", "json", "terraform", "cloudformation"},
	"check":   {"text", "json"},
	"images":  {"text", "json"},
	"secrets": {"text", "json"},
	"graph":   {"text", "dot", "mermaid", "json"},
	"list":    {"text", "json"},
	"explain": {"text"},
	"schema":  {"json"},
}

func parse(args []string) (options, error) {
	var o options
	var chosen []string
	fs := flag.NewFlagSet("", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.StringVar(&o.format, "format", "", "")
	fs.StringVar(&o.cluster, "cluster", "", "")
	fs.StringVar(&o.dir, "o", "", "")
	fs.BoolVar(&o.strict, "strict", false, "")
	fs.Func("addon", "", func(s string) error { o.addons = append(o.addons, s); return nil })
	fs.Func("explain", "", func(s string) error { o.explain, chosen = s, append(chosen, "explain"); return nil })
	for _, mode := range []string{"check", "images", "secrets", "graph", "list", "schema"} {
		fs.BoolFunc(mode, "", func(s string) error {
			if s == "true" {
				chosen = append(chosen, mode)
			}
			return nil
		})
	}
	if err := fs.Parse(args); err != nil {
		return o, err
	}
	switch {
	case fs.NArg() > 0:
		return o, fmt.Errorf("unexpected argument %q", fs.Arg(0))
	case len(chosen) > 1:
		return o, errors.New("-" + strings.Join(chosen, " and -") + " exclude each other")
	case len(chosen) == 1:
		o.mode = chosen[0]
	}
	formats := modes[o.mode]
	if o.format == "" {
		o.format = formats[0]
	}
	if !slices.Contains(formats, o.format) {
		return o, fmt.Errorf("-format %s: must be %s", o.format, strings.Join(formats, " or "))
	}
	return o, checkFolder(o)
}

// checkFolder refuses a folder for what is printed.
func checkFolder(o options) error {
	switch {
	case o.dir == "":
	case o.format != "terraform" && o.format != "cloudformation":
		return fmt.Errorf("-o %s: goes with -format terraform or cloudformation: redirect what is printed", o.dir)
	case len(o.addons) > 0:
		return fmt.Errorf("-o %s: can't go with -addon: the files of the other addons would be removed", o.dir)
	}
	return nil
}
