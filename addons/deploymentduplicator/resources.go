package deploymentduplicator

import (
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/controller"
	"github.com/fitout/fitout/addon/kube"
)

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	objs := []addon.Object{kube.Namespace(o.Namespace, kube.Restricted)}
	objs = append(objs, controller.Controller{
		Name:          name,
		Identity:      o.identity(),
		Pods:          o.Pods,
		Command:       []string{"/manager"},
		HealthPort:    8081,
		Definitions:   crds,
		Rules:         rules(),
		Election:      true,
		ConfigMapLock: true,
		Logging:       o.Logging,
		ServesMetrics: true,
		Metrics:       o.Metrics,
	}.Objects(t)...)
	return append(objs, copies(o)...), nil
}

// rules let the program read Deployments and copies, and write Deployments: what its code
// does. A copy goes by way of its owner when its DeploymentCopy is deleted.
func rules() []rbacv1.PolicyRule {
	return []rbacv1.PolicyRule{
		kube.Rule("apps", "deployments", "get list watch create update"),
		kube.Rule(group, "deploymentcopies", "get list watch"),
		// To own a Deployment is to block the deletion of its owner.
		kube.Rule(group, "deploymentcopies/finalizers", "update"),
	}
}
