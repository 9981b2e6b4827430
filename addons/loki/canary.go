package loki

import (
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// Canary writes logs, reads them back, and counts what is missing.
type Canary struct {
	// Goes without.
	Disabled bool `json:"disabled,omitempty"`

	// The pods, of which there is one on each node.
	Pods addon.Pods `json:"pods,omitzero" pods:"node"`

	// The tenant whose logs they are: "self-monitoring" where it is left out.
	Tenant string `json:"tenant,omitempty" jsonschema:"maxLength=150,pattern=^[0-9A-Za-z!_.*'()-]+$"`

	// Only prints its logs, so that they come to Loki by the collector, which is tried out
	// with it.
	NoPush bool `json:"noPush,omitempty"`
}

// canary is the canary's objects.
func canary(t addon.Target, o Options) []addon.Object {
	if o.Canary.Disabled {
		return nil
	}
	id := o.component("canary")
	sa := kube.ServiceAccount(id, canaryName, o.Canary.Pods)
	sa.AutomountServiceAccountToken = new(false)
	return []addon.Object{sa, canaryService(o), canaryDaemonSet(t, o, sa)}
}

func canaryService(o Options) *corev1.Service {
	id := o.component("canary")
	return &corev1.Service{
		ObjectMeta: id.Meta(canaryName),
		Spec: corev1.ServiceSpec{
			Type:     corev1.ServiceTypeClusterIP,
			Selector: id.PodLabels(),
			Ports:    []corev1.ServicePort{port("http-metrics", 3500, "http-metrics")},
		},
	}
}

func canaryDaemonSet(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.DaemonSet {
	alive := &corev1.Probe{ProbeHandler: httpGet("/metrics", "http-metrics"), InitialDelaySeconds: 15}
	d := kube.DaemonSet(o.component("canary"), canaryName, o.Canary.Pods, corev1.PodSpec{
		ServiceAccountName:           sa.Name,
		AutomountServiceAccountToken: new(false),
		SecurityContext:              runAs(10001),
		Containers: []corev1.Container{{
			Name:            "canary",
			Image:           t.Image(o.Canary.Pods.Image),
			Args:            canaryArgs(o),
			Env:             slices.Concat([]corev1.EnvVar{kube.FieldEnv("POD_NAME", "metadata.name")}, o.Gateway.BasicAuth.env()),
			Ports:           []corev1.ContainerPort{kube.Port("http-metrics", 3500)},
			LivenessProbe:   alive,
			ReadinessProbe:  alive,
			SecurityContext: kube.Confined(),
		}},
	})
	d.Spec.UpdateStrategy = kube.UpdateStrategy(addon.RollingUpdate{MaxUnavailable: new(intstr.FromInt32(1))})
	return d
}

func canaryArgs(o Options) []string {
	user, password := "", ""
	switch auth := o.Gateway.BasicAuth; {
	case auth != nil:
		user, password = auth.Username, "$("+passwordEnv+")"
	case !o.SingleTenant:
		user = o.Canary.Tenant
	}
	return slices.Concat(
		[]string{"-addr=" + o.canaryAddress(), "-labelname=pod", "-labelvalue=$(POD_NAME)"},
		kube.Flag("-user", user),
		kube.FlagIf(!o.SingleTenant, "-tenant-id="+o.canaryTenant()),
		kube.FlagIf(user != "", "-pass="+password),
		kube.FlagIf(!o.Canary.NoPush, "-push=true"),
	)
}

// canaryTenant is the tenant whose logs the canary looks for: those that come by the collector
// are that one's.
func (o Options) canaryTenant() string {
	if o.Canary.NoPush {
		return o.Tenant
	}
	return o.Canary.Tenant
}
