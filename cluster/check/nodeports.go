package check

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/cluster/infer"
)

// NodePorts finds two Services that ask for the same port of the nodes: the API server
// refuses the second.
var NodePorts = Check{Name: "node-ports", Run: nodePorts}

// port is one of a node's.
type port struct {
	number   int32
	protocol corev1.Protocol
}

func nodePorts(p *Pass) {
	taken := map[port]*infer.Object{}
	for _, o := range p.Objects {
		s, ok := o.Object.(*corev1.Service)
		if !ok {
			continue
		}
		for i, sp := range s.Spec.Ports {
			if sp.NodePort == 0 {
				continue
			}
			k := port{sp.NodePort, orTCP(sp.Protocol)}
			if first := taken[k]; first != nil && first != o {
				p.Error(o, infer.Item("spec.ports", i)+".nodePort", fmt.Sprintf("%d is also asked for by %s", sp.NodePort, who(first)), "give one of them another port")
				continue
			}
			taken[k] = o
		}
	}
}

func orTCP(p corev1.Protocol) corev1.Protocol {
	if p == "" {
		return corev1.ProtocolTCP
	}
	return p
}
