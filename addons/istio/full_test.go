package istio_test

import (
	admissionv1 "k8s.io/api/admissionregistration/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/istio"
)

// ca is a certificate for nothing but tests, whose key is gone.
const ca = `-----BEGIN CERTIFICATE-----
MIIBPjCB8aADAgECAhQ+V2wBkmQuaWjf8W8VCz3fBGUn5DAFBgMrZXAwFDESMBAG
A1UEAwwJdW5pdCB0ZXN0MCAXDTI2MTEyNDIwMzAxOFoYDzIxMjYxMDMxMjAzMDE4
WjAUMRIwEAYDVQQDDAl1bml0IHRlc3QwKjAFBgMrZXADIQBICV3Kdq04JkCbOKSq
QirIVrkCdvo/+dIhVkQm+B+XJ6NTMFEwHQYDVR0OBBYEFJ2fzgwO8XF3fVfayJfh
pPhQFK2eMB8GA1UdIwQYMBaAFJ2fzgwO8XF3fVfayJfhpPhQFK2eMA8GA1UdEwEB
/wQFMAMBAf8wBQYDK2VwA0EA1MKxGkmS2aQ9b0YCqHO96PKBfDa9yvdGhT0Yu4T3
p+iMZY6jUZepBk6f46oe0YaD+e1RyFRsJe0jD5CcuExZBw==
-----END CERTIFICATE-----
`

