package awslbc_test

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
	"github.com/fitout/fitout/addons/awslbc"
	"github.com/fitout/fitout/cluster"
)

type options = awslbc.Options

func TestAddon(t *testing.T) {
	others := cluster.Existing{CRDs: []string{"*.cert-manager.io", "servicemonitors.monitoring.coreos.com"}}
	addontest.Run(t, awslbc.Definition,
		addontest.Case[options]{Name: "defaults", Existing: others},
		addontest.Case[options]{Name: "upstream", Existing: others},
		addontest.Case[options]{
			// Nearly all services of a company: one class for inside, one for outside.
			Name:     "aws",
			Target:   addontest.AWS(),
			Existing: others,
			Options:  company(),
		},
		addontest.Case[options]{
			// Without cert-manager, roles and the controller's own webhook for Services.
			Name: "alone",
			Existing: cluster.Existing{
				APIServices: []string{"v1beta1.metrics.k8s.io"},
				Secrets: map[string][]string{
					"kube-system/alb-webhook": {"cert.pem", "key.pem"},
					"kube-system/aws":         {"id", "secret"},
				},
			},
			Options: alone(),
		},
		addontest.Case[options]{
			Name:     "full",
			Target:   addontest.AWS(),
			Existing: cluster.Existing{CRDs: others.CRDs, Namespaces: []string{"login"}, ClusterIssuers: []string{"webhooks"}},
			Because:  map[string]string{"Deployment aws-load-balancer-controller": "the case sets hostNetwork"},
			Options:  full(),
		},
	)
}

func company() options {
	return options{
		IngressClass: awslbc.IngressClass{Class: awslbc.Class{Default: true, Params: &awslbc.IngressClassParamsSpec{
			Scheme: awslbc.Internal,
			Group:  &awslbc.IngressGroup{Name: "internal"},
		}}},
		MoreIngressClasses: []awslbc.NamedClass{{Name: "alb-public", Class: awslbc.Class{Params: &awslbc.IngressClassParamsSpec{
			Scheme:                 awslbc.InternetFacing,
			SSLRedirectPort:        "443",
			LoadBalancerAttributes: []awslbc.Attribute{{Key: "deletion_protection.enabled", Value: "true"}},
			Subnets:                &awslbc.SubnetSelector{Tags: map[string][]string{"tier": {"public"}}},
		}}}},
		DefaultTargetType: awslbc.TargetIP,
		DefaultSSLPolicy:  "ELBSecurityPolicy-TLS13-1-2-2021-06",
		DefaultTags:       map[string]string{"cluster": "prod", "team": "platform"},
		DisableShield:     true,
		DisableWAF:        true,
		FeatureGates:      map[awslbc.FeatureGate]bool{awslbc.EnableRGTAPI: true},
		API: awslbc.API{Throttle: []awslbc.Throttle{
			{Service: awslbc.ElasticLoadBalancing, Operations: "^RegisterTargets|^DeregisterTargets", Rate: 4, Burst: 20},
			{Service: awslbc.ElasticLoadBalancing, Operations: "^Describe.*", Rate: 10, Burst: 40},
			{Service: awslbc.ElasticLoadBalancing, Operations: "^Modify.*", Rate: 1.5, Burst: 10},
		}},
		Webhook: awslbc.Webhook{Services: awslbc.ServiceWebhook{NamespaceSelector: not("kubernetes.io/metadata.name", "cert-manager", "kube-system")}},
		ServiceMonitor: &addon.ServiceMonitor{
			Labels: map[string]string{"release": "prometheus"},
		},
	}
}

func alone() options {
	key := func(key string) addon.SecretRef { return addon.SecretRef{Name: "aws", Key: key} }
	return options{
		Pods:        addon.Pods{Resources: requests("100m", "200Mi")},
		Autoscaling: awslbc.Autoscaling{Enabled: true, MinReplicas: 2, MaxReplicas: 4, TargetCPU: 70, Behavior: &autoscalingv2.HorizontalPodAutoscalerBehavior{ScaleDown: &autoscalingv2.HPAScalingRules{StabilizationWindowSeconds: new(int32(600))}}},
		Region:      "eu-central-1",
		VPCTags:     map[string]string{"Name": "prod", "tier": "apps"},
		AccessKey:   &awslbc.AccessKey{ID: key("id"), Secret: key("secret")},
		IngressClass: awslbc.IngressClass{
			Disabled: true,
		},
		MoreIngressClasses:       []awslbc.NamedClass{{Name: "shop", Class: awslbc.Class{ExistingParams: "shared"}}},
		WatchIngressWithoutClass: true,
		BackendSecurityGroup:     awslbc.BackendSecurityGroup{Disabled: true},
		AllSecrets:               true,
		FeatureGates:             map[awslbc.FeatureGate]bool{awslbc.EnableServiceController: false},
		Webhook: awslbc.Webhook{
			Certificate: addon.ServingCertificate{Secret: "alb-webhook", CABundle: ca},
			CertFile:    "cert.pem",
			KeyFile:     "key.pem",
			Services:    awslbc.ServiceWebhook{Disabled: true},
			Ingresses:   awslbc.IngressWebhook{Disabled: true},
		},
		NoScrapeAnnotations: true,
	}
}

