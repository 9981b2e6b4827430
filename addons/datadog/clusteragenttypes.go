package datadog

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// ClusterAgent asks the Kubernetes API on behalf of all agents.
type ClusterAgent struct {
	// The Secret with the token by which agents and cluster agent know each other, of at least
	// 32 characters: the key "token" of "datadog-cluster-agent", where it is left out.
	Token addon.SecretRef `json:"token,omitzero"`

	// The pods. With two or more, one leads.
	Pods addon.Pods `json:"pods,omitzero"`

	// How the pods are replaced: one by one, the new one first, where it is left out.
	RollingUpdate addon.RollingUpdate `json:"rollingUpdate,omitzero"`

	// Runs the pods in the network of their nodes.
	HostNetwork bool `json:"hostNetwork,omitempty"`

	// How long a leader leads without a sign of life, in whole seconds: 60 where it is left
	// out, and 15 with cluster checks runners.
	LeaseDuration metav1.Duration `json:"leaseDuration,omitzero"`

	// Containers that the cluster agent looks at, as in containers.
	Include []string `json:"include,omitempty" jsonschema:"uniqueItems,pattern=^(image|name|kube_namespace):[^ ]+$"`

	// Containers that it doesn't.
	Exclude []string `json:"exclude,omitempty" jsonschema:"uniqueItems,pattern=^(image|name|kube_namespace):[^ ]+$"`

	// Tags metrics by the labels of Kubernetes' objects.
	CollectKubernetesTags bool `json:"collectKubernetesTags,omitempty"`

	// Looks for pods behind Services by Endpoints, and not by EndpointSlices.
	NoEndpointSlices bool `json:"noEndpointSlices,omitempty"`

	// Runs checks of Services whose pods aren't ready.
	ServicesIgnoreReadiness bool `json:"servicesIgnoreReadiness,omitempty"`

	// Doesn't ask for the state of the control plane's parts, which newer clusters don't tell.
	NoComponentStatuses bool `json:"noComponentStatuses,omitempty"`

	// Collects metrics of EKS's API server, controller manager and scheduler.
	EKSControlPlane bool `json:"eksControlPlane,omitempty"`

	// Doesn't let the cluster agent read Secrets and ConfigMaps of the addon's namespace when it
	// makes a report for Datadog's support.
	NoFlareRights bool `json:"noFlareRights,omitempty"`

	// Changes pods when they are made, so that they know where to send metrics and traces.
	Admission Admission `json:"admission,omitzero"`

	// Serves metrics of Datadog's for HorizontalPodAutoscalers.
	MetricsProvider MetricsProvider `json:"metricsProvider,omitzero"`
}

// Admission is the admission controller. It changes pods with the label
// admission.datadoghq.com/enabled=true. The cluster agent writes its webhook configurations
// itself when it runs.
type Admission struct {
	// Leaves it out.
	Disabled bool `json:"disabled,omitempty"`

	// Doesn't check what is made.
	NoValidation bool `json:"noValidation,omitempty"`

	// Doesn't change what is made.
	NoMutation bool `json:"noMutation,omitempty"`

	// Changes pods without the label too.
	Unlabelled bool `json:"unlabelled,omitempty"`

	// The name of the webhook configurations: "datadog-webhook" where it is left out.
	WebhookName string `json:"webhookName,omitempty" jsonschema:"pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// How pods reach the agents: by socket; by the node's address, with apm.noSocket and
	// apm.hostPort; or by Service, with apm.noSocket; where it is left out.
	Mode AdmissionMode `json:"mode,omitempty"`

	// What happens to pods while the cluster agent doesn't answer: "Ignore" where it is left
	// out.
	FailurePolicy FailurePolicy `json:"failurePolicy,omitempty"`

	// The port: 8000 where it is left out.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// Where the images of libraries are pulled from: "registry.datadoghq.com" where it is left
	// out.
	Registry string `json:"registry,omitempty" jsonschema:"pattern=^[a-z0-9][a-z0-9._-]*(:[0-9]+)?(/[a-z0-9][a-z0-9._-]*)*$"`

	// Tells Datadog of what is made, changed and deleted.
	Events bool `json:"events,omitempty"`

	// Tries now and then whether the webhook is reached.
	Probe bool `json:"probe,omitempty"`
}

// AdmissionMode is how pods reach the agents.
type AdmissionMode string

// The modes.
const (
	BySocket  AdmissionMode = "socket"
	ByHostIP  AdmissionMode = "hostip"
	ByService AdmissionMode = "service"
)

// Enum lists the modes.
func (AdmissionMode) Enum() []string { return addon.Values(BySocket, ByHostIP, ByService) }

// FailurePolicy is what happens while a webhook doesn't answer.
type FailurePolicy string

// The policies.
const (
	Ignore FailurePolicy = "Ignore" // pods are made without a change
	Fail   FailurePolicy = "Fail"   // no pods are made
)

// Enum lists the policies.
func (FailurePolicy) Enum() []string { return addon.Values(Ignore, Fail) }

// MetricsProvider serves the API external.metrics.k8s.io, which a cluster has once.
type MetricsProvider struct {
	// Does so. Needs the addon's appKey.
	Enabled bool `json:"enabled,omitempty"`

	// Takes queries from DatadogMetrics, custom resources whose definition is Datadog's.
	DatadogMetrics bool `json:"datadogMetrics,omitempty"`

	// Serves WatermarkPodAutoscalers, custom resources whose definition is Datadog's.
	WatermarkPodAutoscalers bool `json:"watermarkPodAutoscalers,omitempty"`

	// How the values of a metric become one: "avg" where it is left out.
	Aggregator Aggregator `json:"aggregator,omitempty"`

	// Where metrics are asked for, in place of the site's own API.
	Endpoint string `json:"endpoint,omitempty" jsonschema:"pattern=^https?://[^ ]+$"`

	// The port: 8443 where it is left out.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// Leaves the API to somebody else.
	NoAPIService bool `json:"noAPIService,omitempty"`
}

// Aggregator makes one value of several.
type Aggregator string

// The aggregators.
const (
	Average Aggregator = "avg"
	Maximum Aggregator = "max"
	Minimum Aggregator = "min"
	Sum     Aggregator = "sum"
)

// Enum lists the aggregators.
func (Aggregator) Enum() []string { return addon.Values(Average, Maximum, Minimum, Sum) }

// ClusterChecksRunner are pods that run the cluster checks.
type ClusterChecksRunner struct {
	// Brings them.
	Enabled bool `json:"enabled,omitempty"`

	// The pods: two, where nothing is said. The image is that of the agents.
	Pods addon.Pods `json:"pods,omitzero"`

	// How the pods are replaced: one by one, the new one first, where it is left out.
	RollingUpdate addon.RollingUpdate `json:"rollingUpdate,omitzero"`

	// Has Datadog change the runners' configuration.
	RemoteConfiguration bool `json:"remoteConfiguration,omitempty"`
}
