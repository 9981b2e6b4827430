package cluster

import (
	"fmt"
	"maps"
	"reflect"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	storagev1 "k8s.io/api/storage/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// natives are the kinds that the plan looks into.
var natives = map[string]reflect.Type{
	"admissionregistration.k8s.io/v1 MutatingWebhookConfiguration":     reflect.TypeFor[admissionv1.MutatingWebhookConfiguration](),
	"admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding": reflect.TypeFor[admissionv1.ValidatingAdmissionPolicyBinding](),
	"admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration":   reflect.TypeFor[admissionv1.ValidatingWebhookConfiguration](),
	"apiregistration.k8s.io/v1 APIService":                             reflect.TypeFor[kube.APIService](),
	"apps/v1 DaemonSet":                                                reflect.TypeFor[appsv1.DaemonSet](),
	"apps/v1 Deployment":                                               reflect.TypeFor[appsv1.Deployment](),
	"apps/v1 ReplicaSet":                                               reflect.TypeFor[appsv1.ReplicaSet](),
	"apps/v1 StatefulSet":                                              reflect.TypeFor[appsv1.StatefulSet](),
	"autoscaling/v2 HorizontalPodAutoscaler":                           reflect.TypeFor[autoscalingv2.HorizontalPodAutoscaler](),
	"batch/v1 CronJob":                                                 reflect.TypeFor[batchv1.CronJob](),
	"batch/v1 Job":                                                     reflect.TypeFor[batchv1.Job](),
	"networking.k8s.io/v1 Ingress":                                     reflect.TypeFor[networkingv1.Ingress](),
	"networking.k8s.io/v1 IngressClass":                                reflect.TypeFor[networkingv1.IngressClass](),
	"networking.k8s.io/v1 NetworkPolicy":                               reflect.TypeFor[networkingv1.NetworkPolicy](),
	"policy/v1 PodDisruptionBudget":                                    reflect.TypeFor[policyv1.PodDisruptionBudget](),
	"rbac.authorization.k8s.io/v1 ClusterRole":                         reflect.TypeFor[rbacv1.ClusterRole](),
	"rbac.authorization.k8s.io/v1 ClusterRoleBinding":                  reflect.TypeFor[rbacv1.ClusterRoleBinding](),
	"rbac.authorization.k8s.io/v1 Role":                                reflect.TypeFor[rbacv1.Role](),
	"rbac.authorization.k8s.io/v1 RoleBinding":                         reflect.TypeFor[rbacv1.RoleBinding](),
	"storage.k8s.io/v1 StorageClass":                                   reflect.TypeFor[storagev1.StorageClass](),
	"v1 ConfigMap":                                                     reflect.TypeFor[corev1.ConfigMap](),
	"v1 Namespace":                                                     reflect.TypeFor[corev1.Namespace](),
	"v1 PersistentVolumeClaim":                                         reflect.TypeFor[corev1.PersistentVolumeClaim](),
	"v1 Pod":                                                           reflect.TypeFor[corev1.Pod](),
	"v1 Secret":                                                        reflect.TypeFor[corev1.Secret](),
	"v1 Service":                                                       reflect.TypeFor[corev1.Service](),
	"v1 ServiceAccount":                                                reflect.TypeFor[corev1.ServiceAccount](),
}

// native returns the objects that the plan looks into as native structs where an addon of
// raw YAML has them untyped, and any other object as it is. A field that the native
// struct doesn't know is an error.
func native(o addon.Object) (addon.Object, error) {
	u, ok := o.(*unstructured.Unstructured)
	if !ok {
		return o, nil
	}
	t, ok := natives[u.GetAPIVersion()+" "+u.GetKind()]
	if !ok {
		return o, nil
	}
	content := maps.Clone(u.Object)
	delete(content, "status") // it is the cluster's, and not rendered
	typed := reflect.New(t).Interface().(addon.Object)
	err := runtime.DefaultUnstructuredConverter.FromUnstructuredWithValidation(content, typed, true)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", addon.Describe(o), err)
	}
	return typed, nil
}
