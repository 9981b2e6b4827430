package istio

import (
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
)

type globalValues struct {
	CAAddress                    string                 `json:"caAddress"`
	CAName                       string                 `json:"caName"`
	CertSigners                  []string               `json:"certSigners"`
	ConfigCluster                bool                   `json:"configCluster"`
	ConfigValidation             bool                   `json:"configValidation"`
	DefaultPodDisruptionBudget   enabledValue           `json:"defaultPodDisruptionBudget"`
	DefaultResources             requestsValue          `json:"defaultResources"`
	ExternalIstiod               bool                   `json:"externalIstiod"`
	Hub                          string                 `json:"hub"`
	ImagePullPolicy              corev1.PullPolicy      `json:"imagePullPolicy"`
	ImagePullSecrets             []string               `json:"imagePullSecrets"`
	IstioNamespace               string                 `json:"istioNamespace"`
	Istiod                       istiodValues           `json:"istiod"`
	LogAsJSON                    bool                   `json:"logAsJson"`
	Logging                      loggingValues          `json:"logging"`
	MeshID                       string                 `json:"meshID"`
	MeshNetworks                 map[string]MeshNetwork `json:"meshNetworks"`
	MountMTLSCerts               bool                   `json:"mountMtlsCerts"`
	MultiCluster                 clusterValues          `json:"multiCluster"`
	NativeNftables               bool                   `json:"nativeNftables"`
	Network                      string                 `json:"network"`
	NetworkPolicy                enabledValue           `json:"networkPolicy"`
	OmitSidecarInjectorConfigMap bool                   `json:"omitSidecarInjectorConfigMap"`
	OperatorManageWebhooks       bool                   `json:"operatorManageWebhooks"`
	PilotCertProvider            string                 `json:"pilotCertProvider"`
	Platform                     Platform               `json:"platform,omitempty"`
	PriorityClassName            string                 `json:"priorityClassName"`
	Proxy                        proxyValues            `json:"proxy"`
	ProxyInit                    proxyInitValues        `json:"proxy_init"`
	RemotePilotAddress           string                 `json:"remotePilotAddress"`
	ResourceScope                string                 `json:"resourceScope"`
	SDS                          sdsValues              `json:"sds"`
	STS                          stsValues              `json:"sts"`
	Tag                          string                 `json:"tag"`
	TrustBundleName              string                 `json:"trustBundleName,omitempty"`
	Variant                      Variant                `json:"variant"`
	Waypoint                     waypointValues         `json:"waypoint"`
}

type (
	enabledValue struct {
		Enabled bool `json:"enabled"`
	}
	requestsValue struct {
		Requests map[string]string `json:"requests"`
	}
	istiodValues struct {
		EnableAnalysis bool `json:"enableAnalysis"`
	}
	loggingValues struct {
		Level string `json:"level"`
	}
	clusterValues struct {
		ClusterName string `json:"clusterName"`
	}
	sdsValues struct {
		Token tokenValues `json:"token"`
	}
	tokenValues struct {
		Aud string `json:"aud"`
	}
	stsValues struct {
		ServicePort int32 `json:"servicePort"`
	}
	proxyInitValues struct {
		ForceApplyIptables bool   `json:"forceApplyIptables"`
		Image              string `json:"image"`
	}
	startupValues struct {
		Enabled          bool  `json:"enabled"`
		FailureThreshold int32 `json:"failureThreshold"`
	}
	waypointValues struct {
		Affinity       corev1.Affinity                   `json:"affinity"`
		NodeSelector   map[string]string                 `json:"nodeSelector"`
		Resources      corev1.ResourceRequirements       `json:"resources"`
		Tolerations    []corev1.Toleration               `json:"tolerations"`
		TopologySpread []corev1.TopologySpreadConstraint `json:"topologySpreadConstraints"`
	}
)

type proxyValues struct {
	AutoInject                   string                      `json:"autoInject"`
	ClusterDomain                string                      `json:"clusterDomain"`
	ComponentLogLevel            string                      `json:"componentLogLevel"`
	ExcludeIPRanges              string                      `json:"excludeIPRanges"`
	ExcludeInboundPorts          string                      `json:"excludeInboundPorts"`
	ExcludeOutboundPorts         string                      `json:"excludeOutboundPorts"`
	Image                        string                      `json:"image"`
	IncludeIPRanges              string                      `json:"includeIPRanges"`
	IncludeInboundPorts          string                      `json:"includeInboundPorts"`
	IncludeOutboundPorts         string                      `json:"includeOutboundPorts"`
	Lifecycle                    *corev1.Lifecycle           `json:"lifecycle,omitempty"`
	LogLevel                     ProxyLogLevel               `json:"logLevel"`
	OutlierLogPath               string                      `json:"outlierLogPath"`
	Privileged                   bool                        `json:"privileged"`
	ReadinessFailureThreshold    int32                       `json:"readinessFailureThreshold"`
	ReadinessInitialDelaySeconds int32                       `json:"readinessInitialDelaySeconds"`
	ReadinessPeriodSeconds       int32                       `json:"readinessPeriodSeconds"`
	Resources                    corev1.ResourceRequirements `json:"resources"`
	SeccompProfile               seccompValues               `json:"seccompProfile"`
	StartupProbe                 startupValues               `json:"startupProbe"`
	StatusPort                   int32                       `json:"statusPort"`
	Tracer                       string                      `json:"tracer"`
}

