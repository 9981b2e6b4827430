package argoworkflows

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// CRDs is which definitions are brought.
type CRDs string

// The choices.
const (
	// MinimalCRDs take any spec of a workflow: the controller checks it.
	MinimalCRDs CRDs = "minimal"

	// FullCRDs have all fields of workflows, so that the API server refuses what it doesn't
	// know, and kubectl explains the rest. They are 6 MB in all.
	FullCRDs CRDs = "full"

	// SkipCRDs brings none, where somebody else does.
	SkipCRDs CRDs = "skip"
)

// Enum lists the choices.
func (CRDs) Enum() []string { return addon.Values(MinimalCRDs, FullCRDs, SkipCRDs) }

// Controller is the program that makes the pods of workflows.
type Controller struct {
	// Its pods. One works, and the others wait for it to fail.
	Pods addon.Pods `json:"pods,omitzero"`

	// How many of each kind of work it does at once.
	Workers Workers `json:"workers,omitzero"`

	// How it calls the Kubernetes API.
	Client Client `json:"client,omitzero"`

	// How it is agreed upon which pod works.
	LeaderElection LeaderElection `json:"leaderElection,omitzero"`

	// How metrics are served.
	Metrics ControllerMetrics `json:"metrics,omitzero"`

	// Lets templates keep what they put out in ConfigMaps, by memoize. The controller may
	// then write ConfigMaps wherever it runs workflows.
	Memoization bool `json:"memoization,omitempty"`

	// Runs plugins that ConfigMaps with the label workflows.argoproj.io/configmap-type
	// describe.
	ExecutorPlugins bool `json:"executorPlugins,omitempty"`

	// Lets workflows bring such plugins themselves.
	WorkflowLevelExecutorPlugins bool `json:"workflowLevelExecutorPlugins,omitempty"`

	// How much is logged: "info" where it is left out.
	LogLevel LogLevel `json:"logLevel,omitempty"`

	// The form of the log: "text" where it is left out.
	LogFormat LogFormat `json:"logFormat,omitempty"`
}

// Workers are how many of each kind of work are done at once.
type Workers struct {
	// Workflows: 32 where it is left out.
	Workflow int32 `json:"workflow,omitempty" jsonschema:"minimum=1"`

	// Workflows whose time is over: 4 where it is left out.
	TTL int32 `json:"ttl,omitempty" jsonschema:"minimum=1"`

	// Pods that are cleaned up: 4 where it is left out.
	PodCleanup int32 `json:"podCleanup,omitempty" jsonschema:"minimum=1"`

	// CronWorkflows: 8 where it is left out.
	Cron int32 `json:"cron,omitempty" jsonschema:"minimum=1"`

	// Workflows that go into the archive: 8 where it is left out.
	Archive int32 `json:"archive,omitempty" jsonschema:"minimum=1"`
}

// Client is how the Kubernetes API is called.
type Client struct {
	// How many calls a second there are at most, on average: 20 where it is left out.
	QPS float64 `json:"qps,omitempty" jsonschema:"minimum=0"`

	// How many calls there may be at once: 30 where it is left out.
	Burst int32 `json:"burst,omitempty" jsonschema:"minimum=1"`
}

// LeaderElection is how pods agree on who works.
type LeaderElection struct {
	// Has the only pod work without asking. A new pod waits until the old one is gone.
	Disabled bool `json:"disabled,omitempty"`

	// How long others wait for a leader that is silent: 15s where it is left out.
	LeaseDuration metav1.Duration `json:"leaseDuration,omitzero"`

	// How long the leader tries to stay it: 10s where it is left out.
	RenewDeadline metav1.Duration `json:"renewDeadline,omitzero"`

	// How often they try: every 5s where it is left out.
	RetryPeriod metav1.Duration `json:"retryPeriod,omitzero"`
}

