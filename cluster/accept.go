package cluster

import (
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/cluster/check"
)

// Accept takes a problem that a check finds for known: it stops no render and is not
// printed as a warning. An Accept that matches no problem is a problem itself, so that
// none outlives what it was written for.
type Accept struct {
	// The name of the check, such as "lifecycle".
	Check check.Name `json:"check" jsonschema:"required"`

	// What the problem is about, as it is printed: "Deployment dns/external-dns", "Addon
	// ingress-nginx" or "Cluster prod". A * at the end stands for anything: "Addon
	// ingress-nginx*".
	Object string `json:"object" jsonschema:"required"`

	// Why the problem is accepted. It is read by those who come later.
	Because string `json:"because" jsonschema:"required"`
}

// accept notes in the problems which of them are accepted, and adds a problem for each
// acceptance of none.
func accept(problems []check.Problem, accepted []Accept, cluster string) []check.Problem {
	used := make([]bool, len(accepted))
	for i, p := range problems {
		for j, a := range accepted {
			if a.covers(p) {
				problems[i].Accepted = a.Because
				used[j] = true
			}
		}
	}
	for j, a := range accepted {
		if !used[j] {
			problems = append(problems, check.Problem{
				Check: "accept", Severity: check.Error, Object: "Cluster " + cluster,
				Field: field.NewPath("accept").Index(j).String(),
				What:  fmt.Sprintf("there is no problem %s of %s", a.Check, a.Object),
				Fix:   "leave it out",
			})
		}
	}
	slices.SortFunc(problems, check.Compare)
	return problems
}

// covers tells whether a problem is the one that is accepted.
func (a Accept) covers(p check.Problem) bool {
	if a.Check != p.Check {
		return false
	}
	if prefix, ok := strings.CutSuffix(a.Object, "*"); ok {
		return strings.HasPrefix(p.Object, prefix)
	}
	return a.Object == p.Object
}
