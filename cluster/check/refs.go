package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fitout/fitout/cluster/infer"
)

// dangling reports the references to objects of a kind that come from nowhere, and those
// to keys that are not in the Secret or ConfigMap.
func (p *Pass) dangling(kind, fix string) {
	group := infer.NewKey(kind, "", "").Group
	for _, r := range p.Refs {
		if r.To.Kind != kind || r.To.Group != group || r.Optional {
			continue
		}
		source, ok := p.Source(r.To)
		if !ok {
			p.Error(r.From, r.Field, fmt.Sprintf("nobody brings %s", r.To), fix)
			continue
		}
		for _, key := range r.Keys {
			if source.Keys != nil && !slices.Contains(source.Keys, key) {
				p.Error(r.From, r.Field, fmt.Sprintf("%s has no key %q", r.To, key), "it has "+strings.Join(source.Keys, ", "))
			}
		}
	}
}

// who names what an object was found by, for a text that speaks of another one.
func who(o *infer.Object) string {
	if o.Addon == "" {
		return o.Key.String()
	}
	return o.Key.String() + " of " + o.Addon
}
