package emissary

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// validateService refuses what the API server would for the type of the Service.
func validateService(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	s := o.Service
	if s.SessionAffinityTimeoutSeconds != nil && s.SessionAffinity != corev1.ServiceAffinityClientIP {
		errs = append(errs, field.Forbidden(path.Child("sessionAffinityTimeoutSeconds"), "needs the session affinity ClientIP"))
	}
	for i, p := range s.Ports {
		if p.NodePort != 0 && s.Type == corev1.ServiceTypeClusterIP {
			errs = append(errs, field.Forbidden(path.Child("ports").Index(i).Child("nodePort"), "needs the type NodePort or LoadBalancer"))
		}
	}
	return append(errs, addon.CheckService(service(o).Spec, path)...)
}

// validateAdminService does the same for the admin Service, and refuses to scrape one that
// isn't there.
func validateAdminService(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	a, p := o.AdminService, path.Child("adminService")
	if a.Disabled && o.ServiceMonitor != nil {
		errs = append(errs, field.Forbidden(path.Child("serviceMonitor"), "there is no Service to scrape: adminService.disabled is set"))
	}
	if a.NodePort != 0 && a.Type == corev1.ServiceTypeClusterIP {
		errs = append(errs, field.Forbidden(p.Child("nodePort"), "needs the type NodePort or LoadBalancer"))
	}
	if a.Port == a.SnapshotPort {
		errs = append(errs, field.Duplicate(p.Child("snapshotPort"), a.SnapshotPort))
	}
	o.AdminService.Disabled = false // what is wrong with it is told all the same
	return append(errs, addon.CheckService(adminService(o).Spec, p)...)
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
