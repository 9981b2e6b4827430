package vpa

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// logging are the flags with which the arguments of all components begin.
func (o Options) logging() []string {
	return append(kube.Flag("--v", fmt.Sprint(*o.LogLevel)), "--stderrthreshold=info")
}

// common are the flags that all components know. What has upstream's default is left out, as
// in the chart.
func (o Options) common() []string {
	return slices.Concat(
		kube.Flag("--vpa-object-namespace", o.WatchNamespace),
		kube.Flag("--ignored-vpa-object-namespaces", strings.Join(o.IgnoredNamespaces, ",")),
		kube.Flag("--feature-gates", gates(o.FeatureGates)),
		kube.Flag("--kube-api-qps", number(o.KubeAPI.QPS)),
		kube.Flag("--kube-api-burst", kube.Number(o.KubeAPI.Burst)),
		kube.FlagIf(o.Profiling, "--profiling=true"),
	)
}

// flags are those by which copies elect one among them.
func (l LeaderElection) flags(o Options, p addon.Pods) []string {
	if !l.elects(p) {
		return nil
	}
	return slices.Concat(
		[]string{"--leader-elect=true"},
		kube.Flag("--leader-elect-resource-namespace", l.namespace(o)),
		kube.Flag("--leader-elect-resource-name", l.LeaseName),
		kube.Flag("--leader-elect-lease-duration", kube.Duration(l.LeaseDuration)),
		kube.Flag("--leader-elect-renew-deadline", kube.Duration(l.RenewDeadline)),
		kube.Flag("--leader-elect-retry-period", kube.Duration(l.RetryPeriod)),
	)
}

// elects tells whether copies elect one among them.
func (l LeaderElection) elects(p addon.Pods) bool { return l.Always || several(p) }

// namespace is that of the Lease.
func (l LeaderElection) namespace(o Options) string {
	if l.Namespace == "" {
		return o.Namespace
	}
	return l.Namespace
}

func gates(features map[FeatureGate]bool) string {
	var out []string
	for _, gate := range slices.Sorted(maps.Keys(features)) {
		out = append(out, fmt.Sprintf("%s=%t", gate, features[gate]))
	}
	return strings.Join(out, ",")
}

// number writes a number without an exponent; it is empty for zero, which means that the
// option is left out.
func number(f float64) string {
	if f == 0 {
		return ""
	}
	return decimal(f)
}

// fraction is a number that may be zero; it is empty for nil.
func fraction(f *float64) string {
	if f == nil {
		return ""
	}
	return decimal(*f)
}

func decimal(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// quantity is empty for zero, which means that the option is left out.
func quantity(q resource.Quantity) string {
	if q.IsZero() {
		return ""
	}
	return q.String()
}
