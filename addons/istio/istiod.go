package istio

import (
	"cmp"
	"slices"
	"strconv"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/hpa"
	"github.com/fitout/fitout/addon/kube"
)

const (
	debugPort      = 8080
	xdsPort        = 15010 // in plain text
	xdsTLSPort     = 15012
	monitoringPort = 15014
	webhookPort    = 15017

	notReadyTaint = "cni.istio.io/not-ready"
	tokenAudience = "istio-ca"
	rootCert      = "istio-ca-root-cert"
)

func istiodObjects(t addon.Target, o Options) []addon.Object {
	id, name := o.istiod(), o.istiodName()
	sa := kube.ServiceAccount(id, name, o.Pods)
	objs := []addon.Object{
		sa,
		jwksConfigMap(o),
		istiodService(o),
		istiodDeployment(t, o, sa),
		hpa.New(o.meta(name), name, o.Autoscaling.hpa()),
		kube.DisruptionBudget(id, name, o.istiodPods()),
		istiodPolicy(o),
		kube.NewServiceMonitor(id, name, o.ServiceMonitor, kube.Endpoint{Port: "http-monitoring"}),
		proxyMonitor(o),
	}
	for _, tag := range o.RevisionTags {
		objs = append(objs, tagService(o, tag))
	}
	return append(objs, access(o, sa)...)
}

// envoyPort is the name of the port that every proxy has for Envoy's metrics. It isn't part
// of the mesh: no certificate is needed, whatever the mesh demands.
const envoyPort = "http-envoy-prom"

// proxyMonitor selects all pods but those with upstream's label against it. Pods without the
// port are no targets.
func proxyMonitor(o Options) *kube.PodMonitor {
	m := kube.NewPodMonitor(o.istiod(), o.istiodName()+"-proxies", o.PodMonitor, kube.PodEndpoint{Port: envoyPort, Path: "/stats/prometheus"})
	if m != nil {
		m.Spec.NamespaceSelector = kube.NamespaceSelector{Any: true}
		m.Spec.Selector = metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{
			{Key: "istio-prometheus-ignore", Operator: metav1.LabelSelectorOpDoesNotExist},
		}}
	}
	return m
}

func istiodDeployment(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.Deployment {
	d := kube.Deployment(o.istiod(), o.istiodName(), o.istiodPods(), corev1.PodSpec{
		ServiceAccountName: sa.Name,
		Volumes:            istiodVolumes(o),
		Containers: []corev1.Container{{
			Name:            "discovery",
			Image:           t.Image(o.image("pilot", o.Pods.Image)),
			ImagePullPolicy: o.ImagePullPolicy,
			Args:            istiodArgs(o),
			Env:             istiodEnv(o),
			Ports: []corev1.ContainerPort{
				kube.Port("http-debug", debugPort),
				kube.Port("grpc-xds", xdsPort),
				kube.Port("tls-xds", xdsTLSPort),
				kube.Port("https-webhooks", webhookPort),
				kube.Port("http-monitoring", monitoringPort),
			},
			ReadinessProbe: &corev1.Probe{
				ProbeHandler:        corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: "/ready", Port: intstr.FromInt32(debugPort)}},
				InitialDelaySeconds: 1,
				PeriodSeconds:       3,
				TimeoutSeconds:      5,
			},
			SecurityContext: &corev1.SecurityContext{
				AllowPrivilegeEscalation: new(false),
				Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
				ReadOnlyRootFilesystem:   new(true),
				RunAsNonRoot:             new(true),
				SeccompProfile:           o.seccomp(),
			},
			VolumeMounts: istiodMounts(o),
		}},
	})
	d.ObjectMeta = o.meta(d.Name)
	d.Labels["istio"] = "pilot"
	d.Spec.Strategy = kube.Strategy(o.RollingUpdate)
	if !o.Autoscaling.Disabled {
		d.Spec.Replicas = nil // else each apply would undo the autoscaler's work
	}
	return d
}

// istiodPods are what tunes istiod's pods. They have no proxy themselves: nobody could
// inject it.
func (o Options) istiodPods() addon.Pods {
	p := o.Autoscaling.counted(o.Pods)
	labels := map[string]string{
		"app":          "istiod",
		"istio":        "pilot",
		revisionLabel:  o.revisionName(),
		injectLabel:    "false",
		dataplaneLabel: "none",
	}
	if o.revision() != "" {
		labels["istio"] = "istiod" // so that the Service without a revision passes them over
	}
	annotations := map[string]string{
		"prometheus.io/port":   strconv.Itoa(monitoringPort),
		"prometheus.io/scrape": "true",
		injectLabel:            "false",
	}
	if o.CA.JWKSExtraRootCA != "" {
		annotations["checksum/jwks"] = kube.Checksum(o.CA.JWKSExtraRootCA)
	}
	p.Labels = kube.Over(p.Labels, labels)
	p.Annotations = kube.Over(annotations, p.Annotations)
	// Nodes keep the taint until the CNI plugin is ready, which may take istiod to run.
	p.Tolerations = slices.Concat([]corev1.Toleration{{Key: notReadyTaint, Operator: corev1.TolerationOpExists}}, p.Tolerations)
	return p
}

