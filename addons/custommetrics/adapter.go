package custommetrics

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// The APIs that the adapter serves.
const (
	customGroup   = "custom.metrics.k8s.io"
	externalGroup = "external.metrics.k8s.io"
	resourceGroup = "metrics.k8s.io"
)

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	id := o.adapter()
	sa := kube.ServiceAccount(id, adapterName, o.Pods)
	objs := []addon.Object{
		namespace(o),
		sa,
		resourceReader(o),
		kube.BindClusterRole(id, adapterName+"-resource-reader", adapterName+"-resource-reader", sa),
		kube.BindClusterRole(id, adapterName+"-system-auth-delegator", "system:auth-delegator", sa),
		kube.BindRole(id.In("kube-system"), adapterName+"-auth-reader", "extension-apiserver-authentication-reader", sa),
		adapterConfig(o),
		adapterService(o),
		adapterDeployment(t, o, sa),
		kube.DisruptionBudget(id, adapterName, o.Pods),
		kube.NewServiceMonitor(id, adapterName, o.ServiceMonitor, kube.Endpoint{
			Port: "https", Path: "/metrics", Scheme: "https", BearerTokenFile: serviceAccount + "/token",
			TLSConfig: &kube.TLSConfig{InsecureSkipVerify: true}, // it may be made anew at each start
		}),
	}
	return slices.Concat(objs, measurer(o, sa), apiServices(o),
		kube.ServingCertificate(id, adapterName, o.Certificate, kube.ServiceNames(adapterName, o.Namespace)...),
		prometheus(t, o)), nil
}

// namespace asks for what the pods may do.
func namespace(o Options) *corev1.Namespace {
	level := kube.Restricted
	if o.HostNetwork {
		level = kube.Privileged
	}
	return kube.Namespace(o.Namespace, level)
}

// resourceReader lets the adapter find the objects that metrics are of.
func resourceReader(o Options) *rbacv1.ClusterRole {
	return &rbacv1.ClusterRole{
		ObjectMeta: o.adapter().ClusterMeta(adapterName + "-resource-reader"),
		Rules:      []rbacv1.PolicyRule{kube.Rule("", "namespaces pods services configmaps", "get list watch")},
	}
}

// servesCustom tells whether there are metrics of objects.
func (o Options) servesCustom() bool {
	return !o.NoDefaultRules || o.NGINX != nil || o.Envoy != nil || len(o.Rules) > 0
}

// apiServices are the APIs that the adapter serves. Kubernetes' autoscaler has the right to ask
// them from the start.
func apiServices(o Options) []addon.Object {
	var objs []addon.Object
	if o.servesCustom() {
		objs = append(objs, apiService(o, customGroup))
	}
	if len(o.ExternalRules) > 0 {
		objs = append(objs, apiService(o, externalGroup))
	}
	if o.ResourceRules != nil {
		objs = append(objs, apiService(o, resourceGroup))
	}
	return objs
}

// measurer lets the adapter find the pods and nodes whose CPU and memory it serves.
func measurer(o Options, sa *corev1.ServiceAccount) []addon.Object {
	if o.ResourceRules == nil {
		return nil
	}
	id, role := o.adapter(), adapterName+"-metrics"
	return []addon.Object{
		&rbacv1.ClusterRole{ObjectMeta: id.ClusterMeta(role), Rules: []rbacv1.PolicyRule{kube.Rule("", "pods nodes nodes/stats", "get list watch")}},
		kube.BindClusterRole(id, adapterName+"-hpa-controller-metrics", role, sa),
	}
}

func apiService(o Options, group string) *kube.APIService {
	meta := o.adapter().ClusterMeta("v1beta1." + group)
	meta.Annotations = kube.InjectCA(o.adapter(), adapterName, o.Certificate)
	return kube.NewAPIService(meta, kube.APIServiceSpec{
		Group:                 group,
		GroupPriorityMinimum:  100,
		Version:               "v1beta1",
		VersionPriority:       100,
		Service:               &kube.ServiceReference{Name: adapterName, Namespace: o.Namespace},
		CABundle:              []byte(o.Certificate.CABundle),
		InsecureSkipTLSVerify: o.Certificate.CertManager == nil && o.Certificate.CABundle == "",
	})
}

func adapterConfig(o Options) *corev1.ConfigMap {
	return &corev1.ConfigMap{
		ObjectMeta: o.adapter().Meta(adapterName),
		Data:       map[string]string{"config.yaml": o.adapterConfig()},
	}
}

func adapterService(o Options) *corev1.Service {
	return &corev1.Service{
		ObjectMeta: o.adapter().Meta(adapterName),
		Spec: corev1.ServiceSpec{
			Type:     corev1.ServiceTypeClusterIP,
			Selector: o.adapter().PodLabels(),
			Ports:    []corev1.ServicePort{{Name: "https", Port: 443, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromString("https")}},
		},
	}
}

