package istio

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/hpa"
)

func validateGateways(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	seen := map[string]bool{}
	for i, g := range o.Gateways {
		p := path.Index(i)
		g = gateways.Complete(addon.Target{}, g)
		if key := g.Namespace + "/" + g.Name; seen[key] {
			errs = append(errs, field.Duplicate(p.Child("name"), g.Name))
		} else {
			seen[key] = true
		}
		errs = append(errs, validateGateway(o, g, p)...)
	}
	return errs
}

func validateGateway(o Options, g GatewayWorkload, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for _, label := range []string{"app", "istio"} {
		if _, ok := g.Labels[label]; ok {
			errs = append(errs, field.Forbidden(path.Child("labels").Key(label), "the gateway is selected by it: set name or istioLabel"))
		}
		if _, ok := g.Pods.Labels[label]; ok {
			errs = append(errs, field.Forbidden(path.Child("pods", "labels").Key(label), "the gateway is selected by it: set name or istioLabel"))
		}
	}
	scaling := g.Autoscaling.hpa()
	scaling.Enabled = scaling.Enabled && g.Kind == Deployment // a DaemonSet needs none switched off
	errs = append(errs, hpa.Check(scaling, g.Pods, g.Kind == DaemonSet, path)...)
	if s := gatewayService(o, g); s != nil {
		errs = append(errs, addon.CheckService(s.Spec, path.Child("service"))...)
	}
	return append(errs, validatePorts(g.Service.Ports, path.Child("service", "ports"))...)
}

// validatePorts refuses ports that can't be told apart, and names of pods' ports: before
// the injection a gateway has none but that of its metrics.
func validatePorts(ports []corev1.ServicePort, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	names, numbers := map[string]bool{}, map[string]bool{}
	for i, p := range ports {
		at := path.Index(i)
		switch {
		case p.Name == "" && len(ports) > 1:
			errs = append(errs, field.Required(at.Child("name"), "several ports need names"))
		case names[p.Name]:
			errs = append(errs, field.Duplicate(at.Child("name"), p.Name))
		}
		names[p.Name] = true
		number := intstr.FromInt32(p.Port)
		key := string(p.Protocol) + number.String()
		switch {
		case p.Port < 1 || p.Port > 65535:
			errs = append(errs, field.Invalid(at.Child("port"), p.Port, "must be from 1 to 65535"))
		case numbers[key]:
			errs = append(errs, field.Duplicate(at.Child("port"), p.Port))
		}
		numbers[key] = true
		if p.TargetPort.Type == intstr.String {
			errs = append(errs, field.Invalid(at.Child("targetPort"), p.TargetPort.StrVal, "must be a number: the pods' ports have no names"))
		}
	}
	return errs
}
