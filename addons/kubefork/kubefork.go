package kubefork

import (
	_ "embed"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/controller"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed doc.go
var doc string

//go:embed crds.yaml
var crds string

const (
	name       = "kubefork-controller"
	group      = "fork.k8s.wantedly.com"
	apiVersion = group + "/v1beta1"
)

// Definition is the addon kubefork-controller.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:      name,
		Doc:       doc,
		Category:  addon.Platform,
		Source:    "https://github.com/wantedly/kubefork-controller/tree/main/config",
		Namespace: name + "-system",
		Lifecycle: addon.Lifecycle{Stage: addon.Maintenance},
	},
	Defaults: defaults,
	Validate: validate,
	Objects:  objects,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon.
type Options struct {
	// The namespace that the addon is installed in.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// The pods, of which one at a time is active. The image's tag is required: upstream has no
	// releases, and tags its images by commit. There are images for amd64 alone.
	Pods addon.Pods `json:"pods,omitzero"`

	// How metrics are served: to nobody, where it is left out. They aren't protected: whoever
	// reaches the pods gets them.
	Metrics controller.Metrics `json:"metrics,omitzero"`

	// How the program logs.
	Logging controller.Logging `json:"logging,omitzero"`

	// Reports what goes wrong to Honeybadger, outside of the cluster.
	Honeybadger *Honeybadger `json:"honeybadger,omitempty"`

	// The gateways that lead to forks, each with its hosts. Without one, here or elsewhere,
	// there are no forks.
	Managers []NamedForkManager `json:"managers,omitempty"`

	// Forks that come with the addon. Those that last for hours are better made elsewhere: the
	// next apply brings back what the controller has deleted after its deadline.
	Forks []NamedFork `json:"forks,omitempty"`

	// Headers that lead the requests to a Service elsewhere, without a fork.
	VSConfigs []NamedVSConfig `json:"vsConfigs,omitempty"`
}

// Honeybadger is a service that collects errors.
type Honeybadger struct {
	// The project's API key, in a Secret in the addon's namespace.
	APIKey addon.SecretRef `json:"apiKey" jsonschema:"required"`

	// What the cluster is called in the reports: "production".
	Environment string `json:"environment,omitempty"`
}

func defaults(addon.Target) Options {
	return Options{Pods: addon.Pods{
		Replicas: new(int32(1)),
		Image:    addon.Image{Repository: "quay.io/wantedly/kubefork-controller"},
		Resources: corev1.ResourceRequirements{
			Requests: corev1.ResourceList{
				corev1.ResourceCPU:    resource.MustParse("10m"),
				corev1.ResourceMemory: resource.MustParse("64Mi"),
			},
			Limits: corev1.ResourceList{
				corev1.ResourceCPU:    resource.MustParse("500m"),
				corev1.ResourceMemory: resource.MustParse("128Mi"),
			},
		},
		Affinity: &corev1.Affinity{NodeAffinity: &corev1.NodeAffinity{
			RequiredDuringSchedulingIgnoredDuringExecution: &corev1.NodeSelector{NodeSelectorTerms: []corev1.NodeSelectorTerm{{
				MatchExpressions: []corev1.NodeSelectorRequirement{
					{Key: corev1.LabelArchStable, Operator: corev1.NodeSelectorOpIn, Values: []string{"amd64"}},
					{Key: corev1.LabelOSStable, Operator: corev1.NodeSelectorOpIn, Values: []string{"linux"}},
				},
			}}},
		}},
		TerminationGracePeriodSeconds: new(int64(10)),
	}}
}

func validate(o Options, path *field.Path) field.ErrorList {
	errs := validateManagers(o, path.Child("managers"))
	errs = append(errs, validateForks(o, path.Child("forks"))...)
	return append(errs, validateVSConfigs(o, path.Child("vsConfigs"))...)
}

// identity is what the addon's objects go by. The selector is upstream's.
func (o Options) identity() kube.Identity {
	id := kube.Identify(name, o.Namespace, "")
	id.Selector = map[string]string{"control-plane": "controller-manager"}
	return id
}
