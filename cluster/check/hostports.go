package check

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/cluster/infer"
)

// HostPorts finds pods of two workloads that take the same port of the same nodes, in the
// nodes' network or as a hostPort. Between two DaemonSets it is an error, since one of them
// can't run anywhere; where one is a Deployment it is a warning, since there may be nodes
// enough for both. Pods whose node selectors exclude each other never meet.
var HostPorts = Check{Name: "host-ports", Run: hostPorts}

func hostPorts(p *Pass) {
	type use struct {
		pods *infer.Pods
		ip   string
	}
	users := map[port][]use{}
	for _, pods := range p.Pods {
		pods.Containers(func(c *corev1.Container, field string) {
			for i, cp := range c.Ports {
				number := cp.HostPort
				if pods.Spec.HostNetwork {
					number = cp.ContainerPort
				}
				if number == 0 {
					continue
				}
				k := port{number, orTCP(cp.Protocol)}
				for _, other := range users[k] {
					if other.pods == pods || !meet(pods.Spec.NodeSelector, other.pods.Spec.NodeSelector) || !overlap(cp.HostIP, other.ip) {
						continue
					}
					report := p.Warn
					if pods.Key.Kind == "DaemonSet" && other.pods.Key.Kind == "DaemonSet" {
						report = p.Error
					}
					report(pods.Object, field+infer.Item(".ports", i), fmt.Sprintf("port %d of the nodes is also taken by %s", number, who(other.pods.Object)),
						"give one of them another port, or nodes of its own")
					break
				}
				users[k] = append(users[k], use{pods, cp.HostIP})
			}
		})
	}
}

// meet tells whether a node can have the labels of both selectors.
func meet(a, b map[string]string) bool {
	for k, v := range a {
		if other, ok := b[k]; ok && other != v {
			return false
		}
	}
	return true
}

// overlap tells whether two addresses of a node are the same, or one of them is all.
func overlap(a, b string) bool {
	all := func(ip string) bool { return ip == "" || ip == "0.0.0.0" || ip == "::" }
	return a == b || all(a) || all(b)
}
