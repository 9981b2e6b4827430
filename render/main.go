package render

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/fitout/fitout/cluster"
	"github.com/fitout/fitout/schema"
)

// Main is the command line of a program that defines clusters. It renders the cluster, or
// the one that is chosen, to standard output, and ends the program: with status 0, with 1
// when a cluster can't be planned or written, with 2 when the arguments are wrong. What is
// wrong goes to standard error, and then nothing goes to standard output.
//
//	func main() { render.Main(prod) }
func Main(clusters ...cluster.Cluster) {
	os.Exit(run(filepath.Base(os.Args[0]), os.Args[1:], os.Stdout, os.Stderr, clusters))
}

const usage = `usage: %s [flags]

Renders a cluster: all Kubernetes objects of its addons, in the order in which they are
applied, to standard output.

  -format FORMAT   yaml (a stream of documents) or json (one object a line); yaml if left out
  -cluster NAME    the cluster to render, where the program defines several
  -addon NAME      only this addon, with its namespaces; repeat it for several
  -list            list the addons instead: version, namespace, number of objects, lifecycle
  -schema          print the JSON Schema of cluster files instead
  -h               print this

Apply what it prints by
  %[1]s | kubectl apply --server-side -f -

Exit status: 0, or 1 if the cluster has errors, or 2 if the flags do.
`

// options are what the flags say.
type options struct {
	format, cluster string
	addons          []string
	list, schema    bool
}

// run is Main with everything that it touches as arguments. It returns the exit status.
func run(program string, args []string, stdout, stderr io.Writer, clusters []cluster.Cluster) int {
	o, err := parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprintf(stdout, usage, program)
		return 0
	case err != nil:
		fmt.Fprintf(stderr, "%s: %v\nrun it with -h for help\n", program, err)
		return 2
	}
	if o.schema {
		return write(program, stdout, stderr, schema.Cluster)
	}
	c, err := choose(o.cluster, clusters)
	if err != nil {
		fmt.Fprintf(stderr, "%s: %v\n", program, err)
		return 2
	}
	plan, err := c.Plan()
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	if len(o.addons) > 0 {
		if plan, err = plan.Only(o.addons...); err != nil {
			fmt.Fprintln(stderr, err)
			return 2
		}
	}
	var out bytes.Buffer
	switch {
	case o.list:
		err = list(&out, plan)
	case o.format == "json":
		err = JSON(&out, plan)
	default:
		err = YAML(&out, plan)
	}
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	return write(program, stdout, stderr, out.Bytes())
}

func write(program string, stdout, stderr io.Writer, data []byte) int {
	if _, err := stdout.Write(data); err != nil {
		fmt.Fprintf(stderr, "%s: %v\n", program, err)
		return 1
	}
	return 0
}

func parse(args []string) (options, error) {
	var o options
	fs := flag.NewFlagSet("", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.StringVar(&o.format, "format", "yaml", "")
	fs.StringVar(&o.cluster, "cluster", "", "")
	fs.Func("addon", "", func(s string) error { o.addons = append(o.addons, s); return nil })
	fs.BoolVar(&o.list, "list", false, "")
	fs.BoolVar(&o.schema, "schema", false, "")
	if err := fs.Parse(args); err != nil {
		return o, err
	}
	switch {
	case fs.NArg() > 0:
		return o, fmt.Errorf("unexpected argument %q", fs.Arg(0))
	case !slices.Contains([]string{"yaml", "json"}, o.format):
		return o, fmt.Errorf("-format %s: must be yaml or json", o.format)
	case o.list && o.schema:
		return o, errors.New("-list and -schema exclude each other")
	}
	return o, nil
}

// choose returns the cluster of a name. The name may be empty where there is one cluster.
func choose(name string, clusters []cluster.Cluster) (cluster.Cluster, error) {
	var names []string
	for _, c := range clusters {
		if c.Target.Name == name || name == "" && len(clusters) == 1 {
			return c, nil
		}
		names = append(names, c.Target.Name)
	}
	switch {
	case len(clusters) == 0:
		return cluster.Cluster{}, errors.New("the program defines no cluster")
	case name == "":
		return cluster.Cluster{}, fmt.Errorf("choose one with -cluster: %s", strings.Join(names, ", "))
	}
	return cluster.Cluster{}, fmt.Errorf("-cluster %s: there is %s", name, strings.Join(names, ", "))
}

// list writes a line for each addon.
func list(w io.Writer, p *cluster.Plan) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "ADDON\tVERSION\tNAMESPACE\tOBJECTS\tLIFECYCLE")
	for _, a := range p.Addons {
		card := a.Card()
		fmt.Fprintf(tw, "%s\t%s\t%s\t%d\t%s\n", a.Name(), orDash(card.Version), orDash(namespaces(p, a.Name())), len(p.Of(a.Name())), card.Lifecycle)
	}
	return tw.Flush()
}

// namespaces are those in which an addon runs, or writes objects if it runs nothing.
func namespaces(p *cluster.Plan, name string) string {
	var runs, writes []string
	for _, it := range p.Items {
		ns := it.Object.GetNamespace()
		switch {
		case it.Addon != name || ns == "":
		case it.Phase == cluster.Workloads:
			runs = append(runs, ns)
		default:
			writes = append(writes, ns)
		}
	}
	if len(runs) == 0 {
		runs = writes
	}
	slices.Sort(runs)
	return strings.Join(slices.Compact(runs), ",")
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
