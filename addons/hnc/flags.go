package hnc

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fitout/fitout/addon/kube"
)

// managerArgs are the arguments of the manager. Upstream's come first.
func managerArgs(o Options) []string {
	return slices.Concat(
		commonArgs(o),
		kube.FlagIf(o.rotates(), "--enable-internal-cert-management"),
		kube.FlagIf(o.rotates() && !o.Webhooks.NoRestart, "--cert-restart-on-secret-refresh"),
		kube.FlagIf(!o.answers(), "--no-webhooks"),
		election(o),
		quotaArgs(o),
		moreArgs(o),
	)
}

// webhookArgs are the arguments of pods that answer the webhooks only.
func webhookArgs(o Options) []string {
	return slices.Concat(commonArgs(o), []string{"--webhooks-only"}, quotaArgs(o), moreArgs(o))
}

// commonArgs are those that upstream's manifests give all pods.
func commonArgs(o Options) []string {
	return slices.Concat(
		[]string{
			fmt.Sprintf("--webhook-server-port=%d", o.Ports.Webhook),
			fmt.Sprintf("--metrics-addr=:%d", o.Ports.Metrics),
			fmt.Sprintf("--max-reconciles=%d", o.MaxReconciles),
			fmt.Sprintf("--apiserver-qps-throttle=%d", o.APIServerQPS),
		},
		kube.FlagEach("--excluded-namespace", o.excluded()),
		kube.FlagEach("--nopropagation-label", each(o.NoPropagationLabels, func(l KeyValue) string { return l.Key + "=" + l.Value })),
	)
}

// excluded are the namespaces that HNC leaves alone.
func (o Options) excluded() []string {
	all := []string{"kube-system", "kube-public", o.Namespace, "kube-node-lease"}
	for _, ns := range o.ExcludedNamespaces {
		if !slices.Contains(all, ns) {
			all = append(all, ns)
		}
	}
	return all
}

// election has the manager wait until it is elected, if there are several.
func election(o Options) []string {
	if !o.several() {
		return nil
	}
	return append([]string{"--enable-leader-election"}, kube.Flag("--leader-election-id", o.LeaderElectionID)...)
}

func quotaArgs(o Options) []string {
	if !o.Quotas.Enabled {
		return nil
	}
	args := []string{"--enable-hrq"}
	if i := o.Quotas.SyncInterval; i != nil {
		args = append(args, "--hrq-sync-interval="+i.Duration.String())
	}
	return args
}

// moreArgs are those that upstream's manifests leave as they are.
func moreArgs(o Options) []string {
	var args []string
	if o.Namespace != homeNamespace {
		args = append(args, "--namespace="+o.Namespace)
	}
	if o.Ports.Health != healthPort {
		args = append(args, fmt.Sprintf("--health-probe-bind-address=:%d", o.Ports.Health))
	}
	return slices.Concat(args,
		kube.Flag("--included-namespace-regex", grouped(o.IncludedNamespaceRegex)),
		kube.FlagEach("--managed-namespace-label", each(o.ManagedNamespaceLabels, grouped)),
		kube.FlagEach("--managed-namespace-annotation", each(o.ManagedNamespaceAnnotations, grouped)),
		kube.FlagEach("--unpropagated-annotation", o.UnpropagatedAnnotations),
		kube.FlagIf(o.ObjectMetrics, "--suppress-object-tags=false"),
		kube.FlagIf(o.NoStackdriver, "--enable-stackdriver=false"),
		kube.FlagIf(o.DebugLogs, "--debug-logs"),
		kube.FlagIf(o.ActivityLogs, "--enable-test-log"),
	)
}

// grouped is a regular expression with its alternatives in parentheses: HNC puts a "^" before
// it and a "$" behind it, which without them belong to the first and the last one alone.
func grouped(pattern string) string {
	if !strings.Contains(pattern, "|") {
		return pattern
	}
	return "(" + pattern + ")"
}

func each[T any](list []T, f func(T) string) []string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = f(x)
	}
	return out
}

// rotates tells whether the manager makes the webhooks' certificate.
func (o Options) rotates() bool {
	c := o.Webhooks.Certificate
	return !o.Webhooks.Disabled && c.Secret == "" && c.CertManager == nil
}

// answers tells whether the manager answers the webhooks.
func (o Options) answers() bool {
	return !o.Webhooks.Disabled && !o.HighAvailability.Enabled
}

// several tells whether there is more than one manager.
func (o Options) several() bool { return *o.Pods.Replicas > 1 }
