package infer

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	storagev1 "k8s.io/api/storage/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// builtin notes what an object of the API server's own kinds refers to, beside its pods.
// It tells whether the object is of such a kind.
func (f *Facts) builtin(o *Object) bool {
	switch x := o.Object.(type) {
	case *kube.APIService:
		if s := x.Spec.Service; s != nil {
			f.service(o, "spec.service", s.Namespace, s.Name, s.Port)
		}
	case *admissionv1.MutatingWebhookConfiguration:
		for i := range x.Webhooks {
			f.webhook(o, i, x.Webhooks[i].ClientConfig.Service)
		}
	case *admissionv1.ValidatingWebhookConfiguration:
		for i := range x.Webhooks {
			f.webhook(o, i, x.Webhooks[i].ClientConfig.Service)
		}
	case *admissionv1.ValidatingAdmissionPolicyBinding:
		f.refer(o, "spec.policyName", "ValidatingAdmissionPolicy", "", x.Spec.PolicyName)
	case *autoscalingv2.HorizontalPodAutoscaler:
		t := x.Spec.ScaleTargetRef
		f.ref(Ref{From: o, Field: "spec.scaleTargetRef", To: target(t.APIVersion, t.Kind, x.Namespace, t.Name)})
		f.metrics(o, x.Spec.Metrics)
	case *corev1.ConfigMap:
		for _, k := range slices.Sorted(maps.Keys(x.Data)) {
			f.imagesIn(o, "data["+k+"]", "", x.Data[k])
		}
	case *corev1.PersistentVolumeClaim:
		f.claim(o, "spec", &x.Spec)
	case *corev1.ServiceAccount:
		for i, r := range x.ImagePullSecrets {
			f.refer(o, Item("imagePullSecrets", i), "Secret", x.Namespace, r.Name)
		}
	case *networkingv1.Ingress:
		f.ingress(o, x)
	case *rbacv1.ClusterRoleBinding:
		f.binding(o, "", x.RoleRef, x.Subjects)
	case *rbacv1.RoleBinding:
		f.binding(o, x.Namespace, x.RoleRef, x.Subjects)
	case *storagev1.StorageClass:
		f.storageClass(o, x)
	case *storagev1.VolumeAttributesClass:
		f.refer(o, "driverName", "CSIDriver", "", x.DriverName)
	default:
		return addon.BuiltinGroup(o.Key.Group)
	}
	return true
}

// service notes a reference to a Service that the API server calls. What refers needs the
// pods behind it too.
func (f *Facts) service(o *Object, field, namespace, name string, port *int32) {
	n := int32(443)
	if port != nil {
		n = *port
	}
	f.ref(Ref{From: o, Field: field, To: NewKey("Service", namespace, name), Port: strconv.Itoa(int(n)), Live: true})
}

func (f *Facts) webhook(o *Object, i int, s *admissionv1.ServiceReference) {
	if s != nil {
		f.service(o, Item("webhooks", i)+".clientConfig.service", s.Namespace, s.Name, s.Port)
	}
}

// metricsAPIs are the APIs that serve the metrics of an autoscaler, by the kind of metric.
// The first of a list is the one that is served today.
var metricsAPIs = map[autoscalingv2.MetricSourceType][]string{
	autoscalingv2.ContainerResourceMetricSourceType: {"v1beta1.metrics.k8s.io"},
	autoscalingv2.ResourceMetricSourceType:          {"v1beta1.metrics.k8s.io"},
	autoscalingv2.PodsMetricSourceType:              {"v1beta1.custom.metrics.k8s.io", "v1beta2.custom.metrics.k8s.io"},
	autoscalingv2.ObjectMetricSourceType:            {"v1beta1.custom.metrics.k8s.io", "v1beta2.custom.metrics.k8s.io"},
	autoscalingv2.ExternalMetricSourceType:          {"v1beta1.external.metrics.k8s.io"},
}

// metrics notes the APIs by which an autoscaler knows how busy pods are: their CPU where
// it names no metric.
func (f *Facts) metrics(o *Object, specs []autoscalingv2.MetricSpec) {
	if len(specs) == 0 {
		f.metricsAPI(o, "spec.metrics", metricsAPIs[autoscalingv2.ResourceMetricSourceType])
	}
	for i, m := range specs {
		f.metricsAPI(o, Item("spec.metrics", i), metricsAPIs[m.Type])
	}
}

