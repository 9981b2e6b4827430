package certmanager

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// ACME issues by a server that speaks ACME.
type ACME struct {
	// The server's directory: "letsencrypt", "letsencrypt-staging", or the https:// URL of
	// another.
	Server ACMEServer `json:"server" jsonschema:"required,pattern=^(letsencrypt|letsencrypt-staging|https://.+)$"`

	// Where the server's operator writes to when something is wrong with the account.
	Email string `json:"email,omitempty" jsonschema:"pattern=^[^@ ]+@[^@ ]+$"`

	// The Secret that holds the account's private key. cert-manager makes it.
	PrivateKeySecretRef AccountKey `json:"privateKeySecretRef" jsonschema:"required"`

	// Binds the account to one that the CA knows already, as commercial CAs want it.
	ExternalAccountBinding *ExternalAccountBinding `json:"externalAccountBinding,omitempty"`

	// Expects the account's private key in its Secret, and makes none.
	DisableAccountKeyGeneration bool `json:"disableAccountKeyGeneration,omitempty"`

	// The common name of the root, such as "ISRG Root X1", whose chain is taken when the
	// server offers several.
	PreferredChain string `json:"preferredChain,omitempty" jsonschema:"maxLength=64"`

	// A profile that the server's directory lists, such as "shortlived".
	Profile string `json:"profile,omitempty"`

	// Asks the server for the duration that a certificate has in its spec. Let's Encrypt
	// refuses that.
	EnableDurationFeature bool `json:"enableDurationFeature,omitempty"`

	// The CAs, in PEM, of which one must have signed the server's own certificate; those
	// of the image where it is left out. A file has it encoded once more in Base64.
	CABundle []byte `json:"caBundle,omitempty"`

	// Doesn't verify the server's own certificate. For tests only.
	SkipTLSVerify bool `json:"skipTLSVerify,omitempty"`

	// How names are proven. For each name the solver is taken whose selector fits best.
	Solvers []Solver `json:"solvers" jsonschema:"required,minItems=1"`
}

// ACMEServer is the URL of an ACME server's directory. In options and for the
// constructors of issuers "letsencrypt" and "letsencrypt-staging" do as well.
type ACMEServer string

// The servers of Let's Encrypt. Certificates of the staging server are trusted by nobody,
// and its limits are wide.
const (
	LetsEncrypt        ACMEServer = "https://acme-v02.api.letsencrypt.org/directory"
	LetsEncryptStaging ACMEServer = "https://acme-staging-v02.api.letsencrypt.org/directory"
)

// url is the server's URL where it is given by its short name.
func (s ACMEServer) url() ACMEServer {
	switch s {
	case "letsencrypt":
		return LetsEncrypt
	case "letsencrypt-staging":
		return LetsEncryptStaging
	}
	return s
}

// AccountKey is where the private key of an ACME account is kept.
type AccountKey struct {
	// The Secret's name.
	Name string `json:"name" jsonschema:"required,maxLength=253"`

	// The key in the Secret; "tls.key" where it is left out.
	Key string `json:"key,omitempty" jsonschema:"maxLength=253"`
}

// ExternalAccountBinding ties an ACME account to one that the CA knows.
type ExternalAccountBinding struct {
	// The ID of the key that the CA gave.
	KeyID string `json:"keyID" jsonschema:"required"`

	// The key itself, in URL-safe Base64 without padding.
	KeySecretRef addon.SecretRef `json:"keySecretRef" jsonschema:"required"`
}

// Solver proves names to the ACME server, by exactly one of HTTP01 and DNS01.
type Solver struct {
	// The names that the solver is for; all that no other solver fits better where it is
	// left out.
	Selector *SolverSelector `json:"selector,omitempty"`

	// Answers over HTTP under the name itself, which the server must reach on port 80.
	// Wildcards can't be proven so.
	HTTP01 *HTTP01 `json:"http01,omitempty"`

	// Answers by a TXT record.
	DNS01 *DNS01 `json:"dns01,omitempty"`

	// Doesn't check that the answer can be seen before the server is asked to, but waits
	// this long. For networks in which the cluster sees other answers than the world.
	WaitInsteadOfSelfCheck *metav1.Duration `json:"waitInsteadOfSelfCheck,omitempty"`
}

