package custommetrics

import (
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const serverName = "prometheus-server"

// prometheus are the objects of the Prometheus that comes along.
func prometheus(t addon.Target, o Options) []addon.Object {
	if o.Existing != nil {
		return nil
	}
	sa := kube.ServiceAccount(o.prometheus(), serverName, o.Prometheus.Pods)
	objs := []addon.Object{
		sa,
		&corev1.ConfigMap{ObjectMeta: o.prometheus().Meta(serverName), Data: o.prometheusFiles()},
		claim(o),
		prometheusService(o),
		prometheusDeployment(t, o, sa),
	}
	return append(objs, prometheusRights(o, sa)...)
}

// prometheusRights let Prometheus find what it scrapes, and scrape it: everywhere, or in some
// namespaces.
func prometheusRights(o Options, sa *corev1.ServiceAccount) []addon.Object {
	const read = "get list watch"
	id := o.prometheus()
	if len(o.Prometheus.Namespaces) == 0 {
		return []addon.Object{
			&rbacv1.ClusterRole{ObjectMeta: id.ClusterMeta(serverName), Rules: []rbacv1.PolicyRule{
				kube.Rule("", "nodes nodes/metrics services endpoints pods ingresses configmaps", read),
				kube.Rule("networking.k8s.io", "ingresses/status ingresses", read),
				kube.Rule("discovery.k8s.io", "endpointslices", read),
				{NonResourceURLs: []string{"/metrics"}, Verbs: []string{"get"}},
			}},
			kube.BindClusterRole(id, serverName, serverName, sa),
		}
	}
	var objs []addon.Object
	for _, namespace := range o.Prometheus.Namespaces {
		objs = append(objs,
			&rbacv1.Role{ObjectMeta: id.In(namespace).Meta(serverName), Rules: []rbacv1.PolicyRule{
				kube.Rule("", "services endpoints pods configmaps", read),
				kube.Rule("networking.k8s.io", "ingresses/status ingresses", read),
				kube.Rule("discovery.k8s.io", "endpointslices", read),
			}},
			kube.BindRole(id.In(namespace), serverName, serverName, sa))
	}
	return objs
}

// claim is for the volume with series.
func claim(o Options) *corev1.PersistentVolumeClaim {
	s := o.Prometheus.Storage
	if s.Ephemeral || s.ExistingClaim != "" {
		return nil
	}
	size := resource.MustParse("8Gi")
	if s.Size != nil {
		size = *s.Size
	}
	c := &corev1.PersistentVolumeClaim{
		ObjectMeta: o.prometheus().Meta(serverName),
		Spec: corev1.PersistentVolumeClaimSpec{
			AccessModes: []corev1.PersistentVolumeAccessMode{corev1.ReadWriteOnce},
			Resources:   corev1.VolumeResourceRequirements{Requests: corev1.ResourceList{corev1.ResourceStorage: size}},
		},
	}
	if s.StorageClassName != "" {
		c.Spec.StorageClassName = &s.StorageClassName
	}
	return c
}

// storage is the volume with series.
func storage(o Options) corev1.VolumeSource {
	s := o.Prometheus.Storage
	switch {
	case s.Ephemeral:
		return corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{SizeLimit: s.Size}}
	case s.ExistingClaim != "":
		return corev1.VolumeSource{PersistentVolumeClaim: &corev1.PersistentVolumeClaimVolumeSource{ClaimName: s.ExistingClaim}}
	}
	return corev1.VolumeSource{PersistentVolumeClaim: &corev1.PersistentVolumeClaimVolumeSource{ClaimName: serverName}}
}

func prometheusService(o Options) *corev1.Service {
	return &corev1.Service{
		ObjectMeta: o.prometheus().Meta(serverName),
		Spec: corev1.ServiceSpec{
			Type:     corev1.ServiceTypeClusterIP,
			Selector: o.prometheus().PodLabels(),
			Ports:    []corev1.ServicePort{{Name: "http", Port: 80, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromInt32(9090)}},
		},
	}
}

