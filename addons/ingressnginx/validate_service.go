package ingressnginx

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

func validateServices(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	made := o.wanted()
	for _, key := range slices.Sorted(maps.Keys(made)) {
		errs = append(errs, validateService(o, made[key], path.Child(key))...)
		errs = append(errs, validateTarget(o, made[key].TargetPorts.HTTP, path.Child(key, "targetPorts", "http"))...)
		errs = append(errs, validateTarget(o, made[key].TargetPorts.HTTPS, path.Child(key, "targetPorts", "https"))...)
	}
	if s, ok := made["internalService"]; ok && s.Type == corev1.ServiceTypeLoadBalancer &&
		s.AWS == nil && len(s.Annotations) == 0 && s.LoadBalancerClass == "" {
		errs = append(errs, field.Required(path.Child("internalService", "annotations"), "without any, or aws, or loadBalancerClass, its load balancer would be as public as the other"))
	}
	if len(made) > 0 && o.DisableHTTP && o.DisableHTTPS && len(o.TCP)+len(o.UDP) == 0 {
		errs = append(errs, field.Forbidden(path.Child("disableHTTPS"), "a Service needs a port: HTTP is disabled already"))
	}
	return errs
}

// validateService refuses what the API server would for the type of the Service.
func validateService(o Options, s Service, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if s.Type != corev1.ServiceTypeLoadBalancer && s.AWS != nil {
		errs = append(errs, field.Forbidden(path.Child("aws"), "needs the type LoadBalancer"))
	}
	if n := s.NodePorts; s.Type == corev1.ServiceTypeClusterIP && (n.HTTP != 0 || n.HTTPS != 0 || n.TCP != nil || n.UDP != nil) {
		errs = append(errs, field.Forbidden(path.Child("nodePorts"), "needs the type NodePort or LoadBalancer"))
	}
	if a := s.AWS; a != nil && a.Type == NLBInstance && s.AllocateLoadBalancerNodePorts != nil && !*s.AllocateLoadBalancerNodePorts {
		errs = append(errs, field.Invalid(path.Child("allocateLoadBalancerNodePorts"), false, "aws.type nlb-instance reaches the pods by node ports: take nlb-ip"))
	}
	return append(errs, addon.CheckService(service(o, "", s, "").Spec, path)...)
}

// validateTarget refuses a name that none of the pods' ports for HTTP has.
func validateTarget(o Options, target intstr.IntOrString, path *field.Path) field.ErrorList {
	var names []string
	for _, p := range ports(o) {
		if slices.Contains([]string{"http", "https", redirectPortName}, p.Name) {
			names = append(names, p.Name)
		}
	}
	if target.StrVal == "" || slices.Contains(names, target.StrVal) {
		return nil
	}
	return field.ErrorList{field.NotSupported(path, target.StrVal, names)}
}

// reserved are the ports that the controller listens on beside those of the options ports
// and webhook.
func (o Options) reserved() map[int32]string {
	ports := map[int32]string{
		442:   "for ssl-passthrough",
		8181:  "for the default server",
		10245: "for the profiler",
		10246: "for NGINX's status",
		10247: "for NGINX's streams",
	}
	if o.redirects() {
		ports[redirectPort] = "for the redirect to HTTPS"
	}
	return ports
}

// taken are the ports that are not free for tcp and udp.
func (o Options) taken() map[int32]string {
	taken := o.reserved()
	taken[o.Ports.HTTP] = "ports.http"
	taken[o.Ports.HTTPS] = "ports.https"
	taken[o.Ports.Health] = "ports.health"
	if !o.Webhook.Disabled {
		taken[o.Webhook.Port] = "webhook.port"
	}
	return taken
}

// validatePorts refuses a port for two purposes.
func validatePorts(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	used := o.reserved()
	claim := func(port int32, names ...string) {
		if by, ok := used[port]; ok {
			errs = append(errs, field.Invalid(path.Child(names[0], names[1:]...), port, "is taken: "+by))
		}
		used[port] = strings.Join(names, ".")
	}
	claim(o.Ports.HTTP, "ports", "http")
	claim(o.Ports.HTTPS, "ports", "https")
	claim(o.Ports.Health, "ports", "health")
	if !o.Webhook.Disabled {
		claim(o.Webhook.Port, "webhook", "port")
	}
	if h := o.HostPort; o.HostNetwork && h.Enabled && (h.HTTP != o.Ports.HTTP || h.HTTPS != o.Ports.HTTPS) {
		errs = append(errs, field.Forbidden(path.Child("hostPort"), "with hostNetwork ports of the node are the pods' own: set ports"))
	}
	return errs
}

// stream is the reference to a Service by the options tcp and udp; the PROXY protocol is
// for TCP alone.
var stream = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?/[a-z]([-a-z0-9]*[a-z0-9])?:[a-z0-9]([-a-z0-9]*[a-z0-9])?(:(PROXY)?(:PROXY)?)?$`)
})

// validateStreams refuses ports and references that the controller would pass over.
func validateStreams(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	taken := o.taken()
	for _, key := range []string{"tcp", "udp"} {
		ports := map[string]map[int32]string{"tcp": o.TCP, "udp": o.UDP}[key]
		for _, port := range slices.Sorted(maps.Keys(ports)) {
			p := path.Child(key).Key(fmt.Sprint(port))
			if by, ok := taken[port]; ok {
				errs = append(errs, field.Invalid(p, port, "is taken: "+by))
			} else if port < 1 || port > 65535 {
				errs = append(errs, field.Invalid(p, port, "must be a port, from 1 to 65535"))
			}
			if to := ports[port]; !stream().MatchString(to) || key == "udp" && strings.Contains(to, "PROXY") {
				errs = append(errs, field.Invalid(p, to, `must be "namespace/service:port"`))
			}
		}
	}
	made := o.wanted()
	for _, key := range slices.Sorted(maps.Keys(made)) {
		s := made[key]
		if _, ok := o.TCP[s.Ports.HTTP]; ok && !o.DisableHTTP && taken[s.Ports.HTTP] == "" {
			errs = append(errs, field.Invalid(path.Child(key, "ports", "http"), s.Ports.HTTP, "is a port of the option tcp too"))
		}
		if _, ok := o.TCP[s.Ports.HTTPS]; ok && !o.DisableHTTPS && taken[s.Ports.HTTPS] == "" {
			errs = append(errs, field.Invalid(path.Child(key, "ports", "https"), s.Ports.HTTPS, "is a port of the option tcp too"))
		}
		errs = append(errs, validateNodePorts(s.NodePorts.TCP, o.TCP, path.Child(key, "nodePorts", "tcp"))...)
		errs = append(errs, validateNodePorts(s.NodePorts.UDP, o.UDP, path.Child(key, "nodePorts", "udp"))...)
	}
	return errs
}

func validateNodePorts(nodes map[int32]int32, streams map[int32]string, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for _, port := range slices.Sorted(maps.Keys(nodes)) {
		if _, ok := streams[port]; !ok {
			errs = append(errs, field.Invalid(path.Key(fmt.Sprint(port)), port, "is no port of that option"))
		}
	}
	return errs
}
