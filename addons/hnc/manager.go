package hnc

import (
	"maps"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// The names of the ports of pods.
const (
	webhookPortName = "webhook-server"
	metricsPortName = "metrics"
	healthPortName  = "healthz"
)

// certDir is where the manager looks for its certificate.
const certDir = "/tmp/k8s-webhook-server/serving-certs"

func manager(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.Deployment {
	spec := podSpec(t, o, sa, managerArgs(o))
	if o.rotates() || o.answers() {
		mountCertificate(o, &spec)
	}
	d := kube.Deployment(o.identity(), managerName, o.scraped(o.Pods), spec)
	maps.Copy(d.Labels, o.identity().PodLabels())
	return d
}

// webhookPods answer the webhooks where the manager doesn't.
func webhookPods(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.Deployment {
	if !o.HighAvailability.Enabled {
		return nil
	}
	spec := podSpec(t, o, sa, webhookArgs(o))
	mountCertificate(o, &spec)
	d := kube.Deployment(o.webhookIdentity(), managerName+"-ha", o.scraped(o.HighAvailability.Pods), spec)
	maps.Copy(d.Labels, o.identity().PodLabels())
	return d
}

func podSpec(t addon.Target, o Options, sa *corev1.ServiceAccount, args []string) corev1.PodSpec {
	// A manager is started only once it has a certificate, which may take minutes.
	started := probe("/readyz", o.Ports.Health, 5)
	started.FailureThreshold = 100
	live := probe("/healthz", o.Ports.Health, 10)
	live.FailureThreshold = 1
	return corev1.PodSpec{
		ServiceAccountName: sa.Name,
		SecurityContext: &corev1.PodSecurityContext{
			FSGroup:      new(int64(2000)),
			RunAsNonRoot: new(true),
			RunAsUser:    new(int64(1000)),
		},
		Containers: []corev1.Container{{
			Name:    "manager",
			Image:   t.Image(o.image()),
			Command: []string{"/manager"},
			Args:    args,
			Ports: []corev1.ContainerPort{
				{Name: webhookPortName, ContainerPort: o.Ports.Webhook, Protocol: corev1.ProtocolTCP},
				{Name: metricsPortName, ContainerPort: o.Ports.Metrics, Protocol: corev1.ProtocolTCP},
				{Name: healthPortName, ContainerPort: o.Ports.Health, Protocol: corev1.ProtocolTCP},
			},
			StartupProbe:    started,
			LivenessProbe:   live,
			ReadinessProbe:  probe("/readyz", o.Ports.Health, 5),
			SecurityContext: kube.Confined(),
		}},
	}
}

// image is the manager's: the fork's in the place of upstream's, if that is wanted.
func (o Options) image() addon.Image {
	i := o.Pods.Image
	if o.Fork && i.Repository == repository {
		i.Repository = forkRepository
	}
	if o.Fork && i.Tag == version {
		i.Tag = forkVersion
	}
	return i
}

func mountCertificate(o Options, spec *corev1.PodSpec) {
	spec.Containers[0].VolumeMounts = []corev1.VolumeMount{{Name: "cert", MountPath: certDir, ReadOnly: true}}
	spec.Volumes = []corev1.Volume{{Name: "cert", VolumeSource: corev1.VolumeSource{Secret: &corev1.SecretVolumeSource{
		SecretName:  o.certificateSecret(),
		DefaultMode: new(int32(0o644)),
	}}}}
}

func probe(path string, port, period int32) *corev1.Probe {
	return &corev1.Probe{
		ProbeHandler:  corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: path, Port: intstr.FromInt32(port)}},
		PeriodSeconds: period,
	}
}

// scraped returns the pods with the annotation by which a Prometheus without an operator
// finds them.
func (o Options) scraped(p addon.Pods) addon.Pods {
	if o.NoScrapeAnnotations || o.ServiceMonitor != nil {
		return p
	}
	annotations := map[string]string{"prometheus.io/scrape": "true"}
	maps.Copy(annotations, p.Annotations)
	p.Annotations = annotations
	return p
}
