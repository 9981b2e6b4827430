package cluster

import (
	"fmt"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/fitout/fitout/addon"
)

// native returns the objects that the plan looks into as native structs where an addon of
// raw YAML has them untyped, and any other object as it is. A field that the native
// struct doesn't know is an error.
func native(o addon.Object) (addon.Object, error) {
	u, ok := o.(*unstructured.Unstructured)
	if !ok {
		return o, nil
	}
	var typed addon.Object
	switch u.GetAPIVersion() + " " + u.GetKind() {
	case "v1 Namespace":
		typed = &corev1.Namespace{}
	case "v1 Pod":
		typed = &corev1.Pod{}
	case "apps/v1 Deployment":
		typed = &appsv1.Deployment{}
	case "apps/v1 DaemonSet":
		typed = &appsv1.DaemonSet{}
	case "apps/v1 StatefulSet":
		typed = &appsv1.StatefulSet{}
	case "apps/v1 ReplicaSet":
		typed = &appsv1.ReplicaSet{}
	case "batch/v1 Job":
		typed = &batchv1.Job{}
	case "batch/v1 CronJob":
		typed = &batchv1.CronJob{}
	default:
		return o, nil
	}
	err := runtime.DefaultUnstructuredConverter.FromUnstructuredWithValidation(u.Object, typed, true)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", addon.Describe(o), err)
	}
	return typed, nil
}
