package check

import (
	"strings"
)

// Mirrors warns, where the cluster has a mirror, of images that don't come from it: nodes
// that can't reach the internet can't pull them. Images that an addon of raw YAML names in
// arguments, environment or configuration aren't sent to the mirror by the plan.
var Mirrors = Check{Name: "mirror", Run: mirrors}

func mirrors(p *Pass) {
	if len(p.Target.Mirror) == 0 {
		return
	}
	for _, i := range p.Images {
		mirrored := false
		for _, to := range p.Target.Mirror {
			registry, _, _ := strings.Cut(to, "/") // which nodes reach, whatever the path is
			mirrored = mirrored || strings.HasPrefix(i.Ref, registry+"/")
		}
		switch through := p.Target.Mirror.Rewrite(i.Ref); {
		case mirrored:
		case through != i.Ref:
			p.Warn(i.Object, i.Field, "image "+i.Ref+" doesn't go through the mirror", "write "+through)
		default:
			p.Warn(i.Object, i.Field, "image "+i.Ref+" is in a registry that the mirror doesn't have", "add the registry to the cluster's mirror")
		}
	}
}
