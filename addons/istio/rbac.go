package istio

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const (
	read  = "get list watch"
	write = read + " create update patch delete"

	// ownGroups are Istio's, some of them of times past: other revisions may still read them.
	ownGroups = "config.istio.io security.istio.io networking.istio.io authentication.istio.io " +
		"rbac.istio.io telemetry.istio.io extensions.istio.io"

	multiClusterGroup = "multicluster.x-k8s.io"
	gatewayGroup      = "gateway.networking.k8s.io"
	certificatesGroup = "certificates.k8s.io"
)

// access lets istiod read what the mesh is made of, hand out certificates, complete its
// webhook configurations, and run what Gateways of the Gateway API ask for.
func access(o Options, sa *corev1.ServiceAccount) []addon.Object {
	id := o.istiod()
	discovery, controller := o.wide("istiod-clusterrole"), o.wide("istiod-gateway-controller")
	return []addon.Object{
		&rbacv1.ClusterRole{ObjectMeta: o.clusterMeta(discovery), Rules: discoveryRules(o)},
		&rbacv1.ClusterRole{ObjectMeta: o.clusterMeta(controller), Rules: controllerRules()},
		kube.BindClusterRole(id, discovery, discovery, sa),
		kube.BindClusterRole(id, controller, controller, sa),
		&rbacv1.Role{ObjectMeta: o.meta(sa.Name), Rules: namespaceRules()},
		kube.BindRole(id, sa.Name, sa.Name, sa),
	}
}

// namespaceRules are for istiod's own namespace, in which it keeps its CA.
func namespaceRules() []rbacv1.PolicyRule {
	return []rbacv1.PolicyRule{
		kube.Rule(networkingGroup, "gateways", "create"), // a dry run, by which it finds out whether its webhook works
		kube.Rule("", "secrets", read+" create update delete"),
		kube.Rule("", "configmaps", "delete"),
		kube.Rule("coordination.k8s.io", "leases", "get update patch create"),
	}
}

// controllerRules let istiod run the pods that Gateways of the Gateway API ask for.
func controllerRules() []rbacv1.PolicyRule {
	return []rbacv1.PolicyRule{
		kube.Rule("apps", "deployments", write),
		kube.Rule("autoscaling", "horizontalpodautoscalers", write),
		kube.Rule("policy", "poddisruptionbudgets", write),
		kube.Rule("", "services serviceaccounts", write),
	}
}

func discoveryRules(o Options) []rbacv1.PolicyRule {
	return slices.Concat(
		[]rbacv1.PolicyRule{
			kube.Rule("admissionregistration.k8s.io", "mutatingwebhookconfigurations", read+" update patch"),
			kube.Rule("admissionregistration.k8s.io", "validatingwebhookconfigurations", read+" update"),
			kube.Rule(ownGroups, "*", read),
		},
		analysisRules(o),
		[]rbacv1.PolicyRule{
			kube.Rule(networkingGroup, "workloadentries workloadentries/status serviceentries/status", write),
			kube.Rule(securityGroup, "authorizationpolicies/status", write),
			kube.Rule("", "services/status", write),
			kube.Rule("apiextensions.k8s.io", "customresourcedefinitions", read),
			kube.Rule("", "pods nodes services namespaces endpoints", read),
			kube.Rule("discovery.k8s.io", "endpointslices", read),
		},
		untaintRules(o),
		[]rbacv1.PolicyRule{
			kube.Rule("networking.k8s.io", "ingresses ingressclasses", read),
			kube.Rule("networking.k8s.io", "ingresses/status", "*"),
			kube.Rule("", "configmaps", read+" create update"),
		},
		certificateRules(o),
		[]rbacv1.PolicyRule{
			kube.Rule("authentication.k8s.io", "tokenreviews", "create"),
			kube.Rule("authorization.k8s.io", "subjectaccessreviews", "create"),
			kube.Rule(gatewayGroup+" gateway.networking.x-k8s.io", "*", read),
			kube.Rule("gateway.networking.x-k8s.io", "xbackendtrafficpolicies/status", "update patch"),
			kube.Rule(gatewayGroup, "backendtlspolicies/status gatewayclasses/status gateways/status grpcroutes/status "+
				"httproutes/status referencegrants/status tcproutes/status tlsroutes/status udproutes/status listenersets/status", "update patch"),
			kube.Rule(gatewayGroup, "gatewayclasses", "create update patch delete"),
			kube.Rule("inference.networking.k8s.io", "inferencepools", read),
			kube.Rule("inference.networking.k8s.io", "inferencepools/status", "update patch"),
			kube.Rule("", "secrets", read),
			kube.Rule(multiClusterGroup, "serviceexports", read+" create delete"),
			kube.Rule(multiClusterGroup, "serviceimports", read),
		},
	)
}

// analysisRules let istiod write what it finds into the status of resources.
func analysisRules(o Options) []rbacv1.PolicyRule {
	if !o.EnableAnalysis {
		return nil
	}
	return []rbacv1.PolicyRule{
		kube.Rule(ownGroups, "authorizationpolicies/status destinationrules/status envoyfilters/status gateways/status "+
			"peerauthentications/status proxyconfigs/status requestauthentications/status serviceentries/status "+
			"sidecars/status telemetries/status virtualservices/status wasmplugins/status workloadentries/status "+
			"workloadgroups/status", "update patch"),
	}
}

func untaintRules(o Options) []rbacv1.PolicyRule {
	if !o.CNI.Untaint.Enabled {
		return nil
	}
	return []rbacv1.PolicyRule{kube.Rule("", "nodes", "patch")}
}

// certificateRules let istiod have certificates signed by Kubernetes, and publish its CA
// there.
func certificateRules(o Options) []rbacv1.PolicyRule {
	var rules []rbacv1.PolicyRule
	if o.CA.usesKubernetes() {
		rules = append(rules, kube.Rule(certificatesGroup,
			"certificatesigningrequests certificatesigningrequests/approval certificatesigningrequests/status", "update create get delete watch"))
		if len(o.CA.Signers) > 0 {
			rules = append(rules, kube.RuleFor(o.CA.Signers, certificatesGroup, "signers", "approve"))
		}
	}
	if o.CA.ClusterTrustBundle {
		rules = append(rules,
			kube.Rule(certificatesGroup, "clustertrustbundles", read+" update create delete"),
			kube.RuleFor([]string{"istio.io/istiod-ca"}, certificatesGroup, "signers", "attest"))
	}
	return rules
}

// usesKubernetes tells whether certificates are signed by way of Kubernetes.
func (c CA) usesKubernetes() bool {
	return c.KubernetesSigners || !slices.Contains([]string{"istiod", "custom", "none"}, c.Provider)
}
