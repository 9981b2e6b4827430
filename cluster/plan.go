package cluster

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"sync"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/cluster/check"
	"github.com/fitout/fitout/cluster/infer"
)

// Plan is what a cluster comes to: all objects, complete, in the order in which they are
// applied.
type Plan struct {
	// The cluster that was planned.
	Target addon.Target

	// The addons, sorted by name.
	Addons []addon.Addon

	// The objects.
	Items []Item

	aws      []check.Resource
	facts    infer.Facts // of the whole cluster
	problems []check.Problem
}

// Item is an object in a plan.
type Item struct {
	// The name of the addon that brings the object. It is empty for what is the
	// cluster's: the namespaces.
	Addon string

	// The object. It belongs to the plan: don't change it.
	Object addon.Object

	// The step in which the object is applied.
	Phase Phase

	// Whether pruning must leave the object alone, since users' data go with it.
	Keep bool
}

// Plan builds the cluster's addons, all at the same time, puts their objects in order, and
// runs the checks. The error joins all for which the objects can't be built, each fault
// with the cluster, the addon and the path of the option; there is no plan beside an error.
// What the checks find is told by [Plan.Problems], and whether it stops a render by
// [Plan.Err].
func (c Cluster) Plan() (*Plan, error) {
	p := &Plan{Target: c.Target}
	errs := c.check()
	if len(errs) == 0 {
		p.Addons = slices.SortedStableFunc(slices.Values(c.Addons), func(a, b addon.Addon) int {
			return cmp.Compare(a.Name(), b.Name())
		})
		errs = p.build(c)
	}
	if len(errs) > 0 {
		for i, err := range errs {
			errs[i] = fmt.Errorf("cluster %s: %w", cmp.Or(c.Target.Name, "(no name)"), err)
		}
		return nil, errors.Join(errs...)
	}
	return p, nil
}

// check finds what is wrong with the cluster itself.
func (c Cluster) check() []error {
	var errs []error
	for _, err := range checkHead(c.Target, c.Existing, c.Accept) {
		errs = append(errs, err)
	}
	if len(c.Addons) == 0 {
		errs = append(errs, noAddons())
	}
	names := map[string]int{}
	for i, a := range c.Addons {
		if a == nil {
			errs = append(errs, field.Required(field.NewPath("addons").Index(i), "is nil"))
			continue
		}
		names[a.Name()]++
		if names[a.Name()] == 2 {
			errs = append(errs, fmt.Errorf("%s: stands in addons more than once: %s", a.Name(), severalHint(a)))
		}
	}
	return errs
}

func severalHint(a addon.Addon) string {
	if d, ok := a.(interface{ Instantiable() bool }); ok && d.Instantiable() {
		return "give each install an Instance of its own"
	}
	return "it can be installed once in a cluster"
}

// build fills the plan with objects. All faults are found before any is returned.
func (p *Plan) build(c Cluster) []error {
	all := make([]built, len(p.Addons))
	var wg sync.WaitGroup
	for i, a := range p.Addons {
		wg.Go(func() { all[i] = buildAddon(a, p.Target) })
	}
	wg.Wait()
	var errs []error
	for _, b := range all {
		errs = append(errs, b.errs...)
		p.Items = append(p.Items, b.items...)
		p.aws = append(p.aws, b.aws...)
	}
	if len(errs) > 0 {
		return errs // what is missing now may be missing only because of them
	}
	if errs := p.makeNamespaces(c.Existing); len(errs) > 0 {
		return errs
	}
	p.complete(c.Labels)
	p.linkRoles()
	p.inspect(c)
	return nil
}

// built is what an addon comes to.
type built struct {
	items []Item
	aws   []check.Resource
	errs  []error
}

func buildAddon(a addon.Addon, t addon.Target) (b built) {
	objs, err := a.Objects(t)
	for _, err := range addon.Errors(err) {
		b.errs = append(b.errs, fmt.Errorf("%s: %w", a.Name(), err))
	}
	for _, o := range objs {
		o, err := native(o)
		if err != nil {
			b.errs = append(b.errs, fmt.Errorf("%s: %w", a.Name(), err))
			continue
		}
		b.items = append(b.items, Item{Addon: a.Name(), Object: o})
	}
	if err != nil || t.AWS == nil {
		return b // the options' faults would be told twice
	}
	resources, err := a.AWS(t)
	for _, err := range addon.Errors(err) {
		b.errs = append(b.errs, fmt.Errorf("%s: %w", a.Name(), err))
	}
	for _, r := range resources {
		b.aws = append(b.aws, check.Resource{Addon: a.Name(), Resource: r})
	}
	return b
}

// inspect infers what depends on what, puts the objects in order and runs the checks.
func (p *Plan) inspect(c Cluster) {
	objects := make([]*infer.Object, len(p.Items))
	items := make(map[*infer.Object]Item, len(p.Items))
	for i, it := range p.Items {
		objects[i] = &infer.Object{Object: it.Object, Addon: it.Addon, Phase: int(it.Phase), Place: stepOf(it.Object).place}
		items[objects[i]] = it
	}
	facts := infer.Of(p.Target, objects, p.known(c.Existing))
	sorted, cycles := facts.Sort()
	for i, o := range sorted {
		p.Items[i] = items[o]
	}
	p.facts = *facts
	pass := &check.Pass{Facts: facts, Addons: p.Addons, AWS: p.aws, Cycles: cycles}
	p.problems = accept(check.Run(pass, check.All), c.Accept, p.Target.Name)
}
