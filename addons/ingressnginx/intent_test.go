package ingressnginx_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	admissionv1 "k8s.io/api/admissionregistration/v1"
	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/hpa"
	"github.com/fitout/fitout/addons/ingressnginx"
)

func build(t *testing.T, o ingressnginx.Options) []addon.Object {
	t.Helper()
	return addontest.Objects[addon.Object](t, addontest.Target(), ingressnginx.New(o))
}

func args(t *testing.T, objs []addon.Object, name string) []string {
	t.Helper()
	return addontest.Find[*appsv1.Deployment](t, objs, name).Spec.Template.Spec.Containers[0].Args
}

// Two controllers with one class would serve the same Ingresses, and with one election ID
// only one of them would write their status.
func TestInstancesShareNothing(t *testing.T) {
	one := build(t, ingressnginx.Options{})
	two := build(t, ingressnginx.Options{Instance: "internal"})
	names := map[string]bool{}
	for _, o := range one {
		names[o.GetObjectKind().GroupVersionKind().Kind+" "+o.GetName()] = true
	}
	for _, o := range two {
		if n := o.GetObjectKind().GroupVersionKind().Kind + " " + o.GetName(); names[n] {
			t.Errorf("both have %s", n)
		}
	}
	first := args(t, one, "ingress-nginx-controller")
	for _, arg := range args(t, two, "ingress-nginx-internal-controller") {
		for _, flag := range []string{"--election-id=", "--controller-class=", "--ingress-class=", "--configmap=", "--publish-service="} {
			if strings.HasPrefix(arg, flag) && slices.Contains(first, arg) {
				t.Errorf("both have %s", arg)
			}
		}
	}
}

