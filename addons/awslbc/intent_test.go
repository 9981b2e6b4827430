package awslbc_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	admissionv1 "k8s.io/api/admissionregistration/v1"
	appsv1 "k8s.io/api/apps/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/addons/awslbc"
)

// objects are the objects of a type.
func objects[T addon.Object](t *testing.T, target addon.Target, o options) []T {
	t.Helper()
	return addontest.Objects[T](t, target, awslbc.New(o))
}

// The controller finds its region and its VPC without the metadata of a node, unless it is to
// find the VPC otherwise.
func TestVPC(t *testing.T) {
	noVPC := addontest.AWS()
	noVPC.AWS.VPC = ""
	const region = "--aws-region=ap-northeast-1"
	for _, tc := range []struct {
		name    string
		target  addon.Target
		options options
		want    []string
	}{
		{"of the account", addontest.AWS(), options{}, []string{region, "--aws-vpc-id=vpc-0123456789abcdef0"}},
		{"given", addontest.AWS(), options{VPCID: "vpc-1"}, []string{region, "--aws-vpc-id=vpc-1"}},
		{"by its tags", addontest.AWS(), options{VPCTags: map[string]string{"b": "2", "a": "1"}}, []string{region, "--aws-vpc-tags=a=1,b=2"}},
		{"unknown", noVPC, options{}, []string{region}},
		{"elsewhere", addontest.Target(), options{}, nil},
	} {
		args := objects[*appsv1.Deployment](t, tc.target, tc.options)[0].Spec.Template.Spec.Containers[0].Args
		got := slices.DeleteFunc(args, func(a string) bool { return !strings.HasPrefix(a, "--aws-") })
		if diff := cmp.Diff(tc.want, got, cmp.Transformer("nil", func(s []string) string { return strings.Join(s, " ") })); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.name, diff)
		}
	}
}

