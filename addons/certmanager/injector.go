package certmanager

import (
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const injectorName = name + "-cainjector"

func injectorObjects(t addon.Target, o Options) []addon.Object {
	if o.CAInjector.Disabled {
		return nil
	}
	id := o.injector()
	sa := serviceAccount(id, injectorName, o.CAInjector.Pods)
	lease := lease(o, id, injectorName, "cert-manager-cainjector-leader-election", "cert-manager-cainjector-leader-election-core")
	return []addon.Object{
		sa,
		injectorRole(o),
		kube.BindClusterRole(id, injectorName, injectorName, sa),
		lease,
		kube.BindRole(id.In(lease.Namespace), lease.Name, lease.Name, sa),
		metricsService(o, id, injectorName),
		injectorDeployment(t, o, sa),
		kube.DisruptionBudget(id, injectorName, o.CAInjector.Pods),
	}
}

// injectorRole lets the injector read CAs and write them where the API server looks.
func injectorRole(o Options) *rbacv1.ClusterRole {
	return clusterRole(o.injector(), injectorName,
		kube.Rule(group, "certificates", read),
		kube.Rule("", "secrets", read),
		kube.Rule("", "events", "get create update patch"),
		kube.Rule("admissionregistration.k8s.io", "validatingwebhookconfigurations mutatingwebhookconfigurations", read+" update patch"),
		kube.Rule("apiregistration.k8s.io", "apiservices", read+" update patch"),
		kube.Rule("apiextensions.k8s.io", "customresourcedefinitions", read+" update patch"),
	)
}

func injectorDeployment(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.Deployment {
	main := corev1.Container{
		Name:  injectorName,
		Image: t.Image(o.CAInjector.Pods.Image),
		Args:  slices.Concat(o.verbosity(), o.LeaderElection.flags(), gates(o.CAInjector.FeatureGates)),
	}
	if o.DisableMetrics {
		main.Args = append(main.Args, metricsOff)
	} else {
		main.Ports = []corev1.ContainerPort{kube.Port(metricsName, metricsPort)}
	}
	return deployment(o, o.injector(), sa, o.CAInjector.Pods, main)
}
