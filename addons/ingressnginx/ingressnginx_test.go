package ingressnginx_test

import (
	"testing"
	"time"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/hpa"
	"github.com/fitout/fitout/addons/ingressnginx"
	"github.com/fitout/fitout/cluster"
)

func TestAddon(t *testing.T) {
	binds := map[string]string{"Deployment ingress-nginx-controller": "NGINX binds ports below 1024"}
	addontest.Run(t, ingressnginx.Definition,
		addontest.Case[ingressnginx.Options]{Name: "defaults", Because: binds},
		addontest.Case[ingressnginx.Options]{Name: "upstream", Because: binds},
		addontest.Case[ingressnginx.Options]{
			Name:    "full",
			Options: full(),
			Second:  func(o *ingressnginx.Options) { o.IngressClass.Name, o.IngressClass.Aliases = "", nil },
			Because: map[string]string{"Deployment ingress-nginx-controller": "NGINX binds ports below 1024; the case sets hostPort"},
			Existing: cluster.Existing{
				CRDs:        []string{"*.cert-manager.io", "servicemonitors.monitoring.coreos.com"},
				Secrets:     map[string][]string{"ingress/maxmind": {}, "ingress/wildcard": {"tls.crt", "tls.key"}},
				ConfigMaps:  map[string][]string{"ingress/nginx-template": {}},
				Services:    []string{"edge/proxy"},
				APIServices: []string{"v1beta1.metrics.k8s.io", "v1beta1.custom.metrics.k8s.io"},
			},
		},
		// One pod on each node, in its network, serving one namespace.
		addontest.Case[ingressnginx.Options]{
			Name:    "nodes",
			Because: map[string]string{"DaemonSet ingress-nginx-controller": "NGINX binds ports below 1024; the case sets hostNetwork"},
			Existing: cluster.Existing{Secrets: map[string][]string{
				"ingress-nginx/webhook-tls": {"tls.crt", "tls.key"},
				"tools/wildcard":            {"tls.crt", "tls.key"},
			}},
			Options: ingressnginx.Options{
				Kind:                 ingressnginx.DaemonSet,
				Pods:                 addon.Pods{DNSPolicy: corev1.DNSClusterFirstWithHostNet},
				RollingUpdate:        addon.RollingUpdate{MaxUnavailable: new(intstr.FromString("10%"))},
				HostNetwork:          true,
				ReportNodeInternalIP: true,
				NoService:            true,
				PublishService:       ingressnginx.PublishService{Disabled: true},
				WatchNamespace:       "tools",
				DefaultCertificate:   &ingressnginx.CertificateSecret{Namespace: "tools", Name: "wildcard"},
				IngressClass:         ingressnginx.IngressClass{Disabled: true},
				LeaderElection:       ingressnginx.LeaderElection{Disabled: true},
				Webhook: ingressnginx.Webhook{Certificate: addon.ServingCertificate{
					Secret:   "webhook-tls",
					CABundle: ca,
				}},
			},
		},
		// A second install, without a webhook, behind something that ends TLS.
		addontest.Case[ingressnginx.Options]{
			Name:    "instance",
			Because: map[string]string{"Deployment ingress-nginx-internal-controller": "NGINX binds ports below 1024"},
			Options: ingressnginx.Options{
				Instance:     "internal",
				Webhook:      ingressnginx.Webhook{Disabled: true},
				Service:      ingressnginx.Service{Type: corev1.ServiceTypeClusterIP},
				DisableHTTPS: true,
			},
		},
		// Addresses that a cluster must have room for.
		addontest.Case[ingressnginx.Options]{
			Name:    "addresses",
			Because: binds,
			Options: ingressnginx.Options{Service: ingressnginx.Service{
				LoadBalancerIP:      "203.0.113.10",
				ClusterIP:           "172.20.0.80",
				ExternalIPs:         []string{"192.0.2.80"},
				IPFamilyPolicy:      corev1.IPFamilyPolicyRequireDualStack,
				IPFamilies:          []corev1.IPFamily{corev1.IPv4Protocol, corev1.IPv6Protocol},
				TrafficDistribution: "PreferSameZone",
			}},
		},
		// The options of upstream's manifest for AWS, which ends TLS at the load balancer.
		addontest.Case[ingressnginx.Options]{
			Name:    "aws",
			Target:  addontest.AWS(),
			Because: binds,
			Options: ingressnginx.Options{
				RollingUpdate: addon.RollingUpdate{MaxUnavailable: new(intstr.FromInt32(1))},
				Service: ingressnginx.Service{AWS: &ingressnginx.AWSLoadBalancer{
					Type: ingressnginx.NLB,
					TLS:  &ingressnginx.AWSTLS{CertificateARN: arn},
				}},
				Config: ingressnginx.Config{
					UseForwardedHeaders: true,
					ProxyRealIPCIDRs:    []string{"10.0.0.0/16"},
					Extra:               map[string]string{"upstream-keepalive-timeout": "30"},
				},
			},
		},
		// By aws-load-balancer-controller, in public and in the VPC.
		addontest.Case[ingressnginx.Options]{
			Name:     "aws-controller",
			Target:   addontest.AWS(),
			Existing: cluster.Existing{APIServices: []string{"v1beta1.metrics.k8s.io"}},
			Because:  binds,
			Options: ingressnginx.Options{
				Autoscaling:     hpa.Autoscaling{Enabled: true, MinReplicas: 2},
				Service:         ingressnginx.Service{AWS: &ingressnginx.AWSLoadBalancer{Type: ingressnginx.NLBIP}},
				InternalService: &ingressnginx.Service{AWS: &ingressnginx.AWSLoadBalancer{Type: ingressnginx.NLBInstance}},
				DisableHTTP:     true,
			},
		},
	)
}

