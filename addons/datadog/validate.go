package datadog

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

func validate(o Options, path *field.Path) field.ErrorList {
	return slices.Concat(
		validateName(o, path),
		validatePods(o, path),
		validateEnv(o, path),
		validateFeatures(o, path),
		validateCluster(o, path),
		validateDurations(o, path),
		validateSecrets(o.ReadableSecrets, path.Child("readableSecrets")),
		validateChecks(o, path.Child("checks")),
	)
}

// clusterNamePattern is what upstream's chart takes for the name of a cluster.
const clusterNamePattern = `^([a-z0-9]([a-z0-9_-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9_-]*[a-z0-9])?$`

var clusterName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(clusterNamePattern) })

// validateName is no tag's matter, since the name may be the target's.
func validateName(o Options, path *field.Path) field.ErrorList {
	if clusterName().MatchString(o.ClusterName) {
		return nil
	}
	return field.ErrorList{field.Invalid(path.Child("clusterName"), o.ClusterName, "must have lower-case letters, digits, dots, dashes and underscores only: name the cluster so, where the target's name has others")}
}

// validatePods refuses what means nothing to the agents, and images that belong together.
func validatePods(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	p := path.Child("pods")
	if o.Pods.Replicas != nil {
		errs = append(errs, field.Forbidden(p.Child("replicas"), "there is one on each node"))
	}
	if o.Pods.DisruptionBudget != nil {
		errs = append(errs, field.Forbidden(p.Child("disruptionBudget"), "draining a node leaves its DaemonSets' pods alone"))
	}
	if o.ClusterChecksRunner.Pods.Image != (addon.Image{}) {
		errs = append(errs, field.Forbidden(path.Child("clusterChecksRunner", "pods", "image"), "is that of pods: agents and runners must be of one version"))
	}
	return errs
}

// refusals are what is wrong with options.
type refusals field.ErrorList

// needs refuses what is set without what it needs.
func (r *refusals) needs(set, met bool, path *field.Path, what string) {
	if set && !met {
		*r = append(*r, field.Forbidden(path, "needs "+what))
	}
}

// validateFeatures refuses what would say nothing, since what it is of isn't there.
func validateFeatures(o Options, path *field.Path) field.ErrorList {
	var errs refusals
	errs.needs(o.Logs.AllContainers, o.Logs.Enabled, path.Child("logs", "allContainers"), "logs.enabled")
	errs.needs(o.Logs.NoFiles, o.Logs.Enabled, path.Child("logs", "noFiles"), "logs.enabled")
	errs.needs(o.Logs.PodLogsDir != "", o.Logs.Enabled, path.Child("logs", "podLogsDir"), "logs.enabled")
	errs.needs(o.Processes.StripArguments, o.Processes.Enabled, path.Child("processes", "stripArguments"), "processes.enabled")
	errs.needs(len(o.Network.DNSPorts) > 0, o.Network.Enabled, path.Child("network", "dnsPorts"), "network.enabled")
	errs.needs(o.Network.Paths, o.Network.Enabled, path.Child("network", "paths"), "network.enabled")
	errs.needs(o.Network.PathTests != (PathTests{}), o.Network.Paths, path.Child("network", "pathTests"), "network.paths")
	errs.needs(o.Network.Protocols != (Protocols{}), o.Network.Services, path.Child("network", "protocols"), "network.services")
	errs.needs(o.Discovery.ServiceMap, !o.Discovery.Disabled, path.Child("discovery", "serviceMap"), "discovery, which is disabled")
	errs.needs(o.Discovery.NoNetworkStats, !o.Discovery.Disabled, path.Child("discovery", "noNetworkStats"), "discovery, which is disabled")
	errs = append(errs, addon.AtMostOne(path.Child("dogStatsD"),
		addon.Field("hostPort", o.DogStatsD.HostPort), addon.Field("localTrafficOnly", o.DogStatsD.LocalTrafficOnly))...)
	errs = append(errs, addon.AtMostOne(path.Child("kubelet"),
		addon.Field("insecureSkipTLSVerify", o.Kubelet.InsecureSkipTLSVerify), addon.Field("hostCAPath", o.Kubelet.HostCAPath != ""))...)
	errs = append(errs, validateSockets(o, path)...)
	errs.needs(o.OTLP.Logs, o.OTLP.GRPC.Enabled || o.OTLP.HTTP.Enabled, path.Child("otlp", "logs"), "otlp.grpc or otlp.http")
	apm := path.Child("apm")
	errs.needs(o.APM.HostPort, !o.APM.Disabled, apm.Child("hostPort"), "APM, which is disabled")
	errs.needs(o.APM.ErrorTrackingOnly, !o.APM.Disabled, apm.Child("errorTrackingOnly"), "APM, which is disabled")
	errs.needs(o.APM.Instrumentation.Enabled, !o.APM.Disabled, apm.Child("instrumentation", "enabled"), "APM, which is disabled")
	errs.needs(o.APM.Container.set(), !o.APM.Disabled, apm, "APM, which is disabled")
	errs.needs(o.Processes.Container.set(), o.needsProcessAgent(), path.Child("processes"), "network.enabled or network.services for what is said of its container")
	errs.needs(o.SystemProbe.Container.set(), o.needsProbe(), path.Child("systemProbe"), "discovery, network or something of its own for what is said of its container")
	i := o.APM.Instrumentation
	set := len(i.Namespaces) > 0 || len(i.ExceptNamespaces) > 0 || len(i.Libraries) > 0 || i.InjectorTag != "" || i.NoLanguageDetection
	errs.needs(set, i.Enabled, apm.Child("instrumentation"), "apm.instrumentation.enabled")
	errs = append(errs, addon.AtMostOne(apm.Child("instrumentation"),
		addon.Field("namespaces", len(i.Namespaces) > 0), addon.Field("exceptNamespaces", len(i.ExceptNamespaces) > 0))...)
	p := o.PrometheusScrape
	errs.needs(p.ServiceEndpoints, p.Enabled, path.Child("prometheusScrape", "serviceEndpoints"), "prometheusScrape.enabled")
	errs.needs(len(p.Rules) > 0, p.Enabled, path.Child("prometheusScrape", "rules"), "prometheusScrape.enabled")
	errs.needs(len(p.Rules) > 0, p.Version == 2, path.Child("prometheusScrape", "rules"), "version 2, whose words they are in")
	return field.ErrorList(errs)
}

