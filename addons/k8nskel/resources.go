package k8nskel

import (
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	id := o.identity()
	sa := kube.ServiceAccount(id, name, o.Pods)
	return []addon.Object{
		kube.Namespace(o.Namespace, kube.Restricted),
		sa,
		clusterRole(o),
		kube.BindClusterRole(id, name, name, sa),
		role(o),
		kube.BindRole(id.In(o.Origin), name, name, sa),
		deployment(t, o, sa),
		kube.DisruptionBudget(id, name, o.Pods),
	}, nil
}

// clusterRole lets the program find namespaces, and write Secrets into them. It reads none
// there.
func clusterRole(o Options) *rbacv1.ClusterRole {
	return &rbacv1.ClusterRole{
		ObjectMeta: o.identity().ClusterMeta(name),
		Rules: []rbacv1.PolicyRule{
			kube.Rule("", "namespaces", "list watch"),
			kube.Rule("", "secrets", "create"), // which knows no names
			kube.RuleFor(o.Secrets, "", "secrets", "update delete"),
		},
	}
}

// role lets the program read the Secrets that it copies.
func role(o Options) *rbacv1.Role {
	return &rbacv1.Role{
		ObjectMeta: o.identity().In(o.Origin).Meta(name),
		Rules:      []rbacv1.PolicyRule{kube.Rule("", "secrets", "list watch")},
	}
}

func deployment(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.Deployment {
	confined := kube.Confined()
	confined.RunAsUser = new(int64(65534)) // nobody: the image's own user is root
	return kube.Deployment(o.identity(), name, o.Pods, corev1.PodSpec{
		ServiceAccountName: sa.Name,
		Containers: []corev1.Container{{
			Name:  name,
			Image: t.Image(o.Pods.Image),
			// The image starts it in a shell, which keeps the signal to stop for itself.
			Command:         []string{"/k8nskel"},
			Env:             environment(o),
			SecurityContext: confined,
		}},
	})
}

func environment(o Options) []corev1.EnvVar {
	env := []corev1.EnvVar{
		{Name: "K8NSKEL_ORIGIN", Value: o.Origin},
		{Name: "K8NSKEL_IGNORE_DEST", Value: strings.Join(o.IgnoredNamespaces, ",")},
	}
	if len(o.ExcludedSecrets) > 0 {
		env = append(env, corev1.EnvVar{Name: "K8NSKEL_EXCLUDE_SECRETS", Value: strings.Join(o.ExcludedSecrets, ",")})
	}
	return env
}
