package kubefork

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
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
		Env:           environment(o),
		HealthPort:    8081,
		Definitions:   crds,
		Rules:         rules(),
		Election:      true,
		Logging:       o.Logging,
		ServesMetrics: true,
		Metrics:       o.Metrics,
	}.Objects(t)...)
	return slices.Concat(objs, managers(o), forks(o), vsConfigs(o)), nil
}

// rules let the program read Forks with what they name, and write what a fork is made of: what
// its code does. To own an object is to block the deletion of its owner.
func rules() []rbacv1.PolicyRule {
	const write = "get list watch create update delete"
	return []rbacv1.PolicyRule{
		// Forks are deleted after their deadline.
		kube.Rule(group, "forks", "get list watch delete"),
		kube.Rule(group, "forkmanagers", "get list watch"),
		kube.Rule(group, "forks/finalizers forkmanagers/finalizers", "update"),
		kube.Rule(group, "vsconfigs", write),
		kube.Rule("apps", "deployments", "list watch"),
		kube.Rule("duplication.k8s.wantedly.com", "deploymentcopies", write),
		kube.Rule("", "services", write),
		kube.Rule("", "services/finalizers", "update"),
		kube.Rule("getambassador.io", "mappings", write),
		kube.Rule("networking.istio.io", "virtualservices", write),
	}
}

// environment says where errors are reported to.
func environment(o Options) []corev1.EnvVar {
	h := o.Honeybadger
	if h == nil {
		return nil
	}
	env := []corev1.EnvVar{{
		Name:      "HONEYBADGER_API_KEY",
		ValueFrom: &corev1.EnvVarSource{SecretKeyRef: h.APIKey.Selector()},
	}}
	if h.Environment != "" {
		env = append(env, corev1.EnvVar{Name: "APP_ENV", Value: h.Environment})
	}
	return env
}
