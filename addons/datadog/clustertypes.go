package datadog

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// KubeState are metrics of the state of Kubernetes' objects, which the cluster agent collects
// without kube-state-metrics.
type KubeState struct {
	// Leaves them out.
	Disabled bool `json:"disabled,omitempty"`

	// Leaves out Secrets. The cluster agent has the right to read all of them for their
	// metrics, which are of their names and types.
	NoSecrets bool `json:"noSecrets,omitempty"`

	// Leaves out ConfigMaps.
	NoConfigMaps bool `json:"noConfigMaps,omitempty"`

	// Collects VerticalPodAutoscalers too.
	VerticalPodAutoscalers bool `json:"verticalPodAutoscalers,omitempty"`

	// Collects CustomResourceDefinitions too.
	CustomResourceDefinitions bool `json:"customResourceDefinitions,omitempty"`

	// Collects APIServices too.
	APIServices bool `json:"apiServices,omitempty"`

	// Has the cluster checks runners collect them. Needs clusterChecksRunner.enabled.
	OnRunners bool `json:"onRunners,omitempty"`

	// Takes what the API server has in its cache.
	UseAPIServerCache bool `json:"useAPIServerCache,omitempty"`

	// Tags that labels of objects become, by the kind: {"pod": {"app": "app"}}.
	LabelsAsTags map[string]map[string]string `json:"labelsAsTags,omitempty"`

	// Tags that annotations of objects become, in the same way. The annotations are named as
	// kube-state-metrics does: "tags_datadoghq_com_version".
	AnnotationsAsTags map[string]map[string]string `json:"annotationsAsTags,omitempty"`

	// Tags of these metrics.
	Tags []string `json:"tags,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The only namespaces whose objects are collected. Rights are given there only.
	Namespaces []string `json:"namespaces,omitempty" jsonschema:"uniqueItems,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`
}

// Events are Kubernetes' own.
type Events struct {
	// Leaves them out.
	Disabled bool `json:"disabled,omitempty"`

	// Sends only the events that Datadog holds to be of use.
	Filter bool `json:"filter,omitempty"`

	// Sends each event of its own, in place of several in one.
	Unbundle bool `json:"unbundle,omitempty"`

	// The events that are sent one by one, with unbundle: failing pods, nodes and CronJobs,
	// where they are left out.
	Unbundled []EventType `json:"unbundled,omitempty"`

	// Names the integration or the controller that an event comes from.
	DetectSource bool `json:"detectSource,omitempty"`

	// How many events are sent at once.
	MaxPerRun int32 `json:"maxPerRun,omitempty" jsonschema:"minimum=1"`

	// How often events are listed anew, in whole seconds.
	ResyncPeriod metav1.Duration `json:"resyncPeriod,omitzero"`
}

// EventType are events of a kind of objects.
type EventType struct {
	// The kind: "Pod".
	Kind string `json:"kind" jsonschema:"required"`

	// The source, such as "kubelet", if only its events are meant.
	Source string `json:"source,omitempty"`

	// The reasons, such as "BackOff"; all, where they are left out.
	Reasons []string `json:"reasons,omitempty" jsonschema:"uniqueItems"`
}

// Orchestrator are Kubernetes' objects, as Datadog shows them.
type Orchestrator struct {
	// Leaves them out.
	Disabled bool `json:"disabled,omitempty"`

	// Sends commands and environment of containers without taking out what looks secret.
	// Taking it out costs CPU in large clusters.
	NoScrubbing bool `json:"noScrubbing,omitempty"`

	// Custom resources that are shown, each by group, version and resource:
	// "argoproj.io/v1alpha1/rollouts".
	CustomResources []string `json:"customResources,omitempty" jsonschema:"uniqueItems,pattern=^[^/ ]+/[^/ ]+/[^/ ]+$"`

	// Doesn't collect the configuration of kubelets.
	NoKubeletConfiguration bool `json:"noKubeletConfiguration,omitempty"`

	// Has the cluster checks runners collect them. Needs clusterChecksRunner.enabled.
	OnRunners bool `json:"onRunners,omitempty"`
}

// PrometheusScrape collects metrics of pods and Services that are annotated with
// prometheus.io/scrape.
type PrometheusScrape struct {
	// Does so.
	Enabled bool `json:"enabled,omitempty"`

	// Collects metrics of the endpoints of annotated Services too.
	ServiceEndpoints bool `json:"serviceEndpoints,omitempty"`

	// The version of the check OpenMetrics: 2 where it is left out.
	Version int32 `json:"version,omitempty" jsonschema:"minimum=1,maximum=2"`

	// Further pods, and how they are scraped.
	Rules []ScrapeRule `json:"rules,omitempty"`
}

// ScrapeRule says which pods are scraped, and how.
type ScrapeRule struct {
	// Annotations of which a pod has one, with its value.
	Annotations map[string]string `json:"annotations,omitempty"`

	// Annotations of which a pod has none.
	ExceptAnnotations map[string]string `json:"exceptAnnotations,omitempty"`

	// The names of the containers; all, where they are left out.
	ContainerNames []string `json:"containerNames,omitempty" jsonschema:"uniqueItems"`

	// What is scraped.
	Scrape `json:",inline"`
}
