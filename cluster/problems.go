package cluster

import (
	"errors"
	"fmt"
	"slices"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/cluster/check"
)

// Problems are what the checks find wrong with the plan, by addon, errors before warnings.
// Those that the cluster accepts are among them, with the reason.
func (p *Plan) Problems() []check.Problem { return slices.Clone(p.problems) }

// Err is the error for which the plan must not be rendered: it joins all problems that are
// errors and not accepted. It is nil where there are none.
func (p *Plan) Err() error {
	var errs []error
	for _, problem := range p.problems {
		if problem.Severity != check.Error || problem.Accepted != "" {
			continue
		}
		if problem.Addon == "" {
			errs = append(errs, fmt.Errorf("cluster %s: %s", p.Target.Name, problem))
		} else {
			errs = append(errs, fmt.Errorf("cluster %s: %s: %s", p.Target.Name, problem.Addon, problem))
		}
	}
	return errors.Join(errs...)
}

// of are the problems of some addons, and those of the cluster.
func of(problems []check.Problem, addons []addon.Addon) []check.Problem {
	return slices.DeleteFunc(slices.Clone(problems), func(problem check.Problem) bool {
		return problem.Addon != "" && !slices.ContainsFunc(addons, func(a addon.Addon) bool { return a.Name() == problem.Addon })
	})
}
