package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/cluster/infer"
)

// Requests warns of containers that don't say how much CPU and memory they need. The
// scheduler then takes them for free: nodes fill up, and such pods are the first to be
// evicted. Init containers are left alone, since they run for a moment. It also finds
// containers that ask for more than their limit, which the API server refuses: an addon's
// default limit stays where an option raises the request alone.
var Requests = Check{Name: "requests", Run: requests}

func requests(p *Pass) {
	for _, pods := range p.Pods {
		pods.Containers(func(c *corev1.Container, field string) { requestsAboveLimits(p, pods, c, field) })
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

func requestsAboveLimits(p *Pass, pods *infer.Pods, c *corev1.Container, field string) {
	for _, name := range slices.Sorted(maps.Keys(c.Resources.Requests)) {
		asks := c.Resources.Requests[name]
		if limit, ok := c.Resources.Limits[name]; ok && asks.Cmp(limit) > 0 {
			p.Error(pods.Object, field+".resources.requests."+string(name), fmt.Sprintf("container %s asks for %s, above its limit of %s", c.Name, asks.String(), limit.String()), "raise the limit with it")
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
