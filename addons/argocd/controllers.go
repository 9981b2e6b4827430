package argocd

import (
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const (
	webhookPort               = 7000
	applicationSetMetricsPort = 8080
	notificationsMetricsPort  = 9001
	dexPort                   = 5556
	dexGRPCPort               = 5557
	dexMetricsPort            = 5558
)

func applicationSetObjects(t addon.Target, o Options) []addon.Object {
	id := o.of(applicationSetName, "applicationset-controller")
	sa := kube.ServiceAccount(id, applicationSetName, o.ApplicationSet.Pods)
	service := serviceOf(id, applicationSetName, port("webhook", webhookPort), port("metrics", applicationSetMetricsPort))
	for i := range service.Spec.Ports {
		service.Spec.Ports[i].TargetPort = intstr.FromString(service.Spec.Ports[i].Name)
	}
	objs := []addon.Object{
		sa,
		service,
		applicationSetDeployment(t, o, sa),
		kube.DisruptionBudget(id, applicationSetName, o.ApplicationSet.Pods),
		webhookIngress(o),
		o.monitor("argocd-applicationset-controller-metrics", applicationSetName, "applicationset-controller", "metrics"),
		o.networkPolicy(id, applicationSetName, everybody(webhookPort, applicationSetMetricsPort)),
	}
	return append(objs, applicationSetRights(o, sa)...)
}

func applicationSetDeployment(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.Deployment {
	pods := o.pods(o.ApplicationSet.Pods)
	return kube.Deployment(o.of(applicationSetName, "applicationset-controller"), applicationSetName, pods, podSpec(sa.Name, corev1.Container{
		Name:            applicationSetName,
		Image:           o.image(t, pods),
		Args:            []string{"/usr/local/bin/argocd-applicationset-controller"},
		Env:             append(fromParameters(applicationSetEnv()), kube.FieldEnv("NAMESPACE", "metadata.namespace")),
		Ports:           []corev1.ContainerPort{kube.Port("webhook", webhookPort), kube.Port("metrics", applicationSetMetricsPort)},
		SecurityContext: kube.Confined(),
	},
		knownHosts(),
		trusted(),
		configMap("gpg-keys", gpgKeysName, "/app/config/gpg/source"),
		scratch("gpg-keyring", "/app/config/gpg/keys"),
		scratch("tmp", "/tmp"),
		repoServerCertificate("/app/config/reposerver/tls"),
		clientCertificate(),
		profiler("applicationsetcontroller"),
	))
}

func notificationsObjects(t addon.Target, o Options) []addon.Object {
	if o.Notifications.Disabled {
		return nil
	}
	id := o.of(notificationsName, "notifications-controller")
	sa := kube.ServiceAccount(id, notificationsName, o.Notifications.Pods)
	objs := []addon.Object{
		sa,
		o.config(notificationsConfigName, notificationsName, o.Notifications.settings(o.URL)),
		notificationsSecret(o),
		metricsService(o, notificationsName+"-metrics", "notifications-controller", notificationsName, port("metrics", notificationsMetricsPort)),
		notificationsDeployment(t, o, sa),
		o.monitor(notificationsName, notificationsName+"-metrics", "notifications-controller", "metrics"),
		o.networkPolicy(id, notificationsName, everybody(notificationsMetricsPort)),
	}
	return append(objs, notificationsRights(o, sa)...)
}

// notificationsSecret is the one that waits for somebody to fill it, unless another is named.
func notificationsSecret(o Options) *corev1.Secret {
	if o.Notifications.Secret != notificationsSecretName {
		return nil
	}
	return o.emptySecret(notificationsSecretName, notificationsName)
}

func notificationsDeployment(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.Deployment {
	pods := o.pods(o.Notifications.Pods)
	args := []string{"/usr/local/bin/argocd-notifications"}
	if o.Notifications.Secret != notificationsSecretName {
		args = append(args, "--secret-name="+o.Notifications.Secret)
	}
	d := kube.Deployment(o.of(notificationsName, "notifications-controller"), notificationsName, pods, podSpec(sa.Name, corev1.Container{
		Name:            notificationsName,
		Image:           o.image(t, pods),
		Args:            args,
		WorkingDir:      "/app",
		Env:             fromParameters(notificationsEnv()),
		LivenessProbe:   &corev1.Probe{ProbeHandler: corev1.ProbeHandler{TCPSocket: &corev1.TCPSocketAction{Port: intstr.FromInt32(notificationsMetricsPort)}}},
		SecurityContext: kube.Confined(),
	},
		trusted(),
		repoServerCertificate("/app/config/reposerver/tls"),
		clientCertificate(),
	))
	d.Spec.Strategy.Type = appsv1.RecreateDeploymentStrategyType // two would tell everything twice
	return d
}

func dexObjects(t addon.Target, o Options) []addon.Object {
	if o.Dex.Disabled {
		return nil
	}
	id := o.of(dexName, "dex-server")
	sa := kube.ServiceAccount(id, dexName, o.Dex.Pods)
	service := serviceOf(id, dexName, port("http", dexPort), port("grpc", dexGRPCPort), port("metrics", dexMetricsPort))
	service.Spec.Ports[0].AppProtocol = new("TCP")
	return []addon.Object{
		sa,
		dexRole(o),
		kube.BindRole(id, dexName, dexName, sa),
		service,
		dexDeployment(t, o, sa),
		o.monitor(dexName, dexName, "dex-server", "metrics"),
		o.networkPolicy(id, dexName, from([]int32{dexPort, dexGRPCPort}, serverName), everybody(dexMetricsPort)),
	}
}

func dexDeployment(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.Deployment {
	security := kube.Confined()
	security.RunAsUser = new(int64(1001))
	spec := podSpec(sa.Name, corev1.Container{
		Name:            "dex",
		Image:           t.Image(o.Dex.Pods.Image),
		Command:         []string{"/shared/argocd-dex", "rundex"},
		Env:             fromParameters(dexEnv()),
		Ports:           []corev1.ContainerPort{kube.Port("http", dexPort), kube.Port("grpc", dexGRPCPort), kube.Port("metrics", dexMetricsPort)},
		SecurityContext: security,
	},
		scratch("static-files", "/shared"),
		scratch("dexconfig", "/tmp"),
		optional("argocd-dex-server-tls", "/tls", "tls.crt", "tls.key", "ca.crt"),
	)
	spec.InitContainers = []corev1.Container{{
		Name:            "copyutil",
		Image:           t.Image(o.Image),
		Command:         []string{"/bin/cp", "-n", "/usr/local/bin/argocd", "/shared/argocd-dex"},
		SecurityContext: kube.Confined(),
		VolumeMounts:    spec.Containers[0].VolumeMounts[:2:2],
	}}
	return kube.Deployment(o.of(dexName, "dex-server"), dexName, o.pods(o.Dex.Pods), spec)
}
