package emissary

import (
	"fmt"
	"maps"
	"strconv"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// profile is a label's value by which the Service of upstream's chart tells pods from those
// of a canary.
const profile = "main"

// workload is the Deployment or the DaemonSet that the options ask for.
func workload(t addon.Target, o Options, sa *corev1.ServiceAccount) addon.Object {
	if o.Kind == DaemonSet {
		return daemonSet(t, o, sa)
	}
	return deployment(t, o, sa)
}

func deployment(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.Deployment {
	d := kube.Deployment(o.identity(), o.fullname(), o.pods(), podSpec(t, o, sa))
	d.Spec.MinReadySeconds = o.MinReadySeconds
	d.Spec.ProgressDeadlineSeconds = o.ProgressDeadlineSeconds
	if o.Autoscaling.Enabled {
		d.Spec.Replicas = nil // else each apply would undo the autoscaler's work
	}
	d.Spec.Strategy = kube.Strategy(o.RollingUpdate)
	return d
}

func daemonSet(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.DaemonSet {
	d := kube.DaemonSet(o.identity(), o.fullname(), o.pods(), podSpec(t, o, sa))
	d.Spec.MinReadySeconds = o.MinReadySeconds
	d.Spec.UpdateStrategy = kube.UpdateStrategy(o.RollingUpdate)
	return d
}

// pods are what tunes the pods. The number of replicas is the least that the autoscaler
// leaves, or three where nobody says.
func (o Options) pods() addon.Pods {
	p := o.Pods
	switch {
	case o.Autoscaling.Enabled:
		p.Replicas = &o.Autoscaling.MinReplicas
	case p.Replicas == nil && o.Kind == Deployment:
		p.Replicas = new(int32(3))
	}
	labels := map[string]string{"profile": profile}
	maps.Copy(labels, p.Labels)
	p.Labels = labels
	return p
}

func podSpec(t addon.Target, o Options, sa *corev1.ServiceAccount) corev1.PodSpec {
	return corev1.PodSpec{
		ServiceAccountName: sa.Name,
		HostNetwork:        o.HostNetwork,
		SecurityContext:    &corev1.PodSecurityContext{RunAsUser: new(int64(8888))}, // the image's user ambassador
		Containers: []corev1.Container{{
			Name:            name,
			Image:           t.Image(o.Pods.Image),
			Env:             env(o),
			Ports:           ports(o),
			LivenessProbe:   o.LivenessProbe.of("check_alive"),
			ReadinessProbe:  o.ReadinessProbe.of("check_ready"),
			StartupProbe:    o.StartupProbe.of("check_ready"),
			Lifecycle:       lifecycle(o),
			SecurityContext: &corev1.SecurityContext{AllowPrivilegeEscalation: new(false)},
			VolumeMounts:    []corev1.VolumeMount{{Name: "ambassador-pod-info", MountPath: "/tmp/ambassador-pod-info", ReadOnly: true}},
		}},
		Volumes: []corev1.Volume{{
			Name: "ambassador-pod-info",
			VolumeSource: corev1.VolumeSource{DownwardAPI: &corev1.DownwardAPIVolumeSource{Items: []corev1.DownwardAPIVolumeFile{{
				Path:     "labels",
				FieldRef: &corev1.ObjectFieldSelector{FieldPath: "metadata.labels"},
			}}}},
		}},
	}
}

// of is the probe of a check of Emissary's, nil where there is none.
func (p *Probe) of(check string) *corev1.Probe {
	if p == nil {
		return nil
	}
	return &corev1.Probe{
		ProbeHandler: corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{
			Path: "/ambassador/v0/" + check,
			Port: intstr.FromString(adminPortName),
		}},
		InitialDelaySeconds: p.InitialDelaySeconds,
		PeriodSeconds:       p.PeriodSeconds,
		TimeoutSeconds:      p.TimeoutSeconds,
		FailureThreshold:    p.FailureThreshold,
	}
}

// lifecycle has a pod wait before it stops. The kubelet waits: the image has no sleep.
func lifecycle(o Options) *corev1.Lifecycle {
	if o.ShutdownDelay.Duration == 0 {
		return nil
	}
	return &corev1.Lifecycle{PreStop: &corev1.LifecycleHandler{
		Sleep: &corev1.SleepAction{Seconds: wholeSeconds(o.ShutdownDelay)},
	}}
}

func wholeSeconds(d metav1.Duration) int64 { return int64(d.Duration / time.Second) }

func ports(o Options) []corev1.ContainerPort {
	var ports []corev1.ContainerPort
	for _, p := range o.Service.Ports {
		ports = append(ports, corev1.ContainerPort{Name: p.Name, ContainerPort: p.TargetPort, HostPort: p.HostPort, Protocol: p.protocol()})
	}
	return append(ports, corev1.ContainerPort{Name: adminPortName, ContainerPort: adminPort, Protocol: corev1.ProtocolTCP})
}

// env is how a pod is told what can't stand in the Module.
func env(o Options) []corev1.EnvVar {
	env := []corev1.EnvVar{
		kube.FieldEnv("HOST_IP", "status.hostIP"),
		kube.FieldEnv("AMBASSADOR_NAMESPACE", "metadata.namespace"),
	}
	add := func(set bool, name, value string) {
		if set {
			env = append(env, corev1.EnvVar{Name: name, Value: value})
		}
	}
	seconds := func(name string, d metav1.Duration) {
		add(d.Duration > 0, name, fmt.Sprint(wholeSeconds(d)))
	}
	add(o.SingleNamespace, "AMBASSADOR_SINGLE_NAMESPACE", "YES")
	add(o.Legacy.Wait, "AMBASSADOR_APIEXT_WAIT", "true")
	add(o.Legacy.Wait, "AMBASSADOR_APIEXT_DEPLOYMENT_NAME", apiext)
	add(o.Legacy.Wait, "AMBASSADOR_APIEXT_DEPLOYMENT_NAMESPACE", o.Legacy.Namespace)
	add(o.id() != defaultID, "AMBASSADOR_ID", o.id())
	add(o.LogLevel != "", "AES_LOG_LEVEL", string(o.LogLevel))
	add(o.JSONLogging, "AMBASSADOR_JSON_LOGGING", "true")
	add(o.EnvoyConcurrency > 0, "ENVOY_CONCURRENCY", strconv.Itoa(int(o.EnvoyConcurrency)))
	seconds("AMBASSADOR_DRAIN_TIME", o.DrainTime)
	seconds("AMBASSADOR_RECONFIG_MAX_DELAY", o.ReconfigureDelay)
	add(o.UpdateMappingStatus, "AMBASSADOR_UPDATE_MAPPING_STATUS", "true")
	add(o.ForceSecretValidation, "AMBASSADOR_FORCE_SECRET_VALIDATION", "true")
	if s := o.StatsD; s != nil {
		add(true, "STATSD_ENABLED", "true")
		add(true, "STATSD_HOST", s.Host)
		add(s.DogStatsD, "DOGSTATSD", "true")
		seconds("STATSD_FLUSH_INTERVAL", s.FlushInterval)
	}
	return env
}