// full sets all that can be set at once.
func full() options {
	return options{
		Namespace:       "mesh",
		Revision:        "full",
		RevisionTags:    []string{"default", "stable"},
		Base:            istio.Base{DefaultRevision: "default", Reader: &istio.ReaderAccount{Name: "reader", Namespace: "multicluster"}},
		Hub:             "registry.example.com/istio",
		Tag:             "1.31.0",
		Variant:         istio.Debug,
		ImagePullPolicy: corev1.PullIfNotPresent,
		Pods: addon.Pods{
			Labels:                    map[string]string{"team": "infra"},
			Annotations:               map[string]string{"example.com/owner": "infra"},
			ServiceAccountAnnotations: map[string]string{"example.com/owner": "infra"},
			ImagePullSecrets:          []corev1.LocalObjectReference{{Name: "registry"}},
			ExtraEnv:                  []corev1.EnvVar{{Name: "PILOT_ENABLE_STATUS", Value: "true"}},
		},
		Autoscaling: istio.Autoscaling{
			MinReplicas:  2,
			MaxReplicas:  8,
			TargetCPU:    new(int32(70)),
			TargetMemory: new(int32(75)),
			Metrics: []autoscalingv2.MetricSpec{{
				Type: autoscalingv2.ContainerResourceMetricSourceType,
				ContainerResource: &autoscalingv2.ContainerResourceMetricSource{
					Name: corev1.ResourceCPU, Container: "discovery",
					Target: autoscalingv2.MetricTarget{Type: autoscalingv2.UtilizationMetricType, AverageUtilization: new(int32(70))},
				},
			}},
			Behavior: &autoscalingv2.HorizontalPodAutoscalerBehavior{
				ScaleDown: &autoscalingv2.HPAScalingRules{StabilizationWindowSeconds: new(int32(600))},
			},
		},
		RollingUpdate: addon.RollingUpdate{MaxUnavailable: new(intstr.FromInt32(0)), MaxSurge: new(intstr.FromInt32(1))},
		Service: istio.Service{
			Annotations:         map[string]string{"example.com/owner": "infra"},
			IPFamilyPolicy:      corev1.IPFamilyPolicyRequireDualStack,
			IPFamilies:          []corev1.IPFamily{corev1.IPv4Protocol, corev1.IPv6Protocol},
			TrafficDistribution: "PreferSameZone",
		},
		TraceSampling:                   new(2.5),
		KeepaliveMaxServerConnectionAge: seconds(900),
		EnableAnalysis:                  true,
		LogLevel:                        "default:info,ads:debug",
		LogAsJSON:                       true,
		RuntimeSeccomp:                  true,
		Platform:                        istio.OpenShift,
		CA: istio.CA{
			Provider:          "k8s.io/clusterissuers.cert-manager.io/istio-ca",
			KubernetesSigners: true,
			Signers:           []string{"clusterissuers.cert-manager.io/istio-ca"},
			Address:           "cert-manager-istio-csr.cert-manager.svc:443",
			Name:              "GkeWorkloadCertificate",
			TrustBundleName:   "mesh-root",
			CRLConfigMap:      "mesh-crl",
			MountMTLSCerts:    true,
			JWKSExtraRootCA:   ca,
		},
		CABundle:   ca,
		Validation: istio.Validation{FailurePolicy: admissionv1.Fail, StableOnly: true},
		Injection: istio.Injection{
			EnableNamespacesByDefault: true,
			AlwaysInjectSelector:      []metav1.LabelSelector{{MatchLabels: map[string]string{"mesh": "in"}}},
			NeverInjectSelector: []metav1.LabelSelector{{MatchExpressions: []metav1.LabelSelectorRequirement{{
				Key: "batch.kubernetes.io/job-name", Operator: metav1.LabelSelectorOpExists,
			}}}},
			InjectedAnnotations: map[string]string{"example.com/mesh": "prod"},
			ReinvocationPolicy:  admissionv1.IfNeededReinvocationPolicy,
			Templates:           map[string]string{"owner": "metadata:\n  labels:\n    owner: infra\n"},
			DefaultTemplates:    []string{"sidecar", "owner"},
			WebhookAnnotations:  map[string]string{"example.com/owner": "infra"},
		},
		Proxy:    fullProxy(),
		Waypoint: fullWaypoint(),
		CNI: istio.CNI{
			Enabled:  true,
			Provider: istio.CNIMultus,
			Untaint:  istio.Untaint{Enabled: true, Namespace: "kube-system", Taint: "example.com/no-mesh"},
		},
		Ztunnel: istio.Ztunnel{Namespace: "ambient", Name: "ztunnel-prod"},
		MultiCluster: istio.MultiCluster{
			ClusterName: "prod-1",
			Network:     "network-1",
			MeshID:      "prod",
			MeshNetworks: map[string]istio.MeshNetwork{"network-2": {
				Endpoints: []istio.NetworkEndpoint{{FromRegistry: "prod-2"}, {FromCIDR: "10.2.0.0/16"}},
				Gateways: []istio.NetworkGateway{
					{Address: "192.0.2.2", Port: 15443, Locality: "ap-northeast-1/ap-northeast-1a"},
					{RegistryServiceName: "istio-eastwestgateway.istio-ingress.svc.cluster.local", Port: 15443},
				},
			}},
		},
		Mesh:            fullMesh(),
		NetworkPolicies: true,
		ServiceMonitor:  &addon.ServiceMonitor{Labels: map[string]string{"prometheus": "main"}},
		PodMonitor:      &addon.ServiceMonitor{Labels: map[string]string{"prometheus": "proxies"}},
		Gateways:        []istio.GatewayWorkload{fullGateway()},
		Resources:       someResources(),
	}
}

func fullProxy() istio.Proxy {
	return istio.Proxy{
		Image: addon.Image{Repository: "registry.example.com/istio/proxyv2", Tag: "1.31.0-hardened"},
		Resources: corev1.ResourceRequirements{
			Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("50m")},
			Limits:   corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("1")},
		},
		LogLevel:             istio.ProxyError,
		ComponentLogLevel:    "misc:error,rbac:debug",
		ClusterDomain:        "prod.example.com",
		IncludeIPRanges:      []string{"10.0.0.0/8", "172.20.0.0/16"},
		ExcludeIPRanges:      []string{"10.0.0.2/32"},
		IncludeInboundPorts:  []string{"*"},
		ExcludeInboundPorts:  []int32{9090, 9091},
		IncludeOutboundPorts: []int32{8443},
		ExcludeOutboundPorts: []int32{5432, 6379},
		Privileged:           true,
		Readiness:            istio.Readiness{FailureThreshold: 30, InitialDelaySeconds: 1, PeriodSeconds: 2},
		Startup:              istio.Startup{FailureThreshold: 120},
		StatusPort:           new(int32(15020)),
		Lifecycle: &corev1.Lifecycle{PreStop: &corev1.LifecycleHandler{
			Exec: &corev1.ExecAction{Command: []string{"pilot-agent", "wait"}},
		}},
		OutlierLogPath:     "/dev/stdout",
		ImagePullSecrets:   []string{"registry"},
		NativeNftables:     true,
		ForceApplyIptables: true,
		STSPort:            15463,
	}
}

