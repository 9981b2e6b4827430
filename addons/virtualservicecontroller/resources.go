package virtualservicecontroller

import (
	"slices"

	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/controller"
	"github.com/fitout/fitout/addon/kube"
)

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	objs := []addon.Object{kube.Namespace(o.Namespace, kube.Restricted)}
	return append(objs, controller.Controller{
		Name:          name,
		Identity:      o.identity(),
		Pods:          o.Pods,
		HealthPort:    *o.HealthPort,
		Rules:         slices.Concat(rules(), o.ExtraRules),
		Election:      !o.NoElection,
		Logging:       o.Logging,
		ServesMetrics: true,
		Metrics:       o.Metrics,
		User:          o.User,
	}.Objects(t)...), nil
}

// rules let the program read Services and VSConfigs, and write VirtualServices: what it takes
// to make one of the other.
func rules() []rbacv1.PolicyRule {
	return []rbacv1.PolicyRule{
		kube.Rule("", "services", "get list watch"),
		// To own a VirtualService is to block the deletion of its owner.
		kube.Rule("", "services/finalizers", "update"),
		kube.Rule("fork.k8s.wantedly.com", "vsconfigs", "get list watch"),
		kube.Rule("networking.istio.io", "virtualservices", "get list watch create update patch delete"),
	}
}
