package vpa

import (
	_ "embed"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed doc.go
var doc string

//go:embed crds.yaml
var crds string

const (
	name    = "vertical-pod-autoscaler"
	version = "1.7.1" // of the images and of the definitions in crds.yaml
)

// Definition is the addon vertical-pod-autoscaler.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:       name,
		Doc:        doc,
		Category:   addon.Scaling,
		Version:    version,
		Source:     "https://github.com/kubernetes/autoscaler/tree/vertical-pod-autoscaler-chart-0.11.0/vertical-pod-autoscaler/charts/vertical-pod-autoscaler",
		Kubernetes: ">=1.28",
		Namespace:  "kube-system",
	},
	Defaults: defaults,
	Validate: validate,
	Objects:  objects,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon. The zero value installs what upstream's chart installs, with a
// certificate of cert-manager's for the webhook.
type Options struct {
	// The namespace that the addon is installed in.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// What watches what pods use, and recommends what they should ask for.
	Recommender Recommender `json:"recommender,omitzero"`

	// What evicts or resizes pods that ask for something else than is recommended.
	Updater Updater `json:"updater,omitzero"`

	// What has new pods ask for what is recommended, by a webhook.
	AdmissionController AdmissionController `json:"admissionController,omitzero"`

	// The one namespace whose pods and autoscalers are looked at; all of them where it is
	// left out.
	WatchNamespace string `json:"watchNamespace,omitempty" jsonschema:"maxLength=63"`

	// Namespaces whose pods and autoscalers are not looked at.
	IgnoredNamespaces []string `json:"ignoredNamespaces,omitempty" jsonschema:"uniqueItems,maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// Features that are switched on or off in all components. None starts with one that it
	// doesn't know, so others than those of this version are refused.
	FeatureGates map[FeatureGate]bool `json:"featureGates,omitempty"`

	// How often each component may call the API server.
	KubeAPI KubeAPI `json:"kubeAPI,omitzero"`

	// How much all components log, from 0 to 10: 4 where it is left out.
	LogLevel *int32 `json:"logLevel,omitempty" jsonschema:"minimum=0,maximum=10"`

	// Serves profiles of the programs, below /debug/pprof/ of their ports for metrics.
	Profiling bool `json:"profiling,omitempty"`

	// Autoscalers that come with the addon. [Autoscale] makes those of another addon.
	Autoscalers []NamedAutoscaler `json:"autoscalers,omitempty"`

	// Has Prometheus scrape all components, by way of Services of their own.
	ServiceMonitor *addon.ServiceMonitor `json:"serviceMonitor,omitempty"`

	// Has Prometheus alert when the addon doesn't do what it is for.
	PrometheusRule *PrometheusRule `json:"prometheusRule,omitempty"`
}

// FeatureGate is a feature that can be switched.
type FeatureGate string

// The features of this version. All are alpha, and off where nothing is said.
const (
	AllAlpha        FeatureGate = "AllAlpha"
	AllBeta         FeatureGate = "AllBeta"
	CPUStartupBoost FeatureGate = "CPUStartupBoost" // more CPU while pods start
	InPlaceMode     FeatureGate = "InPlace"         // the mode InPlace
	PerVPAConfig    FeatureGate = "PerVPAConfig"    // an autoscaler's own OOM and memory settings
)

// Enum lists the features.
func (FeatureGate) Enum() []string {
	return addon.Values(AllAlpha, AllBeta, CPUStartupBoost, InPlaceMode, PerVPAConfig)
}

// KubeAPI limits calls of the API server.
type KubeAPI struct {
	// How many calls a second there are in the long run: 50 where it is left out.
	QPS float64 `json:"qps,omitempty" jsonschema:"minimum=0.1"`

	// How many calls may come at once after a pause: 100 where it is left out.
	Burst int32 `json:"burst,omitempty" jsonschema:"minimum=1"`
}

// LeaderElection says how copies agree which of them is active. Two or more do so always.
type LeaderElection struct {
	// Has a single copy take part too, so that the old and the new one don't work at the same
	// time while it is replaced.
	Always bool `json:"always,omitempty"`

	// The namespace of the Lease, and of the Role for it: the addon's own where it is left
	// out.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// The name of the Lease: "vpa-recommender-lease" or "vpa-updater-lease" where it is left
	// out. The name without "-lease" is that of another recommender's on GKE.
	LeaseName string `json:"leaseName,omitempty" jsonschema:"maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// How long a Lease is good for without being renewed: 15 s where it is left out.
	LeaseDuration metav1.Duration `json:"leaseDuration,omitzero"`

	// How long the active copy tries to renew its Lease before it gives up, less than the
	// duration: 10 s where it is left out.
	RenewDeadline metav1.Duration `json:"renewDeadline,omitzero"`

	// How long copies wait between two tries, well less than the deadline: 2 s where it is
	// left out.
	RetryPeriod metav1.Duration `json:"retryPeriod,omitzero"`
}

// The components, as their labels and the ends of their names have them.
const (
	recommender = "recommender"
	updater     = "updater"
	admission   = "admission-controller"
)

// component is what the objects of a component go by.
func (o Options) component(c string) kube.Identity {
	return kube.Identify(name, o.Namespace, "").Of(c)
}

// identity is what objects go by that are of no single component.
func (o Options) identity() kube.Identity { return kube.Identify(name, o.Namespace, "") }

// on tells whether a feature is switched on. All of this version's are alpha.
func (o Options) on(gate FeatureGate) bool {
	if on, ok := o.FeatureGates[gate]; ok {
		return on
	}
	return o.FeatureGates[AllAlpha]
}
