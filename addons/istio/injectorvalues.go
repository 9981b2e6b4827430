package istio

import (
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// The values that istiod evaluates the injection templates with, by the names that
// upstream's chart has for them. Templates look into what is empty too, so that nothing is
// left out.
type valuesFile struct {
	Gateways  gatewayValues   `json:"gateways"`
	Global    globalValues    `json:"global"`
	Pilot     pilotValues     `json:"pilot"`
	Revision  string          `json:"revision"`
	Injection injectionValues `json:"sidecarInjectorWebhook"`
}

// gatewayValues are for the pods of Gateways of the Gateway API.
type gatewayValues struct {
	SeccompProfile  seccompValues `json:"seccompProfile"`
	SecurityContext struct{}      `json:"securityContext"`
}

type seccompValues struct {
	Type corev1.SeccompProfileType `json:"type,omitempty"`
}

type pilotValues struct {
	CNI              cniValues       `json:"cni"`
	Env              map[string]bool `json:"env"`
	CRLConfigMapName string          `json:"crlConfigMapName,omitempty"`
}

type cniValues struct {
	Enabled  bool        `json:"enabled"`
	Provider CNIProvider `json:"provider"`
}

type injectionValues struct {
	AlwaysInjectSelector      []metav1.LabelSelector `json:"alwaysInjectSelector"`
	DefaultTemplates          []string               `json:"defaultTemplates"`
	EnableNamespacesByDefault bool                   `json:"enableNamespacesByDefault"`
	InjectedAnnotations       map[string]string      `json:"injectedAnnotations"`
	NeverInjectSelector       []metav1.LabelSelector `json:"neverInjectSelector"`
	ReinvocationPolicy        string                 `json:"reinvocationPolicy"`
	RewriteAppHTTPProbe       bool                   `json:"rewriteAppHTTPProbe"`
	Templates                 map[string]string      `json:"templates"`
}

// injectorValues are the values that the options come to.
func injectorValues(t addon.Target, o Options) valuesFile {
	i := o.Injection
	seccomp := seccompValues{}
	if p := o.seccomp(); p != nil {
		seccomp.Type = p.Type
	}
	v := valuesFile{
		Gateways: gatewayValues{SeccompProfile: seccomp},
		Global:   o.globalValues(t, seccomp),
		Pilot: pilotValues{
			CNI:              cniValues{o.CNI.Enabled, o.CNI.Provider},
			Env:              map[string]bool{},
			CRLConfigMapName: o.CA.CRLConfigMap,
		},
		Revision: o.revision(),
		Injection: injectionValues{
			AlwaysInjectSelector:      listed(i.AlwaysInjectSelector),
			DefaultTemplates:          listed(i.DefaultTemplates),
			EnableNamespacesByDefault: i.EnableNamespacesByDefault,
			InjectedAnnotations:       orEmpty(i.InjectedAnnotations),
			NeverInjectSelector:       listed(i.NeverInjectSelector),
			ReinvocationPolicy:        string(i.ReinvocationPolicy),
			RewriteAppHTTPProbe:       !i.NoRewriteAppHTTPProbe,
			Templates:                 orEmpty(i.Templates),
		},
	}
	if o.CA.ClusterTrustBundle {
		v.Pilot.Env["ENABLE_CLUSTER_TRUST_BUNDLE_API"] = true
	}
	return v
}

// joined is a list as the values have it.
func joined(list []string) string { return strings.Join(list, ",") }

// ports is a list of ports as the values have it.
func ports(list []int32) string {
	words := make([]string, len(list))
	for i, n := range list {
		words[i] = strconv.Itoa(int(n))
	}
	return joined(words)
}
