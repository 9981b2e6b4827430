package vpa

import (
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// Recommender watches what pods use, and writes into autoscalers what their pods should ask
// for.
type Recommender struct {
	// Leaves the recommender out, for clusters in which another one does its work.
	Disabled bool `json:"disabled,omitempty"`

	// The pods of the recommender, of which one at a time is active. It keeps all that it
	// knows in memory.
	Pods addon.Pods `json:"pods,omitzero"`

	// How the active copy is found.
	LeaderElection LeaderElection `json:"leaderElection,omitzero"`

	// The name by which autoscalers choose this recommender: "default", which those have that
	// choose none, where it is left out.
	Name string `json:"name,omitempty" jsonschema:"maxLength=63,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// How often use is read, and recommendations are made: every minute where it is left out.
	Interval metav1.Duration `json:"interval,omitzero"`

	// How many autoscalers are worked on at once: 10 where it is left out. More take a higher
	// kubeAPI.
	Workers int32 `json:"workers,omitempty" jsonschema:"minimum=1"`

	// Watches only pods that have an autoscaler. It takes less memory, and an autoscaler
	// begins to learn when it is made.
	OnlyAutoscaled bool `json:"onlyAutoscaled,omitempty"`

	// How what is known outlives a restart: as checkpoints, custom resources, where
	// prometheus is left out.
	Checkpoints Checkpoints `json:"checkpoints,omitzero"`

	// Reads the past from Prometheus whenever the recommender starts, in place of
	// checkpoints. Without an answer it doesn't start.
	Prometheus *Prometheus `json:"prometheus,omitempty"`

	// Reads what pods use from the API of external metrics, in place of that of
	// metrics-server. It is alpha.
	ExternalMetrics *ExternalMetrics `json:"externalMetrics,omitempty"`

	// How much CPU is recommended.
	CPU CPU `json:"cpu,omitzero"`

	// How much memory is recommended.
	Memory Memory `json:"memory,omitzero"`

	// What is added to what pods use, as a fraction of it: 0.15 where it is left out.
	Margin *float64 `json:"margin,omitempty" jsonschema:"minimum=0"`

	// What follows when a container runs out of memory.
	OOM OOM `json:"oom,omitzero"`
}

// Estimate says how much of a resource is recommended.
type Estimate struct {
	// The percentile of what was used that is recommended, from 0 to 1: 0.9 where it is left
	// out.
	Target float64 `json:"target,omitempty" jsonschema:"minimum=0.01,maximum=1"`

	// The percentile that is the lower bound: 0.5 where it is left out. Pods that ask for less
	// are changed without delay.
	LowerBound float64 `json:"lowerBound,omitempty" jsonschema:"minimum=0.01,maximum=1"`

	// The percentile that is the upper bound: 0.95 where it is left out. Pods that ask for more
	// are changed without delay.
	UpperBound float64 `json:"upperBound,omitempty" jsonschema:"minimum=0.01,maximum=1"`

	// How long a history it takes for the bounds to be close: 24 h where it is left out.
	ConfidenceInterval metav1.Duration `json:"confidenceInterval,omitzero"`

	// After how long a sample counts half: 24 h where it is left out.
	HalfLife metav1.Duration `json:"halfLife,omitzero"`

	// The least that is recommended for a pod, of which each container has an equal part: 25m
	// of CPU and 250Mi of memory where it is left out. What asks for less gets more.
	Minimum *resource.Quantity `json:"minimum,omitempty"`

	// The most that is recommended for a container, unless its autoscaler allows more; no
	// limit where it is left out. Without one a pod may fit on no node.
	Maximum resource.Quantity `json:"maximum,omitzero"`

	// Of what recommendations are multiples, rounded up: 1m of CPU and a byte of memory where
	// it is left out.
	RoundTo resource.Quantity `json:"roundTo,omitzero"`
}

// CPU says how much CPU is recommended.
type CPU struct {
	Estimate `json:",inline"`

	// Rounds up to whole cores, for containers that an annotation of their autoscaler names:
	// vpa-post-processor.kubernetes.io/<container>_integerCPU=true.
	WholeCores bool `json:"wholeCores,omitempty"`
}

// Memory says how much memory is recommended. It goes by the peaks of intervals.
type Memory struct {
	Estimate `json:",inline"`

	// How long the intervals are, of each of which the peak counts: 24 h where it is left
	// out.
	AggregationInterval metav1.Duration `json:"aggregationInterval,omitzero"`

	// How many of the last intervals count: 8 where it is left out.
	AggregationIntervals int32 `json:"aggregationIntervals,omitempty" jsonschema:"minimum=1"`
}

// OOM is what follows when a container runs out of memory: it is taken to need the larger of
// both.
type OOM struct {
	// By which factor memory grows: 1.2 where it is left out.
	BumpUpRatio float64 `json:"bumpUpRatio,omitempty" jsonschema:"minimum=1"`

	// By how much memory grows at least: 100Mi where it is left out.
	MinBumpUp *resource.Quantity `json:"minBumpUp,omitempty"`
}

// Checkpoints are how what is known outlives a restart.
type Checkpoints struct {
	// How often checkpoints are deleted whose autoscaler is gone: every 10 min where it is
	// left out.
	GCInterval metav1.Duration `json:"gcInterval,omitzero"`

	// How long writing checkpoints may take, from the beginning of a round: 1 min where it is
	// left out.
	WriteTimeout metav1.Duration `json:"writeTimeout,omitzero"`
}

// ExternalMetrics are the names under which an adapter serves what containers use. One at
// least is given.
type ExternalMetrics struct {
	// The metric of CPU.
	CPU string `json:"cpu,omitempty" jsonschema:"maxLength=253"`

	// The metric of memory.
	Memory string `json:"memory,omitempty" jsonschema:"maxLength=253"`

	// The label with the container's name: "name" where it is left out.
	ContainerLabel string `json:"containerLabel,omitempty" jsonschema:"pattern=^[a-zA-Z_][a-zA-Z0-9_]*$"`
}

// Prometheus is where the past is read from.
type Prometheus struct {
	// The URL: "http://prometheus.monitoring.svc" where it is left out.
	Address string `json:"address,omitempty" jsonschema:"pattern=^https?://[^ ]+$"`

	// Doesn't check the certificate at an address with https.
	SkipTLSVerify bool `json:"skipTLSVerify,omitempty"`

	// A user and a password, each in a Secret.
	BasicAuth *BasicAuth `json:"basicAuth,omitempty"`

	// A bearer token, in a Secret. It is read when a pod starts.
	BearerToken *addon.SecretRef `json:"bearerToken,omitempty"`

	// The job that scrapes cAdvisor: "kubernetes-cadvisor" where it is left out. With
	// kube-prometheus it is "kubelet".
	CAdvisorJob string `json:"cAdvisorJob,omitempty"`

	// How far back the past is read: 8 days where it is left out.
	HistoryLength metav1.Duration `json:"historyLength,omitzero"`

	// The time between two samples: 1 h where it is left out.
	HistoryResolution metav1.Duration `json:"historyResolution,omitzero"`

	// How long a query may take: 5 min where it is left out.
	QueryTimeout metav1.Duration `json:"queryTimeout,omitzero"`

	// The metric of CPU: "container_cpu_usage_seconds_total" where it is left out.
	CPUMetric string `json:"cpuMetric,omitempty" jsonschema:"pattern=^[a-zA-Z_:][a-zA-Z0-9_:]*$"`

	// The metric of memory: "container_memory_working_set_bytes" where it is left out.
	MemoryMetric string `json:"memoryMetric,omitempty" jsonschema:"pattern=^[a-zA-Z_:][a-zA-Z0-9_:]*$"`

	// The names of labels.
	Labels PrometheusLabels `json:"labels,omitzero"`
}

// BasicAuth is a user and a password.
type BasicAuth struct {
	// The user's name.
	Username addon.SecretRef `json:"username" jsonschema:"required"`

	// The password.
	Password addon.SecretRef `json:"password" jsonschema:"required"`
}

// PrometheusLabels are the names of labels, which depend on how Prometheus is set up. With
// kube-prometheus the container's is "container", and the container's pod is "pod".
type PrometheusLabels struct {
	// The series that has the labels of pods: up{job="kubernetes-pods"} where it is left out.
	PodSeries string `json:"podSeries,omitempty"`

	// What the names of pods' labels begin with there: "pod_label_" where it is left out.
	PodLabelPrefix string `json:"podLabelPrefix,omitempty" jsonschema:"pattern=^[a-zA-Z_][a-zA-Z0-9_]*$"`

	// The label with the pod's namespace there: "kubernetes_namespace" where it is left out.
	PodNamespace string `json:"podNamespace,omitempty" jsonschema:"pattern=^[a-zA-Z_][a-zA-Z0-9_]*$"`

	// The label with the pod's name there: "kubernetes_pod_name" where it is left out.
	PodName string `json:"podName,omitempty" jsonschema:"pattern=^[a-zA-Z_][a-zA-Z0-9_]*$"`

	// The label with the container's namespace: "namespace" where it is left out.
	ContainerNamespace string `json:"containerNamespace,omitempty" jsonschema:"pattern=^[a-zA-Z_][a-zA-Z0-9_]*$"`

	// The label with the container's pod: "pod_name" where it is left out.
	ContainerPod string `json:"containerPod,omitempty" jsonschema:"pattern=^[a-zA-Z_][a-zA-Z0-9_]*$"`

	// The label with the container's name: "name" where it is left out.
	Container string `json:"container,omitempty" jsonschema:"pattern=^[a-zA-Z_][a-zA-Z0-9_]*$"`
}
