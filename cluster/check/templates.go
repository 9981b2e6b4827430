package check

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/fitout/fitout/addon/kube"
)

// Templates finds workloads whose selector doesn't match the pods that they make. The API
// server refuses them. It also warns of pods that are spread over nodes or zones by a
// selector which doesn't match them: they are not spread at all.
var Templates = Check{Name: "templates", Run: templates}

func templates(p *Pass) {
	for _, pods := range p.Pods {
		if s := kube.SelectorOf(pods.Object.Object); s != nil && !matches(s, pods.Labels) {
			p.Error(pods.Object, "spec.selector", "doesn't match the labels of the workload's own pods", "select by labels that the template sets")
		}
		for i := range pods.Spec.TopologySpreadConstraints {
			if s := pods.Spec.TopologySpreadConstraints[i].LabelSelector; s != nil && !matches(s, pods.Labels) {
				p.Warn(pods.Object, pods.Path+".topologySpreadConstraints", "the selector doesn't match the pods themselves", "select by labels that the template sets")
			}
		}
	}
}

func matches(s *metav1.LabelSelector, of map[string]string) bool {
	selector, err := metav1.LabelSelectorAsSelector(s)
	return err == nil && selector.Matches(labels.Set(of))
}
