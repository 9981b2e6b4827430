package prometheusoperator

import (
	"slices"
	"strings"
	"time"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/addon/monitoring"
)

const (
	webhookName     = name + "-admission-webhook"
	webhookPort     = 8443
	webhookPortName = "https"
	webhookSecret   = "admission-webhook-certs"
	webhookCerts    = "/etc/tls/private"
)

// webhookIdentity is what the webhook's objects go by. The selector is upstream's.
func (o Options) webhookIdentity() kube.Identity {
	id := kube.Identity{Name: webhookName, Instance: name, Namespace: o.Namespace}
	id.Selector = map[string]string{addon.LabelName: webhookName}
	return id
}

func webhookObjects(t addon.Target, o Options) []addon.Object {
	w := o.AdmissionWebhook
	if !w.Enabled {
		return nil
	}
	id := o.webhookIdentity()
	sa := serviceAccount(id, webhookName, w.Pods)
	objs := []addon.Object{
		sa,
		webhookService(o),
		webhookDeployment(t, o, sa),
		webhookBudget(o),
		kube.NewServiceMonitor(id, webhookName, o.ServiceMonitor, webhookEndpoint(o)),
		validating(o, "prometheus-operator-rulesvalidation", "prometheusrulevalidate", "prometheusrules", "*"),
		mutating(o),
		validating(o, "prometheus-operator-alertmanager-config-validation", "alertmanagerconfigsvalidate", "alertmanagerconfigs", "v1alpha1"),
	}
	return append(objs, certificates(o)...)
}

func webhookService(o Options) *corev1.Service {
	return &corev1.Service{
		ObjectMeta: o.webhookIdentity().Meta(webhookName),
		Spec: corev1.ServiceSpec{
			Selector: o.webhookIdentity().PodLabels(),
			Ports:    []corev1.ServicePort{servicePort(webhookPortName, 443)},
		},
	}
}

