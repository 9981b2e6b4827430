package vpa

import (
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

func updaterObjects(t addon.Target, o Options) []addon.Object {
	u := o.Updater
	if u.Disabled {
		return nil
	}
	id := o.component(updater)
	sa := kube.ServiceAccount(id, name+"-"+updater, u.Pods)
	objs := []addon.Object{
		sa,
		updaterDeployment(t, o, sa),
		budget(id, sa, u.Pods),
		metricsService(o, updater),
	}
	return append(objs, updaterRights(o, sa)...)
}

func updaterDeployment(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.Deployment {
	return deployment(o.component(updater), sa, o.Updater.Pods, corev1.PodSpec{
		Containers: []corev1.Container{{
			Image: t.Image(o.Updater.Pods.Image),
			Args:  updaterArgs(o),
			Ports: []corev1.ContainerPort{metricsContainerPort(updaterPort)},
		}},
	})
}

func updaterArgs(o Options) []string {
	u := o.Updater
	return slices.Concat(
		o.logging(),
		u.LeaderElection.flags(o, u.Pods),
		kube.FlagIf(!u.InPlaceWithinBudget, "--in-place-skip-disruption-budget=true"),
		o.common(),
		kube.Flag("--updater-interval", kube.Duration(u.Interval)),
		kube.Flag("--min-replicas", kube.Number(u.MinReplicas)),
		kube.Flag("--eviction-tolerance", fraction(u.EvictionTolerance)),
		kube.Flag("--eviction-rate-limit", number(u.EvictionRate)),
		kube.Flag("--eviction-rate-burst", kube.Number(u.EvictionBurst)),
		kube.Flag("--pod-update-threshold", fraction(u.UpdateThreshold)),
		kube.Flag("--in-recommendation-bounds-eviction-lifetime-threshold", kube.Duration(u.MinPodAge)),
		kube.Flag("--evict-after-oom-threshold", kube.Duration(u.QuickOOM)),
		kube.FlagIf(u.IgnoreAdmissionStatus, "--use-admission-controller-status=false"),
	)
}
