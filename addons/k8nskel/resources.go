package k8nskel

import (
	"strings"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/controller"
	"github.com/fitout/fitout/addon/kube"
)

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	c := program(o)
	objs := []addon.Object{
		kube.Namespace(o.Namespace, kube.Restricted),
		role(o),
		kube.BindRole(o.identity().In(o.Origin), name, name, c.ServiceAccount()),
	}
	return append(objs, c.Objects(t)...), nil
}

func program(o Options) controller.Controller {
	return controller.Controller{
		Name:      name,
		Workload:  name,
		Container: name,
		Identity:  o.identity(),
		Pods:      o.Pods,
		Command:   []string{"/k8nskel"}, // the image starts it in a shell, which keeps the signal to stop for itself
		Env:       environment(o),
		Rules:     rules(o),
		User:      65534, // nobody: the image's own user is root
	}
}

// rules let the program find namespaces, and write Secrets into them. It reads none there.
func rules(o Options) []rbacv1.PolicyRule {
	return []rbacv1.PolicyRule{
		kube.Rule("", "namespaces", "list watch"),
		kube.Rule("", "secrets", "create"), // which knows no names
		kube.RuleFor(o.Secrets, "", "secrets", "update delete"),
	}
}

// role lets the program read the Secrets that it copies.
func role(o Options) *rbacv1.Role {
	return &rbacv1.Role{
		ObjectMeta: o.identity().In(o.Origin).Meta(name),
		Rules:      []rbacv1.PolicyRule{kube.Rule("", "secrets", "list watch")},
	}
}

func environment(o Options) []corev1.EnvVar {
	env := []corev1.EnvVar{
		{Name: "K8NSKEL_ORIGIN", Value: o.Origin},
		{Name: "K8NSKEL_IGNORE_DEST", Value: strings.Join(o.IgnoredNamespaces, ",")}, // empty ignores none
	}
	return append(env, kube.Env("K8NSKEL_EXCLUDE_SECRETS", strings.Join(o.ExcludedSecrets, ","))...)
}