// With a certificate of anybody else's there is neither a Job nor what Jobs may do, and the
// pods find it under the names that they look for.
func TestCertificateWithoutJobs(t *testing.T) {
	for name, tc := range map[string]struct {
		certificate addon.ServingCertificate
		secret      string
		inject      string
	}{
		"cert-manager": {addon.ServingCertificate{CertManager: &addon.CertManager{}}, "ingress-nginx-admission", "ingress-nginx/ingress-nginx-admission"},
		"secret":       {addon.ServingCertificate{Secret: "tls", CABundle: ca}, "tls", ""},
	} {
		objs := build(t, ingressnginx.Options{Webhook: ingressnginx.Webhook{Certificate: tc.certificate}})
		for _, o := range objs {
			switch o.(type) {
			case *batchv1.Job, *corev1.ServiceAccount, *rbacv1.Role, *rbacv1.ClusterRole:
				if o.GetLabels()[addon.LabelComponent] == "admission-webhook" {
					t.Errorf("%s: there is %T %s", name, o, o.GetName())
				}
			}
		}
		hook := addontest.Find[*admissionv1.ValidatingWebhookConfiguration](t, objs, "ingress-nginx-admission")
		if got := hook.Annotations["cert-manager.io/inject-ca-from"]; got != tc.inject {
			t.Errorf("%s: the CA comes from %q", name, got)
		}
		if got := string(hook.Webhooks[0].ClientConfig.CABundle); got != tc.certificate.CABundle {
			t.Errorf("%s: the CA is %q", name, got)
		}
		d := addontest.Find[*appsv1.Deployment](t, objs, "ingress-nginx-controller")
		want := []corev1.Volume{{Name: "webhook-cert", VolumeSource: corev1.VolumeSource{Secret: &corev1.SecretVolumeSource{
			SecretName: tc.secret,
			Items:      []corev1.KeyToPath{{Key: "tls.crt", Path: "cert"}, {Key: "tls.key", Path: "key"}},
		}}}}
		if diff := cmp.Diff(want, d.Spec.Template.Spec.Volumes); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// A Deployment that names a number of replicas would undo the autoscaler's work.
func TestAutoscalerCountsReplicas(t *testing.T) {
	objs := build(t, ingressnginx.Options{Autoscaling: hpa.Autoscaling{Enabled: true}})
	if r := addontest.Find[*appsv1.Deployment](t, objs, "ingress-nginx-controller").Spec.Replicas; r != nil {
		t.Errorf("the Deployment has %d replicas", *r)
	}
}

func TestAWSLoadBalancers(t *testing.T) {
	const prefix = "service.beta.kubernetes.io/aws-load-balancer-"
	for _, tc := range []struct {
		name   string
		aws    ingressnginx.AWSLoadBalancer
		own    map[string]string
		policy corev1.ServiceExternalTrafficPolicy
		want   map[string]string
	}{{
		name:   "as in upstream's manifest",
		aws:    ingressnginx.AWSLoadBalancer{Type: ingressnginx.NLB},
		policy: corev1.ServiceExternalTrafficPolicyLocal,
		want:   map[string]string{"type": "nlb", "backend-protocol": "tcp", "cross-zone-load-balancing-enabled": "true"},
	}, {
		name:   "internal, whoever makes it",
		aws:    ingressnginx.AWSLoadBalancer{Type: ingressnginx.NLB, Scheme: ingressnginx.Internal},
		policy: corev1.ServiceExternalTrafficPolicyLocal,
		want: map[string]string{
			"type": "nlb", "backend-protocol": "tcp", "cross-zone-load-balancing-enabled": "true",
			"internal": "true", "scheme": "internal",
		},
	}, {
		name:   "to nodes, by the controller",
		aws:    ingressnginx.AWSLoadBalancer{Type: ingressnginx.NLBInstance, Scheme: ingressnginx.Internal},
		policy: corev1.ServiceExternalTrafficPolicyLocal,
		want: map[string]string{
			"type": "external", "nlb-target-type": "instance", "scheme": "internal",
			"attributes": "load_balancing.cross_zone.enabled=true",
		},
	}, {
		name: "to pods, by the controller",
		aws:  ingressnginx.AWSLoadBalancer{Type: ingressnginx.NLBIP},
		want: map[string]string{
			"type": "external", "nlb-target-type": "ip", "scheme": "internet-facing",
			"attributes": "load_balancing.cross_zone.enabled=true", "target-group-attributes": "preserve_client_ip.enabled=true",
		},
	}, {
		name: "own annotations win",
		aws:  ingressnginx.AWSLoadBalancer{Type: ingressnginx.NLBIP, Scheme: ingressnginx.Internal},
		own:  map[string]string{prefix + "attributes": "deletion_protection.enabled=true"},
		want: map[string]string{
			"type": "external", "nlb-target-type": "ip", "scheme": "internal",
			"attributes": "deletion_protection.enabled=true", "target-group-attributes": "preserve_client_ip.enabled=true",
		},
	}} {
		objs := build(t, ingressnginx.Options{Service: ingressnginx.Service{AWS: &tc.aws, Annotations: tc.own}})
		s := addontest.Find[*corev1.Service](t, objs, "ingress-nginx-controller")
		got := map[string]string{}
		for k, v := range s.Annotations {
			got[strings.TrimPrefix(k, prefix)] = v
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: %s", tc.name, diff)
		}
		if s.Spec.ExternalTrafficPolicy != tc.policy {
			t.Errorf("%s: the traffic policy is %q", tc.name, s.Spec.ExternalTrafficPolicy)
		}
	}
}

// Where the load balancer ends TLS, its HTTPS is the pods' HTTP, and what came as HTTP must
// not reach backends. The other Service is not concerned.
func TestTLSAtTheLoadBalancer(t *testing.T) {
	objs := build(t, ingressnginx.Options{
		Service: ingressnginx.Service{AWS: &ingressnginx.AWSLoadBalancer{
			Type: ingressnginx.NLBIP,
			TLS:  &ingressnginx.AWSTLS{CertificateARN: arn},
		}},
		InternalService: &ingressnginx.Service{Type: corev1.ServiceTypeClusterIP},
	})
	for name, want := range map[string]map[string]string{
		"ingress-nginx-controller":          {"http": "tohttps", "https": "http"},
		"ingress-nginx-controller-internal": {"http": "http", "https": "https"},
	} {
		got := map[string]string{}
		for _, p := range addontest.Find[*corev1.Service](t, objs, name).Spec.Ports {
			got[p.Name] = p.TargetPort.String()
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	config := addontest.Find[*corev1.ConfigMap](t, objs, "ingress-nginx-controller")
	if !strings.Contains(config.Data["http-snippet"], "listen 2443;") {
		t.Errorf("nobody answers on the port for redirects: %q", config.Data)
	}
}

// A controller that watches another namespace doesn't see its ConfigMap change.
func TestConfigRestartsWhatDoesNotWatchIt(t *testing.T) {
	annotations := func(o ingressnginx.Options) map[string]string {
		return addontest.Find[*appsv1.Deployment](t, build(t, o), "ingress-nginx-controller").Spec.Template.Annotations
	}
	there := ingressnginx.Options{WatchNamespace: "tools"}
	before := annotations(there)
	there.Config.UseGzip = true
	if maps.Equal(before, annotations(there)) {
		t.Error("the pods stay when the configuration changes")
	}
	if a := annotations(ingressnginx.Options{WatchNamespace: "ingress-nginx"}); len(a) > 0 {
		t.Errorf("the pods have annotations %v", a)
	}
}