func adapterDeployment(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.Deployment {
	confined := kube.Confined()
	confined.RunAsUser = new(int64(10001))
	volumes, mounts := o.files()
	d := kube.Deployment(o.adapter(), adapterName, o.adapterPods(), corev1.PodSpec{
		ServiceAccountName:           sa.Name,
		AutomountServiceAccountToken: new(true),
		HostNetwork:                  o.HostNetwork,
		SecurityContext:              &corev1.PodSecurityContext{FSGroup: new(int64(10001))},
		Containers: []corev1.Container{{
			Name:            adapterName,
			Image:           t.Image(o.Pods.Image),
			Args:            adapterArgs(o),
			Ports:           []corev1.ContainerPort{kube.Port("https", o.Port)},
			LivenessProbe:   adapterProbe(),
			ReadinessProbe:  adapterProbe(),
			SecurityContext: confined,
			VolumeMounts:    mounts,
		}},
		Volumes: volumes,
	})
	d.Spec.Strategy = kube.Strategy(o.RollingUpdate)
	return d
}

// adapterPods are the adapter's pods as the other options want them.
func (o Options) adapterPods() addon.Pods {
	pods := kube.ReadAtStart(o.Pods, o.adapterConfig())
	if o.HostNetwork {
		pods.DNSPolicy = cmp.Or(pods.DNSPolicy, corev1.DNSClusterFirstWithHostNet) // or names would resolve as the nodes do it
	}
	return pods
}

func adapterArgs(o Options) []string {
	return slices.Concat(
		[]string{"/adapter", fmt.Sprintf("--secure-port=%d", o.Port)},
		certificateFlags(o),
		prometheusFlags(o),
		kube.Flag("--metrics-relist-interval", kube.Duration(o.RelistInterval)),
		kube.Flag("--metrics-max-age", kube.Duration(o.MaxAge)),
		[]string{fmt.Sprintf("--v=%d", *o.LogLevel), "--config=/etc/adapter/config.yaml"},
	)
}

func certificateFlags(o Options) []string {
	if o.certificateSecret() == "" {
		return []string{"--cert-dir=/tmp/cert"}
	}
	return []string{"--tls-cert-file=/var/run/serving-cert/tls.crt", "--tls-private-key-file=/var/run/serving-cert/tls.key"}
}

// certificateSecret is the Secret with the adapter's certificate; empty where it makes its
// own.
func (o Options) certificateSecret() string {
	if o.Certificate.CertManager != nil {
		return adapterName
	}
	return o.Certificate.Secret
}

// prometheusFlags say where Prometheus is, and how it is asked.
func prometheusFlags(o Options) []string {
	e := o.Existing
	if e == nil {
		return []string{fmt.Sprintf("--prometheus-url=http://%s.%s.svc:80", serverName, o.Namespace)}
	}
	flags := slices.Concat(
		kube.Flag("--prometheus-url", e.URL),
		kube.FlagIf(e.BearerToken != nil, "--prometheus-token-file=/etc/prometheus/token/token"),
		kube.FlagIf(e.ServiceAccountToken, "--prometheus-token-file="+serviceAccount+"/token"),
		kube.FlagIf(e.CA != nil, "--prometheus-ca-file=/etc/prometheus/ca/ca.crt"),
		kube.FlagIf(e.ClientCertificateSecret != "", "--prometheus-client-tls-cert-file=/etc/prometheus/client/tls.crt"),
		kube.FlagIf(e.ClientCertificateSecret != "", "--prometheus-client-tls-key-file=/etc/prometheus/client/tls.key"),
		kube.FlagIf(e.UsePOST, "--prometheus-verb=POST"),
	)
	for _, k := range slices.Sorted(maps.Keys(e.Headers)) {
		flags = append(flags, "--prometheus-header="+k+"="+e.Headers[k])
	}
	return flags
}

// files are what the adapter reads, and where.
func (o Options) files() ([]corev1.Volume, []corev1.VolumeMount) {
	volumes := []corev1.Volume{
		{Name: "config", VolumeSource: corev1.VolumeSource{ConfigMap: &corev1.ConfigMapVolumeSource{
			LocalObjectReference: corev1.LocalObjectReference{Name: adapterName},
		}}},
		{Name: "tmp", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}},
	}
	mounts := []corev1.VolumeMount{
		{Name: "config", MountPath: "/etc/adapter/", ReadOnly: true},
		{Name: "tmp", MountPath: "/tmp"},
	}
	secret := func(name, secret, path string, items ...corev1.KeyToPath) {
		volumes = append(volumes, corev1.Volume{Name: name, VolumeSource: corev1.VolumeSource{
			Secret: &corev1.SecretVolumeSource{SecretName: secret, Items: items},
		}})
		mounts = append(mounts, corev1.VolumeMount{Name: name, MountPath: path, ReadOnly: true})
	}
	if s := o.certificateSecret(); s != "" {
		secret("volume-serving-cert", s, "/var/run/serving-cert")
	}
	e := o.Existing
	if e == nil {
		return volumes, mounts
	}
	if e.BearerToken != nil {
		secret("prometheus-token", e.BearerToken.Name, "/etc/prometheus/token", corev1.KeyToPath{Key: e.BearerToken.Key, Path: "token"})
	}
	if e.CA != nil {
		secret("prometheus-ca", e.CA.Name, "/etc/prometheus/ca", corev1.KeyToPath{Key: e.CA.Key, Path: "ca.crt"})
	}
	if e.ClientCertificateSecret != "" {
		secret("prometheus-client", e.ClientCertificateSecret, "/etc/prometheus/client",
			corev1.KeyToPath{Key: corev1.TLSCertKey, Path: "tls.crt"}, corev1.KeyToPath{Key: corev1.TLSPrivateKeyKey, Path: "tls.key"})
	}
	return volumes, mounts
}

func adapterProbe() *corev1.Probe {
	return &corev1.Probe{
		ProbeHandler:        corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: "/healthz", Port: intstr.FromString("https"), Scheme: corev1.URISchemeHTTPS}},
		InitialDelaySeconds: 30,
		TimeoutSeconds:      5,
	}
}
