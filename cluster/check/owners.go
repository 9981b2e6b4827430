package check

import (
	"cmp"
	"fmt"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/fitout/fitout/cluster/infer"
)

// Owners finds objects that two addons write, such as the CustomResourceDefinition of one
// kind or an APIService: whichever is applied last wins, again and again.
var Owners = Check{Name: "owners", Run: owners}

func owners(p *Pass) {
	first := make(map[infer.Key]*infer.Object, len(p.Objects))
	for _, o := range p.Objects {
		old := first[o.Key]
		if old == nil {
			first[o.Key] = o
			continue
		}
		p.Error(o, "", "is also written by "+cmp.Or(old.Addon, "the cluster"), "leave it out of one of them, or give them other names or namespaces")
	}
	definers := map[schema.GroupKind]*infer.Object{}
	for _, o := range p.Objects {
		d := infer.Define(o)
		if d == nil {
			continue
		}
		if old := definers[d.GroupKind]; old != nil && old.Key != o.Key {
			p.Error(o, "spec.names.kind", fmt.Sprintf("%s is also defined by %s", d.Kind, who(old)), "leave one of the definitions out")
		} else {
			definers[d.GroupKind] = o
		}
	}
}