func istiodArgs(o Options) []string {
	args := []string{"discovery", "--monitoringAddr=:" + strconv.Itoa(monitoringPort)}
	args = append(args, kube.Flag("--log_output_level", o.LogLevel)...)
	args = append(args, kube.FlagIf(o.LogAsJSON, "--log_as_json")...)
	args = append(args, "--domain", o.Proxy.ClusterDomain)
	args = append(args, kube.Flag("--cniNamespace", o.CNI.Untaint.Namespace)...)
	return append(args, "--keepaliveMaxServerConnectionAge", kube.Duration(o.KeepaliveMaxServerConnectionAge))
}

func istiodEnv(o Options) []corev1.EnvVar {
	env := []corev1.EnvVar{
		{Name: "REVISION", Value: o.revisionName()},
		{Name: "PILOT_CERT_PROVIDER", Value: o.CA.Provider},
		kube.FieldEnv("POD_NAME", "metadata.name"),
		kube.FieldEnv("POD_NAMESPACE", "metadata.namespace"),
		kube.FieldEnv("SERVICE_ACCOUNT", "spec.serviceAccountName"),
		{Name: "KUBECONFIG", Value: "/var/run/secrets/remote/config"},
		{Name: "CA_TRUSTED_NODE_ACCOUNTS", Value: cmp.Or(o.Ztunnel.Namespace, o.Namespace) + "/" + o.Ztunnel.Name},
	}
	set := func(name, value string, given bool) {
		if given {
			env = append(env, corev1.EnvVar{Name: name, Value: value})
		}
	}
	set("EXTERNAL_CA", "ISTIOD_RA_KUBERNETES_API", o.CA.KubernetesSigners)
	set("ENABLE_CLUSTER_TRUST_BUNDLE_API", "true", o.CA.ClusterTrustBundle)
	set("PILOT_TRACE_SAMPLING", strconv.FormatFloat(*o.TraceSampling, 'f', -1, 64), true)
	set("PILOT_ENABLE_NODE_UNTAINT_CONTROLLERS", "true", o.CNI.Untaint.Enabled)
	set("PILOT_NODE_UNTAINT_CONTROLLERS_TAINT_NAME", o.CNI.Untaint.Taint, o.CNI.Untaint.Enabled)
	set("PILOT_CA_CERT_CONFIGMAP", o.CA.TrustBundleName, o.CA.TrustBundleName != "")
	set("PILOT_CRL_CONFIGMAP", o.CA.CRLConfigMap, o.CA.CRLConfigMap != "")
	set("PILOT_ENABLE_ANALYSIS", strconv.FormatBool(o.EnableAnalysis), true)
	set("CLUSTER_ID", cmp.Or(o.MultiCluster.ClusterName, "Kubernetes"), true)
	env = append(env, corev1.EnvVar{Name: "GOMAXPROCS", ValueFrom: &corev1.EnvVarSource{
		ResourceFieldRef: &corev1.ResourceFieldSelector{Resource: "limits.cpu", Divisor: resource.MustParse("1")},
	}})
	set("PLATFORM", string(o.Platform), true)
	return env
}

// seccomp is the profile of the container runtime, if it is asked for.
func (o Options) seccomp() *corev1.SeccompProfile {
	if !o.RuntimeSeccomp {
		return nil
	}
	return &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault}
}

// image is the image of a component: its own, or the one of the hub and the tag.
func (o Options) image(component string, own addon.Image) addon.Image {
	if own != (addon.Image{}) {
		return own
	}
	image := addon.Image{Repository: o.Hub + "/" + component, Tag: o.Tag}
	if o.Variant != "" {
		image.Tag += "-" + string(o.Variant)
	}
	return image
}

func (o Options) jwksName() string { return o.named("pilot-jwks-extra-cacerts") }

func jwksConfigMap(o Options) *corev1.ConfigMap {
	if o.CA.JWKSExtraRootCA == "" {
		return nil
	}
	return &corev1.ConfigMap{ObjectMeta: o.meta(o.jwksName()), Data: map[string]string{"extra.pem": o.CA.JWKSExtraRootCA}}
}
