package render

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/fitout/fitout/cluster"
)

// graph writes which addon needs which: as text with all objects that tie them, or as a
// drawing in which each arrow tells what is needed.
func graph(w io.Writer, p *cluster.Plan, format string) error {
	all := p.Graph()
	switch format {
	case "json":
		return writeJSON(w, all)
	case "dot":
		return dot(w, p, all)
	case "mermaid":
		return mermaid(w, p, all)
	}
	for _, d := range all {
		fmt.Fprintf(w, "%s needs %s\n", d.Addon, d.On)
		for _, t := range d.Because {
			if _, err := fmt.Fprintf(w, "  %s: %s: %s\n", t.Object, t.Field, t.To); err != nil {
				return err
			}
		}
	}
	return nil
}

// dot writes the graph in the language of Graphviz.
func dot(w io.Writer, p *cluster.Plan, all []cluster.Dependency) error {
	fmt.Fprintf(w, "digraph %q {\n  rankdir=LR\n  node [shape=box]\n", p.Target.Name)
	for _, a := range p.Addons {
		fmt.Fprintf(w, "  %q\n", a.Name())
	}
	for _, d := range all {
		fmt.Fprintf(w, "  %q -> %q [label=%q]\n", d.Addon, d.On, strings.Join(needed(d), "\n"))
	}
	_, err := fmt.Fprintln(w, "}")
	return err
}

// mermaid writes the graph in the language of Mermaid, which Markdown can hold.
func mermaid(w io.Writer, p *cluster.Plan, all []cluster.Dependency) error {
	fmt.Fprintln(w, "graph LR")
	id := map[string]string{}
	node := func(name string) string {
		if id[name] == "" {
			id[name] = fmt.Sprintf("a%d", len(id))
			fmt.Fprintf(w, "  %s[\"%s\"]\n", id[name], name)
		}
		return id[name]
	}
	for _, a := range p.Addons {
		node(a.Name())
	}
	for _, d := range all {
		from, on := node(d.Addon), node(d.On)
		if _, err := fmt.Fprintf(w, "  %s -->|\"%s\"| %s\n", from, strings.Join(needed(d), "<br>"), on); err != nil {
			return err
		}
	}
	return nil
}

// needed are the objects that an addon needs of another, each once.
func needed(d cluster.Dependency) []string {
	var out []string
	for _, t := range d.Because {
		out = append(out, t.To)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
