package certmanager

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon/kube"
)

// verbosity is the flag of the log level.
func (o Options) verbosity() []string { return kube.Flag("--v", fmt.Sprint(*o.LogLevel)) }

// flags are those by which the controller and the injector elect their leaders.
func (l LeaderElection) flags() []string {
	return slices.Concat(
		kube.Flag("--leader-election-namespace", l.Namespace),
		kube.Flag("--leader-election-lease-duration", kube.Duration(l.LeaseDuration)),
		kube.Flag("--leader-election-renew-deadline", kube.Duration(l.RenewDeadline)),
		kube.Flag("--leader-election-retry-period", kube.Duration(l.RetryPeriod)),
	)
}

// gates is the flag of features.
func gates(features map[string]bool) []string {
	var on []string
	for _, feature := range slices.Sorted(maps.Keys(features)) {
		on = append(on, fmt.Sprintf("%s=%t", feature, features[feature]))
	}
	return kube.Flag("--feature-gates", strings.Join(on, ","))
}

// flags are those for the pods that answer challenges, but for their image.
func (s HTTP01Solver) flags() []string {
	var labels []string
	for _, label := range slices.Sorted(maps.Keys(s.Labels)) {
		labels = append(labels, kube.Flag("--acme-http01-solver-extra-labels", label+"="+s.Labels[label])...)
	}
	return slices.Concat(
		labels,
		kube.Flag("--acme-http01-solver-resource-request-cpu", quantity(s.Resources.Requests, corev1.ResourceCPU)),
		kube.Flag("--acme-http01-solver-resource-request-memory", quantity(s.Resources.Requests, corev1.ResourceMemory)),
		kube.Flag("--acme-http01-solver-resource-limits-cpu", quantity(s.Resources.Limits, corev1.ResourceCPU)),
		kube.Flag("--acme-http01-solver-resource-limits-memory", quantity(s.Resources.Limits, corev1.ResourceMemory)),
		kube.Flag("--acme-http01-solver-runtime-class-name", s.RuntimeClassName),
		kube.Flag("--acme-http01-solver-nameservers", strings.Join(s.Nameservers, ",")),
	)
}

func quantity(list corev1.ResourceList, name corev1.ResourceName) string {
	q, ok := list[name]
	if !ok {
		return ""
	}
	return q.String()
}
