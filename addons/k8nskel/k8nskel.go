package k8nskel

import (
	_ "embed"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed doc.go
var doc string

const name = "k8nskel"

// origin is the namespace that upstream's manifests copy from, and run the program in.
const origin = name + "-origin"

// Definition is the addon k8nskel.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:      name,
		Doc:       doc,
		Category:  addon.Tenancy,
		Source:    "https://github.com/wantedly/k8nskel/blob/master/README.md",
		Namespace: origin,
		Lifecycle: addon.Lifecycle{Stage: addon.Maintenance, Successor: "HNC, package hnc"},
	},
	Defaults: defaults,
	Validate: validate,
	Objects:  objects,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon.
type Options struct {
	// The namespace that the addon is installed in. It may be that of the Secrets.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// The pods. There is one: two would do everything twice. The image's tag is required:
	// upstream has no releases, and tags its images by commit. There are images for amd64
	// alone.
	Pods addon.Pods `json:"pods,omitzero"`

	// The namespace whose Secrets are copied: "k8nskel-origin" where it is left out. All of
	// them are, so let it hold nothing else.
	Origin string `json:"origin,omitempty" jsonschema:"maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// The namespaces that don't follow when a Secret is made, changed or deleted: "kube-public"
	// and "kube-system" where they are left out; an empty list ignores none. It doesn't keep
	// Secrets from a namespace of this name that is new: it gets all of them.
	IgnoredNamespaces []string `json:"ignoredNamespaces,omitzero" jsonschema:"uniqueItems,maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// The Secrets of the origin that nobody follows when they are made, changed or deleted. It
	// doesn't keep them from namespaces that are new: these get all Secrets of the origin.
	ExcludedSecrets []string `json:"excludedSecrets,omitempty" jsonschema:"uniqueItems,maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// The names of all Secrets that the origin holds, where they are known. Those of other
	// names the program then has no right to change or delete elsewhere, by accident or for
	// somebody who may write Secrets into the origin.
	Secrets []string `json:"secrets,omitempty" jsonschema:"uniqueItems,maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`
}

func defaults(addon.Target) Options {
	return Options{
		Pods: addon.Pods{
			Replicas: new(int32(1)),
			Image:    addon.Image{Repository: "quay.io/wantedly/k8nskel"},
			Affinity: &corev1.Affinity{NodeAffinity: &corev1.NodeAffinity{
				RequiredDuringSchedulingIgnoredDuringExecution: &corev1.NodeSelector{NodeSelectorTerms: []corev1.NodeSelectorTerm{{
					MatchExpressions: []corev1.NodeSelectorRequirement{
						{Key: corev1.LabelArchStable, Operator: corev1.NodeSelectorOpIn, Values: []string{"amd64"}},
						{Key: corev1.LabelOSStable, Operator: corev1.NodeSelectorOpIn, Values: []string{"linux"}},
					},
				}}},
			}},
		},
		Origin:            origin,
		IgnoredNamespaces: []string{"kube-public", "kube-system"},
	}
}

func validate(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if *o.Pods.Replicas > 1 {
		errs = append(errs, field.Invalid(path.Child("pods", "replicas"), *o.Pods.Replicas, "must be 0 or 1: the program elects nobody"))
	}
	if strings.HasPrefix(o.Origin, "kube-") || o.Origin == corev1.NamespaceDefault {
		errs = append(errs, field.Invalid(path.Child("origin"), o.Origin, "must be a namespace for these Secrets alone: all in it are copied"))
	}
	return errs
}

// identity is what the addon's objects go by. The selector is upstream's.
func (o Options) identity() kube.Identity {
	id := kube.Identify(name, o.Namespace, "")
	id.Selector = map[string]string{"name": name}
	return id
}
