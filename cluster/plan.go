package cluster

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
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

// Plan builds the cluster's addons and puts their objects in order. The error joins all
// that is wrong, each fault with the cluster, the addon and the path of the option; there
// is no plan beside an error.
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
	for _, err := range checkHead(c.Target, c.Existing) {
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
	var errs []error
	for _, a := range p.Addons {
		objs, err := a.Objects(p.Target)
		for _, err := range addon.Errors(err) {
			errs = append(errs, fmt.Errorf("%s: %w", a.Name(), err))
		}
		for _, o := range objs {
			o, err := native(o)
			if err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", a.Name(), err))
				continue
			}
			p.Items = append(p.Items, Item{Addon: a.Name(), Object: o})
		}
	}
	if len(errs) > 0 {
		return errs // what is missing now may be missing only because of them
	}
	errs = append(errs, p.makeNamespaces(c.Existing)...)
	p.complete(c.Labels)
	errs = append(errs, p.duplicates()...)
	errs = append(errs, p.missingDefinitions(c.Existing)...)
	slices.SortStableFunc(p.Items, compareItems)
	return errs
}

// compareItems orders by phase, then by addon, then by kind, namespace and name.
func compareItems(a, b Item) int {
	return cmp.Or(
		cmp.Compare(a.Phase, b.Phase),
		cmp.Compare(a.Addon, b.Addon),
		cmp.Compare(kindOf(a.Object), kindOf(b.Object)),
		cmp.Compare(a.Object.GetNamespace(), b.Object.GetNamespace()),
		cmp.Compare(a.Object.GetName(), b.Object.GetName()),
	)
}
