package check

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// Backends finds Ingresses, webhooks, APIServices, definitions and StatefulSets that name a
// Service which nothing brings, or a port that the Service doesn't have. An Ingress then
// answers with an error; a webhook that can't be reached blocks what it watches.
var Backends = Check{Name: "backends", Run: backends}

func backends(p *Pass) {
	p.dangling("Service", "correct the name, or name it in existing.services")
	for _, r := range p.Refs {
		if r.To.Kind != "Service" || r.Port == "" {
			continue
		}
		source, _ := p.Source(r.To)
		if source.Object == nil {
			continue
		}
		service, ok := source.Object.Object.(*corev1.Service)
		if !ok || service.Spec.Type == corev1.ServiceTypeExternalName {
			continue
		}
		if ports := portsOf(service); !slices.Contains(ports, r.Port) {
			p.Error(r.From, r.Field, fmt.Sprintf("%s has no port %s", r.To, r.Port), "it has "+strings.Join(ports, ", "))
		}
	}
}

// portsOf are the numbers and the names of a Service's ports.
func portsOf(s *corev1.Service) []string {
	var ports []string
	for _, port := range s.Spec.Ports {
		ports = append(ports, strconv.Itoa(int(port.Port)))
		if port.Name != "" {
			ports = append(ports, port.Name)
		}
	}
	return ports
}
