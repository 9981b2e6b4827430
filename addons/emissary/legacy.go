package emissary

import (
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// apiext is what the conversion webhook and all its objects are called.
const apiext = "emissary-apiext"

// Legacy serves custom resources of getambassador.io/v2, which Emissary 1 and 2 had. The
// API server stores them as v2 then, and has a webhook convert them whenever it reads or
// writes one: while the webhook is down it can do neither, with any version.
type Legacy struct {
	// Runs the webhook, and serves v2 beside v3alpha1.
	Enabled bool `json:"enabled,omitempty"`

	// Serves v1 too.
	V1 bool `json:"v1,omitempty"`

	// Has Emissary wait, when it starts, until the webhook answers.
	Wait bool `json:"wait,omitempty"`

	// The namespace of the webhook.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// The pods of the webhook.
	Pods addon.Pods `json:"pods,omitzero"`
}

// converter is what the webhook's objects go by. The labels are upstream's.
func (l Legacy) converter() kube.Identity {
	return kube.Identity{Name: apiext, Instance: apiext, Namespace: l.Namespace, Selector: map[string]string{
		addon.LabelName:     apiext,
		addon.LabelInstance: apiext,
		addon.LabelPartOf:   apiext,
	}}
}

// legacy returns the webhook and what it may do, and the right to wait for it.
func legacy(t addon.Target, o Options, emissary *corev1.ServiceAccount) []addon.Object {
	var objs []addon.Object
	if l := o.Legacy; l.Enabled {
		id := l.converter()
		sa := kube.ServiceAccount(id, apiext, l.Pods)
		objs = []addon.Object{
			sa,
			converterClusterRole(l),
			kube.BindClusterRole(id, apiext, apiext, sa),
			converterRole(l),
			kube.BindRole(id, apiext, apiext, sa),
			converterService(l),
			converterDeployment(t, l, sa),
			kube.DisruptionBudget(id, apiext, l.Pods),
		}
	}
	if o.Legacy.Wait {
		id := o.identity().In(o.Legacy.Namespace)
		role := &rbacv1.Role{
			ObjectMeta: id.Meta(o.fullname() + "-apiext-reader"),
			Rules:      []rbacv1.PolicyRule{kube.RuleFor([]string{apiext}, "apps", "deployments", "get")},
		}
		objs = append(objs, role, kube.BindRole(id, role.Name, role.Name, emissary))
	}
	return objs
}

// converterClusterRole lets the webhook write its CA into the definitions.
func converterClusterRole(l Legacy) *rbacv1.ClusterRole {
	var names []string
	for _, crd := range kube.CRDs(crds) {
		names = append(names, crd.GetName())
	}
	return &rbacv1.ClusterRole{
		ObjectMeta: l.converter().ClusterMeta(apiext),
		Rules: []rbacv1.PolicyRule{
			kube.Rule("apiextensions.k8s.io", "customresourcedefinitions", "list watch"),
			kube.RuleFor(names, "apiextensions.k8s.io", "customresourcedefinitions customresourcedefinitions/status", "update"),
		},
	}
}

// converterRole lets the webhook keep its CA in a Secret, and one of the pods renew it.
func converterRole(l Legacy) *rbacv1.Role {
	return &rbacv1.Role{
		ObjectMeta: l.converter().Meta(apiext),
		Rules: []rbacv1.PolicyRule{
			kube.Rule("", "secrets", "create list watch"),
			kube.RuleFor([]string{"emissary-ingress-webhook-ca"}, "", "secrets", "get update"),
			kube.Rule("coordination.k8s.io", "leases", "create"),
			kube.RuleFor([]string{"emissary-ca-mgr-leader"}, "coordination.k8s.io", "leases", "get update"),
			kube.Rule("", "events", "create"),
		},
	}
}

func converterService(l Legacy) *corev1.Service {
	return &corev1.Service{
		ObjectMeta: l.converter().Meta(apiext),
		Spec: corev1.ServiceSpec{
			Type:     corev1.ServiceTypeClusterIP,
			Selector: l.converter().PodLabels(),
			Ports:    []corev1.ServicePort{{Name: "https", Port: 443, TargetPort: intstr.FromString("https"), Protocol: corev1.ProtocolTCP}},
		},
	}
}

func converterDeployment(t addon.Target, l Legacy, sa *corev1.ServiceAccount) *appsv1.Deployment {
	probe := func(check string, failures int32) *corev1.Probe {
		return &corev1.Probe{
			ProbeHandler:     corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: "/probes/" + check, Port: intstr.FromInt32(8080)}},
			PeriodSeconds:    3,
			FailureThreshold: failures,
		}
	}
	return kube.Deployment(l.converter(), apiext, l.Pods, corev1.PodSpec{
		ServiceAccountName: sa.Name,
		Containers: []corev1.Container{{
			Name:    apiext,
			Image:   t.Image(l.Pods.Image),
			Command: []string{"apiext", apiext},
			Args:    []string{"--crd-label-selector", addon.LabelPartOf + "=" + name},
			Ports: []corev1.ContainerPort{
				{Name: "http", ContainerPort: 8080, Protocol: corev1.ProtocolTCP},
				{Name: "https", ContainerPort: 8443, Protocol: corev1.ProtocolTCP},
			},
			StartupProbe:   probe("live", 10),
			LivenessProbe:  probe("live", 3),
			ReadinessProbe: probe("ready", 3),
			// The image is one program, for a user without rights.
			SecurityContext: &corev1.SecurityContext{
				AllowPrivilegeEscalation: new(false),
				Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
				RunAsNonRoot:             new(true),
				SeccompProfile:           &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
			},
		}},
	})
}
