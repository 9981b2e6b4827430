package render

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/cluster"
	"github.com/fitout/fitout/cluster/check"
)

// writeJSON writes an answer as indented JSON. Nothing is an empty list.
func writeJSON[T any](w io.Writer, answer []T) error {
	if answer == nil {
		answer = []T{}
	}
	data, err := encode(answer)
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}

// problems writes what the checks find, by addon.
func problems(w io.Writer, p *cluster.Plan, format string) error {
	all := p.Problems()
	if format == "json" {
		return writeJSON(w, all)
	}
	count := map[string]int{}
	for i, problem := range all {
		if i == 0 || problem.Addon != all[i-1].Addon {
			fmt.Fprintf(w, "%s\n", cmp.Or(problem.Addon, "cluster "+p.Target.Name))
		}
		kind := string(problem.Severity)
		if problem.Accepted != "" {
			kind = "accepted"
		}
		count[kind]++
		fmt.Fprintf(w, "  %-8s  %s\n", kind, problem)
		if problem.Accepted != "" {
			fmt.Fprintf(w, "  %-8s  because %s\n", "", problem.Accepted)
		}
	}
	_, err := fmt.Fprintf(w, "%d errors, %d warnings, %d accepted\n", count["error"], count["warning"], count["accepted"])
	return err
}

// explain returns the help text of a check.
func explain(name string) (string, error) {
	c, ok := check.Find(check.Name(name))
	if !ok {
		return "", fmt.Errorf("-explain %s: there is no such check: there is %s", name, strings.Join(c.Name.Enum(), ", "))
	}
	return c.Doc() + "\n", nil
}

// images writes a block for each image.
func images(w io.Writer, p *cluster.Plan, format string) error {
	all := p.Images()
	if format == "json" {
		return writeJSON(w, all)
	}
	for _, i := range all {
		fmt.Fprintln(w, i.Ref)
		if err := places(w, i.Used); err != nil {
			return err
		}
	}
	return nil
}

// secrets writes a block for each Secret.
func secrets(w io.Writer, p *cluster.Plan, format string) error {
	all := p.Secrets()
	if format == "json" {
		return writeJSON(w, all)
	}
	for _, s := range all {
		from := s.From
		switch {
		case from == "" && s.Optional:
			from = "nobody, and it is optional"
		case from == "":
			from = "nobody: create it"
		case from == cluster.FromExisting:
			from = "the cluster has it"
		}
		fmt.Fprintf(w, "%s/%s\n", s.Namespace, s.Name)
		if len(s.Keys) > 0 {
			fmt.Fprintf(w, "  keys  %s\n", strings.Join(s.Keys, ", "))
		}
		fmt.Fprintf(w, "  from  %s\n", from)
		if err := places(w, s.Read); err != nil {
			return err
		}
	}
	return nil
}

func places(w io.Writer, places []cluster.Place) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, at := range places {
		fmt.Fprintf(tw, "  %s\t%s\t%s\n", cmp.Or(at.Addon, "-"), at.Object, at.Field)
	}
	return tw.Flush()
}

// entry is an addon in the list.
type entry struct {
	Addon     string `json:"addon"`
	Version   string `json:"version,omitempty"`
	Namespace string `json:"namespace,omitempty"`
	Objects   int    `json:"objects"`
	AWS       int    `json:"aws"` // how many roles and managed addons it needs there
	Lifecycle string `json:"lifecycle"`
}

// list writes a line for each addon.
func list(w io.Writer, p *cluster.Plan, format string) error {
	needs := map[string]int{}
	for _, r := range p.AWS() {
		needs[r.Addon]++
		if a, ok := r.Resource.(*aws.ManagedAddon); ok && a.Role != nil {
			needs[r.Addon]++
		}
	}
	var all []entry
	for _, a := range p.Addons {
		all = append(all, entry{
			Addon:     a.Name(),
			Version:   a.Card().Version,
			Namespace: namespaces(p, a),
			Objects:   len(p.Of(a.Name())),
			AWS:       needs[a.Name()],
			Lifecycle: a.Card().Lifecycle.String(),
		})
	}
	if format == "json" {
		return writeJSON(w, all)
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "ADDON\tVERSION\tNAMESPACE\tOBJECTS\tAWS\tLIFECYCLE")
	for _, e := range all {
		fmt.Fprintf(tw, "%s\t%s\t%s\t%d\t%d\t%s\n", e.Addon, cmp.Or(e.Version, "-"), cmp.Or(e.Namespace, "-"), e.Objects, e.AWS, e.Lifecycle)
	}
	return tw.Flush()
}

// namespaces are those in which an addon runs, or writes objects if it runs nothing.
func namespaces(p *cluster.Plan, a addon.Addon) string {
	var runs, writes []string
	for _, it := range p.Items {
		ns := it.Object.GetNamespace()
		switch {
		case it.Addon != a.Name() || ns == "":
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
