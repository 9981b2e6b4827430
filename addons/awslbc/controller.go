package awslbc

import (
	"maps"
	"strconv"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/hpa"
	"github.com/fitout/fitout/addon/kube"
)

func deployment(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.Deployment {
	d := kube.Deployment(o.identity(), name, o.pods(), corev1.PodSpec{
		ServiceAccountName: sa.Name,
		HostNetwork:        o.HostNetwork,
		SecurityContext:    &corev1.PodSecurityContext{FSGroup: new(int64(65534))},
		Containers: []corev1.Container{{
			Name:  name,
			Image: t.Image(o.Pods.Image),
			Args:  args(t, o),
			Env:   accessKey(o),
			Ports: []corev1.ContainerPort{
				{Name: webhookPortName, ContainerPort: o.Ports.Webhook, Protocol: corev1.ProtocolTCP},
				{Name: metricsPortName, ContainerPort: o.Ports.Metrics, Protocol: corev1.ProtocolTCP},
			},
			LivenessProbe:   probe("/healthz", o.Ports.Health, 30),
			ReadinessProbe:  probe("/readyz", o.Ports.Health, 10),
			SecurityContext: kube.Confined(),
			VolumeMounts:    []corev1.VolumeMount{{Name: "cert", MountPath: o.Webhook.CertDir, ReadOnly: true}},
		}},
		Volumes: []corev1.Volume{{Name: "cert", VolumeSource: corev1.VolumeSource{Secret: &corev1.SecretVolumeSource{
			SecretName:  o.certificateSecret(),
			DefaultMode: new(int32(0o644)),
		}}}},
	})
	d.Spec.Strategy = kube.Strategy(o.RollingUpdate)
	if o.Autoscaling.Enabled {
		d.Spec.Replicas = nil // or every apply would undo the autoscaler's work
	}
	return d
}

// pods are the pods as the other options want them.
func (o Options) pods() addon.Pods {
	p := o.Pods
	switch {
	case o.Autoscaling.Enabled:
		p.Replicas = &o.Autoscaling.MinReplicas
	case p.Replicas == nil:
		p.Replicas = new(int32(2))
	}
	if o.HostNetwork && p.DNSPolicy == "" {
		p.DNSPolicy = corev1.DNSClusterFirstWithHostNet // or names would resolve as the nodes do it
	}
	if !o.NoScrapeAnnotations && o.ServiceMonitor == nil {
		annotations := map[string]string{
			"prometheus.io/scrape": "true",
			"prometheus.io/port":   strconv.Itoa(int(o.Ports.Metrics)),
		}
		maps.Copy(annotations, p.Annotations)
		p.Annotations = annotations
	}
	return p
}

func accessKey(o Options) []corev1.EnvVar {
	if o.AccessKey == nil {
		return nil
	}
	return []corev1.EnvVar{
		{Name: "AWS_ACCESS_KEY_ID", ValueFrom: &corev1.EnvVarSource{SecretKeyRef: o.AccessKey.ID.Selector()}},
		{Name: "AWS_SECRET_ACCESS_KEY", ValueFrom: &corev1.EnvVarSource{SecretKeyRef: o.AccessKey.Secret.Selector()}},
	}
}

func probe(path string, port, delay int32) *corev1.Probe {
	return &corev1.Probe{
		ProbeHandler: corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{
			Path: path, Port: intstr.FromInt32(port), Scheme: corev1.URISchemeHTTP,
		}},
		InitialDelaySeconds: delay,
		TimeoutSeconds:      10,
		SuccessThreshold:    1,
		FailureThreshold:    2,
	}
}

func autoscaler(o Options) *autoscalingv2.HorizontalPodAutoscaler {
	a := o.Autoscaling
	return hpa.New(o.identity().Meta(name), name, hpa.Autoscaling{
		Enabled: a.Enabled, MinReplicas: a.MinReplicas, MaxReplicas: a.MaxReplicas, TargetCPU: &a.TargetCPU, Behavior: a.Behavior,
	})
}