func full() options {
	minutes := func(n int) metav1.Duration { return metav1.Duration{Duration: time.Duration(n) * time.Minute} }
	shop := &metav1.LabelSelector{MatchLabels: map[string]string{"team": "shop"}}
	return options{
		Namespace: "load-balancers",
		Pods: addon.Pods{
			Replicas:  new(int32(3)),
			Image:     addon.Image{Tag: "v3.5.1"},
			Resources: requests("200m", "500Mi"),
			ExtraArgs: []string{"--enable-leader-election=true"},
		},
		RollingUpdate: addon.RollingUpdate{MaxSurge: new(intstr.FromInt32(0)), MaxUnavailable: new(intstr.FromInt32(1))},
		ClusterName:   "prod-blue",
		Region:        "us-east-1",
		VPCID:         "vpc-0fedcba9876543210",
		API: awslbc.API{
			Throttle:   []awslbc.Throttle{{Service: awslbc.WAFv2, Operations: ".*", Rate: 0.5, Burst: 1}},
			MaxRetries: 5,
			Endpoints:  map[awslbc.Service]string{awslbc.EC2: "https://ec2.example.com", awslbc.ElasticLoadBalancing: "https://elb.example.com"},
		},
		IngressClass: awslbc.IngressClass{Name: "blue", Class: awslbc.Class{Default: true, Params: params()}},
		MoreIngressClasses: []awslbc.NamedClass{{Name: "green", Class: awslbc.Class{Params: &awslbc.IngressClassParamsSpec{
			Subnets:     &awslbc.SubnetSelector{IDs: []string{"subnet-0123456789abcdef0", "subnet-0123456789abcdef1"}},
			WAFv2ACLARN: "none",
		}}}},
		WatchNamespace:                    "shop",
		DisableIngressClassAnnotation:     true,
		DisableIngressGroupNameAnnotation: true,
		RefuseMissingServices:             true,
		RefuseMissingActions:              true,
		DefaultTargetType:                 awslbc.TargetIP,
		DefaultLoadBalancerScheme:         awslbc.InternetFacing,
		DefaultSSLPolicy:                  "ELBSecurityPolicy-TLS13-1-3-2021-06",
		DefaultTags:                       map[string]string{"cost center": "12=3"},
		ExternalManagedTags:               []string{"backup", "owner"},
		DisableShield:                     true,
		DisableWAF:                        true,
		DisableWAFv2:                      true,
		BackendSecurityGroup:              awslbc.BackendSecurityGroup{ID: "sg-0123456789abcdef0", ManageRules: true},
		UnrestrictedSecurityGroupRules:    true,
		ServiceTargetENISecurityGroupTags: map[string]string{"tier": "apps"},
		LoadBalancerClass:                 "service.example.com/nlb",
		MaxTargetsPerTargetGroup:          500,
		NoEndpointSlices:                  true,
		DisablePodReadinessGates:          true,
		QUICServerIDVariable:              "QUIC_SERVER_ID",
		CertificateAuthorities:            []string{"arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/a", "arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/b"},
		DefaultCertificateAuthority:       "arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/a",
		TargetGroupRoles:                  []string{"arn:aws:iam::210987654321:role/target-groups"},
		SecretNamespaces:                  []string{"login"},
		RequiredSecretsLabel:              "example.com/alb=true",
		FeatureGates: map[awslbc.FeatureGate]bool{
			awslbc.EnableCertificateManagement: true,
			awslbc.EnableRGTAPI:                true,
			awslbc.GlobalAcceleratorController: true,
			awslbc.SubnetsClusterTagCheck:      false,
		},
		Concurrency: awslbc.Concurrency{
			Ingresses: 6, Services: 4, TargetGroupBindings: 9, GatewayClasses: 1, ALBGateways: 2, NLBGateways: 5, GlobalAccelerators: 7,
		},
		SyncPeriod:                   minutes(1440),
		TargetGroupBindingMaxBackoff: minutes(10),
		TargetGroupBindingRequeue:    metav1.Duration{Duration: 30 * time.Second},
		GlobalAcceleratorMaxBackoff:  minutes(20),
		StabilizationInterval:        minutes(5),
		LogLevel:                     awslbc.LogDebug,
		Ports:                        awslbc.Ports{Webhook: 10443, Metrics: 18080, Health: 18081},
		HostNetwork:                  true,
		Webhook: awslbc.Webhook{
			Certificate: addon.ServingCertificate{CertManager: &addon.CertManager{
				Issuer:      addon.IssuerRef{Name: "webhooks", Kind: "ClusterIssuer"},
				Duration:    minutes(525600),
				RenewBefore: minutes(43200),
			}},
			CertDir:            "/etc/webhook",
			ClientCAFile:       "/etc/callers/ca.crt",
			ServiceAnnotations: map[string]string{"example.com/team": "platform"},
			Pods:               awslbc.PodWebhook{FailurePolicy: admissionv1.Fail, NamespaceSelector: shop, ObjectSelector: shop},
			Services:           awslbc.ServiceWebhook{FailurePolicy: admissionv1.Ignore, NamespaceSelector: shop, ObjectSelector: shop, Updates: true},
			Ingresses:          awslbc.IngressWebhook{FailurePolicy: admissionv1.Ignore, NamespaceSelector: shop, ObjectSelector: shop},
		},
		ServiceMonitor: &addon.ServiceMonitor{Interval: minutes(1)},
	}
}

