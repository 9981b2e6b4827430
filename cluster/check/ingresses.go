package check

import (
	"cmp"
	"fmt"

	networkingv1 "k8s.io/api/networking/v1"

	"github.com/fitout/fitout/cluster/infer"
)

// Ingresses finds two Ingresses of one class that claim the same host and path: which of
// them answers is up to the controller.
var Ingresses = Check{Name: "ingresses", Run: ingresses}

func ingresses(p *Pass) {
	type claim struct{ class, host, path string }
	taken := map[claim]*infer.Object{}
	for _, o := range p.Objects {
		in, ok := o.Object.(*networkingv1.Ingress)
		if !ok {
			continue
		}
		class := in.Annotations["kubernetes.io/ingress.class"]
		if in.Spec.IngressClassName != nil {
			class = *in.Spec.IngressClassName
		}
		if in.Annotations["nginx.ingress.kubernetes.io/canary"] == "true" {
			continue // it shares its host and path on purpose
		}
		for i, r := range in.Spec.Rules {
			if r.HTTP == nil {
				continue
			}
			for j, path := range r.HTTP.Paths {
				k := claim{class, r.Host, cmp.Or(path.Path, "/")}
				if first := taken[k]; first != nil && first != o {
					p.Error(o, infer.Item("spec.rules", i)+infer.Item(".http.paths", j), fmt.Sprintf("%s%s is also claimed by %s", k.host, k.path, who(first)), "give one of them another host or path")
					continue
				}
				taken[k] = o
			}
		}
	}
}
