package istio

import (
	"cmp"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const readerName = "istio-reader-service-account"

// baseObjects are those that all revisions share, but for the reader's role, which each
// revision has.
func baseObjects(o Options) []addon.Object {
	objs := []addon.Object{kube.Namespace(o.Namespace, o.podSecurity())}
	if !o.Base.Disabled {
		objs = append(objs, definitions(o)...)
		objs = append(objs, readerAccount(o), defaultValidator(o))
	}
	return append(objs, readerAccess(o)...)
}

func definitions(o Options) []addon.Object {
	objs := kube.CRDs(crds)
	for _, crd := range objs {
		crd.SetLabels(o.identity().Of("crds").ClusterMeta("").Labels)
	}
	return objs
}

// readerAccount is the account whose token other clusters of the mesh get.
func readerAccount(o Options) *corev1.ServiceAccount {
	if o.Base.NoReader || o.Base.Reader != nil {
		return nil
	}
	return &corev1.ServiceAccount{ObjectMeta: o.reader().Meta(readerName)}
}

func readerAccess(o Options) []addon.Object {
	if o.Base.NoReader {
		return nil
	}
	id := o.reader()
	role := o.wide("istio-reader-clusterrole")
	account := &corev1.ServiceAccount{ObjectMeta: id.Meta(readerName)}
	if r := o.Base.Reader; r != nil {
		account.Name, account.Namespace = r.Name, r.Namespace
	}
	return []addon.Object{
		&rbacv1.ClusterRole{ObjectMeta: id.ClusterMeta(role), Rules: readerRules()},
		kube.BindClusterRole(id, role, role, account),
	}
}

func readerRules() []rbacv1.PolicyRule {
	return []rbacv1.PolicyRule{
		kube.Rule(ownGroups, "*", read),
		kube.Rule("", "endpoints pods services nodes replicationcontrollers namespaces secrets configmaps", read),
		kube.Rule("networking.x-k8s.io gateway.networking.k8s.io", "gateways", read),
		kube.Rule("apiextensions.k8s.io", "customresourcedefinitions", read),
		kube.Rule("discovery.k8s.io", "endpointslices", read),
		kube.Rule(multiClusterGroup, "serviceexports", read+" create delete"),
		kube.Rule(multiClusterGroup, "serviceimports", read),
		kube.Rule("apps", "replicasets", read),
		kube.Rule("authentication.k8s.io", "tokenreviews", "create"),
		kube.Rule("authorization.k8s.io", "subjectaccessreviews", "create"),
	}
}

// defaultValidator checks resources whatever revision they are for.
func defaultValidator(o Options) *admissionv1.ValidatingWebhookConfiguration {
	revision := cmp.Or(o.Base.DefaultRevision, o.revisionName())
	service := "istiod"
	if revision != "default" {
		service += "-" + revision
	}
	meta := o.identity().ClusterMeta("istiod-default-validator")
	meta.Labels["app"] = "istiod"
	meta.Labels["istio"] = "istiod"
	meta.Labels[revisionLabel] = revision
	meta.Annotations = o.validatorPatched()
	hook := o.validator("validation.istio.io", service)
	return &admissionv1.ValidatingWebhookConfiguration{ObjectMeta: meta, Webhooks: []admissionv1.ValidatingWebhook{hook}}
}
