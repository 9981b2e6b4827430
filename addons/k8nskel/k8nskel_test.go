package k8nskel_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/k8nskel"
)

type options = k8nskel.Options

// image is that of a commit.
var image = addon.Pods{Image: addon.Image{Tag: "03e9c718b52edd66e697ec21ff6d440019c30a06"}}

func TestAddon(t *testing.T) {
	addontest.Run(t, k8nskel.Definition,
		addontest.Case[options]{Name: "defaults", Options: options{Pods: image}},
		addontest.Case[options]{Name: "none-ignored", Options: options{Pods: image, IgnoredNamespaces: []string{}}},
		addontest.Case[options]{Name: "full", Options: options{
			Namespace:         "k8nskel",
			Pods:              image,
			Origin:            "registries",
			IgnoredNamespaces: []string{"kube-node-lease", "kube-public", "kube-system"},
			ExcludedSecrets:   []string{"old-registry"},
			Secrets:           []string{"old-registry", "registry"},
		}},
	)
}

func TestBadOptions(t *testing.T) {
	pods := addon.Pods{Replicas: new(int32(2))}
	_, err := k8nskel.New(options{
		Pods:              pods,
		Origin:            "kube-system",
		IgnoredNamespaces: []string{"kube-public,kube-system"},
		ExcludedSecrets:   []string{"registry", "registry"},
		Secrets:           []string{"*"},
	}).Objects(addontest.Target())
	var got []string
	for _, err := range addon.Errors(err) {
		got = append(got, err.Error())
	}
	want := []string{
		`pods.image.tag: Required value: an image needs a tag or a digest: without one it is whatever was pushed last`,
		`ignoredNamespaces[0]: Invalid value: "kube-public,kube-system": must match ^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`,
		`excludedSecrets[1]: Duplicate value: "registry"`,
		`secrets[0]: Invalid value: "*": must match ^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$`,
		`pods.replicas: Invalid value: 2: must be 0 or 1: the program elects nobody`,
		`origin: Invalid value: "kube-system": must be a namespace for these Secrets alone: all in it are copied`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
