// Package custommetrics installs prometheus-adapter, by which Horizontal Pod Autoscalers go by
// metrics of applications, and a small Prometheus for it.
//
// # What it is for
//
// Scaling by what an application has to do, and not by the CPU that it takes: the connections of
// an NGINX in the pods, or the requests of an Envoy. Both are ready-made, with the job by which
// Prometheus scrapes them and the rule by which the adapter serves them:
//
//	custommetrics.New(custommetrics.Options{NGINX: &custommetrics.NGINX{}, Envoy: &custommetrics.Envoy{}})
//
// An autoscaler names the metric and how much of it a pod should have:
//
//	autoscalingv2.MetricSpec{Type: autoscalingv2.PodsMetricSourceType, Pods: &autoscalingv2.PodsMetricSource{
//		Metric: autoscalingv2.MetricIdentifier{Name: custommetrics.NGINXConnections},
//		Target: autoscalingv2.MetricTarget{Type: autoscalingv2.AverageValueMetricType, AverageValue: new(resource.MustParse("100"))},
//	}}
//
// Prometheus is apart from all others, so that nobody's queries or series keep an autoscaler
// waiting. It needs minutes of history; with storage.ephemeral there is no volume that could be
// in another zone.
//
// # Where it departs from upstream
//
// The objects are those of upstream's charts prometheus and prometheus-adapter, as releases of
// these names in the namespace custom-metrics, except for these:
//
//   - The adapter asks the Prometheus beside it. The chart's asks prometheus.default:9090, where
//     mostly nothing is.
//   - Alertmanager, node exporter, kube-state-metrics and Pushgateway are left out, with the rules
//     and addresses of Alertmanager. Package prometheusoperator brings such things.
//   - All containers are confined, as the chart has the adapter's, and the namespace enforces the
//     level restricted of Pod Security.
//   - The roles for custom and external metrics are left out: the adapter needs no right to its
//     own API, and Kubernetes' autoscaler has it from the start.
//   - APIServices are of version v1 of their API.
//   - A certificate by cert-manager is signed by an issuer of the namespace's own, without the
//     chart's second one between.
//
// # What to watch
//
// A pod whose metric can't be had isn't scaled down, nor up beyond its limit: the autoscaler
// waits, and says FailedGetPodsMetric. That kubectl get --raw /apis/custom.metrics.k8s.io/v1beta1
// lists the metric is the first thing to look at, and the state of the APIService the second. On
// EKS the control plane must be let in to port 6443 of the pods' nodes, by their security group.
//
// While the adapter is down, everything that lists all APIs of the cluster is slow or fails:
// kubectl, the deletion of namespaces, garbage collection. Two replicas are worth it.
//
// Series must have the labels namespace and pod, which Prometheus gives to what it finds by
// pods. What a pod says of others, such as a gateway of its upstreams, is the gateway's.
//
// A pod that is new has no rate for two scrapes, and counts as one with nothing to do. An
// interval of 15s scales faster than one of a minute. Memory follows the number of series: leave
// upstream's jobs of nodes out where nobody asks for containers, and upstream's rules with
// noDefaultRules, under which anybody who may write metrics in a namespace can name a metric.
//
// Whoever may write a pod's metrics says how many copies of it there are: give autoscalers a
// maximum. Upstream advises KEDA for what is new.
//
// Watch prometheus_tsdb_head_series and container_memory_working_set_bytes of Prometheus, up for
// the jobs nginx and envoy, and that autoscalers' condition ScalingActive is true.
package custommetrics
