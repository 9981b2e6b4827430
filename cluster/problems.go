package cluster

import (
	"errors"
	"fmt"
	"slices"

	"github.com/fitout/fitout/cluster/check"
)

// Problems are what the checks find wrong with the plan, by addon, errors before warnings.
// Those that the cluster accepts are among them, with the reason.
func (p *Plan) Problems() []check.Problem { return slices.Clone(p.problems) }

// Err is the error for which the plan must not be rendered: it joins all problems that are
// errors and not accepted. It is nil where there are none.
func (p *Plan) Err() error { return p.unaccepted(check.Error) }

// Warnings joins all problems that are warnings and not accepted, as [Plan.Err] does errors.
func (p *Plan) Warnings() error { return p.unaccepted(check.Warning) }

func (p *Plan) unaccepted(s check.Severity) error {
	var errs []error
	for _, problem := range p.problems {
		switch {
		case problem.Severity != s || problem.Accepted != "":
		case problem.Addon == "":
			errs = append(errs, fmt.Errorf("cluster %s: %s", p.Target.Name, problem))
		default:
			errs = append(errs, fmt.Errorf("cluster %s: %s: %s", p.Target.Name, problem.Addon, problem))
		}
	}
	return errors.Join(errs...)
}
