package ingressnginx_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/hpa"
	"github.com/fitout/fitout/addons/ingressnginx"
)

func TestBadOptions(t *testing.T) {
	seconds := func(n float64) metav1.Duration {
		return metav1.Duration{Duration: time.Duration(n * float64(time.Second))}
	}
	budget := &addon.DisruptionBudget{MinAvailable: new(intstr.FromInt32(1))}
	for _, tc := range []struct {
		name    string
		options ingressnginx.Options
		want    []string
	}{{
		name:    "a name that leaves no room",
		options: ingressnginx.Options{Instance: strings.Repeat("a", 29)},
		want:    []string{`instance: Invalid value: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa": must match ^[a-z0-9]([a-z0-9-]{0,26}[a-z0-9])?$`},
	}, {
		name: "what a DaemonSet doesn't have",
		options: ingressnginx.Options{
			Kind:        ingressnginx.DaemonSet,
			Pods:        addon.Pods{Replicas: new(int32(2)), DisruptionBudget: budget},
			Autoscaling: hpa.Autoscaling{Enabled: true},
		},
		want: []string{
			`autoscaling.enabled: Forbidden: a DaemonSet runs one pod on each node`,
			`pods.replicas: Forbidden: a DaemonSet runs one pod on each node`,
			`pods.disruptionBudget: Forbidden: Kubernetes can't count what a DaemonSet should have, and drains leave its pods alone`,
		},
	}, {
		name: "two who count the pods",
		options: ingressnginx.Options{
			Pods:        addon.Pods{Replicas: new(int32(1))},
			Autoscaling: hpa.Autoscaling{Enabled: true, MinReplicas: 12, TargetCPU: new(int32(0)), TargetMemory: new(int32(0))},
		},
		want: []string{
			`pods.replicas: Forbidden: the autoscaler counts the pods: set autoscaling.minReplicas`,
			`autoscaling.maxReplicas: Invalid value: 11: must be at least minReplicas, which is 12`,
			`autoscaling.metrics: Required value: without CPU and memory there is nothing to go by`,
		},
	}, {
		name: "a class that isn't made",
		options: ingressnginx.Options{IngressClass: ingressnginx.IngressClass{
			Disabled: true, Default: true, Annotations: map[string]string{"a": "b"}, Aliases: []string{"nginx"},
			Parameters: &ingressnginx.ClassParameters{APIGroup: "example.com", Kind: "K", Name: "n"},
		}},
		want: []string{
			`ingressClass.aliases[0]: Duplicate value: "nginx"`,
			`ingressClass.default: Forbidden: no class is made: ingressClass.disabled is set`,
			`ingressClass.annotations: Forbidden: no class is made: ingressClass.disabled is set`,
			`ingressClass.aliases: Forbidden: no class is made: ingressClass.disabled is set`,
			`ingressClass.parameters: Forbidden: no class is made: ingressClass.disabled is set`,
		},
	}, {
		name: "what isn't in the watched namespace",
		options: ingressnginx.Options{
			WatchNamespace:         "tools",
			WatchNamespaceSelector: &metav1.LabelSelector{},
			DefaultCertificate:     &ingressnginx.CertificateSecret{Name: "wildcard"},
			DefaultBackend:         ingressnginx.DefaultBackend{Enabled: true},
			TCP:                    map[int32]string{5432: "tools/postgres:5432"},
			UDP:                    map[int32]string{53: "tools/dns:53"},
			ProxySetHeaders:        map[string]string{"X-A": "b"},
			AddHeaders:             map[string]string{"X A": "b"},
		},
		want: []string{
			`watchNamespaceSelector: Forbidden: watchNamespace names the one that is watched`,
			`watchNamespaceSelector: Required value: leave it out to watch all namespaces`,
			`defaultCertificate.namespace: Invalid value: "ingress-nginx": must be watchNamespace: the controller sees no other Secret`,
			`defaultBackend.enabled: Forbidden: the controller watches another namespace, tools, and doesn't see what is in its own`,
			`tcp: Forbidden: the controller watches another namespace, tools, and doesn't see what is in its own`,
			`udp: Forbidden: the controller watches another namespace, tools, and doesn't see what is in its own`,
			`proxySetHeaders: Forbidden: the controller watches another namespace, tools, and doesn't see what is in its own`,
			`addHeaders: Forbidden: the controller watches another namespace, tools, and doesn't see what is in its own`,
			`addHeaders[X A]: Invalid value: "X A": must be the name of a header`,
		},
	}, {
		name: "two sources of the status",
		options: ingressnginx.Options{
			PublishService:       ingressnginx.PublishService{Disabled: true, Service: "edge/proxy"},
			ReportNodeInternalIP: true,
		},
		want: []string{
			`publishService.service: Forbidden: publishService.disabled is set`,
			`reportNodeInternalIP: Forbidden: needs hostNetwork: else nobody reaches the pods by the addresses of their nodes`,
		},
	}, {
		name:    "addresses of nodes that nobody sees",
		options: ingressnginx.Options{HostNetwork: true, ReportNodeInternalIP: true, HostPort: ingressnginx.HostPort{Enabled: true, HTTP: 8080}},
		want: []string{
			`reportNodeInternalIP: Forbidden: the status shows the address of a Service: set publishService.disabled`,
			`hostPort: Forbidden: with hostNetwork ports of the node are the pods' own: set ports`,
		},
	}, {
		name: "webhook",
		options: ingressnginx.Options{Webhook: ingressnginx.Webhook{
			FailurePolicy: "Warn",
			Timeout:       seconds(31),
			Certificate:   addon.ServingCertificate{Secret: "tls"},
			Certgen:       addon.Pods{Replicas: new(int32(2)), DisruptionBudget: budget},
		}},
		want: []string{
			`webhook.failurePolicy: Unsupported value: "Warn": supported values: "Fail", "Ignore"`,
			`webhook.timeout: Invalid value: "31s": must be whole seconds, from 1s to 30s`,
			`webhook.certgen.replicas: Forbidden: a Job runs one pod`,
			`webhook.certgen.disruptionBudget: Forbidden: a Job that is disturbed starts anew`,
			`webhook.certificate.caBundle: Required value: the API server has no other way to trust the Secret's certificate, unless an annotation cert-manager.io/inject-ca-from-secret brings the CA`,
		},
	}, {
		name: "what needs a load balancer",
		options: ingressnginx.Options{
			DisableHTTP:  true,
			DisableHTTPS: true,
			Service: ingressnginx.Service{
				Type:                          corev1.ServiceTypeClusterIP,
				AWS:                           &ingressnginx.AWSLoadBalancer{Type: ingressnginx.NLB},
				LoadBalancerClass:             "service.k8s.aws/nlb",
				LoadBalancerIP:                "203.0.113.10",
				LoadBalancerSourceRanges:      []string{"10.0.0.1"},
				AllocateLoadBalancerNodePorts: new(false),
				HealthCheckNodePort:           32000,
				NodePorts:                     ingressnginx.NodePorts{HTTP: 30080},
				ExternalTrafficPolicy:         corev1.ServiceExternalTrafficPolicyLocal,
			},
			InternalService: &ingressnginx.Service{Type: corev1.ServiceTypeLoadBalancer},
		},
		want: []string{
			`service.aws: Forbidden: needs the type LoadBalancer`,
			`service.nodePorts: Forbidden: needs the type NodePort or LoadBalancer`,
			`service.loadBalancerClass: Forbidden: needs the type LoadBalancer`,
			`service.loadBalancerIP: Forbidden: needs the type LoadBalancer`,
			`service.loadBalancerSourceRanges: Forbidden: needs the type LoadBalancer`,
			`service.allocateLoadBalancerNodePorts: Forbidden: needs the type LoadBalancer`,
			`service.healthCheckNodePort: Forbidden: needs the type LoadBalancer and the external traffic policy Local`,
			`service.externalTrafficPolicy: Forbidden: needs the type NodePort or LoadBalancer, or externalIPs`,
			`service.loadBalancerSourceRanges[0]: Invalid value: "10.0.0.1": must be a CIDR, as in "10.0.0.0/8"`,
			`internalService.annotations: Required value: without any, or aws, or loadBalancerClass, its load balancer would be as public as the other`,
			`disableHTTPS: Forbidden: a Service needs a port: HTTP is disabled already`,
		},
	}, {
		name: "AWS",
		options: ingressnginx.Options{
			Service: ingressnginx.Service{
				AWS: &ingressnginx.AWSLoadBalancer{
					Type:          ingressnginx.NLBInstance,
					Scheme:        "public",
					TLS:           &ingressnginx.AWSTLS{CertificateARN: "example.com"},
					ProxyProtocol: true,
				},
				AllocateLoadBalancerNodePorts: new(false),
			},
			InternalService: &ingressnginx.Service{AWS: &ingressnginx.AWSLoadBalancer{}},
		},
		want: []string{
			`service.aws.scheme: Unsupported value: "public": supported values: "internet-facing", "internal"`,
			`service.aws.tls.certificateARN: Invalid value: "example.com": must match ^arn:aws[a-z-]*:(acm|iam):[a-z0-9-]*:[0-9]{12}:(certificate|server-certificate)/.+$`,
			`internalService.aws.type: Required value: no default can know it`,
			`service.allocateLoadBalancerNodePorts: Invalid value: false: aws.type nlb-instance reaches the pods by node ports: take nlb-ip`,
			`service.aws.proxyProtocol: Forbidden: needs config.useProxyProtocol: NGINX would refuse every request`,
		},
	}, {
		name: "families of addresses that the cluster would not keep",
		options: ingressnginx.Options{
			Service:         ingressnginx.Service{IPFamilyPolicy: corev1.IPFamilyPolicyPreferDualStack, IPFamilies: []corev1.IPFamily{corev1.IPv4Protocol}},
			InternalService: &ingressnginx.Service{Type: corev1.ServiceTypeClusterIP, IPFamilies: []corev1.IPFamily{corev1.IPv6Protocol, corev1.IPv4Protocol}},
		},
		want: []string{
			`internalService.ipFamilies: Invalid value: ["IPv6","IPv4"]: two families need the ipFamilyPolicy PreferDualStack or RequireDualStack`,
			`service.ipFamilies: Invalid value: ["IPv4"]: with the ipFamilyPolicy PreferDualStack name both families, the first one first, or none`,
		},
	}, {
		name: "the PROXY protocol that nobody speaks",
		options: ingressnginx.Options{
			Service: ingressnginx.Service{AWS: &ingressnginx.AWSLoadBalancer{Type: ingressnginx.NLBIP}},
			Config:  ingressnginx.Config{UseProxyProtocol: true},
		},
		want: []string{`service.aws.proxyProtocol: Required value: config.useProxyProtocol has NGINX refuse every request without it`},
	}, {
		name: "ports for two purposes",
		options: ingressnginx.Options{
			Ports: ingressnginx.Ports{HTTP: 8181, HTTPS: 8443, Health: 8443},
			Service: ingressnginx.Service{
				Ports:       ingressnginx.ServicePorts{HTTP: 5432},
				NodePorts:   ingressnginx.NodePorts{TCP: map[int32]int32{9000: 30090}},
				TargetPorts: ingressnginx.TargetPorts{HTTPS: intstr.FromString("web")},
			},
			TCP: map[int32]string{
				0:    "tools/app:9000",
				442:  "tools/app:9000",
				5432: "postgres:5432",
				8443: "tools/app:9000",
			},
			UDP: map[int32]string{53: "kube-system/kube-dns:53:PROXY"},
		},
		want: []string{
			`service.targetPorts.https: Unsupported value: "web": supported values: "http", "https"`,
			`ports.http: Invalid value: 8181: is taken: for the default server`,
			`ports.health: Invalid value: 8443: is taken: ports.https`,
			`webhook.port: Invalid value: 8443: is taken: ports.health`,
			`tcp[0]: Invalid value: 0: must be a port, from 1 to 65535`,
			`tcp[442]: Invalid value: 442: is taken: for ssl-passthrough`,
			`tcp[5432]: Invalid value: "postgres:5432": must be "namespace/service:port"`,
			`tcp[8443]: Invalid value: 8443: is taken: webhook.port`,
			`udp[53]: Invalid value: "kube-system/kube-dns:53:PROXY": must be "namespace/service:port"`,
			`service.ports.http: Invalid value: 5432: is a port of the option tcp too`,
			`service.nodePorts.tcp[9000]: Invalid value: 9000: is no port of that option`,
		},
	}, {
		name: "settings that the controller would pass over",
		options: ingressnginx.Options{
			Service: ingressnginx.Service{AWS: &ingressnginx.AWSLoadBalancer{Type: ingressnginx.NLB, TLS: &ingressnginx.AWSTLS{CertificateARN: arn}}},
			Config: ingressnginx.Config{
				ProxyBodySize:           "8 MB",
				ProxyReadTimeout:        seconds(1.5),
				WorkerShutdownTimeout:   seconds(300),
				ProxyRealIPCIDRs:        []string{"10.0.0.0"},
				AllowSnippetAnnotations: true,
				CustomHTTPErrors:        []int32{200},
				UseGzip:                 true,
				Extra:                   map[string]string{"use-gzip": "false", "http-snippet": "", "use_http2": "false", "ssl-session-ticket-key": "c2VjcmV0"},
			},
		},
		want: []string{
			`config.proxyBodySize: Invalid value: "8 MB": must match ^[0-9]+[kKmMgG]?$`,
			`config.customHTTPErrors[0]: Invalid value: 200: must be at least 300`,
			`config.extra[http-snippet]: Invalid value: "": is set twice: service.aws.tls sets it too`,
			`config.extra[use-gzip]: Invalid value: "false": is set twice: config.useGzip sets it too`,
			`config.extra[ssl-session-ticket-key]: Forbidden: is a secret, which no option holds: all who read the ConfigMap would have it`,
			`config.extra[use_http2]: Invalid value: "use_http2": the controller knows no such setting and would pass over it`,
			`config.annotationsRiskLevel: Invalid value: "": must be Critical for allowSnippetAnnotations: else snippets are refused all the same`,
			`config.proxyReadTimeout: Invalid value: "1.5s": must be whole seconds`,
			`config.workerShutdownTimeout: Invalid value: "5m0s": must be less than pods.terminationGracePeriodSeconds, which is 300`,
			`config.proxyRealIPCIDRs[0]: Invalid value: "10.0.0.0": must be a CIDR, as in "10.0.0.0/8"`,
		},
	}} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := ingressnginx.New(tc.options).Objects(addontest.Target())
			var got []string
			for _, err := range addon.Errors(err) {
				got = append(got, err.Error())
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
