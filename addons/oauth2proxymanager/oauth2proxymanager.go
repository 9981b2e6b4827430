package oauth2proxymanager

import (
	_ "embed"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed doc.go
var doc string

const name = "oauth2-proxy-manager"

// namespace is written into the program.
const namespace = "oauth2-proxy"

// Definition is the addon oauth2-proxy-manager.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:      name,
		Doc:       doc,
		Category:  addon.Security,
		Source:    "https://github.com/wantedly/oauth2-proxy-manager/tree/master/kubernetes",
		Namespace: namespace,
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
	// The pods. There is one: two would make everything twice. The image's tag is required:
	// upstream has no releases, and tags its images by commit.
	Pods addon.Pods `json:"pods,omitzero"`

	// The name under which all oauth2-proxies are reached, and which the OAuth application
	// names in its callback: "auth.example.com".
	Domain string `json:"domain" jsonschema:"required,maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// The domain of the cookies, with a dot in front: ".example.com". What is protected lies
	// below it.
	CookieDomain string `json:"cookieDomain" jsonschema:"required,maxLength=254,pattern=^[.][a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// The domain that users may be sent back to after the login: that of the cookies, where
	// it is left out.
	WhitelistDomain string `json:"whitelistDomain,omitempty" jsonschema:"maxLength=254,pattern=^[.]?[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// The Secret, in the controller's namespace, with the certificate for the domain.
	TLSSecret string `json:"tlsSecret" jsonschema:"required,maxLength=253"`

	// The names that the certificate is for: the domain, where it is left out.
	TLSHosts []string `json:"tlsHosts,omitempty" jsonschema:"uniqueItems,maxLength=253"`

	// The class of the Ingress that leads to the oauth2-proxies, for the environment variable
	// INGRESS_CLASS. Upstream's newest code reads it and takes nginx all the same.
	IngressClass string `json:"ingressClass,omitempty" jsonschema:"maxLength=253"`

	// The Secret, in the controller's namespace, with OAUTH2_PROXY_CLIENT_ID,
	// OAUTH2_PROXY_CLIENT_SECRET and COOKIE_SALT.
	Secret string `json:"secret,omitempty" jsonschema:"maxLength=253"`

	// Logs what the controller does, step by step.
	Debug bool `json:"debug,omitempty"`
}

func defaults(addon.Target) Options {
	return Options{
		Pods: addon.Pods{
			Replicas: new(int32(1)),
			Image:    addon.Image{Repository: "quay.io/wantedly/oauth2-proxy-manager"},
			Resources: corev1.ResourceRequirements{
				Requests: corev1.ResourceList{
					corev1.ResourceCPU:    resource.MustParse("20m"),
					corev1.ResourceMemory: resource.MustParse("128Mi"),
				},
				Limits: corev1.ResourceList{
					corev1.ResourceCPU:    resource.MustParse("100m"),
					corev1.ResourceMemory: resource.MustParse("512Mi"),
				},
			},
		},
		Secret: name + "-secret",
	}
}

func validate(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if *o.Pods.Replicas > 1 {
		errs = append(errs, field.Invalid(path.Child("pods", "replicas"), *o.Pods.Replicas, "must be 0 or 1: the controllers know nothing of each other"))
	}
	return errs
}

// identity is what the addon's objects go by.
func (o Options) identity() kube.Identity { return kube.Identify(name, namespace, "") }
