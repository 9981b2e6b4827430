package check

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
)

// ClusterAutoscaler warns of a cluster-autoscaler whose minor version is not the cluster's.
// It simulates the scheduler, and upstream supports only the same minor.
var ClusterAutoscaler = Check{Name: "cluster-autoscaler", Run: clusterAutoscaler}

func clusterAutoscaler(p *Pass) {
	for _, pods := range p.Pods {
		pods.Containers(func(c *corev1.Container, field string) {
			tag := strings.TrimPrefix(addon.ParseImage(c.Image).Tag, "v")
			parts := strings.SplitN(tag, ".", 3)
			if !runs(c, "cluster-autoscaler") || len(parts) < 2 {
				return
			}
			if minor := parts[0] + "." + parts[1]; addon.Version(minor) != p.Target.Kubernetes {
				p.Warn(pods.Object, field+".image", fmt.Sprintf("is of version %s, and the cluster runs %s", minor, p.Target.Kubernetes), "take an image of the cluster's minor version")
			}
		})
	}
}
