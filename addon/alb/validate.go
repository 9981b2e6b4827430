package alb

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// Validate refuses what the controller or AWS would.
func (i Ingress) Validate(path *field.Path) field.ErrorList {
	errs := i.validateListen(path)
	for n, c := range i.InboundCIDRs {
		if _, err := netip.ParsePrefix(c); err != nil {
			errs = append(errs, field.Invalid(path.Child("inboundCIDRs").Index(n), c, "must be a range of addresses, such as 10.0.0.0/8"))
		}
	}
	if len(i.SecurityGroups) > 0 && len(i.InboundCIDRs)+len(i.PrefixLists) > 0 {
		errs = append(errs, field.Forbidden(path.Child("securityGroups"), "inboundCIDRs and prefixLists are for the group that the controller makes: leave them out, or this"))
	}
	if i.ManageBackendRules && len(i.SecurityGroups) == 0 {
		errs = append(errs, field.Forbidden(path.Child("manageBackendRules"), "needs securityGroups"))
	}
	if i.GroupOrder != 0 && i.Group == "" {
		errs = append(errs, field.Forbidden(path.Child("groupOrder"), "needs group"))
	}
	if i.BackendProtocolVersion == GRPC && len(i.Listen) > 0 && !i.listens(HTTPS, 0) {
		errs = append(errs, field.Invalid(path.Child("backendProtocolVersion"), string(GRPC), "needs a listener for HTTPS"))
	}
	for _, m := range []struct {
		name  string
		pairs map[string]string
	}{{"attributes", i.Attributes}, {"targetGroupAttributes", i.TargetGroupAttributes}, {"tags", i.Tags}} {
		for _, k := range slices.Sorted(maps.Keys(m.pairs)) {
			if strings.ContainsAny(k, ",=") || strings.Contains(m.pairs[k], ",") {
				errs = append(errs, field.Invalid(path.Child(m.name).Key(k), m.pairs[k], "must have no comma, and no = in its key: the annotation has no quotes"))
			}
		}
	}
	if i.Login != nil && len(i.Listen) > 0 && !i.listens(HTTPS, 0) {
		errs = append(errs, field.Forbidden(path.Child("login"), "needs a listener for HTTPS"))
	}
	return errs
}

func (i Ingress) validateListen(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	taken := map[int32]bool{}
	for n, l := range i.Listen {
		if taken[l.Port] {
			errs = append(errs, field.Duplicate(path.Child("listen").Index(n).Child("port"), l.Port))
		}
		taken[l.Port] = true
	}
	if i.SSLRedirect != 0 && len(i.Listen) > 0 && !i.listens(HTTPS, i.SSLRedirect) {
		errs = append(errs, field.Invalid(path.Child("sslRedirect"), i.SSLRedirect, "must be the port of a listener for HTTPS"))
	}
	if i.SSLRedirect != 0 && len(i.Listen) > 0 && !i.listens(HTTP, 0) {
		errs = append(errs, field.Forbidden(path.Child("sslRedirect"), "no listener for HTTP has anything to redirect"))
	}
	if len(i.CertificateARNs) > 0 && len(i.Listen) > 0 && !i.listens(HTTPS, 0) {
		errs = append(errs, field.Forbidden(path.Child("certificateARNs"), "need a listener for HTTPS"))
	}
	return errs
}

// listens tells whether there is a listener for a protocol, at a port or, for 0, at any.
func (i Ingress) listens(protocol Protocol, port int32) bool {
	return slices.ContainsFunc(i.Listen, func(l Listener) bool {
		return l.Protocol == protocol && (port == 0 || l.Port == port)
	})
}

// Validate refuses durations that AWS doesn't take.
func (h HealthCheck) Validate(path *field.Path) field.ErrorList {
	errs := duration(h.Interval, 5*time.Second, 300*time.Second, path.Child("interval"))
	errs = append(errs, duration(h.Timeout, 2*time.Second, 120*time.Second, path.Child("timeout"))...)
	if h.Interval.Duration > 0 && h.Timeout.Duration >= h.Interval.Duration {
		errs = append(errs, field.Invalid(path.Child("timeout"), h.Timeout.Duration.String(), "must be below interval, "+h.Interval.Duration.String()))
	}
	return errs
}

// Validate refuses two providers, and none.
func (l Login) Validate(path *field.Path) field.ErrorList {
	errs := duration(l.SessionTimeout, time.Second, 7*24*time.Hour, path.Child("sessionTimeout"))
	if (l.OIDC == nil) == (l.Cognito == nil) {
		errs = append(errs, field.Required(path, "needs one of oidc, cognito"))
	}
	return errs
}

// Validate refuses an action that does nothing, or two things.
func (a Action) Validate(path *field.Path) field.ErrorList {
	n := 0
	for _, set := range []bool{a.TargetGroupARN != "", a.Redirect != nil, a.FixedResponse != nil} {
		if set {
			n++
		}
	}
	if n != 1 {
		return field.ErrorList{field.Required(path, "needs one of targetGroupARN, redirect, fixedResponse")}
	}
	return nil
}

// Validate refuses a redirect to where it came from.
func (r Redirect) Validate(path *field.Path) field.ErrorList {
	if r.Protocol == "" && r.Host == "" && r.Port == "" && r.Path == "" {
		return field.ErrorList{field.Required(path, "needs one of protocol, host, port, path: otherwise it goes round in circles")}
	}
	return nil
}

func duration(d metav1.Duration, least, most time.Duration, path *field.Path) field.ErrorList {
	if d.Duration == 0 || d.Duration%time.Second == 0 && d.Duration >= least && d.Duration <= most {
		return nil
	}
	return field.ErrorList{field.Invalid(path, d.Duration.String(), fmt.Sprintf("must be whole seconds from %s to %s", least, most))}
}
