package ingressnginx

import (
	"fmt"
	"maps"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// controller is the Deployment or the DaemonSet that the options ask for.
func controller(t addon.Target, o Options) addon.Object {
	if o.Kind == DaemonSet {
		return daemonSet(t, o)
	}
	return deployment(t, o)
}

func deployment(t addon.Target, o Options) *appsv1.Deployment {
	d := kube.Deployment(o.controller(), o.controllerName(), o.pods(), podSpec(t, o))
	d.Spec.MinReadySeconds = o.MinReadySeconds
	if o.Autoscaling.Enabled {
		d.Spec.Replicas = nil // else each apply would undo the autoscaler's work
	}
	d.Spec.Strategy = kube.Strategy(o.RollingUpdate)
	return d
}

func daemonSet(t addon.Target, o Options) *appsv1.DaemonSet {
	d := kube.DaemonSet(o.controller(), o.controllerName(), o.pods(), podSpec(t, o))
	d.Spec.MinReadySeconds = o.MinReadySeconds
	d.Spec.UpdateStrategy = kube.UpdateStrategy(o.RollingUpdate)
	return d
}

// pods are what tunes the controller's pods. The number of replicas is the least that the
// autoscaler leaves, or one where nobody says.
func (o Options) pods() addon.Pods {
	p := o.Pods
	switch {
	case o.Autoscaling.Enabled:
		p.Replicas = &o.Autoscaling.MinReplicas
	case p.Replicas == nil && o.Kind == Deployment:
		p.Replicas = new(int32(1))
	}
	if o.elsewhere() {
		// The ConfigMap is read when the controller starts, and not watched.
		p = kube.ReadAtStart(p, o.configData())
	}
	return p
}

func podSpec(t addon.Target, o Options) corev1.PodSpec {
	spec := corev1.PodSpec{
		ServiceAccountName:           o.fullname(),
		AutomountServiceAccountToken: new(true),
		HostNetwork:                  o.HostNetwork,
		SecurityContext:              sysctls(o),
		Containers: []corev1.Container{{
			Name:            "controller",
			Image:           t.Image(o.Pods.Image),
			Args:            args(o),
			Env:             env(o),
			Ports:           ports(o),
			LivenessProbe:   probe(o, 5),
			ReadinessProbe:  probe(o, 3),
			SecurityContext: security(),
			// Goes on serving until load balancers have noticed, and connections are done.
			Lifecycle: &corev1.Lifecycle{PreStop: &corev1.LifecycleHandler{
				Exec: &corev1.ExecAction{Command: []string{"/wait-shutdown"}},
			}},
		}},
	}
	mount := func(v corev1.Volume, path string) {
		spec.Volumes = append(spec.Volumes, v)
		c := &spec.Containers[0]
		c.VolumeMounts = append(c.VolumeMounts, corev1.VolumeMount{Name: v.Name, MountPath: path, ReadOnly: true})
	}
	if o.Template != nil {
		mount(templateVolume(*o.Template), "/etc/nginx/template")
	}
	if !o.Webhook.Disabled {
		mount(hookVolume(o), "/usr/local/certificates/")
	}
	return spec
}

// security is upstream's: the image's user www-data, who binds ports below 1024 by a
// capability of the binaries, and writes nginx.conf to the root file system.
func security() *corev1.SecurityContext {
	s := kube.Confined()
	s.Capabilities.Add = []corev1.Capability{"NET_BIND_SERVICE"}
	s.ReadOnlyRootFilesystem = new(false)
	s.RunAsUser = new(int64(101))
	s.RunAsGroup = new(int64(82))
	return s
}

func sysctls(o Options) *corev1.PodSecurityContext {
	if len(o.Sysctls) == 0 {
		return nil
	}
	s := &corev1.PodSecurityContext{}
	for _, k := range slices.Sorted(maps.Keys(o.Sysctls)) {
		s.Sysctls = append(s.Sysctls, corev1.Sysctl{Name: k, Value: o.Sysctls[k]})
	}
	return s
}

func env(o Options) []corev1.EnvVar {
	env := []corev1.EnvVar{
		kube.FieldEnv("POD_NAME", "metadata.name"),
		kube.FieldEnv("POD_NAMESPACE", "metadata.namespace"),
	}
	if !o.DisableMimalloc {
		env = append(env, corev1.EnvVar{Name: "LD_PRELOAD", Value: "/usr/local/lib/libmimalloc.so"})
	}
	if o.MaxMindLicense != nil {
		env = append(env, corev1.EnvVar{
			Name:      "MAXMIND_LICENSE_KEY",
			ValueFrom: &corev1.EnvVarSource{SecretKeyRef: o.MaxMindLicense.Selector()},
		})
	}
	return env
}

// ports are the ports that the pods serve, for the container and for network policies.
func ports(o Options) []corev1.ContainerPort {
	var ports []corev1.ContainerPort
	add := func(name string, port, host int32, protocol corev1.Protocol) {
		p := corev1.ContainerPort{Name: name, ContainerPort: port, Protocol: protocol}
		if o.HostPort.Enabled {
			p.HostPort = host
		}
		ports = append(ports, p)
	}
	add("http", o.Ports.HTTP, o.HostPort.HTTP, corev1.ProtocolTCP)
	add("https", o.Ports.HTTPS, o.HostPort.HTTPS, corev1.ProtocolTCP)
	if o.redirects() {
		add(redirectPortName, redirectPort, 0, corev1.ProtocolTCP)
	}
	if o.metrics() {
		add("metrics", o.Ports.Health, 0, corev1.ProtocolTCP)
	}
	if !o.Webhook.Disabled {
		add("webhook", o.Webhook.Port, 0, corev1.ProtocolTCP)
	}
	for _, p := range slices.Sorted(maps.Keys(o.TCP)) {
		add(streamPortName(p, corev1.ProtocolTCP), p, p, corev1.ProtocolTCP)
	}
	for _, p := range slices.Sorted(maps.Keys(o.UDP)) {
		add(streamPortName(p, corev1.ProtocolUDP), p, p, corev1.ProtocolUDP)
	}
	return ports
}

func probe(o Options, failures int32) *corev1.Probe {
	return &corev1.Probe{
		ProbeHandler: corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{
			Path: "/healthz", Port: intstr.FromInt32(o.Ports.Health), Scheme: corev1.URISchemeHTTP,
		}},
		InitialDelaySeconds: 10,
		PeriodSeconds:       10,
		TimeoutSeconds:      1,
		SuccessThreshold:    1,
		FailureThreshold:    failures,
	}
}

