package clusterautoscaler

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// prioritiesName is where the program looks for priorities. It follows changes.
const prioritiesName = name + "-priority-expander"

// Priorities is which groups the expander "priority" prefers.
type Priorities struct {
	// The groups of each priority. Those that none names are not taken while another will do:
	// end with one of the least priority for ".*".
	Groups []GroupPriority `json:"groups,omitempty" jsonschema:"minItems=1"`

	// Leaves the ConfigMap cluster-autoscaler-priority-expander to somebody else, such as a
	// program that goes by the prices of the day.
	Existing bool `json:"existing,omitempty"`

	// Annotations of the ConfigMap.
	Annotations map[string]string `json:"annotations,omitempty"`
}

// GroupPriority is the groups of one priority.
type GroupPriority struct {
	// The priority. The greatest wins.
	Priority int32 `json:"priority" jsonschema:"required,minimum=1"`

	// Regular expressions, of which a group's name must match one in some part.
	Names []string `json:"names" jsonschema:"required,minItems=1,uniqueItems,pattern=^[^\\n\\r]+$"`
}

// Validate refuses priorities that are given twice, and those of nobody's ConfigMap.
func (p Priorities) Validate(path *field.Path) field.ErrorList {
	errs := addon.AtMostOne(path, addon.Field("groups", len(p.Groups) > 0), addon.Field("existing", p.Existing))
	if len(p.Annotations) > 0 && len(p.Groups) == 0 {
		errs = append(errs, field.Forbidden(path.Child("annotations"), "belongs to the ConfigMap of groups"))
	}
	seen := map[int32]bool{}
	for i, g := range p.Groups {
		at := path.Child("groups").Index(i)
		if seen[g.Priority] {
			errs = append(errs, field.Duplicate(at.Child("priority"), g.Priority))
		}
		seen[g.Priority] = true
		for j, expr := range g.Names {
			if _, err := regexp.Compile(expr); err != nil {
				errs = append(errs, field.Invalid(at.Child("names").Index(j), expr, err.Error()))
			}
		}
	}
	return errs
}

// priorities has the groups of the greatest priority first.
func priorities(o Options) *corev1.ConfigMap {
	if len(o.Priorities.Groups) == 0 {
		return nil
	}
	byPriority := slices.SortedFunc(slices.Values(o.Priorities.Groups), func(a, b GroupPriority) int {
		return cmp.Compare(b.Priority, a.Priority)
	})
	var text strings.Builder
	for _, g := range byPriority {
		fmt.Fprintf(&text, "%d:\n", g.Priority)
		for _, expr := range g.Names {
			fmt.Fprintf(&text, "  - '%s'\n", strings.ReplaceAll(expr, "'", "''"))
		}
	}
	m := &corev1.ConfigMap{
		ObjectMeta: o.identity().Meta(prioritiesName),
		Data:       map[string]string{"priorities": text.String()},
	}
	m.Annotations = o.Priorities.Annotations
	return m
}
