package oauth2proxymanager

import (
	"cmp"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// Upstream's names of the service account and its rights, and of the configuration.
const (
	account    = "oauth2-proxy"
	configName = name + "-config"
)

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	id := o.identity()
	sa := kube.ServiceAccount(id, account, o.Pods)
	config := environment(o)
	return []addon.Object{
		sa,
		clusterRole(o),
		kube.BindClusterRole(id, account, account, sa),
		role(o),
		kube.BindRole(id, account, account, sa),
		config,
		deployment(t, o, config),
	}, nil
}

// clusterRole lets the controller find the Ingresses that ask for a login.
func clusterRole(o Options) *rbacv1.ClusterRole {
	return &rbacv1.ClusterRole{
		ObjectMeta: o.identity().ClusterMeta(account),
		Rules:      []rbacv1.PolicyRule{kube.Rule("networking.k8s.io", "ingresses", "get list watch")},
	}
}

// role lets the controller write what an oauth2-proxy is made of.
func role(o Options) *rbacv1.Role {
	return &rbacv1.Role{
		ObjectMeta: o.identity().Meta(account),
		Rules: []rbacv1.PolicyRule{
			kube.Rule("", "services secrets configmaps", "get create update"),
			kube.Rule("apps", "deployments", "get create update"),
			kube.Rule("networking.k8s.io", "ingresses", "get create update"),
		},
	}
}

func environment(o Options) *corev1.ConfigMap {
	c := &corev1.ConfigMap{
		ObjectMeta: o.identity().Meta(configName),
		Data: map[string]string{
			"COOKIE_DOMAIN":       o.CookieDomain,
			"OAUTH2_PROXY_DOMAIN": o.Domain,
			"PROVIDER":            "github",
			"TLS_HOSTS":           cmp.Or(strings.Join(o.TLSHosts, ","), o.Domain),
			"TLS_SECRET_NAME":     o.TLSSecret,
			"WHITELIST_DOMAIN":    cmp.Or(o.WhitelistDomain, o.CookieDomain),
		},
	}
	if o.IngressClass != "" {
		c.Data["INGRESS_CLASS"] = o.IngressClass
	}
	if o.Debug {
		c.Data["DEBUG"] = "true"
	}
	return c
}

func deployment(t addon.Target, o Options, config *corev1.ConfigMap) *appsv1.Deployment {
	return kube.Deployment(o.identity(), name, kube.ReadAtStart(o.Pods, config.Data), corev1.PodSpec{
		ServiceAccountName: account,
		Containers: []corev1.Container{{
			Name:  name,
			Image: t.Image(o.Pods.Image),
			EnvFrom: []corev1.EnvFromSource{
				{ConfigMapRef: &corev1.ConfigMapEnvSource{LocalObjectReference: corev1.LocalObjectReference{Name: configName}}},
				{SecretRef: &corev1.SecretEnvSource{LocalObjectReference: corev1.LocalObjectReference{Name: o.Secret}}},
			},
		}},
	})
}
