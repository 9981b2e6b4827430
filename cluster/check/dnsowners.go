package check

import (
	"fmt"
	"path"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/cluster/infer"
)

// DNSOwners finds two installs of external-dns that share an owner ID. Each takes the
// other's records for its own, and deletes those that it doesn't know. Without an owner ID
// they share the one called default.
var DNSOwners = Check{Name: "dns-owners", Run: dnsOwners}

func dnsOwners(p *Pass) {
	owners := map[string]*infer.Object{}
	for _, pods := range p.Pods {
		pods.Containers(func(c *corev1.Container, field string) {
			if !runs(c, "external-dns") {
				return
			}
			owner, registry := "default", "txt"
			for _, arg := range c.Args {
				if v, ok := strings.CutPrefix(arg, "--txt-owner-id="); ok {
					owner = v
				}
				if v, ok := strings.CutPrefix(arg, "--registry="); ok {
					registry = v
				}
			}
			if registry == "noop" {
				return // it writes down no owners
			}
			if first := owners[owner]; first != nil {
				p.Error(pods.Object, field+".args", fmt.Sprintf("shares the owner ID %q with %s", owner, who(first)), "give each install an owner ID of its own")
				return
			}
			owners[owner] = pods.Object
		})
	}
}

// runs tells whether a container's image is of that name, in whatever registry.
func runs(c *corev1.Container, name string) bool {
	return nameOfImage(c) == name
}

// nameOfImage is the last part of the name of a container's image, without tag.
func nameOfImage(c *corev1.Container) string {
	return path.Base(addon.ParseImage(c.Image).Repository)
}
