package vpa

import (
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

func recommenderObjects(t addon.Target, o Options) []addon.Object {
	r := o.Recommender
	if r.Disabled {
		return nil
	}
	id := o.component(recommender)
	sa := kube.ServiceAccount(id, name+"-"+recommender, r.Pods)
	objs := []addon.Object{
		sa,
		recommenderDeployment(t, o, sa),
		budget(id, sa, r.Pods),
		metricsService(o, recommender),
	}
	return append(objs, recommenderRights(o, sa)...)
}

func recommenderDeployment(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.Deployment {
	r := o.Recommender
	return deployment(o.component(recommender), sa, r.Pods, corev1.PodSpec{
		Containers: []corev1.Container{{
			Image:        t.Image(r.Pods.Image),
			Args:         recommenderArgs(o),
			Env:          r.Prometheus.credentials(),
			Ports:        []corev1.ContainerPort{metricsContainerPort(recommenderPort)},
			VolumeMounts: r.Prometheus.mounts(),
		}},
		Volumes: r.Prometheus.volumes(),
	})
}

func recommenderArgs(o Options) []string {
	r := o.Recommender
	return slices.Concat(
		o.logging(),
		r.LeaderElection.flags(o, r.Pods),
		o.common(),
		kube.Flag("--recommender-name", r.Name),
		kube.Flag("--recommender-interval", kube.Duration(r.Interval)),
		kube.Flag("--update-worker-count", kube.Number(r.Workers)),
		kube.FlagIf(r.OnlyAutoscaled, "--memory-saver=true"),
		kube.Flag("--checkpoints-gc-interval", kube.Duration(r.Checkpoints.GCInterval)),
		kube.Flag("--checkpoints-timeout", kube.Duration(r.Checkpoints.WriteTimeout)),
		r.Prometheus.flags(),
		r.ExternalMetrics.flags(),
		kube.Flag("--container-name-label", r.containerLabel()),
		r.estimates(),
	)
}

// estimates are the flags that say how much is recommended.
func (r Recommender) estimates() []string {
	return slices.Concat(
		kube.Flag("--recommendation-margin-fraction", fraction(r.Margin)),
		r.CPU.flags("cpu"),
		kube.Flag("--pod-recommendation-min-cpu-millicores", in(r.CPU.Minimum, 0.001)),
		kube.Flag("--round-cpu-millicores", in(given(r.CPU.RoundTo), 0.001)),
		kube.FlagIf(r.CPU.WholeCores, "--cpu-integer-post-processor-enabled=true"),
		r.Memory.flags("memory"),
		kube.Flag("--pod-recommendation-min-memory-mb", in(r.Memory.Minimum, 1<<20)),
		kube.Flag("--round-memory-bytes", in(given(r.Memory.RoundTo), 1)),
		kube.Flag("--memory-aggregation-interval", kube.Duration(r.Memory.AggregationInterval)),
		kube.Flag("--memory-aggregation-interval-count", kube.Number(r.Memory.AggregationIntervals)),
		kube.Flag("--oom-bump-up-ratio", number(r.OOM.BumpUpRatio)),
		kube.Flag("--oom-min-bump-up-bytes", in(r.OOM.MinBumpUp, 1)),
	)
}

// flags are those that the resources have in common but for the resource's name.
func (e Estimate) flags(resource string) []string {
	return slices.Concat(
		kube.Flag("--target-"+resource+"-percentile", number(e.Target)),
		kube.Flag("--recommendation-lower-bound-"+resource+"-percentile", number(e.LowerBound)),
		kube.Flag("--recommendation-upper-bound-"+resource+"-percentile", number(e.UpperBound)),
		kube.Flag("--confidence-interval-"+resource, kube.Duration(e.ConfidenceInterval)),
		kube.Flag("--"+resource+"-histogram-decay-half-life", kube.Duration(e.HalfLife)),
		kube.Flag("--container-recommendation-max-allowed-"+resource, quantity(e.Maximum)),
	)
}

// given is nil for a quantity that is left out.
func given(q resource.Quantity) *resource.Quantity {
	if q.IsZero() {
		return nil
	}
	return &q
}

// in is how many of a unit a quantity is; it is empty for nil.
func in(q *resource.Quantity, unit float64) string {
	if q == nil {
		return ""
	}
	if unit < 1 {
		return decimal(float64(q.MilliValue()))
	}
	return decimal(float64(q.Value()) / unit)
}

// containerLabel is the label with a container's name, in Prometheus and in external metrics.
func (r Recommender) containerLabel() string {
	if p := r.Prometheus; p != nil && p.Labels.Container != "" {
		return p.Labels.Container
	}
	if m := r.ExternalMetrics; m != nil {
		return m.ContainerLabel
	}
	return ""
}

// flags are those by which use is read from external metrics.
func (m *ExternalMetrics) flags() []string {
	if m == nil {
		return nil
	}
	return slices.Concat(
		[]string{"--use-external-metrics=true"},
		kube.Flag("--external-metrics-cpu-metric", m.CPU),
		kube.Flag("--external-metrics-memory-metric", m.Memory),
	)
}