// Rules of security groups can be changed in the VPC of the load balancers only.
func TestVPCInPolicy(t *testing.T) {
	for _, tc := range []struct {
		options options
		want    []string
	}{
		{options{}, []string{"arn:aws:ec2:ap-northeast-1:*:vpc/vpc-0123456789abcdef0"}},
		{options{Region: "eu-west-1", VPCID: "vpc-1"}, []string{"arn:aws:ec2:eu-west-1:*:vpc/vpc-1"}},
		{options{VPCTags: map[string]string{"a": "1"}}, nil},
	} {
		var got []string
		for _, s := range role(t, addontest.AWS(), tc.options).Policies[0].Statements {
			if s.SID == "OpenPorts" {
				for _, c := range s.Conditions {
					got = append(got, c.Values...)
				}
			}
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
}

// The role has the rights that the options need.
func TestPolicyFollowsOptions(t *testing.T) {
	gate := func(f awslbc.FeatureGate) options {
		return options{FeatureGates: map[awslbc.FeatureGate]bool{f: true}}
	}
	for _, tc := range []struct {
		name          string
		options       options
		has, hasNot   string
		policiesAreIn []string
	}{
		{"defaults", options{}, "wafv2:AssociateWebACL shield:CreateProtection waf-regional:GetWebACL", "tag:GetResources sts:AssumeRole acm:RequestCertificate", nil},
		{"no Shield", options{DisableShield: true}, "wafv2:GetWebACL", "shield:DescribeProtection", nil},
		{"no WAF", options{DisableWAF: true, DisableWAFv2: true}, "shield:DescribeProtection", "wafv2:GetWebACL wafv2:ListWebACLs waf-regional:GetWebACL", nil},
		{"tags", gate(awslbc.EnableRGTAPI), "tag:GetResources", "", nil},
		{"another account", options{TargetGroupRoles: []string{"arn:aws:iam::210987654321:role/a"}}, "sts:AssumeRole", "", nil},
		{"accelerators", gate(awslbc.GlobalAcceleratorController), "globalaccelerator:CreateAccelerator", "acm:RequestCertificate", []string{"network", "load-balancers", "global-accelerator"}},
		{"certificates", gate(awslbc.EnableCertificateManagement), "acm:RequestCertificate", "globalaccelerator:CreateAccelerator", []string{"network", "load-balancers", "certificates"}},
	} {
		r := role(t, addontest.AWS(), tc.options)
		var actions, names []string
		for _, p := range r.Policies {
			names = append(names, p.Name)
			for _, s := range p.Statements {
				actions = append(actions, s.Actions...)
			}
		}
		for a := range strings.FieldsSeq(tc.has) {
			if !slices.Contains(actions, a) {
				t.Errorf("%s: may not %s", tc.name, a)
			}
		}
		for a := range strings.FieldsSeq(tc.hasNot) {
			if slices.Contains(actions, a) {
				t.Errorf("%s: may %s", tc.name, a)
			}
		}
		if want := tc.policiesAreIn; want != nil && !slices.Equal(want, names) {
			t.Errorf("%s: has the policies %v", tc.name, names)
		}
	}

	china := addontest.AWS()
	china.AWS.Region = "cn-north-1"
	for _, p := range role(t, china, options{}).Policies {
		for _, s := range p.Statements {
			for _, arn := range s.Resources {
				if !strings.HasPrefix(arn, "arn:aws-cn:") {
					t.Errorf("%s: %s is of another partition", s.SID, arn)
				}
			}
		}
	}
	key := addon.SecretRef{Name: "aws", Key: "key"}
	if r, err := awslbc.New(options{AccessKey: &awslbc.AccessKey{ID: key, Secret: key}}).AWS(addontest.AWS()); err != nil || r != nil {
		t.Errorf("with a key of its own it has %v, %v", r, err)
	}
}

func role(t *testing.T, target addon.Target, o options) *aws.Role {
	t.Helper()
	resources, err := awslbc.New(o).AWS(target)
	if err != nil || len(resources) != 1 {
		t.Fatalf("%v, %v", resources, err)
	}
	return aws.RoleOf(resources[0])
}

// The certificate is trusted whoever issues it, and its Secret is the one that pods mount.
func TestCertificate(t *testing.T) {
	const inject = "cert-manager.io/inject-ca-from"
	for _, tc := range []struct {
		name         string
		certificate  addon.ServingCertificate
		secret, from string
		certificates []string
	}{
		{"its own authority", addon.ServingCertificate{}, "aws-load-balancer-tls", "kube-system/aws-load-balancer-serving-cert",
			[]string{"aws-load-balancer-root-cert by aws-load-balancer-selfsigned-issuer", "aws-load-balancer-serving-cert by aws-load-balancer-root-issuer"}},
		{"another's", addon.ServingCertificate{CertManager: &addon.CertManager{Issuer: addon.IssuerRef{Name: "ours", Kind: "ClusterIssuer"}}},
			"aws-load-balancer-tls", "kube-system/aws-load-balancer-serving-cert", []string{"aws-load-balancer-serving-cert by ours"}},
		{"a secret", addon.ServingCertificate{Secret: "tls", CABundle: ca}, "tls", "", nil},
	} {
		o := options{Webhook: awslbc.Webhook{Certificate: tc.certificate}}
		mounted := objects[*appsv1.Deployment](t, addontest.Target(), o)[0].Spec.Template.Spec.Volumes[0].Secret.SecretName
		hooks := objects[*admissionv1.MutatingWebhookConfiguration](t, addontest.Target(), o)[0]
		if mounted != tc.secret || hooks.Annotations[inject] != tc.from {
			t.Errorf("%s: pods mount %s, and the CA comes from %q", tc.name, mounted, hooks.Annotations[inject])
		}
		for _, h := range hooks.Webhooks {
			if trusts := len(h.ClientConfig.CABundle) > 0; trusts != (tc.from == "") {
				t.Errorf("%s: %s has a caBundle: %v", tc.name, h.Name, trusts)
			}
		}
		var got []string
		for _, c := range objects[*kube.Certificate](t, addontest.Target(), o) {
			got = append(got, c.Name+" by "+c.Spec.IssuerRef.Name)
			if want := map[bool]string{true: c.Name, false: mounted}[c.Spec.IsCA]; c.Spec.SecretName != want {
				t.Errorf("%s: %s goes into %s", tc.name, c.Name, c.Spec.SecretName)
			}
		}
		if diff := cmp.Diff(tc.certificates, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.name, diff)
		}
	}
}

// What the addon itself is made of must not wait for its webhooks, and nothing else does
// where they are left out.
func TestWebhooksLeaveTheAddonAlone(t *testing.T) {
	o := options{Webhook: awslbc.Webhook{Services: awslbc.ServiceWebhook{ObjectSelector: not("a", "b")}}}
	for _, h := range objects[*admissionv1.MutatingWebhookConfiguration](t, addontest.Target(), o)[0].Webhooks {
		if h.Name == "mtargetgroupbinding.elbv2.k8s.aws" {
			continue
		}
		selector, err := metav1.LabelSelectorAsSelector(h.ObjectSelector)
		if err != nil {
			t.Fatal(err)
		}
		for _, obj := range objects[addon.Object](t, addontest.Target(), o) {
			if selector.Matches(labelsOf(obj)) {
				t.Errorf("%s sees %s", h.Name, obj.GetName())
			}
		}
	}
	o.Webhook.Services = awslbc.ServiceWebhook{Disabled: true}
	for _, h := range objects[*admissionv1.MutatingWebhookConfiguration](t, addontest.Target(), o)[0].Webhooks {
		if h.Rules[0].Resources[0] == "services" {
			t.Errorf("%s sees Services", h.Name)
		}
	}
}

// The parameters of a class are made where they are given, and the class names them; without
// any the chart's empty ones are there.
func TestClasses(t *testing.T) {
	some := &awslbc.IngressClassParamsSpec{Scheme: awslbc.Internal}
	for _, tc := range []struct {
		name   string
		class  awslbc.IngressClass
		params []string
		refers string
	}{
		{"none", awslbc.IngressClass{}, []string{"alb"}, ""},
		{"some", awslbc.IngressClass{Name: "in", Class: awslbc.Class{Params: some}}, []string{"in"}, "in"},
		{"others", awslbc.IngressClass{Class: awslbc.Class{ExistingParams: "shared"}}, nil, "shared"},
	} {
		o := options{IngressClass: tc.class}
		var params []string
		for _, p := range objects[*awslbc.IngressClassParams](t, addontest.Target(), o) {
			params = append(params, p.Name)
		}
		refers := ""
		if p := objects[*networkingv1.IngressClass](t, addontest.Target(), o)[0].Spec.Parameters; p != nil {
			refers = p.Name
		}
		if !slices.Equal(params, tc.params) || refers != tc.refers {
			t.Errorf("%s: the parameters are %v, and the class names %q", tc.name, params, refers)
		}
	}
}

// One pod needs no budget, which would only block the drain of its node.
func TestDisruptionBudget(t *testing.T) {
	for replicas, want := range map[int32]int{1: 0, 2: 1} {
		o := options{Pods: addon.Pods{Replicas: &replicas}}
		if got := len(objects[*policyv1.PodDisruptionBudget](t, addontest.Target(), o)); got != want {
			t.Errorf("%d replicas have %d budgets", replicas, got)
		}
	}
}

// A binding without ports is one of all ports, and the API server wants to be told so.
func TestTargetGroupBindingPorts(t *testing.T) {
	spec := awslbc.TargetGroupBindingSpec{Networking: &awslbc.Networking{Ingress: []awslbc.NetworkingIngressRule{{
		From: []awslbc.NetworkingPeer{{IPBlock: &awslbc.IPBlock{CIDR: "10.0.0.0/8"}}},
	}}}}
	got := awslbc.NewTargetGroupBinding(metav1.ObjectMeta{Name: "a"}, spec)
	if got.Spec.Networking.Ingress[0].Ports == nil {
		t.Error("has no list of ports")
	}
	if spec.Networking.Ingress[0].Ports != nil {
		t.Error("the caller's spec was changed")
	}
}

func labelsOf(o addon.Object) labels.Set { return o.GetLabels() }