// ControllerMetrics are how the controller's metrics are served.
type ControllerMetrics struct {
	// Serves none.
	Disabled bool `json:"disabled,omitempty"`

	// The port: 9090 where it is left out.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1024,maximum=65535"`

	// The path: "/metrics" where it is left out.
	Path string `json:"path,omitempty" jsonschema:"pattern=^/"`

	// Serves them by HTTP. They are served by HTTPS otherwise, with a certificate that the
	// controller signs itself.
	Insecure bool `json:"insecure,omitempty"`

	// How long metrics that workflows bring are kept: for ever where it is left out.
	TTL metav1.Duration `json:"ttl,omitzero"`

	// Serves what can be served where some metrics can't.
	IgnoreErrors bool `json:"ignoreErrors,omitempty"`

	// Changes of single metrics, by their names.
	Modifiers map[string]MetricModifier `json:"modifiers,omitempty"`

	// Whether metrics that are sent by OpenTelemetry count from the start or from the last
	// time: from the start, where it is left out.
	Temporality Temporality `json:"temporality,omitempty"`

	// Has Prometheus scrape them, by a Service that comes along.
	ServiceMonitor *addon.ServiceMonitor `json:"serviceMonitor,omitempty"`
}

// Validate refuses to scrape what isn't served.
func (m ControllerMetrics) Validate(path *field.Path) field.ErrorList {
	if m.Disabled && m.ServiceMonitor != nil {
		return field.ErrorList{field.Forbidden(path.Child("serviceMonitor"), "needs the metrics that disabled leaves out")}
	}
	return nil
}

// MetricModifier changes a metric.
type MetricModifier struct {
	// Leaves it out.
	Disabled bool `json:"disabled,omitempty"`

	// The labels that it doesn't have.
	DisabledAttributes []string `json:"disabledAttributes,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The bounds of a histogram's buckets.
	HistogramBuckets []float64 `json:"histogramBuckets,omitempty"`
}

// Temporality is since when metrics count.
type Temporality string

// The choices.
const (
	Cumulative Temporality = "Cumulative"
	Delta      Temporality = "Delta"
)

// Enum lists the choices.
func (Temporality) Enum() []string { return addon.Values(Cumulative, Delta) }

// LogLevel is how much is logged.
type LogLevel string

// The levels, the most talkative first.
const (
	LogDebug LogLevel = "debug"
	LogInfo  LogLevel = "info"
	LogWarn  LogLevel = "warn"
	LogError LogLevel = "error"
)

// Enum lists the levels.
func (LogLevel) Enum() []string { return addon.Values(LogDebug, LogInfo, LogWarn, LogError) }

// LogFormat is the form of the log.
type LogFormat string

// The forms.
const (
	LogText LogFormat = "text"
	LogJSON LogFormat = "json"
)

// Enum lists the forms.
func (LogFormat) Enum() []string { return addon.Values(LogText, LogJSON) }

// Executor are the containers that Argo puts beside those of workflows.
type Executor struct {
	// Their image, which must be of the controller's version.
	Image addon.Image `json:"image,omitzero"`

	// When the image is pulled.
	ImagePullPolicy corev1.PullPolicy `json:"imagePullPolicy,omitempty" jsonschema:"enum=Always,enum=IfNotPresent,enum=Never"`

	// The CPU and memory that they ask for and may use.
	Resources corev1.ResourceRequirements `json:"resources,omitzero"`

	// Arguments, such as "--loglevel" and "debug".
	Args []string `json:"args,omitempty"`

	// Environment variables.
	Env []corev1.EnvVar `json:"env,omitempty"`

	// What they may do on their node.
	SecurityContext *corev1.SecurityContext `json:"securityContext,omitempty"`
}

// MainContainer is what containers of workflows have that don't say otherwise.
type MainContainer struct {
	// When images are pulled.
	ImagePullPolicy corev1.PullPolicy `json:"imagePullPolicy,omitempty" jsonschema:"enum=Always,enum=IfNotPresent,enum=Never"`

	// The CPU and memory that they ask for and may use.
	Resources corev1.ResourceRequirements `json:"resources,omitzero"`

	// Environment variables.
	Env []corev1.EnvVar `json:"env,omitempty"`

	// ConfigMaps and Secrets whose keys become environment variables.
	EnvFrom []corev1.EnvFromSource `json:"envFrom,omitempty"`

	// What they may do on their node.
	SecurityContext *corev1.SecurityContext `json:"securityContext,omitempty"`
}
