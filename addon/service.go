package addon

import (
	"fmt"
	"net/netip"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// CheckService refuses what the API server would of a Service for its type, by options below
// path that are named as the fields of the Service's spec are. Its ports are not looked at.
func CheckService(s corev1.ServiceSpec, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	refuse := func(name string, set bool, why string) {
		if set {
			errs = append(errs, field.Forbidden(path.Child(name), why))
		}
	}
	balanced := s.Type == corev1.ServiceTypeLoadBalancer
	if !balanced {
		why := "needs the type LoadBalancer"
		refuse("loadBalancerClass", s.LoadBalancerClass != nil, why)
		refuse("loadBalancerIP", s.LoadBalancerIP != "", why)
		refuse("loadBalancerSourceRanges", s.LoadBalancerSourceRanges != nil, why)
		refuse("allocateLoadBalancerNodePorts", s.AllocateLoadBalancerNodePorts != nil, why)
	}
	local := balanced && s.ExternalTrafficPolicy == corev1.ServiceExternalTrafficPolicyLocal
	refuse("healthCheckNodePort", s.HealthCheckNodePort != 0 && !local, "needs the type LoadBalancer and the external traffic policy Local")
	inside := s.Type == corev1.ServiceTypeClusterIP && s.ExternalIPs == nil
	refuse("externalTrafficPolicy", s.ExternalTrafficPolicy != "" && inside, "needs the type NodePort or LoadBalancer, or externalIPs")
	var policy corev1.IPFamilyPolicy
	if s.IPFamilyPolicy != nil {
		policy = *s.IPFamilyPolicy
	}
	errs = append(errs, CheckIPFamilies(policy, s.IPFamilies, path)...)
	return append(errs, CheckCIDRs(s.LoadBalancerSourceRanges, path.Child("loadBalancerSourceRanges"))...)
}

// CheckIPFamilies refuses a Service's ipFamilies and ipFamilyPolicy, below path, that
// contradict each other. One family beside a policy for two is among them: the cluster adds
// the other, and every further apply would try to take it away again, which is refused.
func CheckIPFamilies(policy corev1.IPFamilyPolicy, families []corev1.IPFamily, path *field.Path) field.ErrorList {
	single := policy == "" || policy == corev1.IPFamilyPolicySingleStack
	switch {
	case single && len(families) == 2:
		return field.ErrorList{field.Invalid(path.Child("ipFamilies"), families, "two families need the ipFamilyPolicy PreferDualStack or RequireDualStack")}
	case !single && len(families) == 1:
		return field.ErrorList{field.Invalid(path.Child("ipFamilies"), families, fmt.Sprintf("with the ipFamilyPolicy %s name both families, the first one first, or none", policy))}
	}
	return nil
}

// CheckCIDRs refuses what is no range of addresses.
func CheckCIDRs(cidrs []string, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for i, c := range cidrs {
		if _, err := netip.ParsePrefix(c); err != nil {
			errs = append(errs, field.Invalid(path.Index(i), c, `must be a CIDR, as in "10.0.0.0/8"`))
		}
	}
	return errs
}
