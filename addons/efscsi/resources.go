package efscsi

import (
	policyv1 "k8s.io/api/policy/v1"
	storagev1 "k8s.io/api/storage/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const (
	healthName  = "healthz"
	metricsName = "metrics" // of the driver's port and of the Service's
	metricsPort = 3301
)

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	if errs := validateTarget(t, o); len(errs) > 0 {
		return nil, errs.ToAggregate()
	}
	controllerSA := kube.ServiceAccount(o.controller(), controllerName+"-sa", o.Pods)
	nodeSA := kube.ServiceAccount(o.node(), nodeName+"-sa", o.Node.Pods)
	objs := []addon.Object{
		kube.Namespace(o.Namespace, kube.Privileged), // for the pods on the nodes
		controllerSA,
		nodeSA,
		csiDriver(o),
		controllerDeployment(t, o, controllerSA),
		disruptionBudget(o),
		nodeDaemonSet(t, o, nodeSA),
		metricsService(o),
		serviceMonitor(o),
	}
	objs = append(objs, controllerRights(o, controllerSA)...)
	return append(objs, nodeRights(o, nodeSA)...), nil
}

// csiDriver tells Kubernetes what the driver can do. Nothing is attached to nodes.
func csiDriver(o Options) *storagev1.CSIDriver {
	return &storagev1.CSIDriver{
		ObjectMeta: o.controller().ClusterMeta(driver),
		Spec:       storagev1.CSIDriverSpec{AttachRequired: new(false)},
	}
}

func disruptionBudget(o Options) *policyv1.PodDisruptionBudget {
	return kube.DisruptionBudget(o.controller(), controllerName, o.Pods)
}