func (f *Facts) metricsAPI(o *Object, field string, apis []string) {
	if len(apis) == 0 {
		return
	}
	name := apis[0]
	for _, api := range apis {
		if _, ok := f.Source(NewKey("APIService", "", api)); ok {
			name = api
		}
	}
	f.ref(Ref{From: o, Field: field, To: NewKey("APIService", "", name), Loose: true})
}

// target is the key of an object that is named by apiVersion, kind and name.
func target(apiVersion, kind, namespace, name string) Key {
	group, _, _ := strings.Cut(apiVersion, "/")
	if group == apiVersion {
		group = "" // the core group's has no slash
	}
	return Key{group, kind, namespace, name}
}

// RoleKey is the key of the role that a binding gives, which is in the namespace of the
// binding unless it is a ClusterRole.
func RoleKey(namespace string, role rbacv1.RoleRef) Key {
	if role.Kind == "ClusterRole" {
		namespace = ""
	}
	return NewKey(role.Kind, namespace, role.Name)
}

func (f *Facts) binding(o *Object, namespace string, role rbacv1.RoleRef, subjects []rbacv1.Subject) {
	f.ref(Ref{From: o, Field: "roleRef", To: RoleKey(namespace, role)})
	for i, s := range subjects {
		if s.Kind == rbacv1.ServiceAccountKind {
			f.refer(o, Item("subjects", i), "ServiceAccount", cmp.Or(s.Namespace, namespace), s.Name)
		}
	}
}

func (f *Facts) storageClass(o *Object, c *storagev1.StorageClass) {
	if !strings.HasPrefix(c.Provisioner, "kubernetes.io/") {
		f.refer(o, "provisioner", "CSIDriver", "", c.Provisioner)
	}
	for _, k := range slices.Sorted(maps.Keys(c.Parameters)) {
		secret := c.Parameters[k]
		if use, ok := strings.CutSuffix(k, "-secret-name"); ok && !strings.Contains(secret, "${") {
			f.refer(o, "parameters["+k+"]", "Secret", c.Parameters[use+"-secret-namespace"], secret)
		}
	}
}

// ingress notes the class, the backends and the certificates of an Ingress. With an
// annotation of cert-manager's its certificates are written.
func (f *Facts) ingress(o *Object, in *networkingv1.Ingress) {
	if in.Spec.IngressClassName != nil {
		f.refer(o, "spec.ingressClassName", "IngressClass", "", *in.Spec.IngressClassName)
	}
	backend := func(field string, b *networkingv1.IngressBackend) {
		if b == nil || b.Service == nil || b.Service.Port.Name == "use-annotation" {
			return // for the last, an annotation of the load balancer controller's tells
		}
		port := b.Service.Port.Name
		if n := b.Service.Port.Number; n != 0 {
			port = strconv.Itoa(int(n))
		}
		f.ref(Ref{From: o, Field: field + ".service", To: NewKey("Service", in.Namespace, b.Service.Name), Port: port})
	}
	backend("spec.defaultBackend", in.Spec.DefaultBackend)
	for i, r := range in.Spec.Rules {
		if r.HTTP == nil {
			continue
		}
		for j := range r.HTTP.Paths {
			backend(Item("spec.rules", i)+Item(".http.paths", j)+".backend", &r.HTTP.Paths[j].Backend)
		}
	}
	f.login(o, in)
	for i, t := range in.Spec.TLS {
		if issued(in.Annotations) {
			f.writes(o, in.Namespace, t.SecretName, certificateKeys...)
		}
		f.config(o, Item("spec.tls", i)+".secretName", "Secret", in.Namespace, t.SecretName, nil, "tls.crt", "tls.key")
	}
}

// login notes the Secret by which an Application Load Balancer has users log in.
func (f *Facts) login(o *Object, in *networkingv1.Ingress) {
	const annotation = "alb.ingress.kubernetes.io/auth-idp-oidc"
	var provider struct{ SecretName string }
	if json.Unmarshal([]byte(in.Annotations[annotation]), &provider) == nil && provider.SecretName != "" {
		f.config(o, "metadata.annotations["+annotation+"]", "Secret", in.Namespace, provider.SecretName, nil, "clientID", "clientSecret")
	}
}
