package awslbc

import (
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const (
	clusterRoleName  = name + "-role"
	electionRoleName = name + "-leader-election-role"
	secretsRoleName  = name + "-secrets"
	lease            = name + "-leader"

	read = "get list watch"
)

func serviceAccount(o Options) *corev1.ServiceAccount {
	sa := kube.ServiceAccount(o.identity(), name, o.Pods)
	sa.AutomountServiceAccountToken = new(true)
	return sa
}

// clusterRole lets the controller read what load balancers are made of, write the status of
// what they are made for, and keep TargetGroupBindings.
func clusterRole(o Options) *rbacv1.ClusterRole {
	const (
		aga     = "aga.k8s.aws"
		gateway = "gateway.networking.k8s.io"
		config  = "gateway.k8s.aws"
	)
	role := &rbacv1.ClusterRole{
		ObjectMeta: o.identity().ClusterMeta(clusterRoleName),
		Rules: []rbacv1.PolicyRule{
			kube.Rule("", "configmaps", "create delete get update"),
			kube.Rule("", "endpoints namespaces nodes pods", read),
			kube.Rule("", "events", "create patch"),
			kube.Rule("", "pods/status services/status", "patch update"),
			kube.Rule("", "services", read+" patch update"),
			kube.Rule(aga, "globalaccelerators", read+" patch"),
			kube.Rule(aga, "globalaccelerators/finalizers globalaccelerators/status", "patch update"),
			kube.Rule("discovery.k8s.io", "endpointslices", read),
			kube.Rule(group, "albtargetcontrolconfigs", "get"),
			kube.Rule(group, "ingressclassparams", read),
			kube.Rule(group, "targetgroupbindings", read+" create delete patch update"),
			kube.Rule(group, "targetgroupbindings/status", "patch update"),
			kube.Rule("extensions networking.k8s.io", "ingresses", read+" patch update"),
			kube.Rule("extensions networking.k8s.io", "ingresses/status", "patch update"),
			kube.Rule("networking.k8s.io", "ingressclasses", read),
			kube.Rule(config, "listenerruleconfigurations loadbalancerconfigurations targetgroupconfigurations", read+" patch"),
			kube.Rule(config, "listenerruleconfigurations/finalizers loadbalancerconfigurations/finalizers targetgroupconfigurations/finalizers", "patch update"),
			kube.Rule(config, "listenerruleconfigurations/status loadbalancerconfigurations/status targetgroupconfigurations/status", "get patch update"),
			kube.Rule(gateway, "gatewayclasses gateways referencegrants", read+" patch"),
			kube.Rule(gateway, "gatewayclasses/finalizers gateways/finalizers", "patch update"),
			kube.Rule(gateway, "gatewayclasses/status gateways/status", "get patch update"),
			kube.Rule(gateway, "grpcroutes httproutes listenersets tcproutes tlsroutes udproutes", read),
			kube.Rule(gateway, "grpcroutes/finalizers httproutes/finalizers listenersets/finalizers tcproutes/finalizers tlsroutes/finalizers udproutes/finalizers", "update"),
			kube.Rule(gateway, "grpcroutes/status httproutes/status listenersets/status tcproutes/status tlsroutes/status udproutes/status", "get patch update"),
		},
	}
	if o.AllSecrets {
		role.Rules = append(role.Rules, kube.Rule("", "secrets", read))
	}
	return role
}

// electionRole lets the pods choose one among them.
func electionRole(o Options) *rbacv1.Role {
	return &rbacv1.Role{
		ObjectMeta: o.identity().Meta(electionRoleName),
		Rules: []rbacv1.PolicyRule{
			kube.Rule("", "configmaps", "create"),
			kube.RuleFor([]string{lease}, "", "configmaps", "get patch update"),
			kube.Rule("coordination.k8s.io", "leases", "create"),
			kube.RuleFor([]string{lease}, "coordination.k8s.io", "leases", "get patch update"),
		},
	}
}

// secrets lets the controller read the Secrets of the namespaces whose Ingresses have users
// log in by OIDC.
func secrets(o Options, sa *corev1.ServiceAccount) []addon.Object {
	var objs []addon.Object
	for _, namespace := range o.SecretNamespaces {
		id := o.identity().In(namespace)
		objs = append(objs,
			&rbacv1.Role{
				ObjectMeta: id.Meta(secretsRoleName),
				Rules:      []rbacv1.PolicyRule{kube.Rule("", "secrets", read)},
			},
			kube.BindRole(id, secretsRoleName, secretsRoleName, sa),
		)
	}
	return objs
}