func params() *awslbc.IngressClassParamsSpec {
	return &awslbc.IngressClassParamsSpec{
		NamespaceSelector:           &metav1.LabelSelector{MatchLabels: map[string]string{"team": "shop"}},
		Group:                       &awslbc.IngressGroup{Name: "shop"},
		LoadBalancerName:            "shop",
		Scheme:                      awslbc.InternetFacing,
		IPAddressType:               awslbc.DualStack,
		Subnets:                     &awslbc.SubnetSelector{Tags: map[string][]string{"kubernetes.io/role/elb": {"1", ""}}},
		IPAMConfiguration:           &awslbc.IPAMConfiguration{IPv4IPAMPoolID: "ipam-pool-0123456789abcdef0"},
		InboundCIDRs:                []string{"10.0.0.0/8", "2001:db8::/32"},
		PrefixListsIDs:              []string{"pl-0123456789abcdef0"},
		CertificateARN:              []string{"arn:aws:acm:us-east-1:123456789012:certificate/a"},
		SSLPolicy:                   "ELBSecurityPolicy-TLS13-1-2-2021-06",
		SSLRedirectPort:             "443",
		TargetType:                  awslbc.TargetInstance,
		LoadBalancerAttributes:      []awslbc.Attribute{{Key: "idle_timeout.timeout_seconds", Value: "120"}, {Key: "access_logs.s3.prefix"}},
		Listeners:                   []awslbc.Listener{{Protocol: awslbc.HTTPS, Port: 443, ListenerAttributes: []awslbc.Attribute{{Key: "routing.http.response.server.enabled", Value: "false"}}}},
		MinimumLoadBalancerCapacity: &awslbc.MinimumLoadBalancerCapacity{CapacityUnits: 100},
		Tags:                        []awslbc.Tag{{Key: "team", Value: "shop"}, {Key: "public"}},
		WAFv2ACLName:                "shop",
	}
}

func not(key string, values ...string) *metav1.LabelSelector {
	return &metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{{
		Key: key, Operator: metav1.LabelSelectorOpNotIn, Values: values,
	}}}
}

func requests(cpu, memory string) corev1.ResourceRequirements {
	return corev1.ResourceRequirements{Requests: corev1.ResourceList{
		corev1.ResourceCPU:    resource.MustParse(cpu),
		corev1.ResourceMemory: resource.MustParse(memory),
	}}
}

const ca = `-----BEGIN CERTIFICATE-----
MIIBdDCCARmgAwIBAgIUY2EgdGhhdCBzaWducyBub3RoaW5nMAoGCCqGSM49BAMC
-----END CERTIFICATE-----
`
