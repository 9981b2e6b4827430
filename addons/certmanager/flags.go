package certmanager

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// flag is the flag with the values joined by commas, or nothing where there is no value.
func flag(name string, values ...string) []string {
	value := strings.Join(values, ",")
	if value == "" {
		return nil
	}
	return []string{"--" + name + "=" + value}
}

// on is the flag where the option is set, or nothing.
func on(name string, set bool) []string {
	if !set {
		return nil
	}
	return []string{"--" + name + "=true"}
}

// verbosity is the flag of the log level.
func (o Options) verbosity() []string { return flag("v", fmt.Sprint(*o.LogLevel)) }

// flags are those by which the controller and the injector elect their leaders.
func (l LeaderElection) flags() []string {
	return slices.Concat(
		flag("leader-election-namespace", l.Namespace),
		flag("leader-election-lease-duration", orNone(l.LeaseDuration)),
		flag("leader-election-renew-deadline", orNone(l.RenewDeadline)),
		flag("leader-election-retry-period", orNone(l.RetryPeriod)),
	)
}

// orNone is a duration as flags have it, or nothing where it is left out.
func orNone(d metav1.Duration) string {
	if d.Duration == 0 {
		return ""
	}
	return d.Duration.String()
}

// gates is the flag of features.
func gates(features map[string]bool) []string {
	var on []string
	for _, feature := range slices.Sorted(maps.Keys(features)) {
		on = append(on, fmt.Sprintf("%s=%t", feature, features[feature]))
	}
	return flag("feature-gates", on...)
}

// flags are those for the pods that answer challenges, but for their image.
func (s HTTP01Solver) flags() []string {
	var labels []string
	for _, label := range slices.Sorted(maps.Keys(s.Labels)) {
		labels = append(labels, flag("acme-http01-solver-extra-labels", label+"="+s.Labels[label])...)
	}
	return slices.Concat(
		labels,
		flag("acme-http01-solver-resource-request-cpu", quantity(s.Resources.Requests, corev1.ResourceCPU)),
		flag("acme-http01-solver-resource-request-memory", quantity(s.Resources.Requests, corev1.ResourceMemory)),
		flag("acme-http01-solver-resource-limits-cpu", quantity(s.Resources.Limits, corev1.ResourceCPU)),
		flag("acme-http01-solver-resource-limits-memory", quantity(s.Resources.Limits, corev1.ResourceMemory)),
		flag("acme-http01-solver-runtime-class-name", s.RuntimeClassName),
		flag("acme-http01-solver-nameservers", s.Nameservers...),
	)
}

func quantity(list corev1.ResourceList, name corev1.ResourceName) string {
	q, ok := list[name]
	if !ok {
		return ""
	}
	return q.String()
}
