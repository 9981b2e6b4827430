package virtualservicecontroller

import (
	"cmp"
	_ "embed"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/controller"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed doc.go
var doc string

const name = "virtual-service-controller"

// Definition is the addon virtual-service-controller.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:      name,
		Doc:       doc,
		Category:  addon.Networking,
		Namespace: name + "-system",
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

	// The pods, of which one at a time is active. The image is required, with its repository
	// and its tag: it is the company's own. What it runs is the image's to say, and flags that
	// no option sets are extraArgs.
	Pods addon.Pods `json:"pods,omitzero"`

	// The number of the user that the program runs as: that of the image where it is left out,
	// which must be a number and not root's.
	User int64 `json:"user,omitempty" jsonschema:"minimum=1,maximum=4294967294"`

	// How metrics are served: to nobody, where it is left out. They aren't protected: whoever
	// reaches the pods gets them.
	Metrics controller.Metrics `json:"metrics,omitzero"`

	// How the program logs.
	Logging controller.Logging `json:"logging,omitzero"`

	// The port for probes, of which the program is told: 8081 where it is left out. 0 is for a
	// program that answers none.
	HealthPort *int32 `json:"healthPort,omitempty" jsonschema:"minimum=0,maximum=65535"`

	// Has pods not agree which of them is active, for a program that doesn't know how to. There
	// can be one pod then.
	NoElection bool `json:"noElection,omitempty"`

	// Permissions beyond those that the controller is known to need, in the whole cluster.
	ExtraRules []rbacv1.PolicyRule `json:"extraRules,omitempty"`
}

func defaults(addon.Target) Options {
	return Options{
		Pods: addon.Pods{
			Replicas: new(int32(1)),
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
			TerminationGracePeriodSeconds: new(int64(10)),
		},
		HealthPort: new(int32(8081)),
	}
}

func validate(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if o.Pods.Image == (addon.Image{}) {
		errs = append(errs, field.Required(path.Child("pods", "image"), "no default can know it"))
	}
	if o.NoElection && *o.Pods.Replicas > 1 {
		errs = append(errs, field.Invalid(path.Child("pods", "replicas"), *o.Pods.Replicas, "must be 0 or 1 with noElection"))
	}
	if metrics := cmp.Or(o.Metrics.Port, 8080); *o.HealthPort == metrics {
		errs = append(errs, field.Invalid(path.Child("healthPort"), *o.HealthPort, "is the port for metrics"))
	}
	return errs
}

// identity is what the addon's objects go by. The selector is kubebuilder's.
func (o Options) identity() kube.Identity {
	id := kube.Identify(name, o.Namespace, "")
	id.Selector = map[string]string{"control-plane": "controller-manager"}
	return id
}
