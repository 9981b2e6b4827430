package certmanager

import (
	"maps"
	"slices"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const apiVersion = group + "/v1"

// NewIssuer returns an Issuer, for its own namespace. The spec is copied.
func NewIssuer(meta metav1.ObjectMeta, spec IssuerSpec) *Issuer {
	return newIssuer("Issuer", meta, spec)
}

// NewClusterIssuer returns a ClusterIssuer, for all namespaces. The spec is copied.
func NewClusterIssuer(meta metav1.ObjectMeta, spec IssuerSpec) *ClusterIssuer {
	return newIssuer("ClusterIssuer", meta, spec)
}

// NewCertificate returns a Certificate.
func NewCertificate(meta metav1.ObjectMeta, spec CertificateSpec) *Certificate {
	return kube.NewCertificate(meta, spec)
}

func newIssuer(kind string, meta metav1.ObjectMeta, spec IssuerSpec) *kube.Custom[IssuerSpec] {
	issuer := kube.NewCustom(apiVersion, kind, meta, spec).DeepCopyObject().(*kube.Custom[IssuerSpec])
	if acme := issuer.Spec.ACME; acme != nil {
		acme.Server = acme.Server.url()
	}
	return issuer
}

// issuers are those of the options.
func issuers(t addon.Target, o Options) []addon.Object {
	var objs []addon.Object
	add := func(issuer *kube.Custom[IssuerSpec]) {
		setRegion(t, issuer)
		objs = append(objs, issuer)
	}
	for _, i := range o.ClusterIssuers {
		add(NewClusterIssuer(metav1.ObjectMeta{Name: i.Name}, i.IssuerSpec))
	}
	for _, i := range o.Issuers {
		add(NewIssuer(metav1.ObjectMeta{Name: i.Name, Namespace: i.Namespace}, i.IssuerSpec))
	}
	return objs
}

// setRegion gives Route 53 the cluster's region where it is left open.
func setRegion(t addon.Target, issuer *kube.Custom[IssuerSpec]) {
	if t.AWS == nil {
		return
	}
	for _, s := range issuer.Spec.solvers() {
		if s.DNS01 != nil && s.DNS01.Route53 != nil && s.DNS01.Route53.Region == "" {
			s.DNS01.Route53.Region = t.AWS.Region
		}
	}
}

// tokenRights let the controller request the tokens of the service accounts by which
// issuers log in to Vault, in the namespaces that those are in.
func tokenRights(o Options) []addon.Object {
	accounts := map[string][]string{} // by namespace
	add := func(namespace string, spec IssuerSpec) {
		if spec.Vault != nil && spec.Vault.Auth.Kubernetes != nil {
			accounts[namespace] = append(accounts[namespace], spec.Vault.Auth.Kubernetes.ServiceAccountRef.Name)
		}
	}
	for _, i := range o.ClusterIssuers {
		add(o.secretsOfClusterIssuers(), i.IssuerSpec)
	}
	for _, i := range o.Issuers {
		add(i.Namespace, i.IssuerSpec)
	}
	sa := kube.ServiceAccount(o.controller(), name, o.Pods)
	var objs []addon.Object
	for _, namespace := range slices.Sorted(maps.Keys(accounts)) {
		slices.Sort(accounts[namespace])
		id := o.controller().In(namespace)
		role := &rbacv1.Role{
			ObjectMeta: id.Meta(name + ":tokens"),
			Rules:      []rbacv1.PolicyRule{kube.RuleFor(slices.Compact(accounts[namespace]), "", "serviceaccounts/token", "create")},
		}
		objs = append(objs, role, kube.BindRole(id, role.Name, role.Name, sa))
	}
	return objs
}