func webhookDeployment(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.Deployment {
	w := o.AdmissionWebhook
	d := confined(o.webhookIdentity(), webhookName, w.Pods, corev1.PodSpec{
		ServiceAccountName:           sa.Name,
		AutomountServiceAccountToken: new(false),
		Containers: []corev1.Container{{
			Image:                    t.Image(w.Pods.Image),
			Args:                     webhookArgs(o),
			Ports:                    []corev1.ContainerPort{kube.Port(webhookPortName, webhookPort)},
			TerminationMessagePolicy: corev1.TerminationMessageFallbackToLogsOnError,
			VolumeMounts:             []corev1.VolumeMount{{Name: "tls-certificates", MountPath: webhookCerts, ReadOnly: true}},
		}},
		Volumes: []corev1.Volume{{Name: "tls-certificates", VolumeSource: corev1.VolumeSource{Secret: &corev1.SecretVolumeSource{
			SecretName: o.webhookSecret(),
			Items: []corev1.KeyToPath{
				{Key: corev1.TLSCertKey, Path: corev1.TLSCertKey},
				{Key: corev1.TLSPrivateKeyKey, Path: corev1.TLSPrivateKeyKey},
			},
		}}}},
	})
	d.Spec.Strategy = kube.Strategy(w.RollingUpdate)
	return d
}

func webhookArgs(o Options) []string {
	w := o.AdmissionWebhook
	return slices.Concat(
		[]string{
			"--web.enable-tls=true",
			"--web.cert-file=" + webhookCerts + "/" + corev1.TLSCertKey,
			"--web.key-file=" + webhookCerts + "/" + corev1.TLSPrivateKeyKey,
		},
		kube.Flag("--web.tls-min-version", w.MinTLSVersion),
		kube.Flag("--web.tls-cipher-suites", strings.Join(w.CipherSuites, ",")),
		kube.Flag("--web.tls-curves", join(w.Curves)),
		kube.FlagIf(w.HTTP2, "--web.enable-http2=true"),
		kube.Flag("--name-validation-scheme", w.NameValidation),
		kube.Flag("--promql-options", join(w.PromQLOptions)),
		kube.Flag("--auto-gomemlimit-ratio", fraction(o.MemoryLimitRatio)),
		o.logging(),
	)
}

func join[T ~string](of []T) string {
	var out []string
	for _, s := range of {
		out = append(out, string(s))
	}
	return strings.Join(out, ",")
}

// webhookBudget keeps one pod, as upstream does, where nothing else is asked for.
func webhookBudget(o Options) *policyv1.PodDisruptionBudget {
	p := o.AdmissionWebhook.Pods
	if *p.Replicas > 1 && p.DisruptionBudget == nil {
		p.DisruptionBudget = &addon.DisruptionBudget{MinAvailable: new(intstr.FromInt32(1))}
	}
	return kube.DisruptionBudget(o.webhookIdentity(), webhookName, p)
}

// webhookEndpoint is scraped by HTTPS. Of a certificate that a Secret brings the CA is in no
// object that a ServiceMonitor could name.
func webhookEndpoint(o Options) kube.Endpoint {
	e := kube.Endpoint{Port: webhookPortName, Scheme: monitoring.HTTPS, HonorLabels: true, TLSConfig: &kube.TLSConfig{InsecureSkipVerify: true}}
	if o.webhookCertificate().CertManager != nil {
		e.TLSConfig = &kube.TLSConfig{
			CA:         monitoring.SecretOrConfigMap{Secret: &addon.SecretRef{Name: webhookSecret, Key: "ca.crt"}},
			ServerName: webhookName + "." + o.Namespace + ".svc",
		}
	}
	return e
}

// mutating makes strings of the annotations of rules.
func mutating(o Options) *admissionv1.MutatingWebhookConfiguration {
	w := o.AdmissionWebhook
	if w.NoMutation {
		return nil
	}
	return &admissionv1.MutatingWebhookConfiguration{
		ObjectMeta: o.webhookMeta("prometheus-operator-rulesmutation"),
		Webhooks: []admissionv1.MutatingWebhook{{
			Name:                    "prometheusrulemutate." + monitoring.Group,
			AdmissionReviewVersions: []string{"v1", "v1beta1"},
			ClientConfig:            o.webhookClient("/admission-prometheusrules/mutate"),
			FailurePolicy:           &w.FailurePolicy,
			NamespaceSelector:       o.webhookNamespaces(),
			ObjectSelector:          w.ObjectSelector,
			Rules:                   written("prometheusrules", "*"),
			SideEffects:             new(admissionv1.SideEffectClassNone),
			TimeoutSeconds:          &w.TimeoutSeconds,
		}},
	}
}

// validating refuses resources of a kind that couldn't be read.
func validating(o Options, name, webhook, resource, version string) *admissionv1.ValidatingWebhookConfiguration {
	w := o.AdmissionWebhook
	return &admissionv1.ValidatingWebhookConfiguration{
		ObjectMeta: o.webhookMeta(name),
		Webhooks: []admissionv1.ValidatingWebhook{{
			Name:                    webhook + "." + monitoring.Group,
			AdmissionReviewVersions: []string{"v1", "v1beta1"},
			ClientConfig:            o.webhookClient("/admission-" + resource + "/validate"),
			FailurePolicy:           &w.FailurePolicy,
			NamespaceSelector:       o.webhookNamespaces(),
			ObjectSelector:          w.ObjectSelector,
			Rules:                   written(resource, version),
			SideEffects:             new(admissionv1.SideEffectClassNone),
			TimeoutSeconds:          &w.TimeoutSeconds,
		}},
	}
}

func written(resource, version string) []admissionv1.RuleWithOperations {
	return []admissionv1.RuleWithOperations{{
		Operations: []admissionv1.OperationType{admissionv1.Create, admissionv1.Update},
		Rule: admissionv1.Rule{
			APIGroups:   []string{monitoring.Group},
			APIVersions: []string{version},
			Resources:   []string{resource},
		},
	}}
}

func (o Options) webhookMeta(name string) metav1.ObjectMeta {
	meta := o.webhookIdentity().ClusterMeta(name)
	meta.Annotations = kube.InjectCA(o.webhookIdentity(), webhookName, o.webhookCertificate())
	return meta
}

func (o Options) webhookClient(path string) admissionv1.WebhookClientConfig {
	return admissionv1.WebhookClientConfig{
		Service: &admissionv1.ServiceReference{Name: webhookName, Namespace: o.Namespace, Path: &path},
		// cert-manager writes this field at run time, and what applies the manifests must leave
		// it to it.
		CABundle: []byte(o.AdmissionWebhook.Certificate.CABundle),
	}
}

// webhookNamespaces selects the namespaces that the operator looks at.
func (o Options) webhookNamespaces() *metav1.LabelSelector {
	having := func(op metav1.LabelSelectorOperator, names []string) *metav1.LabelSelector {
		return &metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{{Key: namespaceLabel, Operator: op, Values: names}}}
	}
	switch {
	case o.AdmissionWebhook.NamespaceSelector != nil:
		return o.AdmissionWebhook.NamespaceSelector
	case len(o.Namespaces) > 0:
		return having(metav1.LabelSelectorOpIn, o.lookedAt())
	case len(o.DeniedNamespaces) > 0:
		return having(metav1.LabelSelectorOpNotIn, o.DeniedNamespaces)
	}
	return nil
}

// webhookCertificate is where the certificate comes from: cert-manager, unless a Secret is named.
func (o Options) webhookCertificate() addon.ServingCertificate {
	c := o.AdmissionWebhook.Certificate
	if c.Secret == "" && c.CertManager == nil {
		c.CertManager = &addon.CertManager{}
	}
	return c
}

func (o Options) webhookSecret() string {
	if s := o.AdmissionWebhook.Certificate.Secret; s != "" {
		return s
	}
	return webhookSecret
}

// authority signs the certificate where no issuer is given. One that signed itself would change
// its CA with every renewal, and rules would be refused until the API server knows it.
var authority = kube.Authority{
	SelfSigned:  webhookName + "-selfsigned",
	Root:        webhookName + "-ca",
	Issuer:      webhookName + "-ca",
	CommonName:  webhookName + "-ca",
	Duration:    8760 * time.Hour, // 1 year
	RenewBefore: 720 * time.Hour,
}

func certificates(o Options) []addon.Object {
	return authority.Certificate(o.webhookIdentity(), webhookName, webhookSecret, o.webhookCertificate(),
		kube.ServiceNames(webhookName, o.Namespace)...)
}