// full sets all options but those that exclude others, those that need a cluster to fit,
// and config.extra, whose keys are known to the controller and not to a schema.
func full() ingressnginx.Options {
	seconds := func(n time.Duration) metav1.Duration { return metav1.Duration{Duration: n * time.Second} }
	return ingressnginx.Options{
		Namespace:       "ingress",
		Kind:            ingressnginx.Deployment,
		Pods:            addon.Pods{Image: addon.Image{Tag: "v1.15.0"}, ExtraArgs: []string{"--v=2"}},
		RollingUpdate:   addon.RollingUpdate{MaxUnavailable: new(intstr.FromInt32(1)), MaxSurge: new(intstr.FromInt32(0))},
		MinReadySeconds: 10,
		Autoscaling: hpa.Autoscaling{
			Enabled:      true,
			MinReplicas:  3,
			MaxReplicas:  9,
			TargetCPU:    new(int32(70)),
			TargetMemory: new(int32(0)),
			Metrics: []autoscalingv2.MetricSpec{{
				Type: autoscalingv2.PodsMetricSourceType,
				Pods: &autoscalingv2.PodsMetricSource{
					Metric: autoscalingv2.MetricIdentifier{Name: "nginx_connections_current"},
					Target: autoscalingv2.MetricTarget{Type: autoscalingv2.AverageValueMetricType, AverageValue: new(resource.MustParse("500"))},
				},
			}},
			Behavior: &autoscalingv2.HorizontalPodAutoscalerBehavior{
				ScaleDown: &autoscalingv2.HPAScalingRules{StabilizationWindowSeconds: new(int32(600))},
			},
		},
		IngressClass: ingressnginx.IngressClass{
			Name:            "tools",
			Default:         true,
			Annotations:     map[string]string{"example.com/owner": "platform"},
			ControllerValue: "k8s.io/ingress-nginx-tools",
			Aliases:         []string{"internal-tools"},
			Parameters: &ingressnginx.ClassParameters{
				APIGroup: "example.com", Kind: "IngressParameters", Name: "tools", Namespace: "ingress",
			},
		},
		IngressClassByName:       true,
		WatchIngressWithoutClass: true,
		WatchNamespaceSelector:   &metav1.LabelSelector{MatchLabels: map[string]string{"ingress": "nginx"}},
		LeaderElection:           ingressnginx.LeaderElection{ID: "tools-leader", TTL: seconds(15)},
		Webhook: ingressnginx.Webhook{
			FailurePolicy:     admissionv1.Ignore,
			Timeout:           seconds(5),
			NamespaceSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"ingress": "nginx"}},
			ObjectSelector:    &metav1.LabelSelector{MatchLabels: map[string]string{"checked": "true"}},
			Annotations:       map[string]string{"admissions.enforcer/disabled": "true"},
			Port:              9443,
			Certificate:       addon.ServingCertificate{CertManager: &addon.CertManager{}},
			Certgen:           addon.Pods{Image: addon.Image{Tag: "v1.6.8"}},
		},
		Service:         fullService(),
		InternalService: &ingressnginx.Service{Annotations: map[string]string{"networking.gke.io/load-balancer-type": "Internal"}},
		PublishService:  ingressnginx.PublishService{Service: "edge/proxy"},
		Ports:           ingressnginx.Ports{HTTP: 8080, HTTPS: 8443, Health: 10354},
		HostPort:        ingressnginx.HostPort{Enabled: true, HTTP: 8000, HTTPS: 8001},
		Config: ingressnginx.Config{
			ProxyBodySize:            "8m",
			ProxyBufferSize:          "16k",
			LargeClientHeaderBuffers: "4 16k",
			ProxyConnectTimeout:      seconds(10),
			ProxyReadTimeout:         seconds(300),
			ProxySendTimeout:         seconds(300),
			UseForwardedHeaders:      true,
			ComputeFullForwardedFor:  true,
			ForwardedForHeader:       "CF-Connecting-IP",
			EnableRealIP:             true,
			UseProxyProtocol:         true,
			ProxyRealIPCIDRs:         []string{"10.0.0.0/16", "173.245.48.0/20"},
			AnnotationsRiskLevel:     ingressnginx.Critical,
			AllowSnippetAnnotations:  true,
			StrictValidatePathType:   new(false),
			SSLRedirect:              new(false),
			ForceSSLRedirect:         true,
			HSTS:                     new(false),
			SSLProtocols:             []ingressnginx.TLSVersion{ingressnginx.TLS12, ingressnginx.TLS13},
			SSLCiphers:               "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256",
			CustomHTTPErrors:         []int32{404, 503},
			LogFormatUpstream:        `{"host":"$host","status":"$status"}`,
			LogFormatEscapeJSON:      true,
			DisableAccessLog:         true,
			SkipAccessLogURLs:        []string{"/healthz", "/ping"},
			ErrorLogLevel:            ingressnginx.LogWarn,
			WorkerProcesses:          4,
			MaxWorkerConnections:     8192,
			WorkerShutdownTimeout:    seconds(120),
			UseGzip:                  true,
			EnableBrotli:             true,
		},
		ProxySetHeaders:    map[string]string{"X-Request-Start": "t=${msec}"},
		AddHeaders:         map[string]string{"X-Frame-Options": "DENY"},
		DefaultCertificate: &ingressnginx.CertificateSecret{Name: "wildcard"},
		DefaultBackend: ingressnginx.DefaultBackend{
			Enabled: true,
			Pods:    addon.Pods{Replicas: new(int32(2)), Image: addon.Image{Repository: "ghcr.io/example/errors", Tag: "v1"}},
			Port:    9090,
		},
		TCP:                         map[int32]string{5432: "databases/postgres:5432", 6379: "databases/redis:redis::PROXY"},
		UDP:                         map[int32]string{53: "kube-system/kube-dns:dns"},
		SSLPassthrough:              true,
		DisableAnnotationValidation: true,
		TopologyAwareRouting:        true,
		Metrics: ingressnginx.Metrics{
			Enabled:            true,
			ServiceAnnotations: map[string]string{"prometheus.io/scrape": "true"},
			ServiceMonitor:     &addon.ServiceMonitor{Labels: map[string]string{"release": "prometheus"}, Interval: seconds(30)},
		},
		NetworkPolicies: true,
		Sysctls:         map[string]string{"net.core.somaxconn": "8192"},
		Template:        &ingressnginx.Template{ConfigMap: "nginx-template", Key: "nginx.tmpl"},
		MaxMindLicense:  &addon.SecretRef{Name: "maxmind", Key: "license"},
		DisableMimalloc: true,
	}
}

