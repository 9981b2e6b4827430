package e2e

import (
	"context"
	"fmt"
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/cluster"
)

// admitPods asks the server whether it would let in the pods that come of a plan's
// workloads. It takes any template for a workload, and refuses the pods only when a
// controller makes them: for Pod Security, a service account or a priority class that is
// not there. On a real cluster nobody sees that but in the events.
func (w *world) admitPods(ctx context.Context, existing cluster.Existing, plan *cluster.Plan) []error {
	client, err := kubernetes.NewForConfig(w.config)
	if err != nil {
		return []error{err}
	}
	var errs []error
	for _, it := range plan.Items {
		template := kube.TemplateOf(it.Object)
		if template == nil {
			continue
		}
		ns := it.Object.GetNamespace()
		accounts := []string{ns + "/default"} // a real cluster has it in each namespace
		for _, account := range slices.Concat(accounts, existing.ServiceAccounts) {
			if in, name, _ := strings.Cut(account, "/"); in == ns {
				if err := makeAccount(ctx, client, ns, name); err != nil {
					return append(errs, err)
				}
			}
		}
		pod := &corev1.Pod{ObjectMeta: template.ObjectMeta, Spec: *template.Spec.DeepCopy()}
		pod.GenerateName = it.Object.GetName() + "-"
		pod.Spec.Volumes = append(pod.Spec.Volumes, claimed(it.Object)...)
		w.warnings.said = nil
		_, err := client.CoreV1().Pods(ns).Create(ctx, pod, metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}})
		workload := it.Addon + ": " + addon.Describe(it.Object)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", workload, err))
		}
		errs = append(errs, w.warned(workload)...)
	}
	return errs
}

// makeAccount makes a service account unless it is there.
func makeAccount(ctx context.Context, client kubernetes.Interface, namespace, name string) error {
	sa := &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: name}}
	_, err := client.CoreV1().ServiceAccounts(namespace).Create(ctx, sa, metav1.CreateOptions{})
	if apierrors.IsAlreadyExists(err) {
		return nil
	}
	return err
}

// claimed are the volumes that a StatefulSet gives its pods.
func claimed(o addon.Object) []corev1.Volume {
	s, ok := o.(*appsv1.StatefulSet)
	if !ok {
		return nil
	}
	var volumes []corev1.Volume
	for _, c := range s.Spec.VolumeClaimTemplates {
		volumes = append(volumes, corev1.Volume{Name: c.Name, VolumeSource: corev1.VolumeSource{
			PersistentVolumeClaim: &corev1.PersistentVolumeClaimVolumeSource{ClaimName: c.Name + "-" + s.Name + "-0"},
		}})
	}
	return volumes
}
