package prometheusoperator

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// args are the operator's arguments, upstream's own first.
func args(t addon.Target, o Options) []string {
	return slices.Concat(
		o.Kubelet.service(),
		[]string{
			"--prometheus-config-reloader=" + t.Image(o.ConfigReloader.Image),
			"--watch-referenced-objects-in-all-namespaces=true",
			"--disable-unmanaged-prometheus-configuration=true",
		},
		o.Kubelet.flags(),
		o.ConfigReloader.flags(),
		kube.Flag("--repair-policy-for-statefulsets", o.RepairPolicy),
		o.scope(),
		kube.Flag("--controller-id", o.ControllerID),
		o.Secrets.flags("secret"),
		o.ConfigMaps.flags("configmap"),
		repository(t, "prometheus", o.PrometheusRepository, prometheusRepository),
		repository(t, "alertmanager", o.AlertmanagerRepository, alertmanagerRepository),
		repository(t, "thanos", o.ThanosRepository, thanosRepository),
		kube.Flag("--cluster-domain", o.ClusterDomain),
		kube.Flag("--labels", pairs(o.ManagedLabels)),
		kube.Flag("--annotations", pairs(o.ManagedAnnotations)),
		kube.Flag("--feature-gates", gates(o.FeatureGates)),
		kube.Flag("--auto-gomemlimit-ratio", fraction(o.MemoryLimitRatio)),
		o.logging(),
	)
}

func (k Kubelet) service() []string {
	return kube.FlagIf(!k.Disabled, "--kubelet-service="+k.Namespace+"/"+k.Name)
}

func (k Kubelet) flags() []string {
	if k.Disabled {
		return nil
	}
	return slices.Concat(
		[]string{fmt.Sprintf("--kubelet-endpoints=%t", !k.NoEndpoints), fmt.Sprintf("--kubelet-endpointslice=%t", k.EndpointSlices)},
		kube.Flag("--kubelet-selector", selector(k.NodeSelector)),
		kube.Flag("--kubelet-node-address-priority", k.NodeAddress),
		kube.Flag("--kubelet-sync-period", kube.Duration(k.SyncPeriod)),
		kube.FlagIf(k.NoHTTPMetrics, "--kubelet-http-metrics=false"),
	)
}

func (r ConfigReloader) flags() []string {
	var flags []string
	for _, of := range []struct {
		what string
		list corev1.ResourceList
	}{{"limit", r.Resources.Limits}, {"request", r.Resources.Requests}} {
		for _, name := range []corev1.ResourceName{corev1.ResourceCPU, corev1.ResourceMemory} {
			if q, ok := of.list[name]; ok {
				flags = append(flags, fmt.Sprintf("--config-reloader-%s-%s=%s", name, of.what, q.String()))
			}
		}
	}
	return append(flags, kube.FlagIf(r.Probes, "--enable-config-reloader-probes=true")...)
}

// scope are the flags that say what the operator looks at.
func (o Options) scope() []string {
	in := o.InstanceNamespaces
	return slices.Concat(
		kube.Flag("--namespaces", strings.Join(o.Namespaces, ",")),
		kube.Flag("--deny-namespaces", strings.Join(o.DeniedNamespaces, ",")),
		kube.Flag("--prometheus-instance-namespaces", strings.Join(in.Prometheus, ",")),
		kube.Flag("--alertmanager-instance-namespaces", strings.Join(in.Alertmanager, ",")),
		kube.Flag("--alertmanager-config-namespaces", strings.Join(in.AlertmanagerConfig, ",")),
		kube.Flag("--thanos-ruler-instance-namespaces", strings.Join(in.ThanosRuler, ",")),
		kube.Flag("--prometheus-instance-selector", selector(o.InstanceSelectors.Prometheus)),
		kube.Flag("--alertmanager-instance-selector", selector(o.InstanceSelectors.Alertmanager)),
		kube.Flag("--thanos-ruler-instance-selector", selector(o.InstanceSelectors.ThanosRuler)),
	)
}

func (w Watch) flags(kind string) []string {
	return slices.Concat(
		kube.Flag("--"+kind+"-field-selector", strings.Join(w.Fields, ",")),
		kube.Flag("--"+kind+"-label-selector", selector(w.Labels)),
	)
}

// repository is the flag that says where images come from, where that isn't as the operator has
// it anyway.
func repository(t addon.Target, program, repository, usual string) []string {
	at := t.Mirror.Rewrite(repository)
	return kube.FlagIf(at != usual, "--"+program+"-default-base-image="+at)
}

func (o Options) logging() []string {
	return slices.Concat(kube.Flag("--log-level", o.LogLevel), kube.Flag("--log-format", o.LogFormat))
}

// selector writes a selector as flags have it; empty for nil, which is all.
func selector(s *metav1.LabelSelector) string {
	if s == nil {
		return ""
	}
	return strings.TrimPrefix(metav1.FormatLabelSelector(s), "<none>")
}

func pairs(m map[string]string) string {
	var out []string
	for _, k := range sortedKeys(m) {
		out = append(out, k+"="+m[k])
	}
	return strings.Join(out, ",")
}

func gates(features map[FeatureGate]bool) string {
	var out []string
	for _, gate := range sortedKeys(features) {
		out = append(out, fmt.Sprintf("%s=%t", gate, features[gate]))
	}
	return strings.Join(out, ",")
}

// fraction is empty for zero, which means that the option is left out.
func fraction(f float64) string {
	if f == 0 {
		return ""
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

func sortedKeys[K ~string, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
