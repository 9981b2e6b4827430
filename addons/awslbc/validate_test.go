package awslbc_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/awslbc"
)

func TestBadOptions(t *testing.T) {
	class := func(p awslbc.IngressClassParamsSpec) awslbc.IngressClass {
		return awslbc.IngressClass{Class: awslbc.Class{Params: &p}}
	}
	for _, tc := range []struct {
		name    string
		options options
		want    []string
	}{{
		name: "two who count the pods",
		options: options{
			Pods:        addon.Pods{Replicas: new(int32(2))},
			Autoscaling: awslbc.Autoscaling{Enabled: true, MinReplicas: 6},
		},
		want: []string{
			`pods.replicas: Forbidden: the autoscaler counts the pods: set autoscaling.minReplicas`,
			`pods.resources.requests[cpu]: Required value: the autoscaler goes by the CPU that pods use of what they ask for`,
			`autoscaling.maxReplicas: Invalid value: 5: must be at least minReplicas, which is 6`,
		},
	}, {
		name: "a VPC in two ways",
		options: options{
			Region:  "Tokyo",
			VPCID:   "vpc-1",
			VPCTags: map[string]string{"Name": "prod"},
		},
		want: []string{
			`region: Invalid value: "Tokyo": must match ^[a-z]{2}(-[a-z]+)+-[0-9]+$`,
			`vpcTags: Forbidden: excludes vpcID: only one of them can be set`,
		},
	}, {
		name: "tags",
		options: options{
			DefaultTags: map[string]string{
				"":                      "a",
				"a,b":                   "c",
				"a=b":                   "c",
				"aws:a":                 "b",
				"elbv2.k8s.aws/cluster": "prod",
				"owner":                 "a",
			},
			VPCTags:             map[string]string{"aws:cloudformation:stack-name": "fine", "Name": `"a"`},
			ExternalManagedTags: []string{"owner", "service.k8s.aws/stack", "a,b", "fine"},
		},
		want: []string{
			`defaultTags[]: Invalid value: "a": must be a tag that AWS takes: a key of 1 to 128 and a value of up to 256 letters, digits, spaces and any of _.:/=+-@`,
			`defaultTags[a,b]: Invalid value: "c": must be a tag that AWS takes: a key of 1 to 128 and a value of up to 256 letters, digits, spaces and any of _.:/=+-@`,
			`defaultTags[a=b]: Invalid value: "c": must have a key without "=": the flag would end it there`,
			`defaultTags[aws:a]: Forbidden: tags that begin with aws: are AWS's own`,
			`defaultTags[elbv2.k8s.aws/cluster]: Forbidden: the controller knows what it made by this tag`,
			`vpcTags[Name]: Invalid value: "\"a\"": must be a tag that AWS takes: a key of 1 to 128 and a value of up to 256 letters, digits, spaces and any of _.:/=+-@`,
			`externalManagedTags[0]: Forbidden: owner is among defaultTags, and either the controller sets it or somebody else`,
			`externalManagedTags[1]: Forbidden: the controller knows what it made by service.k8s.aws/stack`,
			`externalManagedTags[2]: Invalid value: "a,b": must be letters, digits, spaces and any of _.:/=+-@`,
		},
	}, {
		name: "calls of AWS",
		options: options{API: awslbc.API{
			Throttle: []awslbc.Throttle{
				{Service: "ELB", Operations: "(", Rate: -1, Burst: 1},
				{Service: awslbc.EC2, Operations: "a:b"},
			},
			Endpoints: map[awslbc.Service]string{"elbv2": "https://a.example.com", awslbc.STS: "sts.example.com"},
		}},
		want: []string{
			`api.endpoints[STS]: Invalid value: "sts.example.com": must be a URL, as in "https://vpce-0123.elasticloadbalancing.ap-northeast-1.vpce.amazonaws.com"`,
			`api.endpoints[elbv2]: Unsupported value: "elbv2": supported values: "ACM", "EC2", "Elastic Load Balancing v2", "Global Accelerator", "Resource Groups Tagging API", "Route 53", "Shield", "STS", "WAF Regional", "WAFV2"`,
			"api.throttle[0].operations: Invalid value: \"(\": must be a regular expression: error parsing regexp: missing closing ): `(`",
			`api.throttle[0].service: Unsupported value: "ELB": supported values: "ACM", "EC2", "Elastic Load Balancing v2", "Global Accelerator", "Resource Groups Tagging API", "Route 53", "Shield", "STS", "WAF Regional", "WAFV2"`,
			`api.throttle[0].rate: Invalid value: -1: must be at least 0.001`,
			`api.throttle[1].operations: Invalid value: "a:b": must match ^[^:=,]+$`,
			`api.throttle[1].rate: Required value: no default can know it`,
			`api.throttle[1].burst: Required value: no default can know it`,
		},
	}, {
		name: "classes",
		options: options{
			IngressClass: awslbc.IngressClass{Disabled: true, Class: awslbc.Class{
				Default: true, Params: &awslbc.IngressClassParamsSpec{}, ExistingParams: "a",
			}},
			MoreIngressClasses: []awslbc.NamedClass{{Name: "alb", Class: awslbc.Class{Default: true}}},
		},
		want: []string{
			`ingressClass.default: Forbidden: no class is made: ingressClass.disabled is set`,
			`ingressClass.params: Forbidden: no class is made: ingressClass.disabled is set`,
			`ingressClass.existingParams: Forbidden: no class is made: ingressClass.disabled is set`,
			`ingressClass.existingParams: Forbidden: excludes params: only one of them can be set`,
			`moreIngressClasses[0].name: Duplicate value: "alb"`,
			`moreIngressClasses[0].default: Forbidden: another class is the default already`,
		},
	}, {
		name: "parameters of a class",
		options: options{IngressClass: class(awslbc.IngressClassParamsSpec{
			Group:                  &awslbc.IngressGroup{Name: "Shop"},
			LoadBalancerName:       "internal-shop",
			Scheme:                 awslbc.Internal,
			IPAddressType:          awslbc.DualStackWithoutPublicIPv4,
			IPAMConfiguration:      &awslbc.IPAMConfiguration{IPv4IPAMPoolID: "ipam-pool-1"},
			Subnets:                &awslbc.SubnetSelector{IDs: []string{"subnet-1", "subnet-1"}, Tags: map[string][]string{"tier": {"a", "a"}}},
			InboundCIDRs:           []string{"10.0.0.1", "10.0.0.1/8"},
			CertificateARN:         []string{"*.example.com"},
			SSLRedirectPort:        "https",
			TargetType:             "pod",
			LoadBalancerAttributes: []awslbc.Attribute{{Key: "a"}, {Key: "a"}},
			Listeners:              []awslbc.Listener{{Protocol: "TCP", ListenerAttributes: []awslbc.Attribute{{Key: "a"}, {Key: "a"}}}},
			Tags:                   []awslbc.Tag{{Key: "a"}, {Key: "a"}, {Key: "elbv2.k8s.aws/resource"}},
			WAFv2ACLARN:            "shop",
			WAFv2ACLName:           "shop",
		})},
		want: []string{
			`ingressClass.params.wafv2AclName: Forbidden: excludes wafv2AclArn: only one of them can be set`,
			`ingressClass.params.loadBalancerAttributes[1].key: Duplicate value: "a"`,
			`ingressClass.params.tags[1].key: Duplicate value: "a"`,
			`ingressClass.params.tags[2].key: Forbidden: the controller knows what it made by this tag`,
			`ingressClass.params.loadBalancerName: Invalid value: "internal-shop": must not begin with internal-, which AWS keeps for itself`,
			`ingressClass.params.ipAddressType: Invalid value: "dualstack-without-public-ipv4": is for internet-facing load balancers: others have no public addresses`,
			`ingressClass.params.ipamConfiguration: Forbidden: is for internet-facing load balancers: others have no public addresses`,
			`ingressClass.params.inboundCIDRs[0]: Invalid value: "10.0.0.1": must be a network, as in "10.0.0.0/8"`,
			`ingressClass.params.inboundCIDRs[1]: Invalid value: "10.0.0.1/8": has bits outside the prefix: write 10.0.0.0/8`,
			`ingressClass.params.listeners[0].listenerAttributes[1].key: Duplicate value: "a"`,
			`ingressClass.params.group.name: Invalid value: "Shop": must match ^([a-z0-9][-a-z0-9.]*)?[a-z0-9]$`,
			`ingressClass.params.subnets.tags: Forbidden: excludes ids: only one of them can be set`,
			`ingressClass.params.subnets.tags[tier][1]: Duplicate value: "a"`,
			`ingressClass.params.subnets.ids[1]: Duplicate value: "subnet-1"`,
			`ingressClass.params.certificateArn[0]: Invalid value: "*.example.com": must match ^arn:aws[a-z-]*:(acm|iam):[^ ]+$`,
			`ingressClass.params.sslRedirectPort: Invalid value: "https": must match ^[1-9][0-9]{0,4}$`,
			`ingressClass.params.targetType: Unsupported value: "pod": supported values: "instance", "ip"`,
			`ingressClass.params.listeners[0].protocol: Unsupported value: "TCP": supported values: "HTTP", "HTTPS"`,
			`ingressClass.params.wafv2AclArn: Invalid value: "shop": must match ^(none|arn:aws[a-z-]*:wafv2:[^ ]+)$`,
		},
	}, {
		name:    "no subnets",
		options: options{IngressClass: class(awslbc.IngressClassParamsSpec{Subnets: &awslbc.SubnetSelector{}})},
		want:    []string{`ingressClass.params.subnets: Required value: needs one of ids, tags`},
	}, {
		name: "features",
		options: options{
			IngressClass:                class(awslbc.IngressClassParamsSpec{TargetType: awslbc.TargetIP}),
			DefaultTargetType:           awslbc.TargetIP,
			DefaultCertificateAuthority: "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/a",
			FeatureGates:                map[awslbc.FeatureGate]bool{awslbc.EnableIPTargetType: false, awslbc.EnableServiceController: false},
		},
		want: []string{
			`ingressClass.params.targetType: Forbidden: the feature EnableIPTargetType is switched off`,
			`defaultTargetType: Forbidden: the feature EnableIPTargetType is switched off`,
			`webhook.services.disabled: Required value: the feature EnableServiceController is switched off, and the webhook would give Services a class that nobody serves`,
			`defaultCertificateAuthority: Forbidden: needs the feature EnableCertificateManagement`,
		},
	}, {
		name:    "ports of the pods",
		options: options{Ports: awslbc.Ports{Metrics: 9443, Health: 70000}},
		want: []string{
			`ports.health: Invalid value: 70000: must be at most 65535`,
			`ports.metrics: Invalid value: 9443: is the port for webhook: take another`,
		},
	}, {
		name:    "ports of the nodes",
		options: options{HostNetwork: true, Ports: awslbc.Ports{Webhook: 10250}},
		want:    []string{`ports.webhook: Invalid value: 10250: is the kubelet's in the network of the node: take another`},
	}, {
		name: "a certificate that nobody trusts, and webhooks that are not made",
		options: options{Webhook: awslbc.Webhook{
			Certificate: addon.ServingCertificate{Secret: "tls"},
			Services:    awslbc.ServiceWebhook{Disabled: true, NamespaceSelector: &metav1.LabelSelector{}, ObjectSelector: &metav1.LabelSelector{}, Updates: true},
			Ingresses:   awslbc.IngressWebhook{Disabled: true, FailurePolicy: "None", NamespaceSelector: &metav1.LabelSelector{}, ObjectSelector: &metav1.LabelSelector{}},
		}},
		want: []string{
			`webhook.ingresses.failurePolicy: Unsupported value: "None": supported values: "Fail", "Ignore"`,
			`webhook.certificate.caBundle: Required value: the API server trusts the certificate of a Secret by its CA alone`,
			`webhook.services.namespaceSelector: Forbidden: there is no such webhook: services.disabled is set`,
			`webhook.services.objectSelector: Forbidden: there is no such webhook: services.disabled is set`,
			`webhook.services.updates: Forbidden: there is no such webhook: services.disabled is set`,
			`webhook.ingresses.namespaceSelector: Forbidden: there is no such webhook: ingresses.disabled is set`,
			`webhook.ingresses.objectSelector: Forbidden: there is no such webhook: ingresses.disabled is set`,
		},
	}, {
		name: "what contradicts itself",
		options: options{
			BackendSecurityGroup: awslbc.BackendSecurityGroup{Disabled: true, ID: "sg-1", ManageRules: true},
			AllSecrets:           true,
			SecretNamespaces:     []string{"login"},
			Webhook:              awslbc.Webhook{CertFile: "cert.pem", KeyFile: "key.pem"},
		},
		want: []string{
			`backendSecurityGroup.id: Forbidden: load balancers share no group: disabled is set`,
			`backendSecurityGroup.manageRules: Forbidden: the rules are about the shared group, and disabled is set: the controller wouldn't start`,
			`webhook.certFile: Forbidden: belongs to the certificate of a secret: cert-manager's has keys of its own`,
			`webhook.keyFile: Forbidden: belongs to the certificate of a secret: cert-manager's has keys of its own`,
			`secretNamespaces: Forbidden: allSecrets is set: the controller may read them anyway`,
		},
	}} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := awslbc.New(tc.options).Objects(addontest.Target())
			var got []string
			for _, err := range addon.Errors(err) {
				got = append(got, err.Error())
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// A feature that the controller doesn't know keeps it from starting.
func TestUnknownFeature(t *testing.T) {
	_, err := awslbc.New(options{FeatureGates: map[awslbc.FeatureGate]bool{"EnableTCPUDPListenerType": true}}).Objects(addontest.Target())
	errs := addon.Errors(err)
	if len(errs) != 1 {
		t.Fatalf("%v", err)
	}
	const want = `featureGates[EnableTCPUDPListenerType]: Unsupported value: "EnableTCPUDPListenerType": supported values: "ALBGatewayAPI", `
	if got := errs[0].Error(); !strings.HasPrefix(got, want) {
		t.Error(got)
	}
}