func prometheusDeployment(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.Deployment {
	d := kube.Deployment(o.prometheus(), serverName, o.Prometheus.Pods, corev1.PodSpec{
		ServiceAccountName: sa.Name,
		EnableServiceLinks: new(true),
		SecurityContext: &corev1.PodSecurityContext{
			FSGroup:        new(int64(65534)),
			RunAsGroup:     new(int64(65534)),
			RunAsNonRoot:   new(true),
			RunAsUser:      new(int64(65534)),
			SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
		},
		Containers: []corev1.Container{server(t, o), reloader(t, o)},
		Volumes: []corev1.Volume{
			{Name: "config-volume", VolumeSource: corev1.VolumeSource{ConfigMap: &corev1.ConfigMapVolumeSource{
				LocalObjectReference: corev1.LocalObjectReference{Name: serverName},
			}}},
			{Name: "storage-volume", VolumeSource: storage(o)},
		},
	})
	d.Spec.Strategy = appsv1.DeploymentStrategy{Type: appsv1.RecreateDeploymentStrategyType} // two can't have the volume
	return d
}

func server(t addon.Target, o Options) corev1.Container {
	p := o.Prometheus
	return corev1.Container{
		Name:  serverName,
		Image: t.Image(p.Pods.Image),
		Args: slices.Concat(
			kube.Flag("--storage.tsdb.retention.time", retention(p)),
			kube.Flag("--storage.tsdb.retention.size", p.RetentionSize),
			[]string{
				"--config.file=/etc/config/prometheus.yml",
				"--storage.tsdb.path=/data",
				"--web.console.libraries=/etc/prometheus/console_libraries",
				"--web.console.templates=/etc/prometheus/consoles",
				"--web.enable-lifecycle",
			},
		),
		Ports:           []corev1.ContainerPort{{ContainerPort: 9090, Protocol: corev1.ProtocolTCP}},
		LivenessProbe:   webProbe("/-/healthy", 30, 15, 10),
		ReadinessProbe:  webProbe("/-/ready", 30, 5, 4),
		SecurityContext: kube.Confined(),
		VolumeMounts: []corev1.VolumeMount{
			{Name: "config-volume", MountPath: "/etc/config"},
			{Name: "storage-volume", MountPath: "/data"},
		},
	}
}

// retention is in days where it is days, as Prometheus' own users have it.
func retention(p Prometheus) string {
	const day = 24 * 60 * minute
	if d := p.Retention.Duration; d != 0 && d%day == 0 {
		return kube.Number(int32(d/day)) + "d"
	}
	return kube.Duration(p.Retention)
}

func webProbe(path string, delay, period, timeout int32) *corev1.Probe {
	return &corev1.Probe{
		ProbeHandler:        corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: path, Port: intstr.FromInt32(9090), Scheme: corev1.URISchemeHTTP}},
		InitialDelaySeconds: delay,
		PeriodSeconds:       period,
		TimeoutSeconds:      timeout,
		FailureThreshold:    3,
		SuccessThreshold:    1,
	}
}

// reloader has Prometheus read its configuration anew when it changes.
func reloader(t addon.Target, o Options) corev1.Container {
	healthy := corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: "/healthz", Port: intstr.FromString("metrics"), Scheme: corev1.URISchemeHTTP}}
	return corev1.Container{
		Name:  serverName + "-configmap-reload",
		Image: t.Image(o.Prometheus.Reloader.Image),
		Args: []string{
			"--watched-dir=/etc/config",
			"--listen-address=0.0.0.0:8080",
			"--reload-url=http://127.0.0.1:9090/-/reload",
		},
		Ports:           []corev1.ContainerPort{kube.Port("metrics", 8080)},
		LivenessProbe:   &corev1.Probe{ProbeHandler: healthy, InitialDelaySeconds: 2, PeriodSeconds: 10},
		ReadinessProbe:  &corev1.Probe{ProbeHandler: healthy, PeriodSeconds: 10},
		Resources:       o.Prometheus.Reloader.Resources,
		SecurityContext: kube.Confined(),
		VolumeMounts:    []corev1.VolumeMount{{Name: "config-volume", MountPath: "/etc/config", ReadOnly: true}},
	}
}