func fullWaypoint() istio.Waypoint {
	return istio.Waypoint{
		Resources: corev1.ResourceRequirements{Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("200m")}},
		Affinity: &corev1.Affinity{NodeAffinity: &corev1.NodeAffinity{
			RequiredDuringSchedulingIgnoredDuringExecution: &corev1.NodeSelector{NodeSelectorTerms: []corev1.NodeSelectorTerm{{
				MatchExpressions: []corev1.NodeSelectorRequirement{{Key: "pool", Operator: corev1.NodeSelectorOpIn, Values: []string{"mesh"}}},
			}}},
		}},
		TopologySpread: []corev1.TopologySpreadConstraint{{
			MaxSkew: 1, TopologyKey: corev1.LabelTopologyZone, WhenUnsatisfiable: corev1.ScheduleAnyway,
		}},
		NodeSelector: map[string]string{"pool": "mesh"},
		Tolerations:  []corev1.Toleration{{Key: "pool", Operator: corev1.TolerationOpExists}},
	}
}

func fullGateway() istio.GatewayWorkload {
	return istio.GatewayWorkload{
		Name:       "istio-edge",
		Namespace:  "edge",
		IstioLabel: "public",
		Revision:   "stable",
		Kind:       istio.Deployment,
		Pods: addon.Pods{
			Image:       addon.Image{Repository: "registry.example.com/istio/proxyv2", Tag: "1.31.0-edge"},
			Annotations: map[string]string{"proxy.istio.io/config": "concurrency: 4"},
		},
		Autoscaling:     istio.Autoscaling{MinReplicas: 3, MaxReplicas: 9},
		RollingUpdate:   addon.RollingUpdate{MaxUnavailable: new(intstr.FromInt32(0)), MaxSurge: new(intstr.FromString("50%"))},
		MinReadySeconds: 10,
		ReadinessProbe: &corev1.Probe{
			ProbeHandler:  corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: "/healthz/ready", Port: intstr.FromInt32(15021)}},
			PeriodSeconds: 2,
		},
		Lifecycle: &corev1.Lifecycle{PreStop: &corev1.LifecycleHandler{Sleep: &corev1.SleepAction{Seconds: 15}}},
		Service: istio.GatewayService{
			Type: corev1.ServiceTypeLoadBalancer,
			Ports: []corev1.ServicePort{
				{Name: "status-port", Port: 15021},
				{Name: "https", Port: 443, TargetPort: intstr.FromInt32(8443), AppProtocol: new("https"), NodePort: 30443},
				{Name: "quic", Port: 443, Protocol: corev1.ProtocolUDP, TargetPort: intstr.FromInt32(8443)},
			},
			Annotations:                   map[string]string{"external-dns.alpha.kubernetes.io/hostname": "edge.example.com"},
			SelectorLabels:                map[string]string{"topology.istio.io/network": "network-1"},
			LoadBalancerClass:             "example.com/edge",
			LoadBalancerIP:                "203.0.113.10",
			LoadBalancerSourceRanges:      []string{"198.51.100.0/24"},
			AllocateLoadBalancerNodePorts: new(true),
			ExternalTrafficPolicy:         corev1.ServiceExternalTrafficPolicyLocal,
			InternalTrafficPolicy:         corev1.ServiceInternalTrafficPolicyLocal,
			HealthCheckNodePort:           30021,
			ExternalIPs:                   []string{"192.0.2.80"},
			IPFamilyPolicy:                corev1.IPFamilyPolicyPreferDualStack,
		},
		NetworkGateway: "network-1",
		Labels:         map[string]string{"team": "edge"},
		Annotations:    map[string]string{"example.com/owner": "edge"},
	}
}
