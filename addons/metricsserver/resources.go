package metricsserver

import (
	"fmt"
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// group is that of the API that the server serves.
const group = "metrics.k8s.io"

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	id := o.identity()
	sa := kube.ServiceAccount(id, name, o.Pods)
	objs := []addon.Object{
		sa,
		clusterRole(o),
		readerRole(o),
		kube.BindClusterRole(id, "system:"+name, "system:"+name, sa),
		kube.BindClusterRole(id, name+":system:auth-delegator", "system:auth-delegator", sa),
		kube.BindRole(id.In("kube-system"), name+"-auth-reader", "extension-apiserver-authentication-reader", sa),
		service(o),
		deployment(t, o),
		disruptionBudget(o),
		apiService(o),
		serviceMonitor(o),
	}
	objs = append(objs, certificate(o)...)
	return append(objs, resizer(o, sa)...), nil
}

// clusterRole lets the server find nodes and pods, and read the kubelets' metrics.
func clusterRole(o Options) *rbacv1.ClusterRole {
	return &rbacv1.ClusterRole{
		ObjectMeta: o.identity().ClusterMeta("system:" + name),
		Rules: []rbacv1.PolicyRule{
			kube.Rule("", "nodes/metrics", "get"),
			kube.Rule("", "pods nodes namespaces configmaps", "get list watch"),
		},
	}
}

// readerRole lets all who may view a namespace read its pods' metrics.
func readerRole(o Options) *rbacv1.ClusterRole {
	role := &rbacv1.ClusterRole{
		ObjectMeta: o.identity().ClusterMeta("system:" + name + "-aggregated-reader"),
		Rules: []rbacv1.PolicyRule{
			kube.Rule(group, "pods nodes", "get list watch"),
		},
	}
	for _, to := range []string{"admin", "edit", "view"} {
		role.Labels["rbac.authorization.k8s.io/aggregate-to-"+to] = "true"
	}
	return role
}

func service(o Options) *corev1.Service {
	return &corev1.Service{
		ObjectMeta: o.identity().Meta(name),
		Spec: corev1.ServiceSpec{
			Type:     corev1.ServiceTypeClusterIP,
			Selector: o.identity().PodLabels(),
			Ports: []corev1.ServicePort{{
				Name:        "https",
				Port:        443,
				Protocol:    corev1.ProtocolTCP,
				TargetPort:  intstr.FromString("https"),
				AppProtocol: new("https"),
			}},
		},
	}
}

func deployment(t addon.Target, o Options) *appsv1.Deployment {
	security := kube.Confined()
	security.RunAsUser = new(int64(1000))
	spec := corev1.PodSpec{
		ServiceAccountName: name,
		HostNetwork:        o.HostNetwork,
		Containers: []corev1.Container{{
			Name:            name,
			Image:           t.Image(o.Pods.Image),
			Args:            args(o),
			Ports:           []corev1.ContainerPort{{Name: "https", ContainerPort: o.Port, Protocol: corev1.ProtocolTCP}},
			LivenessProbe:   probe("/livez", 0),
			ReadinessProbe:  probe("/readyz", 20),
			SecurityContext: security,
			VolumeMounts:    []corev1.VolumeMount{{Name: "tmp", MountPath: "/tmp"}},
		}},
		Volumes: []corev1.Volume{{Name: "tmp", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}}},
	}
	if secret := o.certificateSecret(); secret != "" {
		spec.Containers[0].VolumeMounts = append(spec.Containers[0].VolumeMounts, corev1.VolumeMount{Name: "certs", MountPath: "/tmp/tls-certs", ReadOnly: true})
		spec.Volumes = append(spec.Volumes, corev1.Volume{Name: "certs", VolumeSource: corev1.VolumeSource{Secret: &corev1.SecretVolumeSource{SecretName: secret}}})
	}
	if o.AddonResizer.Enabled {
		spec.Containers = append(spec.Containers, resizerContainer(t, o))
		spec.Volumes = append(spec.Volumes, resizerVolume())
	}
	return kube.Deployment(o.identity(), name, o.Pods, spec)
}

func args(o Options) []string {
	return slices.Concat(
		kube.Flag("--secure-port", fmt.Sprint(o.Port)),
		kube.Flag("--cert-dir", "/tmp"),
		kube.Flag("--kubelet-preferred-address-types", strings.Join(addon.Values(o.KubeletAddressTypes...), ",")),
		kube.FlagIf(true, "--kubelet-use-node-status-port"),
		kube.Flag("--metric-resolution", kube.Duration(o.MetricResolution)),
		kube.FlagIf(o.KubeletInsecureTLS, "--kubelet-insecure-tls"),
		kube.FlagIf(o.AnonymousMetrics || o.ServiceMonitor != nil, "--authorization-always-allow-paths=/metrics"),
		kube.FlagIf(o.certificateSecret() != "", "--tls-cert-file=/tmp/tls-certs/tls.crt"),
		kube.FlagIf(o.certificateSecret() != "", "--tls-private-key-file=/tmp/tls-certs/tls.key"),
	)
}

func probe(path string, delay int32) *corev1.Probe {
	return &corev1.Probe{
		ProbeHandler: corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{
			Path: path, Port: intstr.FromString("https"), Scheme: corev1.URISchemeHTTPS,
		}},
		InitialDelaySeconds: delay,
		PeriodSeconds:       10,
		FailureThreshold:    3,
	}
}

func disruptionBudget(o Options) *policyv1.PodDisruptionBudget {
	return kube.DisruptionBudget(o.identity(), name, o.Pods)
}

func apiService(o Options) *kube.APIService {
	meta := o.identity().ClusterMeta("v1beta1." + group)
	meta.Annotations = kube.InjectCA(o.identity(), name, o.Certificate)
	return kube.NewAPIService(meta, kube.APIServiceSpec{
		Group:                 group,
		GroupPriorityMinimum:  100,
		Version:               "v1beta1",
		VersionPriority:       100,
		Service:               &kube.ServiceReference{Name: name, Namespace: o.Namespace, Port: new(int32(443))},
		CABundle:              []byte(o.Certificate.CABundle),
		InsecureSkipTLSVerify: o.Certificate.CertManager == nil && o.Certificate.CABundle == "",
	})
}

func serviceMonitor(o Options) *kube.ServiceMonitor {
	return kube.NewServiceMonitor(o.identity(), name, o.ServiceMonitor, kube.Endpoint{
		Port:      "https",
		Path:      "/metrics",
		Scheme:    "https",
		TLSConfig: &kube.TLSConfig{InsecureSkipVerify: true}, // it is made anew at each start
	})
}

func certificate(o Options) []addon.Object {
	return kube.ServingCertificate(o.identity(), name, o.Certificate, kube.ServiceNames(name, o.Namespace)...)
}

// certificateSecret is the Secret with the server's certificate; empty where the server
// makes its own.
func (o Options) certificateSecret() string {
	if o.Certificate.CertManager != nil {
		return name
	}
	return o.Certificate.Secret
}
