package custommetrics

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// Prometheus is the Prometheus that comes along.
type Prometheus struct {
	// Its pods, of which there can be one.
	Pods addon.Pods `json:"pods,omitzero"`

	// The container that has Prometheus read its configuration anew when it changes.
	Reloader Container `json:"reloader,omitzero"`

	// How long series are kept: 360h, 15 days, where it is left out.
	Retention metav1.Duration `json:"retention,omitzero"`

	// How large they may be together before the oldest go, such as "6GB": any size, where it is
	// left out. It should be less than what the storage has.
	RetentionSize string `json:"retentionSize,omitempty" jsonschema:"pattern=^[0-9]+(B|KB|MB|GB|TB|PB|EB)$"`

	// Where series are kept.
	Storage Storage `json:"storage,omitzero"`

	// How often metrics are scraped: every minute where it is left out.
	ScrapeInterval metav1.Duration `json:"scrapeInterval,omitzero"`

	// How long that may take: 10s where it is left out.
	ScrapeTimeout metav1.Duration `json:"scrapeTimeout,omitzero"`

	// How often rules are evaluated: every minute where it is left out.
	EvaluationInterval metav1.Duration `json:"evaluationInterval,omitzero"`

	// Upstream's jobs that are left out. Without those of nodes Prometheus needs a fraction of
	// the memory, and knows nothing of containers.
	WithoutJobs []Job `json:"withoutJobs,omitempty" jsonschema:"uniqueItems"`

	// Further jobs: what is scraped, and how.
	ScrapeConfigs []ScrapeConfig `json:"scrapeConfigs,omitempty"`

	// Series that are made of others, for metrics whose query would be slow.
	RecordingRules []RecordingRule `json:"recordingRules,omitempty"`

	// The namespaces in which pods, Services and endpoints are found: all, where they are left
	// out. Jobs that scrape nodes, or the API server, must be among withoutJobs then.
	Namespaces []string `json:"namespaces,omitempty" jsonschema:"uniqueItems,minLength=1,maxLength=63"`
}

// Container is a container beside the main one.
type Container struct {
	// Its image.
	Image addon.Image `json:"image,omitzero"`

	// The CPU and memory that it asks for and may use.
	Resources corev1.ResourceRequirements `json:"resources,omitzero"`
}

// Storage is where series are kept: a claim of 8Gi, where nothing is said.
type Storage struct {
	// Keeps series for as long as the pod lives. Autoscalers need no more than minutes of them.
	Ephemeral bool `json:"ephemeral,omitempty"`

	// A claim in the addon's namespace that is there already.
	ExistingClaim string `json:"existingClaim,omitempty" jsonschema:"maxLength=253"`

	// The size of the claim, or the most that series may take with ephemeral: 8Gi for a claim,
	// and what the node has for the other, where it is left out.
	Size *resource.Quantity `json:"size,omitempty"`

	// The StorageClass of the claim: the cluster's default where it is left out.
	StorageClassName string `json:"storageClassName,omitempty" jsonschema:"maxLength=253"`
}

// Validate refuses two places.
func (s Storage) Validate(path *field.Path) field.ErrorList {
	errs := addon.AtMostOne(path, addon.Field("ephemeral", s.Ephemeral), addon.Field("existingClaim", s.ExistingClaim != ""), addon.Field("storageClassName", s.StorageClassName != ""))
	if s.ExistingClaim != "" && s.Size != nil {
		errs = append(errs, field.Forbidden(path.Child("size"), "is that of the existingClaim"))
	}
	return errs
}

// Existing is a Prometheus that is there already.
type Existing struct {
	// Its URL: "http://prometheus-operated.monitoring:9090".
	URL string `json:"url" jsonschema:"required,pattern=^https?://[^ ]+$"`

	// A token that is sent along.
	BearerToken *addon.SecretRef `json:"bearerToken,omitempty"`

	// Sends the token of the adapter's own service account along.
	ServiceAccountToken bool `json:"serviceAccountToken,omitempty"`

	// The CA by which its certificate is known: those of the image, where it is left out.
	CA *addon.SecretRef `json:"ca,omitempty"`

	// A Secret with a certificate that the adapter shows, in the keys tls.crt and tls.key.
	ClientCertificateSecret string `json:"clientCertificateSecret,omitempty" jsonschema:"maxLength=253"`

	// Headers that are sent along, such as the tenant of Mimir or Thanos:
	// {"X-Scope-OrgID": "prod"}.
	Headers map[string]string `json:"headers,omitempty"`

	// Asks by POST, for queries that are too long for a URL.
	UsePOST bool `json:"usePOST,omitempty"`
}

// Validate refuses two tokens.
func (e Existing) Validate(path *field.Path) field.ErrorList {
	return addon.AtMostOne(path, addon.Field("bearerToken", e.BearerToken != nil), addon.Field("serviceAccountToken", e.ServiceAccountToken))
}

// Metrics that are served ready-made, as an autoscaler names them.
const (
	// NGINXConnections is the number of connections of an NGINX.
	NGINXConnections = "nginx_connections_current"

	// EnvoyRequests is the number of requests a second of an Envoy.
	EnvoyRequests = "envoy_requests_per_second"
)

// NGINX is an NGINX within pods, with an exporter of its connections beside it.
type NGINX struct {
	// The name of the container port of the exporter: "nginx-metrics" where it is left out.
	PortName string `json:"portName,omitempty" jsonschema:"maxLength=15"`

	// The path: "/metrics" where it is left out.
	Path string `json:"path,omitempty" jsonschema:"pattern=^/[^ ]*$"`

	// Which connections: "active", which are all of them, where it is left out.
	State ConnectionState `json:"state,omitempty"`
}

// ConnectionState is what an NGINX does with a connection.
type ConnectionState string

// The states.
const (
	ActiveConnections  ConnectionState = "active"  // all
	ReadingConnections ConnectionState = "reading" // a request is read
	WritingConnections ConnectionState = "writing" // a response is made and written
	WaitingConnections ConnectionState = "waiting" // for another request
)

// Enum lists the states.
func (ConnectionState) Enum() []string {
	return addon.Values(ActiveConnections, ReadingConnections, WritingConnections, WaitingConnections)
}

// Envoy is an Envoy within pods.
type Envoy struct {
	// The name of the container port with its metrics: "http-envoy-prom", as Istio's proxies
	// have it, where it is left out.
	PortName string `json:"portName,omitempty" jsonschema:"maxLength=15"`

	// The path: "/stats/prometheus" where it is left out.
	Path string `json:"path,omitempty" jsonschema:"pattern=^/[^ ]*$"`

	// The counter of requests: "envoy_http_downstream_rq_total" where it is left out. Proxies of
	// Istio, which count little else, have "istio_requests_total".
	Series string `json:"series,omitempty" jsonschema:"pattern=^[a-zA-Z_:][a-zA-Z0-9_:]*$"`

	// What holds for the labels of the series, as in a query: {reporter: "destination"}. All of
	// them count, where it is left out.
	Labels map[string]string `json:"labels,omitempty"`

	// Over which time requests are counted: 2m where it is left out, which must be at least
	// twice the interval in which they are scraped.
	Window metav1.Duration `json:"window,omitzero"`
}