func fullService() ingressnginx.Service {
	return ingressnginx.Service{
		Type:        corev1.ServiceTypeLoadBalancer,
		Annotations: map[string]string{"service.beta.kubernetes.io/aws-load-balancer-name": "tools"},
		Labels:      map[string]string{"example.com/exposed": "true"},
		AWS: &ingressnginx.AWSLoadBalancer{
			Type:          ingressnginx.NLB,
			Scheme:        ingressnginx.InternetFacing,
			TLS:           &ingressnginx.AWSTLS{CertificateARN: arn, Policy: "ELBSecurityPolicy-TLS13-1-2-2021-06"},
			ProxyProtocol: true,
		},
		LoadBalancerClass:             "service.k8s.aws/nlb",
		LoadBalancerSourceRanges:      []string{"198.51.100.0/24"},
		AllocateLoadBalancerNodePorts: new(true),
		ExternalTrafficPolicy:         corev1.ServiceExternalTrafficPolicyLocal,
		HealthCheckNodePort:           32000,
		SessionAffinity:               corev1.ServiceAffinityClientIP,
		IPFamilyPolicy:                corev1.IPFamilyPolicyPreferDualStack,
		IPFamilies:                    []corev1.IPFamily{corev1.IPv4Protocol, corev1.IPv6Protocol},
		Ports:                         ingressnginx.ServicePorts{HTTP: 8080, HTTPS: 8443},
		TargetPorts:                   ingressnginx.TargetPorts{HTTP: intstr.FromString("tohttps"), HTTPS: intstr.FromInt32(8080)},
		NodePorts: ingressnginx.NodePorts{
			HTTP:  30080,
			HTTPS: 30443,
			TCP:   map[int32]int32{5432: 30432},
			UDP:   map[int32]int32{53: 30053},
		},
		NoAppProtocol: true,
	}
}

const arn = "arn:aws:acm:ap-northeast-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"

const ca = `-----BEGIN CERTIFICATE-----
MIIBdDCCARmgAwIBAgIUY2EgdGhhdCBzaWducyBub3RoaW5nMAoGCCqGSM49BAMC
-----END CERTIFICATE-----
`