// SolverSelector tells which names a solver is for. Names come before zones, and longer
// zones before shorter.
type SolverSelector struct {
	// Domains with all that is under them.
	DNSZones []string `json:"dnsZones,omitempty" jsonschema:"minLength=1"`

	// Single names.
	DNSNames []string `json:"dnsNames,omitempty" jsonschema:"minLength=1"`

	// Labels that the Certificate must have.
	MatchLabels map[string]string `json:"matchLabels,omitempty"`
}

// DNS01 answers by a TXT record at a provider of DNS.
type DNS01 struct {
	// Whether a CNAME at _acme-challenge is followed to the zone that it points to: "None"
	// where it is left out.
	CNAMEStrategy CNAMEStrategy `json:"cnameStrategy,omitempty"`

	// Amazon Route 53.
	Route53 *Route53 `json:"route53,omitempty" jsonschema:"required"`
}

// CNAMEStrategy says whether CNAMEs are followed.
type CNAMEStrategy string

// The strategies.
const (
	CNAMENone   CNAMEStrategy = "None"
	CNAMEFollow CNAMEStrategy = "Follow"
)

// Enum lists the strategies.
func (CNAMEStrategy) Enum() []string { return addon.Values(CNAMENone, CNAMEFollow) }

// Route53 writes TXT records to hosted zones of Amazon Route 53, with the credentials of
// the controller's pod unless a key is given.
type Route53 struct {
	// The AWS region, by which the endpoint for credentials is chosen; Route 53 itself has
	// none. In the addon's options it is the cluster's own where it is left out. It isn't
	// used where the pod has a role of its own, which brings a region.
	Region string `json:"region,omitempty" jsonschema:"pattern=^[a-z]{2}(-[a-z]+)+-[0-9]+$"`

	// The hosted zone; the one whose name fits where it is left out, which takes the right
	// to list zones.
	HostedZoneID string `json:"hostedZoneID,omitempty" jsonschema:"pattern=^[A-Z0-9]{1\\,32}$"`

	// The ARN of a role that is assumed, for zones in another account.
	Role string `json:"role,omitempty" jsonschema:"pattern=^arn:[a-z-]+:iam::[0-9]{12}:role/.+$"`

	// The ID of an access key, where there is no role to use.
	AccessKeyIDSecretRef *addon.SecretRef `json:"accessKeyIDSecretRef,omitempty"`

	// The access key that goes with it.
	SecretAccessKeySecretRef *addon.SecretRef `json:"secretAccessKeySecretRef,omitempty"`
}

// HTTP01 answers over HTTP, by exactly one of an Ingress and an HTTPRoute.
type HTTP01 struct {
	// Routes the challenge by an Ingress.
	Ingress *HTTP01Ingress `json:"ingress,omitempty"`

	// Routes the challenge by an HTTPRoute of the Gateway API. Needs the option
	// gatewayAPI.
	GatewayHTTPRoute *HTTP01Gateway `json:"gatewayHTTPRoute,omitempty"`
}

