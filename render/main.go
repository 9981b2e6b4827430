package render

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/cluster"
	"github.com/fitout/fitout/schema"
)

// Main is the command line of a program that defines clusters. It renders the cluster, or
// the one that is chosen, to standard output, and ends the program: with status 0, with 1
// when a cluster can't be planned or written or has problems that are errors, with 2 when
// the arguments are wrong. What is wrong goes to standard error, and then nothing goes to
// standard output. Other flags print the plan's answers: -h lists them.
//
//	func main() { render.Main(prod) }
func Main(clusters ...cluster.Cluster) {
	os.Exit(run(filepath.Base(os.Args[0]), os.Args[1:], os.Stdout, os.Stderr, clusters))
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
	case o.mode == "schema":
		return write(program, stdout, stderr, schema.Cluster)
	case o.mode == "explain":
		text, err := explain(o.explain)
		if err != nil {
			fmt.Fprintf(stderr, "%s: %v\n", program, err)
			return 2
		}
		return write(program, stdout, stderr, []byte(text))
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
	broken, warnings := plan.Err(), plan.Warnings()
	status := 0
	if broken != nil || o.strict && warnings != nil {
		status = 1
	}
	if o.mode == "" {
		for _, w := range addon.Errors(warnings) {
			fmt.Fprintln(stderr, "warning:", w)
		}
		if broken != nil {
			fmt.Fprintln(stderr, broken)
		}
		if status != 0 {
			return status
		}
	}
	if o.dir != "" {
		if err := writeFiles(plan, o); err != nil {
			fmt.Fprintf(stderr, "%s: %v\n", program, err)
			return 1
		}
		return 0
	}
	out := bufio.NewWriter(stdout)
	err = print(out, plan, o)
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		fmt.Fprintf(stderr, "%s: %v\n", program, err)
		return 1
	}
	if o.mode == "check" {
		return status
	}
	return 0
}

// print writes what the mode asks for. It fails before it writes, or for the writing.
func print(w io.Writer, p *cluster.Plan, o options) error {
	switch o.mode {
	case "check":
		return problems(w, p, o.format)
	case "images":
		return images(w, p, o.format)
	case "secrets":
		return secrets(w, p, o.format)
	case "graph":
		return graph(w, p, o.format)
	case "list":
		return list(w, p, o.format)
	}
	switch o.format {
	case "json":
		return JSON(w, p)
	case "terraform":
		return writeAll(w, terraformDocument, p)
	case "cloudformation":
		return writeAll(w, CloudFormation, p)
	}
	return YAML(w, p)
}

func writeAll(w io.Writer, render func(*cluster.Plan) ([]byte, error), p *cluster.Plan) error {
	data, err := render(p)
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}

// writeFiles writes what the format asks for to the folder.
func writeFiles(p *cluster.Plan, o options) error {
	owner := o.format + " of cluster " + p.Target.Name
	if o.format == "cloudformation" {
		data, err := CloudFormation(p)
		if err != nil {
			return err
		}
		return Files{"template.json": data}.Write(o.dir, owner)
	}
	files, err := Terraform(p)
	if err != nil {
		return err
	}
	return files.Write(o.dir, owner)
}

func write(program string, stdout, stderr io.Writer, data []byte) int {
	if _, err := stdout.Write(data); err != nil {
		fmt.Fprintf(stderr, "%s: %v\n", program, err)
		return 1
	}
	return 0
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
