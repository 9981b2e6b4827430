package argocd

import (
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const redisPort = 6379

// redisObjects are one Redis, or three behind a proxy, or none where there is one already.
func redisObjects(t addon.Target, o Options) []addon.Object {
	switch {
	case o.Redis.External != nil:
		return nil
	case o.HighAvailability:
		return slices.Concat(redisHAObjects(t, o), proxyObjects(t, o))
	}
	id := o.of(redisName, "redis")
	sa := kube.ServiceAccount(id, redisName, o.Redis.Pods)
	service := serviceOf(id, redisName, port("tcp-redis", redisPort))
	return []addon.Object{
		sa,
		&rbacv1.Role{ObjectMeta: id.Meta(redisName), Rules: makePassword()},
		kube.BindRole(id, redisName, redisName, sa),
		service,
		redisDeployment(t, o, sa),
		o.networkPolicy(id, redisName, fromRedisClients(redisPort)),
	}
}

// makePassword lets a pod make the Secret with the password, if there is none yet.
func makePassword() []rbacv1.PolicyRule {
	return []rbacv1.PolicyRule{
		kube.RuleFor([]string{redisPassword().Name}, "", "secrets", "get"),
		kube.Rule("", "secrets", "create"),
	}
}

// passwordMaker does so before Redis starts.
func passwordMaker(t addon.Target, o Options) corev1.Container {
	return corev1.Container{
		Name:            "secret-init",
		Image:           t.Image(o.Image),
		Command:         []string{"argocd", "admin", "redis-initial-password"},
		SecurityContext: kube.Confined(),
	}
}

// fromRedisClients lets through who uses Redis.
func fromRedisClients(ports ...int32) networkingv1.NetworkPolicyIngressRule {
	return from(ports, serverName, repoServerName, controllerName)
}

func redisDeployment(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.Deployment {
	spec := podSpec(sa.Name, corev1.Container{
		Name:            "redis",
		Image:           t.Image(o.Redis.Pods.Image),
		Args:            []string{"--save", "", "--appendonly", "no", "--requirepass $(REDIS_PASSWORD)"},
		Env:             []corev1.EnvVar{fromSecret("REDIS_PASSWORD", redisPassword())},
		Ports:           []corev1.ContainerPort{kube.Port("redis", redisPort)},
		SecurityContext: kube.Confined(),
	})
	spec.InitContainers = []corev1.Container{passwordMaker(t, o)}
	spec.SecurityContext = &corev1.PodSecurityContext{
		RunAsNonRoot:   new(true),
		RunAsUser:      new(int64(999)), // the image's user redis
		SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
	}
	return kube.Deployment(o.of(redisName, "redis"), redisName, labelled(o.Redis.Pods), spec)
}
