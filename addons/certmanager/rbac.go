package certmanager

import (
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// read are the verbs of whoever follows what there is.
const read = "get list watch"

func clusterRole(id kube.Identity, name string, rules ...rbacv1.PolicyRule) *rbacv1.ClusterRole {
	return &rbacv1.ClusterRole{ObjectMeta: id.ClusterMeta(name), Rules: rules}
}

// controllerLease lets the controller take its lease.
func controllerLease(o Options) *rbacv1.Role {
	return lease(o, o.controller(), name, "cert-manager-controller")
}

// lease lets a component take the leases that it elects its leader by. Leases that are not
// there yet have no name to be restricted to.
func lease(o Options, id kube.Identity, component string, names ...string) *rbacv1.Role {
	return &rbacv1.Role{
		ObjectMeta: id.In(o.LeaderElection.Namespace).Meta(component + ":leaderelection"),
		Rules: []rbacv1.PolicyRule{
			kube.RuleFor(names, "coordination.k8s.io", "leases", "get update patch"),
			kube.Rule("coordination.k8s.io", "leases", "create"),
		},
	}
}

// controllerRights are the controller's rights in the whole cluster: a role for each of
// its tasks, and the binding of the same name.
func controllerRights(o Options, sa *corev1.ServiceAccount) []addon.Object {
	id := o.controller()
	roles := []*rbacv1.ClusterRole{
		clusterRole(id, name+"-controller-issuers", issuerRules("issuers")...),
		clusterRole(id, name+"-controller-clusterissuers", issuerRules("clusterissuers")...),
		clusterRole(id, name+"-controller-certificates", certificateRules()...),
		clusterRole(id, name+"-controller-orders", orderRules()...),
		clusterRole(id, name+"-controller-challenges", challengeRules()...),
		clusterRole(id, name+"-controller-ingress-shim", ingressRules()...),
		clusterRole(id.Of(name), name+"-controller-certificatesigningrequests", signingRules()...),
	}
	if !o.DisableAutoApproval {
		roles = append(roles, clusterRole(id.Of(name), name+"-controller-approve:cert-manager-io",
			kube.RuleFor(o.ApproveSignerNames, group, "signers", "approve")))
	}
	var objs []addon.Object
	for _, role := range roles {
		id := id.Of(role.Labels[addon.LabelComponent])
		objs = append(objs, role, kube.BindClusterRole(id, role.Name, role.Name, sa))
	}
	return objs
}

// issuerRules are for keeping the issuers of a kind ready; their accounts are in Secrets.
func issuerRules(kind string) []rbacv1.PolicyRule {
	return []rbacv1.PolicyRule{
		kube.Rule(group, kind+" "+kind+"/status", "update patch"),
		kube.Rule(group, kind, read),
		kube.Rule("", "secrets", read+" create update delete"),
		kube.Rule("", "events", "create patch"),
	}
}

// certificateRules are for turning certificates into requests, and answers into Secrets.
// The finalizers are for clusters that check who may own what.
func certificateRules() []rbacv1.PolicyRule {
	return []rbacv1.PolicyRule{
		kube.Rule(group, "certificates certificates/status certificaterequests certificaterequests/status", "update patch"),
		kube.Rule(group, "certificates certificaterequests clusterissuers issuers", read),
		kube.Rule(group, "certificates/finalizers certificaterequests/finalizers", "update"),
		kube.Rule(acmeGroup, "orders", "create delete "+read),
		kube.Rule("", "secrets", read+" create update delete patch"),
		kube.Rule("", "events", "create patch"),
	}
}

// orderRules are for turning an order at an ACME server into challenges.
func orderRules() []rbacv1.PolicyRule {
	return []rbacv1.PolicyRule{
		kube.Rule(acmeGroup, "orders orders/status", "update patch"),
		kube.Rule(acmeGroup, "orders challenges", read),
		kube.Rule(group, "clusterissuers issuers", read),
		kube.Rule(acmeGroup, "challenges", "create delete"),
		kube.Rule(acmeGroup, "orders/finalizers", "update"),
		kube.Rule(group, "clusterissuers/finalizers issuers/finalizers", "update"),
		kube.Rule("", "secrets", read),
		kube.Rule("", "events", "create patch"),
	}
}

// challengeRules are for answering challenges: by pods, and routes that lead to them, or
// with credentials for a provider of DNS. OpenShift asks who may choose a host.
func challengeRules() []rbacv1.PolicyRule {
	return []rbacv1.PolicyRule{
		kube.Rule(acmeGroup, "challenges challenges/status", "update patch"),
		kube.Rule(acmeGroup, "challenges", read),
		kube.Rule(group, "issuers clusterissuers", read),
		kube.Rule("", "secrets", read),
		kube.Rule("", "events", "create patch"),
		kube.Rule("", "pods services", read+" create delete"),
		kube.Rule("networking.k8s.io", "ingresses", read+" create delete update"),
		kube.Rule(gatewayGroup, "httproutes", read+" create delete update"),
		kube.Rule("route.openshift.io", "routes/custom-host", "create"),
		kube.Rule(acmeGroup, "challenges/finalizers", "update"),
	}
}

// ingressRules are for making certificates for Ingresses and Gateways that ask for one.
func ingressRules() []rbacv1.PolicyRule {
	return []rbacv1.PolicyRule{
		kube.Rule(group, "certificates certificaterequests", "create update delete"),
		kube.Rule(group, "certificates certificaterequests issuers clusterissuers", read),
		kube.Rule("networking.k8s.io", "ingresses", read),
		kube.Rule("networking.k8s.io", "ingresses/finalizers", "update"),
		kube.Rule(gatewayGroup, "gateways httproutes listenersets", read),
		kube.Rule(gatewayGroup, "gateways/finalizers httproutes/finalizers listenersets/finalizers", "update"),
		kube.Rule("", "events", "create patch"),
	}
}

// signingRules are for Kubernetes' own CertificateSigningRequests that name an issuer.
func signingRules() []rbacv1.PolicyRule {
	const signing = "certificates.k8s.io"
	return []rbacv1.PolicyRule{
		kube.Rule(signing, "certificatesigningrequests", read+" update"),
		kube.Rule(signing, "certificatesigningrequests/status", "update patch"),
		kube.RuleFor([]string{"issuers.cert-manager.io/*", "clusterissuers.cert-manager.io/*"}, signing, "signers", "sign"),
		kube.Rule("authorization.k8s.io", "subjectaccessreviews", "create"),
	}
}

// userRoles are what the cluster's own roles for users take in. Nobody may create orders
// and challenges: by them one could get at the credentials of ClusterIssuers.
func userRoles(o Options) []addon.Object {
	id := o.controller()
	view := clusterRole(id, name+"-view",
		kube.Rule(group, "certificates certificaterequests issuers", read),
		kube.Rule(acmeGroup, "challenges orders", read))
	edit := clusterRole(id, name+"-edit",
		kube.Rule(group, "certificates certificaterequests issuers", "create delete deletecollection patch update"),
		kube.Rule(group, "certificates/status", "update"),
		kube.Rule(acmeGroup, "challenges", "delete deletecollection patch update"),
		kube.Rule(acmeGroup, "orders", "delete deletecollection"))
	if o.NoRoleAggregation {
		return []addon.Object{view, edit}
	}
	cluster := clusterRole(id, name+"-cluster-view", kube.Rule(group, "clusterissuers", read))
	aggregate(view, "view", "edit", "admin", "cluster-reader")
	aggregate(edit, "edit", "admin")
	aggregate(cluster, "cluster-reader")
	return []addon.Object{view, edit, cluster}
}

func aggregate(role *rbacv1.ClusterRole, into ...string) {
	for _, to := range into {
		role.Labels["rbac.authorization.k8s.io/aggregate-to-"+to] = "true"
	}
}
