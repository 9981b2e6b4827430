package argocd

import (
	"fmt"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const controllerPort = 8082

func controllerObjects(t addon.Target, o Options) []addon.Object {
	id := o.of(controllerName, "application-controller")
	sa := kube.ServiceAccount(id, controllerName, o.Controller.Pods)
	objs := []addon.Object{
		sa,
		headless(id, controllerName),
		metricsService(o, "argocd-metrics", "metrics", controllerName, port("metrics", controllerPort)),
		controllerSet(t, o, sa),
		kube.DisruptionBudget(id, controllerName, o.Controller.Pods),
		o.monitor("argocd-metrics", "argocd-metrics", "metrics", "metrics"),
		o.networkPolicy(id, controllerName, everybody(controllerPort)),
	}
	return append(objs, controllerRights(o, sa)...)
}

func controllerSet(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.StatefulSet {
	id := o.of(controllerName, "application-controller")
	pods := o.pods(o.Controller.Pods)
	spec := podSpec(sa.Name, corev1.Container{
		Name:       controllerName,
		Image:      o.image(t, pods),
		Args:       append([]string{"/usr/local/bin/argocd-application-controller"}, o.redisArgs()...),
		WorkingDir: "/home/argocd",
		Env: slices.Concat(
			o.redisEnv(),
			[]corev1.EnvVar{{Name: "ARGOCD_CONTROLLER_REPLICAS", Value: fmt.Sprint(*pods.Replicas)}},
			fromSettings(
				variable{"ARGOCD_RECONCILIATION_TIMEOUT", "timeout.reconciliation"},
				variable{"ARGOCD_HARD_RECONCILIATION_TIMEOUT", "timeout.hard.reconciliation"},
				variable{"ARGOCD_RECONCILIATION_JITTER", "timeout.reconciliation.jitter"},
			),
			fromParameters(controllerEnv()),
			[]corev1.EnvVar{{Name: "KUBECACHEDIR", Value: "/tmp/kubecache"}},
		),
		Ports: []corev1.ContainerPort{kube.Port("metrics", controllerPort)},
		ReadinessProbe: &corev1.Probe{
			ProbeHandler:        get("/healthz", controllerPort),
			InitialDelaySeconds: 5,
			PeriodSeconds:       10,
		},
		SecurityContext: kube.Confined(),
	},
		repoServerCertificate("/app/config/controller/tls"),
		clientCertificate(),
		scratch("argocd-home", "/home/argocd"),
		profiler("controller"),
		trusted(),
		scratch("argocd-application-controller-tmp", "/tmp"),
	)
	return &appsv1.StatefulSet{
		ObjectMeta: id.Meta(controllerName),
		Spec: appsv1.StatefulSetSpec{
			Replicas:             pods.Replicas,
			RevisionHistoryLimit: pods.RevisionHistoryLimit,
			Selector:             id.LabelSelector(),
			ServiceName:          controllerName,
			Template:             kube.PodTemplate(id, pods, spec),
		},
	}
}