// HTTP01Ingress routes challenges by Ingresses: new ones, of the class that is given or of
// the default one, or the one that has the name. At most one of the three is given.
type HTTP01Ingress struct {
	// The IngressClass of the Ingresses.
	IngressClassName string `json:"ingressClassName,omitempty" jsonschema:"maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// The class in the annotation kubernetes.io/ingress.class, for controllers that read
	// no other.
	Class string `json:"class,omitempty"`

	// The Ingress, in the certificate's namespace, that is changed instead of a new one.
	Name string `json:"name,omitempty" jsonschema:"maxLength=253"`

	// The type of the Service before the pods: "NodePort" where it is left out.
	ServiceType corev1.ServiceType `json:"serviceType,omitempty" jsonschema:"enum=ClusterIP,enum=NodePort"`

	// What the Ingresses get beside their own.
	IngressTemplate *IngressTemplate `json:"ingressTemplate,omitempty"`

	// What the pods get beside their own.
	PodTemplate *PodTemplate `json:"podTemplate,omitempty"`
}

// HTTP01Gateway routes challenges by HTTPRoutes.
type HTTP01Gateway struct {
	// The Gateways that the HTTPRoutes attach to. Certificates made for a Gateway name it
	// themselves.
	ParentRefs []ParentRef `json:"parentRefs,omitempty"`

	// Labels of the HTTPRoutes.
	Labels map[string]string `json:"labels,omitempty"`

	// The type of the Service before the pods: "NodePort" where it is left out.
	ServiceType corev1.ServiceType `json:"serviceType,omitempty" jsonschema:"enum=ClusterIP,enum=NodePort"`

	// What the pods get beside their own.
	PodTemplate *PodTemplate `json:"podTemplate,omitempty"`
}

// ParentRef names what an HTTPRoute attaches to.
type ParentRef struct {
	// The name of the Gateway.
	Name string `json:"name" jsonschema:"required,maxLength=253"`

	// The Gateway's namespace; that of the certificate where it is left out.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// The Gateway's listener.
	SectionName string `json:"sectionName,omitempty" jsonschema:"maxLength=253"`

	// The Gateway's port.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// What is attached to: "Gateway" where it is left out.
	Kind string `json:"kind,omitempty" jsonschema:"maxLength=63"`

	// The API group of the kind; "gateway.networking.k8s.io" where it is left out.
	Group string `json:"group,omitempty" jsonschema:"maxLength=253"`
}

// IngressTemplate is what the Ingresses of challenges get.
type IngressTemplate struct {
	// Their labels and annotations.
	Metadata TemplateMetadata `json:"metadata,omitzero"`
}

// PodTemplate is what the pods of challenges get.
type PodTemplate struct {
	// Their labels and annotations.
	Metadata TemplateMetadata `json:"metadata,omitzero"`

	// Where and how they run.
	Spec PodTemplateSpec `json:"spec,omitzero"`
}

// TemplateMetadata are labels and annotations.
type TemplateMetadata struct {
	// Labels.
	Labels map[string]string `json:"labels,omitempty"`

	// Annotations.
	Annotations map[string]string `json:"annotations,omitempty"`
}

// PodTemplateSpec says where and how the pods of challenges run.
type PodTemplateSpec struct {
	// The labels that a node must have.
	NodeSelector map[string]string `json:"nodeSelector,omitempty"`

	// The taints that the pods bear.
	Tolerations []corev1.Toleration `json:"tolerations,omitempty"`

	// Rules on which nodes, and beside which other pods, the pods run.
	Affinity *corev1.Affinity `json:"affinity,omitempty"`

	// The PriorityClass of the pods.
	PriorityClassName string `json:"priorityClassName,omitempty"`

	// The service account, in the certificate's namespace, of the pods.
	ServiceAccountName string `json:"serviceAccountName,omitempty"`

	// The Secrets, in the certificate's namespace, with which a private image is pulled.
	ImagePullSecrets []corev1.LocalObjectReference `json:"imagePullSecrets,omitempty"`

	// The CPU and memory of the pods.
	Resources *PodTemplateResources `json:"resources,omitempty"`
}

// PodTemplateResources are the resources of the pods of challenges.
type PodTemplateResources struct {
	// What the pods ask for.
	Requests corev1.ResourceList `json:"requests,omitempty"`

	// What the pods may use.
	Limits corev1.ResourceList `json:"limits,omitempty"`
}
