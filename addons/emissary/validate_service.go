package emissary

import (
	"fmt"
	"net/netip"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// validateService refuses what the API server would for the type of the Service.
func validateService(s Service, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	refuse := func(name string, set bool, why string) {
		if set {
			errs = append(errs, field.Forbidden(path.Child(name), why))
		}
	}
	if s.Type != corev1.ServiceTypeLoadBalancer {
		why := "needs the type LoadBalancer"
		refuse("loadBalancerClass", s.LoadBalancerClass != "", why)
		refuse("loadBalancerIP", s.LoadBalancerIP != "", why)
		refuse("loadBalancerSourceRanges", s.LoadBalancerSourceRanges != nil, why)
		refuse("allocateLoadBalancerNodePorts", s.AllocateLoadBalancerNodePorts != nil, why)
	}
	local := s.Type == corev1.ServiceTypeLoadBalancer && s.ExternalTrafficPolicy == corev1.ServiceExternalTrafficPolicyLocal
	refuse("healthCheckNodePort", s.HealthCheckNodePort != 0 && !local, "needs the type LoadBalancer and the external traffic policy Local")
	refuse("sessionAffinityTimeoutSeconds", s.SessionAffinityTimeoutSeconds != nil && s.SessionAffinity != corev1.ServiceAffinityClientIP, "needs the session affinity ClientIP")
	if s.Type == corev1.ServiceTypeClusterIP {
		refuse("externalTrafficPolicy", s.ExternalTrafficPolicy != "" && s.ExternalIPs == nil, "needs the type NodePort or LoadBalancer, or externalIPs")
		for i, p := range s.Ports {
			if p.NodePort != 0 {
				errs = append(errs, field.Forbidden(path.Child("ports").Index(i).Child("nodePort"), "needs the type NodePort or LoadBalancer"))
			}
		}
	}
	errs = append(errs, addon.CheckIPFamilies(s.IPFamilyPolicy, s.IPFamilies, path)...)
	return append(errs, validateCIDRs(s.LoadBalancerSourceRanges, path.Child("loadBalancerSourceRanges"))...)
}

// validateAdminService does the same for the admin Service, and refuses to scrape one that
// isn't there.
func validateAdminService(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	a, p := o.AdminService, path.Child("adminService")
	refuse := func(name string, set bool, why string) {
		if set {
			errs = append(errs, field.Forbidden(p.Child(name), why))
		}
	}
	if a.Disabled && o.ServiceMonitor != nil {
		errs = append(errs, field.Forbidden(path.Child("serviceMonitor"), "there is no Service to scrape: adminService.disabled is set"))
	}
	if a.Type != corev1.ServiceTypeLoadBalancer {
		why := "needs the type LoadBalancer"
		refuse("loadBalancerIP", a.LoadBalancerIP != "", why)
		refuse("loadBalancerSourceRanges", a.LoadBalancerSourceRanges != nil, why)
	}
	refuse("nodePort", a.NodePort != 0 && a.Type == corev1.ServiceTypeClusterIP, "needs the type NodePort or LoadBalancer")
	if a.Port == a.SnapshotPort {
		errs = append(errs, field.Duplicate(p.Child("snapshotPort"), a.SnapshotPort))
	}
	return append(errs, validateCIDRs(a.LoadBalancerSourceRanges, p.Child("loadBalancerSourceRanges"))...)
}

// validatePorts refuses ports that a Service, or a pod, can't have twice.
func validatePorts(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	type number struct {
		protocol corev1.Protocol
		port     int32
	}
	names := map[string]bool{adminPortName: true}
	ports, targets := map[number]bool{}, map[number]bool{}
	for i, s := range o.Service.Ports {
		p := path.Child("service", "ports").Index(i)
		if names[s.Name] {
			errs = append(errs, field.Duplicate(p.Child("name"), s.Name))
		}
		port, target := number{s.protocol(), s.Port}, number{s.protocol(), s.TargetPort}
		if ports[port] {
			errs = append(errs, field.Duplicate(p.Child("port"), s.Port))
		}
		if targets[target] {
			errs = append(errs, field.Duplicate(p.Child("targetPort"), s.TargetPort))
		}
		names[s.Name], ports[port], targets[target] = true, true, true
		if by, ok := reservedPorts()[s.TargetPort]; ok && s.protocol() == corev1.ProtocolTCP {
			errs = append(errs, field.Invalid(p.Child("targetPort"), s.TargetPort, "is taken: "+by))
		}
		if o.HostNetwork && s.HostPort != 0 && s.HostPort != s.TargetPort {
			errs = append(errs, field.Invalid(p.Child("hostPort"), s.HostPort, fmt.Sprintf("with hostNetwork ports of the node are the pods' own: leave it out, or make it %d", s.TargetPort)))
		}
	}
	return errs
}

func validateCIDRs(cidrs []string, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for i, c := range cidrs {
		if _, err := netip.ParsePrefix(c); err != nil {
			errs = append(errs, field.Invalid(path.Index(i), c, `must be a CIDR, as in "10.0.0.0/8"`))
		}
	}
	return errs
}
