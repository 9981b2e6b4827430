package ebscsi

import (
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	storagev1 "k8s.io/api/storage/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const (
	healthPort = 9808
	healthName = "healthz"

	metricsName = "metrics" // of the ports of the driver's containers and of Services
)

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	controllerSA := serviceAccount(o.controller(), controllerName+"-sa", o.Pods)
	nodeSA := serviceAccount(o.node(), nodeName+"-sa", o.Node.Pods)
	controller := controllerDeployment(t, o, controllerSA)
	node := nodeDaemonSet(t, o, nodeSA)
	objs := []addon.Object{
		kube.Namespace(o.Namespace, kube.Privileged), // for the pods on the nodes
		controllerSA,
		nodeSA,
		csiDriver(t, o),
		controller,
		disruptionBudget(o),
		node,
		windowsDaemonSet(t, o, nodeSA),
	}
	objs = append(objs, controllerRights(o, controllerSA)...)
	objs = append(objs, nodeRights(o, nodeSA)...)
	objs = append(objs, controllerMetrics(o, controller)...)
	return append(objs, nodeMetrics(o, node)...), nil
}

func serviceAccount(id kube.Identity, name string, pods addon.Pods) *corev1.ServiceAccount {
	sa := kube.ServiceAccount(id, name, pods)
	sa.AutomountServiceAccountToken = new(true)
	return sa
}

// csiDriver tells Kubernetes what the driver can do.
func csiDriver(t addon.Target, o Options) *storagev1.CSIDriver {
	d := &storagev1.CSIDriver{
		ObjectMeta: o.controller().ClusterMeta(driver),
		Spec: storagev1.CSIDriverSpec{
			AttachRequired: new(true),
			PodInfoOnMount: new(false),
			FSGroupPolicy:  new(storagev1.FileFSGroupPolicy),
		},
	}
	if period := int64(o.AllocatableUpdatePeriod.Seconds()); period > 0 && t.Kubernetes.AtLeast("1.33") {
		d.Spec.NodeAllocatableUpdatePeriodSeconds = &period
	}
	if o.Node.SELinux {
		d.Spec.SELinuxMount = new(true)
	}
	return d
}

func disruptionBudget(o Options) *policyv1.PodDisruptionBudget {
	return kube.DisruptionBudget(o.controller(), controllerName, o.Pods)
}

// telling has the end of a container's log say why it ended.
func telling(containers ...corev1.Container) []corev1.Container {
	for i := range containers {
		containers[i].TerminationMessagePolicy = corev1.TerminationMessageFallbackToLogsOnError
	}
	return containers
}