func templateVolume(t Template) corev1.Volume {
	return corev1.Volume{Name: "nginx-template-volume", VolumeSource: corev1.VolumeSource{ConfigMap: &corev1.ConfigMapVolumeSource{
		LocalObjectReference: corev1.LocalObjectReference{Name: t.ConfigMap},
		Items:                []corev1.KeyToPath{{Key: t.Key, Path: "nginx.tmpl"}},
	}}}
}

// args are the controller's flags, in the order of upstream's chart, and then those that
// the chart has no value for.
func args(o Options) []string {
	const own = "$(POD_NAMESPACE)/"
	webhook := !o.Webhook.Disabled
	return slices.Concat(
		[]string{"/nginx-ingress-controller"},
		kube.FlagIf(o.DisableAnnotationValidation, "--enable-annotation-validation=false"),
		kube.FlagIf(o.DefaultBackend.Enabled, "--default-backend-service="+own+o.backendName()),
		kube.Flag("--publish-service", o.published()),
		kube.Flag("--election-id", o.electionID()),
		kube.Flag("--controller-class", o.controllerValue()),
		kube.Flag("--ingress-class", o.className()),
		kube.Flag("--configmap", own+o.controllerName()),
		kube.FlagIf(len(o.TCP) > 0, "--tcp-services-configmap="+own+o.tcpName()),
		kube.FlagIf(len(o.UDP) > 0, "--udp-services-configmap="+own+o.udpName()),
		kube.Flag("--watch-namespace", o.WatchNamespace),
		kube.FlagIf(o.WatchNamespaceSelector != nil, "--watch-namespace-selector="+metav1.FormatLabelSelector(o.WatchNamespaceSelector)),
		kube.FlagIf(o.ReportNodeInternalIP, "--report-node-internal-ip-address=true"),
		kube.FlagIf(webhook, fmt.Sprintf("--validating-webhook=:%d", o.Webhook.Port)),
		kube.FlagIf(webhook, "--validating-webhook-certificate=/usr/local/certificates/cert"),
		kube.FlagIf(webhook, "--validating-webhook-key=/usr/local/certificates/key"),
		kube.FlagIf(o.MaxMindLicense != nil, "--maxmind-license-key=$(MAXMIND_LICENSE_KEY)"),
		kube.FlagIf(o.IngressClassByName, "--ingress-class-by-name=true"),
		kube.FlagIf(o.WatchIngressWithoutClass, "--watch-ingress-without-class=true"),
		kube.FlagIf(o.metrics(), "--enable-metrics=true"),
		kube.FlagIf(o.TopologyAwareRouting, "--enable-topology-aware-routing=true"),
		kube.FlagIf(o.LeaderElection.Disabled, "--disable-leader-election=true"),
		kube.Flag("--election-ttl", kube.Duration(o.LeaderElection.TTL)),
		kube.FlagIf(o.Ports.HTTP != 80, fmt.Sprintf("--http-port=%d", o.Ports.HTTP)),
		kube.FlagIf(o.Ports.HTTPS != 443, fmt.Sprintf("--https-port=%d", o.Ports.HTTPS)),
		kube.FlagIf(o.Ports.Health != 10254, fmt.Sprintf("--healthz-port=%d", o.Ports.Health)),
		kube.Flag("--default-ssl-certificate", o.defaultCertificate()),
		kube.FlagIf(o.SSLPassthrough, "--enable-ssl-passthrough=true"),
	)
}

// published is the Service whose address Ingresses show; empty where it is the nodes'.
func (o Options) published() string {
	switch {
	case o.PublishService.Disabled:
		return ""
	case o.PublishService.Service != "":
		return o.PublishService.Service
	case !o.NoService:
		return "$(POD_NAMESPACE)/" + o.controllerName()
	case o.InternalService != nil:
		return "$(POD_NAMESPACE)/" + o.controllerName() + "-internal"
	}
	return ""
}
