package clusterautoscaler

import (
	"fmt"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// args are the program's arguments: those of the chart in its order, and the others behind
// them. What has upstream's default is left out.
func args(o Options) []string {
	return slices.Concat(
		kube.Flag("--cloud-provider", "aws"),
		kube.Flag("--namespace", o.Namespace),
		o.nodeGroups(),
		kube.Flag("--cloud-config", o.CloudConfig),
		o.logging(),
		kube.FlagIf(o.StaticInstanceTypes, "--aws-use-static-instance-list=true"),
		o.expanders(),
		o.Balancing.flags(),
		o.ScaleUp.flags(),
		o.ScaleDown.flags(),
		o.Limits.flags(),
		kube.Flag("--scan-interval", kube.Duration(o.ScanInterval)),
		given("--frequent-loops-enabled", o.FrequentLoops),
		given("--max-total-unready-percentage", o.MaxTotalUnreadyPercentage),
		given("--ok-total-unready-count", o.OKTotalUnreadyCount),
		kube.Flag("--max-inactivity", kube.Duration(o.MaxInactivity)),
		kube.Flag("--max-failing-time", kube.Duration(o.MaxFailingTime)),
		kube.FlagIf(o.ProvisioningRequests, "--enable-provisioning-requests=true"),
		kube.FlagIf(o.NoStatusConfigMap, "--write-status-configmap=false"),
		kube.FlagIf(o.StatusConfigMap != defaultStatusConfig, "--status-config-map-name="+o.StatusConfigMap),
		kube.FlagIf(o.DuplicateEvents, "--record-duplicated-events=true"),
		kube.Flag("--kube-client-qps", kube.Number(o.KubeAPI.QPS)),
		kube.Flag("--kube-client-burst", kube.Number(o.KubeAPI.Burst)),
		o.LeaderElection.flags(),
		kube.FlagIf(o.Port != defaultPort, fmt.Sprintf("--address=:%d", o.Port)),
		kube.FlagIf(o.GroupMetrics, "--emit-per-nodegroup-metrics=true"),
		kube.FlagIf(o.Profiling, "--profiling=true"),
		kube.FlagIf(o.DebuggingSnapshot, "--debugging-snapshot-enabled=true"),
	)
}

// nodeGroups are the Auto Scaling groups by name, or else the tags that they are found by.
func (o Options) nodeGroups() []string {
	if len(o.Groups) > 0 {
		var specs []string
		for _, g := range o.Groups {
			specs = append(specs, fmt.Sprintf("%d:%d:%s", g.MinSize, g.MaxSize, g.Name))
		}
		return kube.FlagEach("--nodes", specs)
	}
	var tags []string
	for _, t := range o.tags() {
		tag := t.Key
		if t.Value != "" {
			tag += "=" + t.Value
		}
		tags = append(tags, tag)
	}
	return kube.Flag("--node-group-auto-discovery", "asg:tag="+strings.Join(tags, ","))
}

// tags are those by which groups are found.
func (o Options) tags() []Tag {
	if o.DiscoveryTags != nil {
		return o.DiscoveryTags
	}
	return []Tag{{Key: "k8s.io/cluster-autoscaler/enabled"}, {Key: "k8s.io/cluster-autoscaler/" + o.ClusterName}}
}

// logging leaves out, for JSON, the flags that belong to text, which it doesn't go with.
func (o Options) logging() []string {
	level := kube.Flag("--v", fmt.Sprint(*o.LogLevel))
	if o.LogFormat == LogJSON {
		return slices.Concat(kube.Flag("--logging-format", o.LogFormat), level)
	}
	return slices.Concat([]string{"--logtostderr=true", "--stderrthreshold=info"}, level)
}

func (o Options) expanders() []string {
	flags := kube.Flag("--expander", strings.Join(addon.Values(o.Expanders...), ","))
	if g := o.GRPCExpander; g != nil {
		flags = append(flags, "--grpc-expander-url="+g.Address, "--grpc-expander-cert="+g.CertFile)
	}
	return flags
}

func (l Limits) flags() []string {
	return slices.Concat(
		kube.Flag("--max-nodes-total", kube.Number(l.MaxNodes)),
		l.Cores.flag("--cores-total"),
		l.Memory.flag("--memory-total"),
	)
}

func (r *Range) flag(name string) []string {
	if r == nil {
		return nil
	}
	return []string{fmt.Sprintf("%s=%d:%d", name, r.Min, r.Max)}
}

// flags are those by which copies elect their leader.
func (l LeaderElection) flags() []string {
	return slices.Concat(
		kube.Flag("--leader-elect-lease-duration", kube.Duration(l.LeaseDuration)),
		kube.Flag("--leader-elect-renew-deadline", kube.Duration(l.RenewDeadline)),
		kube.Flag("--leader-elect-retry-period", kube.Duration(l.RetryPeriod)),
	)
}

// given is a flag with a value that may be zero, or nothing where it is left out.
func given[T any](flag string, value *T) []string {
	if value == nil {
		return nil
	}
	return []string{fmt.Sprintf("%s=%v", flag, *value)}
}

// delay is a flag with a duration that may be zero, or nothing where it is left out.
func delay(flag string, d *metav1.Duration) []string {
	if d != nil && d.Duration == 0 {
		return []string{flag + "=0s"}
	}
	if d == nil {
		return nil
	}
	return kube.Flag(flag, kube.Duration(*d))
}
