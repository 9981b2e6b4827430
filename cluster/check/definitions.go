package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fitout/fitout/addon"
)

// Definitions finds custom resources whose CustomResourceDefinition nobody brings, or
// brings without their version. The API server refuses them.
//
// Add the addon that brings the definition. If the cluster has it already, name it in
// existing.crds.
var Definitions = Check{Name: "definitions", Run: definitions}

func definitions(p *Pass) {
	for _, o := range p.Objects {
		gvk := o.GetObjectKind().GroupVersionKind()
		if addon.BuiltinGroup(gvk.Group) || p.Defined(gvk.GroupKind()) {
			continue
		}
		d := p.Definitions[gvk.GroupKind()]
		switch {
		case d == nil:
			p.Error(o, "kind", fmt.Sprintf("nobody brings the CustomResourceDefinition of %s", gvk.GroupKind()),
				"add the addon that does, or name it in existing.crds")
		case !slices.Contains(d.Versions(), gvk.Version):
			p.Error(o, "apiVersion", fmt.Sprintf("the CustomResourceDefinition of %s has no version %s", gvk.GroupKind(), gvk.Version),
				"it has "+strings.Join(d.Versions(), ", "))
		}
	}
}
