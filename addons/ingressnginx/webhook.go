package ingressnginx

import (
	"fmt"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// Webhook looks at Ingresses before they are stored.
type Webhook struct {
	// Leaves the webhook out. An Ingress that breaks NGINX's configuration then keeps all
	// later changes from taking effect.
	Disabled bool `json:"disabled,omitempty"`

	// What happens to Ingresses while the webhook can't be reached: Fail refuses them.
	FailurePolicy admissionv1.FailurePolicyType `json:"failurePolicy,omitempty" jsonschema:"enum=Fail,enum=Ignore"`

	// How long the API server waits for the webhook, 30 s at most; 10 s where it is left
	// out. All Ingresses are tried with each, which takes long where there are many.
	Timeout metav1.Duration `json:"timeout,omitzero"`

	// The labels of the namespaces whose Ingresses the webhook sees; all where it is left
	// out.
	NamespaceSelector *metav1.LabelSelector `json:"namespaceSelector,omitempty"`

	// The labels of the Ingresses that the webhook sees; all where it is left out.
	ObjectSelector *metav1.LabelSelector `json:"objectSelector,omitempty"`

	// Annotations of the webhook configuration.
	Annotations map[string]string `json:"annotations,omitempty"`

	// The pods' port for the webhook. The control plane must reach it.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// Where the webhook's certificate comes from: Jobs make one where it is left out.
	Certificate addon.ServingCertificate `json:"certificate,omitzero"`

	// The pods of these Jobs.
	Certgen addon.Pods `json:"certgen,omitzero"`
}

// hook is what the webhook and the Jobs for its certificate go by.
func (o Options) hook() kube.Identity { return o.identity().Of("admission-webhook") }

// hookName is the name of the webhook, its certificate, and what the Jobs for it need.
func (o Options) hookName() string { return o.fullname() + "-admission" }

// hookServiceName is the name of the Service that the API server calls.
func (o Options) hookServiceName() string { return o.controllerName() + "-admission" }

// webhook returns the webhook and what it takes to reach and to trust it.
func webhook(t addon.Target, o Options) []addon.Object {
	if o.Webhook.Disabled {
		return nil
	}
	objs := []addon.Object{hookService(o), hookConfiguration(o)}
	if o.jobs() {
		return append(objs, certgen(t, o)...)
	}
	names := kube.ServiceNames(o.hookServiceName(), o.Namespace)
	return append(objs, kube.ServingCertificate(o.hook(), o.hookName(), o.Webhook.Certificate, names...)...)
}

// jobs tells whether Jobs make the webhook's certificate.
func (o Options) jobs() bool {
	c := o.Webhook.Certificate
	return !o.Webhook.Disabled && c.CertManager == nil && c.Secret == ""
}

func hookService(o Options) *corev1.Service {
	return &corev1.Service{
		ObjectMeta: o.controller().Meta(o.hookServiceName()),
		Spec: corev1.ServiceSpec{
			Type:     corev1.ServiceTypeClusterIP,
			Selector: o.controller().PodLabels(),
			Ports: []corev1.ServicePort{{
				Name:        "https-webhook",
				Port:        443,
				TargetPort:  intstr.FromString("webhook"),
				AppProtocol: new("https"),
			}},
		},
	}
}

func hookConfiguration(o Options) *admissionv1.ValidatingWebhookConfiguration {
	w := o.Webhook
	meta := o.hook().ClusterMeta(o.hookName())
	meta.Annotations = kube.InjectCA(o.hook(), o.hookName(), w.Certificate)
	for k, v := range w.Annotations {
		metav1.SetMetaDataAnnotation(&meta, k, v)
	}
	hook := admissionv1.ValidatingWebhook{
		Name: "validate.nginx.ingress.kubernetes.io",
		ClientConfig: admissionv1.WebhookClientConfig{
			Service: &admissionv1.ServiceReference{
				Namespace: o.Namespace,
				Name:      o.hookServiceName(),
				Path:      new("/networking/v1/ingresses"),
				Port:      new(int32(443)),
			},
			// Where Jobs or cert-manager bring the certificate they write this field at
			// run time, and what applies the manifests must leave it to them.
			CABundle: []byte(w.Certificate.CABundle),
		},
		Rules: []admissionv1.RuleWithOperations{{
			Operations: []admissionv1.OperationType{admissionv1.Create, admissionv1.Update},
			Rule: admissionv1.Rule{
				APIGroups:   []string{"networking.k8s.io"},
				APIVersions: []string{"v1"},
				Resources:   []string{"ingresses"},
			},
		}},
		FailurePolicy:           &w.FailurePolicy,
		MatchPolicy:             new(admissionv1.Equivalent),
		NamespaceSelector:       w.NamespaceSelector,
		ObjectSelector:          w.ObjectSelector,
		SideEffects:             new(admissionv1.SideEffectClassNone),
		AdmissionReviewVersions: []string{"v1"},
	}
	if w.Timeout.Duration > 0 {
		hook.TimeoutSeconds = new(int32(w.Timeout.Seconds()))
	}
	return &admissionv1.ValidatingWebhookConfiguration{ObjectMeta: meta, Webhooks: []admissionv1.ValidatingWebhook{hook}}
}

// hookVolume holds the webhook's certificate under the names that certgen gives the files.
// The Secret is certgen's, cert-manager's or the user's: none is in the manifests.
func hookVolume(o Options) corev1.Volume {
	source := &corev1.SecretVolumeSource{SecretName: o.hookName()}
	if !o.jobs() {
		source.Items = []corev1.KeyToPath{
			{Key: corev1.TLSCertKey, Path: "cert"},
			{Key: corev1.TLSPrivateKeyKey, Path: "key"},
		}
		if secret := o.Webhook.Certificate.Secret; secret != "" {
			source.SecretName = secret
		}
	}
	return corev1.Volume{Name: "webhook-cert", VolumeSource: corev1.VolumeSource{Secret: source}}
}

// certgen returns the Jobs that make the webhook's certificate and have it trusted, and
// what they may do.
func certgen(t addon.Target, o Options) []addon.Object {
	id := o.hook()
	sa := kube.ServiceAccount(id, o.hookName(), o.Webhook.Certgen)
	sa.AutomountServiceAccountToken = new(true)
	return []addon.Object{
		sa,
		certgenRole(o),
		certgenClusterRole(o),
		kube.BindRole(id, o.hookName(), o.hookName(), sa),
		kube.BindClusterRole(id, o.hookName(), o.hookName(), sa),
		certgenJob(t, o, sa, "create",
			fmt.Sprintf("--host=%s,%[1]s.$(POD_NAMESPACE).svc", o.hookServiceName()),
			"--namespace=$(POD_NAMESPACE)",
			"--secret-name="+o.hookName(),
		),
		certgenJob(t, o, sa, "patch",
			"--webhook-name="+o.hookName(),
			"--namespace=$(POD_NAMESPACE)",
			"--patch-mutating=false",
			"--secret-name="+o.hookName(),
			"--patch-failure-policy="+string(o.Webhook.FailurePolicy),
		),
	}
}

// certgenRole lets the Jobs make the Secret, and see whether it is there.
func certgenRole(o Options) *rbacv1.Role {
	return &rbacv1.Role{
		ObjectMeta: o.hook().Meta(o.hookName()),
		Rules:      []rbacv1.PolicyRule{kube.Rule("", "secrets", "get create")},
	}
}

// certgenClusterRole lets the Jobs write the CA into the webhook configuration.
func certgenClusterRole(o Options) *rbacv1.ClusterRole {
	return &rbacv1.ClusterRole{
		ObjectMeta: o.hook().ClusterMeta(o.hookName()),
		Rules:      []rbacv1.PolicyRule{kube.Rule("admissionregistration.k8s.io", "validatingwebhookconfigurations", "get update")},
	}
}

// certgenJob is a Job that runs a command of certgen's. It is deleted as soon as it is done:
// a Job's template can't be changed, so one that stayed would stand in the way of the
// next image. Both commands can run again and again. The one that patches may come before
// the Secret or the webhook configuration: it fails and is tried again.
func certgenJob(t addon.Target, o Options, sa *corev1.ServiceAccount, command string, args ...string) *batchv1.Job {
	pods := o.Webhook.Certgen
	security := kube.Confined()
	security.RunAsUser = new(int64(65532))
	security.RunAsGroup = new(int64(65532))
	template := kube.PodTemplate(o.hook(), pods, corev1.PodSpec{
		ServiceAccountName:           sa.Name,
		AutomountServiceAccountToken: new(true),
		RestartPolicy:                corev1.RestartPolicyOnFailure,
		Containers: []corev1.Container{{
			Name:            command,
			Image:           t.Image(pods.Image),
			Args:            append([]string{command}, args...),
			Env:             []corev1.EnvVar{kube.FieldEnv("POD_NAMESPACE", "metadata.namespace")},
			SecurityContext: security,
		}},
	})
	return &batchv1.Job{
		ObjectMeta: o.hook().Meta(o.hookName() + "-" + command),
		Spec:       batchv1.JobSpec{TTLSecondsAfterFinished: new(int32(0)), Template: template},
	}
}
