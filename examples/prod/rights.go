package main

import (
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/hnc"
	"github.com/fitout/fitout/addons/k8scd"
	"github.com/fitout/fitout/addons/rbac"
)

// rights are who may do what: a few things in the whole cluster, and the rest in a tree of
// namespaces, by who manages the services in them.
func rights() rbac.Options {
	const (
		looker   = "looker"   // sees the cluster itself
		deployer = "deployer" // applies what a service's repository holds
		canary   = "canary"   // moves a canary to another image
		shell    = "shell"    // runs a command in a pod
	)
	return rbac.Options{
		Organization: "example",
		GroupPrefix:  "oidc:",
		UserPrefix:   "oidc:",
		Teams:        []rbac.Team{{Name: "deploy-members"}, {Name: "developers"}, {Name: "bizeng"}},
		Systems: []rbac.System{
			{Name: "kubernetes-deploy-experimental", Namespace: "kube-system"},
			{Name: "kube-ci-canary", Namespace: "managed-by-developers"},
			{Name: "kube-ci-deploy", Namespace: "managed-by-developers"},
			{Name: "kube-ci-sh", Namespace: "managed-by-developers"},
		},
		Roles: []rbac.Role{
			{
				Name: looker,
				Rules: []rbacv1.PolicyRule{
					{APIGroups: []string{""}, Resources: []string{"namespaces", "nodes", "persistentvolumes"}, Verbs: []string{"get", "list", "watch"}},
					{APIGroups: []string{"storage.k8s.io"}, Resources: []string{"storageclasses"}, Verbs: []string{"get", "list", "watch"}},
					{APIGroups: []string{"apiextensions.k8s.io"}, Resources: []string{"customresourcedefinitions"}, Verbs: []string{"get", "list", "watch"}},
				},
			},
			{Name: deployer, Like: []rbac.BuiltinRole{rbac.KubernetesEdit}},
			{
				Name: canary,
				Rules: []rbacv1.PolicyRule{
					{APIGroups: []string{"apps"}, Resources: []string{"deployments"}, Verbs: []string{"get", "list", "watch", "patch"}},
				},
			},
			{
				Name: shell,
				Rules: []rbacv1.PolicyRule{
					{APIGroups: []string{""}, Resources: []string{"pods"}, Verbs: []string{"get", "list"}},
					{APIGroups: []string{""}, Resources: []string{"pods/exec"}, Verbs: []string{"create"}},
				},
			},
		},
		Cluster: []rbac.Grant{
			{Team: "deploy-members", Role: looker},
			{Team: "developers", Role: looker},
			{System: "kubernetes-deploy-experimental", Role: looker},
			{User: "example-bot", Role: looker},
		},
		// What all teams share stands at the root of the tree, and is copied from there.
		Propagation: rbac.HNC,
		Namespaces: []rbac.Namespace{{
			Name: "example-inc",
			Grants: []rbac.Grant{
				{Team: "deploy-members", Role: rbac.Admin},
				{Team: "developers", Role: rbac.Developer},
				{System: "kube-ci-deploy", Role: deployer},
			},
			Children: []rbac.Namespace{
				{
					Name: "managed-by-developers",
					Grants: []rbac.Grant{
						{System: "kube-ci-canary", Role: canary},
						{System: "kube-ci-sh", Role: shell},
					},
				},
				{
					Name:   "managed-by-bizeng-and-developers",
					Grants: []rbac.Grant{{Team: "bizeng", Role: rbac.Biz}},
				},
			},
		}},
	}
}

// deploys are those of a comment on a pull request, by CI, in the namespaces of the tree.
func deploys() k8scd.Options {
	const organization = "11111111-2222-3333-4444-555555555555"
	return k8scd.Options{
		OIDC: &k8scd.OIDC{
			Issuer:   "oidc.circleci.com/org/" + organization,
			Audience: organization,
			Subjects: []string{"org/" + organization + "/project/66666666-7777-8888-9999-000000000000/user/*"},
		},
		Namespaces: []string{"managed-by-bizeng-and-developers", "managed-by-developers"},
	}
}

// tree copies rights down the tree of namespaces. Those of addons are no part of it: nothing in
// them waits for it.
func tree() hnc.Options {
	return hnc.Options{
		Fork: true,
		Pods: addon.Pods{Resources: requests("100m", "300Mi")},
		ExcludedNamespaces: []string{
			"ambassador", "argo", "argocd", "cert-manager", "custom-metrics", "datadog", "deployment-duplicator-system", "dex",
			"emissary", "emissary-system", "external-dns", "ingress-nginx", "istio-ingress", "istio-system",
			"k8nskel-origin", "kubefork-controller-system", "loki", "monitoring", "nvidia", "oauth2-proxy", "vault",
			"velero", "virtual-service-controller-system",
		},
		UnpropagatedAnnotations: []string{"argocd.argoproj.io/tracking-id"},
		Resources:               []hnc.Resource{}, // rights, and nothing else
		NarrowRights:            true,
		NoStackdriver:           true,
		Webhooks:                hnc.Webhooks{Objects: hnc.ObjectsWebhook{OnlyPropagated: true}},
	}
}
