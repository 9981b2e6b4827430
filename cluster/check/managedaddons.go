package check

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/cluster/infer"
)

// ManagedAddons finds what is installed twice, by EKS and by an addon of the cluster: each
// would undo what the other one does. It also finds what EKS refuses, and the
// cluster-proportional-autoscaler set on a CoreDNS whose copies EKS counts itself.
var ManagedAddons = Check{Name: "managed-addons", Run: managedAddons}

func managedAddons(p *Pass) {
	by := map[string]string{}
	for _, r := range p.AWS {
		a, ok := r.Resource.(*aws.ManagedAddon)
		if !ok {
			continue
		}
		if first, taken := by[a.Name]; taken {
			p.ReportAddon(Error, r.Addon, fmt.Sprintf("has EKS manage %s, as %s does", a.Name, first), "keep one of the two")
		}
		by[a.Name] = r.Addon
		managedAddon(p, r.Addon, a)
		twins := map[string]bool{} // by addon: one of its objects is enough to tell
		for _, o := range a.Installs {
			if twin := p.Find(infer.NewKey(o.Kind, o.Namespace, o.Name)); twin != nil && !twins[twin.Addon] {
				twins[twin.Addon] = true
				p.Error(twin, "", fmt.Sprintf("is what EKS's addon %s installs too, by %s", a.Name, r.Addon), "keep one of the two addons")
			}
		}
		if a.Name == "coredns" {
			countedTwice(p, a)
		}
	}
}

// managedAddon looks for what EKS refuses.
func managedAddon(p *Pass, name string, a *aws.ManagedAddon) {
	var c map[string]any
	if err := json.Unmarshal(a.Configuration, &c); len(a.Configuration) > 0 && err != nil {
		p.ReportAddon(Error, name, fmt.Sprintf("configures %s by what is no JSON object: %v", a.Name, err), "")
	}
	if a.OnCreate == aws.Preserve {
		p.ReportAddon(Error, name, fmt.Sprintf("has EKS keep what %s finds when it is made", a.Name), "take NONE or OVERWRITE for onCreate: PRESERVE is for updates")
	}
}

// countedTwice looks for a cluster-proportional-autoscaler that sets the copies of a CoreDNS
// that scales itself.
func countedTwice(p *Pass, coredns *aws.ManagedAddon) {
	var c struct{ AutoScaling struct{ Enabled bool } }
	if json.Unmarshal(coredns.Configuration, &c) != nil || !c.AutoScaling.Enabled {
		return
	}
	for _, pods := range p.Pods {
		pods.Containers(func(c *corev1.Container, field string) {
			if !strings.HasPrefix(nameOfImage(c), "cluster-proportional-autoscaler") {
				return
			}
			for _, arg := range slices.Concat(c.Command, c.Args) {
				targets, ok := strings.CutPrefix(arg, "--target=")
				if ok && slices.Contains(strings.Split(strings.ToLower(targets), ","), "deployment/coredns") {
					p.Error(pods.Object, field+".args", "sets the copies of Deployment coredns, and so does EKS's addon coredns, whose autoScaling is on", "switch one of the two off")
				}
			}
		})
	}
}