func (o Options) globalValues(t addon.Target, seccomp seccompValues) globalValues {
	p := o.Proxy
	image := o.proxyImage(t)
	return globalValues{
		CAAddress:                  o.CA.Address,
		CAName:                     o.CA.Name,
		CertSigners:                listed(o.CA.Signers),
		ConfigValidation:           !o.Validation.Disabled,
		DefaultPodDisruptionBudget: enabledValue{true},
		DefaultResources:           requestsValue{map[string]string{"cpu": "10m"}},
		Hub:                        o.hub(t),
		ImagePullPolicy:            o.ImagePullPolicy,
		ImagePullSecrets:           listed(p.ImagePullSecrets),
		IstioNamespace:             o.Namespace,
		Istiod:                     istiodValues{o.EnableAnalysis},
		LogAsJSON:                  o.LogAsJSON,
		Logging:                    loggingValues{o.LogLevel},
		MeshID:                     o.MultiCluster.MeshID,
		MeshNetworks:               orEmpty(o.MultiCluster.MeshNetworks),
		MountMTLSCerts:             o.CA.MountMTLSCerts,
		MultiCluster:               clusterValues{o.MultiCluster.ClusterName},
		NativeNftables:             p.NativeNftables,
		Network:                    o.MultiCluster.Network,
		NetworkPolicy:              enabledValue{o.NetworkPolicies},
		PilotCertProvider:          o.CA.Provider,
		Platform:                   o.Platform,
		Proxy: proxyValues{
			AutoInject:                   o.injectionPolicy(),
			ClusterDomain:                p.ClusterDomain,
			ComponentLogLevel:            p.ComponentLogLevel,
			ExcludeIPRanges:              joined(p.ExcludeIPRanges),
			ExcludeInboundPorts:          ports(p.ExcludeInboundPorts),
			ExcludeOutboundPorts:         ports(p.ExcludeOutboundPorts),
			Image:                        image,
			IncludeIPRanges:              joined(p.IncludeIPRanges),
			IncludeInboundPorts:          joined(p.IncludeInboundPorts),
			IncludeOutboundPorts:         ports(p.IncludeOutboundPorts),
			Lifecycle:                    p.Lifecycle,
			LogLevel:                     p.LogLevel,
			OutlierLogPath:               p.OutlierLogPath,
			Privileged:                   p.Privileged,
			ReadinessFailureThreshold:    p.Readiness.FailureThreshold,
			ReadinessInitialDelaySeconds: p.Readiness.InitialDelaySeconds,
			ReadinessPeriodSeconds:       p.Readiness.PeriodSeconds,
			Resources:                    p.Resources,
			SeccompProfile:               seccomp,
			StartupProbe:                 startupValues{!p.Startup.Disabled, p.Startup.FailureThreshold},
			StatusPort:                   *p.StatusPort,
			Tracer:                       o.tracer(),
		},
		ProxyInit:       proxyInitValues{p.ForceApplyIptables, image},
		ResourceScope:   "all",
		SDS:             sdsValues{tokenValues{tokenAudience}},
		STS:             stsValues{p.STSPort},
		Tag:             o.Tag,
		TrustBundleName: o.CA.TrustBundleName,
		Variant:         o.Variant,
		Waypoint:        o.waypointValues(),
	}
}

func (o Options) waypointValues() waypointValues {
	w := o.Waypoint
	v := waypointValues{
		NodeSelector:   orEmpty(w.NodeSelector),
		Resources:      w.Resources,
		Tolerations:    listed(w.Tolerations),
		TopologySpread: listed(w.TopologySpread),
	}
	if w.Affinity != nil {
		v.Affinity = *w.Affinity
	}
	return v
}

// proxyImage is the image of proxies as the values have it: a whole reference where the
// options name one, and otherwise the last part of the one that hub and tag make.
func (o Options) proxyImage(t addon.Target) string {
	if o.Proxy.Image != (addon.Image{}) {
		return t.Image(o.Proxy.Image)
	}
	return "proxyv2"
}

// hub is the hub by way of the mirror.
func (o Options) hub(t addon.Target) string {
	const image = "/proxyv2"
	return strings.TrimSuffix(t.Mirror.Rewrite(o.Hub+image), image)
}

// tracer is what templates make of the tracer that proxies report to: for Datadog's they
// tell proxies the environment that a pod's annotations name.
func (o Options) tracer() string {
	datadog := slices.ContainsFunc(o.Mesh.ExtensionProviders, func(p ExtensionProvider) bool { return p.Datadog != nil })
	if t := o.Mesh.DefaultConfig.Tracing; datadog || t != nil && t.Datadog != nil {
		return "datadog"
	}
	return "none"
}
