package check

import (
	"fmt"
)

// KubernetesVersions finds addons that don't support the cluster's version of Kubernetes,
// by the range that upstream gives.
var KubernetesVersions = Check{Name: "kubernetes-version", Run: kubernetesVersions}

func kubernetesVersions(p *Pass) {
	for _, a := range p.Addons {
		card := a.Card()
		if !p.Target.Kubernetes.In(card.Kubernetes) {
			p.ReportAddon(Error, a.Name(), fmt.Sprintf("version %s supports Kubernetes %s, and the cluster runs %s", card.Version, card.Kubernetes, p.Target.Kubernetes),
				"take a version of the addon that supports it")
		}
	}
}
