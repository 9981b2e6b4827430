package vault

import (
	"strings"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// Injector is the webhook that puts Vault's agent into pods. [Injection] writes the annotations
// by which they ask for it.
type Injector struct {
	// Installs no injector.
	Disabled bool `json:"disabled,omitempty"`

	// The pods. Two or more agree which of them makes the certificate. They are never on the
	// same node, unless another affinity is given.
	Pods addon.Pods `json:"pods,omitzero"`

	// How pods are replaced by newer ones.
	RollingUpdate addon.RollingUpdate `json:"rollingUpdate,omitzero"`

	// The webhook's certificate: the injector makes one each day, with a CA of its own, and
	// tells the API server, where it is left out.
	Certificate addon.ServingCertificate `json:"certificate,omitzero"`

	// The port that the pods listen on: 8080, where it is left out. The control plane must reach
	// it.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// Runs the pods in the network of their nodes, where the control plane reaches no others.
	HostNetwork bool `json:"hostNetwork,omitempty"`

	// How pods are sent to the webhook.
	Webhook Webhook `json:"webhook,omitzero"`

	// Where the auth method kubernetes is mounted in Vault: "auth/kubernetes", where it is left
	// out.
	AuthPath string `json:"authPath,omitempty" jsonschema:"pattern=^auth/[^ ]+$"`

	// The agents that are put into pods. Annotations of a pod go before all of it.
	Agent InjectedAgent `json:"agent,omitzero"`

	// How much is logged: "info", where it is left out.
	LogLevel LogLevel `json:"logLevel,omitempty"`

	// How the log is written: "standard", where it is left out.
	LogFormat LogFormat `json:"logFormat,omitempty"`

	// Serves metrics of the injector at /metrics, by HTTPS, on the webhook's port.
	Metrics bool `json:"metrics,omitempty"`

	// Annotations of the Service.
	ServiceAnnotations map[string]string `json:"serviceAnnotations,omitempty"`

	// When a pod gets requests: its defaults are 5 s, every 2 s, 5 s and 2 times.
	ReadinessProbe Probe `json:"readinessProbe,omitzero"`

	// When a pod is started anew: its defaults are 5 s, every 2 s, 5 s and 2 times.
	LivenessProbe Probe `json:"livenessProbe,omitzero"`

	// When a pod counts as started: its defaults are 5 s, every 5 s, 5 s and 12 times.
	StartupProbe Probe `json:"startupProbe,omitzero"`
}

// Webhook is how pods are sent to the injector.
type Webhook struct {
	// What becomes of pods while the injector can't be reached: "Ignore", where it is left out,
	// makes them without an agent, "Fail" doesn't make them at all.
	FailurePolicy admissionv1.FailurePolicyType `json:"failurePolicy,omitempty" jsonschema:"enum=Ignore,enum=Fail"`

	// Whether requests count that have the pods of another version of the API: "Exact", where it
	// is left out, says no.
	MatchPolicy admissionv1.MatchPolicyType `json:"matchPolicy,omitempty" jsonschema:"enum=Exact,enum=Equivalent"`

	// How many seconds the injector has to answer: 30, where it is left out.
	TimeoutSeconds int32 `json:"timeoutSeconds,omitempty" jsonschema:"minimum=1,maximum=30"`

	// The namespaces whose pods are sent: all, where it is left out.
	NamespaceSelector *metav1.LabelSelector `json:"namespaceSelector,omitempty"`

	// The pods that are sent: all but the injector's own, where it is left out. Those never are.
	ObjectSelector *metav1.LabelSelector `json:"objectSelector,omitempty"`
}

// InjectedAgent is the agents that are put into pods that say nothing else.
type InjectedAgent struct {
	// The image: Vault's.
	Image addon.Image `json:"image,omitzero"`

	// The CPU, memory and ephemeral storage that they ask for and may use: 250m CPU and 64Mi,
	// and up to 500m and 128Mi, where they are left out.
	Resources corev1.ResourceRequirements `json:"resources,omitzero"`

	// How a secret without a template is written: "map", where it is left out.
	Template Template `json:"template,omitempty"`

	// Has them try again for ever to write a secret, and not stop after some failures.
	KeepTrying bool `json:"keepTrying,omitempty"`

	// How often secrets without a lease, such as those of KV, are looked at anew: every 5 min,
	// where it is left out.
	StaticSecretInterval metav1.Duration `json:"staticSecretInterval,omitzero"`

	// Has them give their token back when their pod stops.
	RevokeOnShutdown bool `json:"revokeOnShutdown,omitempty"`
}

// Template is how a secret is written that has no template of its own.
type Template string

// How it is written.
const (
	Map        Template = "map"  // as Go prints a map
	JSONObject Template = "json" // as JSON
)

// Enum lists how it may be written.
func (Template) Enum() []string { return addon.Values(Map, JSONObject) }

// injectorPods are the pods as the other options want them.
func (o Options) injectorPods() addon.Pods {
	p := o.Injector.Pods
	if p.Affinity == nil {
		p.Affinity = apart(o.injector())
	}
	if o.Injector.HostNetwork && p.DNSPolicy == "" {
		p.DNSPolicy = corev1.DNSClusterFirstWithHostNet // or names would resolve as the nodes do it
	}
	if ca := o.caBundle(); ca != "" {
		p = kube.ReadAtStart(p, ca)
	}
	return p
}

// elects tells whether several injectors must agree which of them makes the certificate.
func (o Options) elects() bool {
	return *o.Injector.Pods.Replicas > 1 && o.injectorCertificateSecret() == ""
}

func (o Options) webhookService() string { return o.injectorName() + "-svc" }

func (o Options) webhookConfig() string { return o.injectorName() + "-cfg" }

// webhookCertDir is where the pods have a certificate that they don't make themselves.
const webhookCertDir = "/etc/webhook/certs"

func injectorDeployment(t addon.Target, o Options, pods addon.Pods) *appsv1.Deployment {
	i := o.Injector
	ready := get("/health/ready", "https", i.Port)
	c := corev1.Container{
		Name:            "sidecar-injector",
		Image:           t.Image(i.Pods.Image),
		Args:            []string{"agent-inject"},
		Env:             injectorEnv(t, o),
		LivenessProbe:   i.LivenessProbe.by(ready),
		ReadinessProbe:  i.ReadinessProbe.by(ready),
		StartupProbe:    i.StartupProbe.by(ready),
		SecurityContext: confined(),
	}
	spec := corev1.PodSpec{
		ServiceAccountName: o.injectorName(),
		HostNetwork:        i.HostNetwork,
		SecurityContext:    unprivileged(),
	}
	if secret := o.injectorCertificateSecret(); secret != "" {
		c.VolumeMounts = []corev1.VolumeMount{{Name: "webhook-certs", MountPath: webhookCertDir, ReadOnly: true}}
		spec.Volumes = []corev1.Volume{{Name: "webhook-certs", VolumeSource: fromSecret(secret)}}
	}
	spec.Containers = []corev1.Container{c}
	d := kube.Deployment(o.injector(), o.injectorName(), pods, spec)
	d.Spec.Strategy = kube.Strategy(i.RollingUpdate)
	return d
}

func injectorService(o Options) *corev1.Service {
	meta := o.injector().Meta(o.webhookService())
	meta.Annotations = o.Injector.ServiceAnnotations
	return &corev1.Service{
		ObjectMeta: meta,
		Spec: corev1.ServiceSpec{
			Type:     corev1.ServiceTypeClusterIP,
			Selector: o.injector().PodLabels(),
			Ports: []corev1.ServicePort{{
				Name: "https", Port: 443, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromInt32(o.Injector.Port),
			}},
		},
	}
}

// hosts are the names that the injector makes its certificate for.
func (o Options) hosts() string {
	return strings.Join(kube.ServiceNames(o.webhookService(), o.Namespace)[:3], ",")
}