// set tells whether anything is said of the container.
func (c Container) set() bool {
	return len(c.Resources.Requests)+len(c.Resources.Limits)+len(c.Resources.Claims)+len(c.ExtraEnv) > 0 || c.LogLevel != ""
}

// validateCluster refuses what the cluster agent can't do.
func validateCluster(o Options, path *field.Path) field.ErrorList {
	var errs refusals
	runners, a := o.ClusterChecksRunner.Enabled, o.ClusterAgent.Admission
	errs.needs(o.KubeState.OnRunners, runners, path.Child("kubeState", "onRunners"), "clusterChecksRunner.enabled")
	errs.needs(o.Orchestrator.OnRunners, runners, path.Child("orchestrator", "onRunners"), "clusterChecksRunner.enabled")
	errs.needs(o.ClusterChecksRunner.RemoteConfiguration, runners, path.Child("clusterChecksRunner", "remoteConfiguration"), "clusterChecksRunner.enabled")
	errs.needs(len(o.Events.Unbundled) > 0, o.Events.Unbundle, path.Child("events", "unbundled"), "events.unbundle")
	errs.needs(o.Events.Unbundle, !o.Events.Disabled, path.Child("events", "unbundle"), "events, which are disabled")
	errs.needs(o.Events.Filter, !o.Events.Disabled, path.Child("events", "filter"), "events, which are disabled")
	cluster := path.Child("clusterAgent")
	errs.needs(o.ClusterAgent.MetricsProvider.Enabled, o.AppKey != nil, cluster.Child("metricsProvider", "enabled"), "appKey, by which metrics are asked for")
	errs.needs(o.APM.Instrumentation.Enabled, !a.Disabled && !a.NoMutation, path.Child("apm", "instrumentation", "enabled"), "clusterAgent.admission, and its mutation")
	mode := cluster.Child("admission", "mode")
	errs.needs(a.Mode == BySocket, !o.APM.NoSocket && !o.DogStatsD.NoHostSocket, mode, "the sockets that apm.noSocket and dogStatsD.noHostSocket leave out")
	errs.needs(a.Mode == ByHostIP, o.APM.HostPort && o.DogStatsD.HostPort, mode, "apm.hostPort and dogStatsD.hostPort")
	return field.ErrorList(errs)
}

// validateSockets refuses sockets that applications wouldn't find on the nodes. Two in one
// folder of the agents are in one folder of the nodes, or in none.
func validateSockets(o Options, path *field.Path) field.ErrorList {
	a, d := o.APM, o.DogStatsD
	if a.Disabled || a.NoSocket || o.apart() {
		return nil
	}
	switch p := path.Child("apm"); {
	case d.NoHostSocket:
		return field.ErrorList{field.Invalid(p.Child("socketPath"), a.SocketPath, "is in the folder that dogStatsD.noHostSocket keeps from the nodes: give it another, or set apm.noSocket")}
	case a.HostSocketDir != d.HostSocketDir:
		return field.ErrorList{field.Invalid(p.Child("hostSocketDir"), a.HostSocketDir, "must be "+d.HostSocketDir+", as dogStatsD.hostSocketDir, for both sockets are in one folder of the agents")}
	}
	return nil
}

// validateSecrets refuses a namespace that is named twice.
func validateSecrets(all []ReadableSecrets, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	seen := map[string]bool{}
	for i, s := range all {
		if seen[s.Namespace] {
			errs = append(errs, field.Duplicate(path.Index(i).Child("namespace"), s.Namespace))
		}
		seen[s.Namespace] = true
	}
	return errs
}

// validateDurations refuses what is counted in seconds and isn't whole.
func validateDurations(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	check := func(d metav1.Duration, at ...string) {
		errs = append(errs, addon.CheckWholeSeconds(d, path.Child(at[0], at[1:]...))...)
	}
	check(o.ClusterAgent.LeaseDuration, "clusterAgent", "leaseDuration")
	check(o.Events.ResyncPeriod, "events", "resyncPeriod")
	check(o.Network.PathTests.TTL, "network", "pathTests", "ttl")
	check(o.Network.PathTests.Interval, "network", "pathTests", "interval")
	return errs
}

// templated tells whether a check's host or URL has a variable of autodiscovery, which nobody
// resolves for a cluster check.
func templated(s string) bool { return strings.Contains(s, "%%") }
