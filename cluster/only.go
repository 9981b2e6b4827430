package cluster

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fitout/fitout/addon"
)

// Only returns the part of the plan that belongs to the named addons, with the namespaces
// that their objects are in. It was checked as part of the whole, and has the problems of
// these addons and of the cluster. It is an error if there is no addon of a name.
func (p *Plan) Only(names ...string) (*Plan, error) {
	var all []string
	for _, a := range p.Addons {
		all = append(all, a.Name())
	}
	for _, name := range names {
		if !slices.Contains(all, name) {
			return nil, fmt.Errorf("cluster %s: there is no addon %q: there is %s", p.Target.Name, name, strings.Join(all, ", "))
		}
	}
	part := &Plan{Target: p.Target, facts: p.facts}
	for _, a := range p.Addons {
		if slices.Contains(names, a.Name()) {
			part.Addons = append(part.Addons, a)
		}
	}
	for _, r := range p.aws {
		if slices.Contains(names, r.Addon) {
			part.aws = append(part.aws, r)
		}
	}
	for _, problem := range p.problems {
		if problem.Addon == "" || slices.Contains(names, problem.Addon) {
			part.problems = append(part.problems, problem)
		}
	}
	used := map[string]bool{}
	for _, it := range p.Items {
		if slices.Contains(names, it.Addon) {
			used[it.Object.GetNamespace()] = true
		}
	}
	for _, it := range p.Items {
		if slices.Contains(names, it.Addon) || it.Addon == "" && used[it.Object.GetName()] {
			part.Items = append(part.Items, it)
		}
	}
	return part, nil
}

// Of returns the objects that an addon brings, in the plan's order.
func (p *Plan) Of(name string) []addon.Object {
	var objs []addon.Object
	for _, it := range p.Items {
		if it.Addon == name {
			objs = append(objs, it.Object)
		}
	}
	return objs
}
