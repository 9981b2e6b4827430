package datadog

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// kubeStateRights let the objects be read whose state is collected, in all namespaces or in
// those that are named.
func kubeStateRights(o Options, sa *corev1.ServiceAccount) []addon.Object {
	k := o.KubeState
	if k.Disabled {
		return nil
	}
	const roleName = name + "-ksm-core"
	id := o.clusterAgents()
	if len(k.Namespaces) == 0 {
		all := clusterRole(id, roleName, slices.Concat(k.clusterWide(), k.namespaced()))
		return []addon.Object{all, kube.BindClusterRole(id, roleName, all.Name, sa)}
	}
	wide := clusterRole(id, roleName, k.clusterWide())
	in := clusterRole(id, roleName+"-namespaced", k.namespaced())
	objs := []addon.Object{wide, kube.BindClusterRole(id, roleName, wide.Name, sa), in}
	for _, ns := range k.Namespaces {
		binding := kube.BindRole(id.In(ns), roleName, in.Name, sa)
		binding.RoleRef.Kind = "ClusterRole"
		objs = append(objs, binding)
	}
	return objs
}

func (k KubeState) namespaced() []rbacv1.PolicyRule {
	core := "pods services resourcequotas replicationcontrollers limitranges persistentvolumeclaims endpoints events"
	if !k.NoSecrets {
		core += " secrets"
	}
	if !k.NoConfigMaps {
		core += " configmaps"
	}
	rules := []rbacv1.PolicyRule{
		kube.Rule("", core, "list watch"),
		kube.Rule("discovery.k8s.io", "endpointslices", "list watch"),
		kube.Rule("apps", "statefulsets daemonsets deployments replicasets controllerrevisions", "list watch"),
		kube.Rule("batch", "cronjobs jobs", "list watch"),
		kube.Rule("autoscaling", "horizontalpodautoscalers", "list watch"),
		kube.Rule("policy", "poddisruptionbudgets", "list watch"),
		kube.Rule("networking.k8s.io", "ingresses", "list watch"),
	}
	if k.VerticalPodAutoscalers {
		rules = append(rules, kube.Rule("autoscaling.k8s.io", "verticalpodautoscalers", "list watch"))
	}
	return rules
}

func (k KubeState) clusterWide() []rbacv1.PolicyRule {
	rules := []rbacv1.PolicyRule{
		kube.Rule("", "nodes persistentvolumes namespaces", "list watch"),
		kube.Rule("storage.k8s.io", "storageclasses volumeattachments", "list watch"),
		kube.Rule("apiextensions.k8s.io", "customresourcedefinitions", "list watch"),
	}
	if k.APIServices {
		rules = append(rules, kube.Rule("apiregistration.k8s.io", "apiservices", "list watch"))
	}
	return rules
}
