package vpa

import (
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const webhookServiceName = "vpa-webhook"

func admissionObjects(t addon.Target, o Options) []addon.Object {
	a := o.AdmissionController
	if a.Disabled {
		return nil
	}
	id := o.component(admission)
	sa := kube.ServiceAccount(id, name+"-"+admission, a.Pods)
	objs := []addon.Object{
		sa,
		clusterRole(id, sa.Name, admissionRules()...),
		kube.BindClusterRole(id, sa.Name, sa.Name, sa),
		admissionDeployment(t, o, sa),
		budget(id, sa, a.Pods),
		webhookService(o),
		webhook(o),
		metricsService(o, admission),
	}
	return append(objs, certificates(o)...)
}

func admissionDeployment(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.Deployment {
	a := o.AdmissionController
	if a.HostNetwork && a.Pods.DNSPolicy == "" {
		a.Pods.DNSPolicy = corev1.DNSClusterFirstWithHostNet // or names would resolve as the nodes do it
	}
	d := deployment(o.component(admission), sa, a.Pods, corev1.PodSpec{
		HostNetwork: a.HostNetwork,
		Containers: []corev1.Container{{
			Image: t.Image(a.Pods.Image),
			Args:  admissionArgs(o),
			Ports: []corev1.ContainerPort{
				{ContainerPort: a.Ports.Webhook, Protocol: corev1.ProtocolTCP},
				metricsContainerPort(a.Ports.Metrics),
			},
			VolumeMounts: []corev1.VolumeMount{{Name: "tls-certs", MountPath: "/etc/tls-certs", ReadOnly: true}},
		}},
		Volumes: []corev1.Volume{certificateVolume(o)},
	})
	d.Spec.Strategy = kube.Strategy(a.RollingUpdate)
	return d
}

func admissionArgs(o Options) []string {
	a := o.AdmissionController
	return slices.Concat(
		o.logging(),
		[]string{"--register-webhook=false", "--webhook-service=" + webhookServiceName, "--reload-cert=true"},
		o.common(),
		kube.FlagIf(a.Ports.Webhook != webhookPort, "--port="+kube.Number(a.Ports.Webhook)),
		kube.FlagIf(a.Ports.Metrics != metricsPort, "--address=:"+kube.Number(a.Ports.Metrics)),
		kube.Flag("--min-tls-version", a.MinTLSVersion),
		kube.Flag("--tls-ciphers", strings.Join(a.Ciphers, ",")),
		kube.Flag("--max-allowed-cpu-boost", quantity(a.MaxStartupCPU)),
	)
}

func webhookService(o Options) *corev1.Service {
	id := o.component(admission)
	meta := id.Meta(webhookServiceName)
	meta.Annotations = o.AdmissionController.ServiceAnnotations
	return service(id, meta, corev1.ServicePort{
		Port: 443, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromInt32(o.AdmissionController.Ports.Webhook),
	})
}

func service(id kube.Identity, meta metav1.ObjectMeta, port corev1.ServicePort) *corev1.Service {
	return &corev1.Service{
		ObjectMeta: meta,
		Spec: corev1.ServiceSpec{
			Type:     corev1.ServiceTypeClusterIP,
			Selector: id.PodLabels(),
			Ports:    []corev1.ServicePort{port},
		},
	}
}
