package greeter

import (
	_ "embed"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed doc.go
var doc string

const name = "greeter"

// Definition is the addon greeter.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:      name,
		Doc:       doc,
		Category:  addon.Platform,
		Version:   "1.29",
		Source:    "https://hub.docker.com/_/nginx",
		Namespace: name,
	},
	Defaults: defaults,
	Objects:  objects,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon.
type Options struct {
	// The namespace that the addon is installed in.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// The pods of the server.
	Pods addon.Pods `json:"pods,omitzero"`

	// What the server says.
	Greeting string `json:"greeting" jsonschema:"required,maxLength=100"`
}

func defaults(addon.Target) Options {
	return Options{Pods: addon.Pods{
		Replicas: new(int32(1)),
		Image:    addon.Image{Repository: "nginxinc/nginx-unprivileged", Tag: "1.29-alpine"},
		Resources: corev1.ResourceRequirements{Requests: corev1.ResourceList{
			corev1.ResourceCPU:    resource.MustParse("10m"),
			corev1.ResourceMemory: resource.MustParse("16Mi"),
		}},
	}}
}

// identity is what the addon's objects go by.
func (o Options) identity() kube.Identity { return kube.Identify(name, o.Namespace, "") }
