package check

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/cluster/infer"
)

// Requests warns of containers that don't say how much CPU and memory they need. The
// scheduler then takes them for free: nodes fill up, and such pods are the first to be
// evicted. Init containers are left alone, since they run for a moment.
var Requests = Check{Name: "requests", Run: requests}

func requests(p *Pass) {
	for _, pods := range p.Pods {
		if pods.Key.Kind == "Job" || pods.Key.Kind == "CronJob" {
			continue // they come and go
		}
		for i := range pods.Spec.InitContainers {
			if c := &pods.Spec.InitContainers[i]; c.RestartPolicy != nil { // a sidecar
				requestsOf(p, pods, c, infer.Item(".initContainers", i))
			}
		}
		for i := range pods.Spec.Containers {
			requestsOf(p, pods, &pods.Spec.Containers[i], infer.Item(".containers", i))
		}
	}
}

func requestsOf(p *Pass, pods *infer.Pods, c *corev1.Container, field string) {
	var lacks []string
	for _, name := range []corev1.ResourceName{corev1.ResourceCPU, corev1.ResourceMemory} {
		_, asks := c.Resources.Requests[name]
		_, bound := c.Resources.Limits[name] // a limit without a request is one
		if !asks && !bound {
			lacks = append(lacks, string(name))
		}
	}
	if len(lacks) > 0 {
		p.Warn(pods.Object, pods.Path+field+".resources.requests", fmt.Sprintf("container %s asks for no %s", c.Name, strings.Join(lacks, " and no ")),
			"set the addon's resources to what it uses when it is busy")
	}
}
