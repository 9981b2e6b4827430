package hnc_test

import (
	"testing"
	"time"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/hnc"
	"github.com/fitout/fitout/cluster"
)

type options = hnc.Options

func TestAddon(t *testing.T) {
	all := map[string]string{"ClusterRole hnc-manager-role": "what HNC copies is configured while it runs"}
	addontest.Run(t, hnc.Definition,
		addontest.Case[options]{Name: "defaults", Because: all},
		addontest.Case[options]{
			// Upstream's manifests leave the image to whoever builds them.
			Name:    "upstream",
			Options: options{Pods: addon.Pods{Image: addon.Image{Repository: "controller"}}},
			Because: all,
		},
		addontest.Case[options]{Name: "fork", Options: fork()},
		addontest.Case[options]{Name: "quotas", Options: quotas(), Because: all},
		addontest.Case[options]{Name: "company", Target: addontest.AWS(), Options: company(), Because: all},
		addontest.Case[options]{
			Name:     "certmanager",
			Existing: cluster.Existing{CRDs: []string{"*.cert-manager.io"}},
			Options: options{
				HighAvailability: hnc.HighAvailability{Enabled: true},
				NarrowRights:     true,
				Webhooks:         hnc.Webhooks{Certificate: addon.ServingCertificate{CertManager: &addon.CertManager{}}},
			},
		},
		addontest.Case[options]{
			// The copies alone: nothing waits for HNC, and nothing is refused.
			Name: "nowebhooks",
			Options: options{
				NarrowRights:        true,
				NoRoleAggregation:   true,
				NoScrapeAnnotations: true,
				Webhooks:            hnc.Webhooks{Disabled: true},
			},
		},
		addontest.Case[options]{
			Name:     "full",
			Existing: cluster.Existing{CRDs: []string{"servicemonitors.monitoring.coreos.com"}},
			Options:  full(),
		},
	)
}

// fork has a quota that upstream's HNC can't keep, for the pods of a priority.
func fork() options {
	return options{
		Fork:         true,
		NarrowRights: true,
		Quotas: hnc.Quotas{
			Enabled: true,
			List: []hnc.Quota{{
				Namespace: "services",
				Name:      "urgent",
				Hard:      corev1.ResourceList{"pods": resource.MustParse("10")},
				ScopeSelector: &corev1.ScopeSelector{MatchExpressions: []corev1.ScopedResourceSelectorRequirement{{
					ScopeName: corev1.ResourceQuotaScopePriorityClass, Operator: corev1.ScopeSelectorOpIn, Values: []string{"urgent"},
				}}},
			}},
		},
	}
}

func quotas() options {
	return options{
		Hierarchy: []hnc.Hierarchy{{Namespace: "team-a", Parent: "teams"}},
		Quotas: hnc.Quotas{
			Enabled:      true,
			SyncInterval: new(metav1.Duration{}),
			List: []hnc.Quota{
				{Namespace: "teams", Name: "all", Hard: corev1.ResourceList{
					"requests.cpu":           resource.MustParse("100"),
					"requests.memory":        resource.MustParse("400Gi"),
					"services.loadbalancers": resource.MustParse("0"),
				}},
				{Namespace: "team-a", Name: "team", Hard: corev1.ResourceList{
					"count/deployments.apps": resource.MustParse("50"),
					"pods":                   resource.MustParse("200"),
				}},
			},
		},
	}
}

// company has the tree from addon rbac, and copies Secrets that ask for it.
func company() options {
	return options{
		ExcludedNamespaces:      []string{"argocd", "cert-manager", "istio-system"},
		UnpropagatedAnnotations: []string{"argocd.argoproj.io/tracking-id", "kubectl.kubernetes.io/last-applied-configuration"},
		Resources:               []hnc.Resource{{Resource: "secrets", Mode: hnc.AllowPropagate}},
		NoStackdriver:           true,
		Webhooks:                hnc.Webhooks{Objects: hnc.ObjectsWebhook{OnlyPropagated: true}},
	}
}

func full() options {
	return options{
		Namespace: "tenancy",
		Pods: addon.Pods{
			Replicas:                  new(int32(2)),
			Image:                     addon.Image{Tag: "1.1.0-pfnet.2"},
			PriorityClassName:         "system-cluster-critical",
			ServiceAccountAnnotations: map[string]string{"example.com/owner": "infra"},
		},
		Fork: true,
		HighAvailability: hnc.HighAvailability{
			Enabled: true,
			Pods: addon.Pods{
				Replicas:  new(int32(2)),
				Resources: corev1.ResourceRequirements{Limits: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("1")}},
			},
		},
		LeaderElectionID:            "hnc",
		Ports:                       hnc.Ports{Webhook: 9444, Metrics: 8090, Health: 8091},
		MaxReconciles:               20,
		APIServerQPS:                100,
		ExcludedNamespaces:          []string{"kube-system", "monitoring"},
		IncludedNamespaceRegex:      "company|team-.*",
		ManagedNamespaceLabels:      []string{`example\.com/.*`},
		ManagedNamespaceAnnotations: []string{"owner"},
		UnpropagatedAnnotations:     []string{"argocd.argoproj.io/tracking-id"},
		NoPropagationLabels:         []hnc.KeyValue{{Key: "cattle.io/creator", Value: "norman"}, {Key: "local"}},
		Resources: []hnc.Resource{
			{Resource: "secrets", Mode: hnc.AllowPropagate},
			{Group: "networking.k8s.io", Resource: "networkpolicies", Mode: hnc.Propagate},
			{Resource: "configmaps", Mode: hnc.Remove},
			{Group: "example.com", Resource: "widgets", Mode: hnc.Ignore},
		},
		Hierarchy: []hnc.Hierarchy{
			{
				Namespace:              "company",
				AllowCascadingDeletion: true,
				Labels:                 map[string]string{"example.com/env": "prod", "example.com/company": "example"},
				Annotations:            map[string]string{"owner": "infra"},
			},
			{Namespace: "team-a", Parent: "company"},
			{Namespace: "team-a-jobs", Parent: "team-a-lab"},
		},
		Subnamespaces: []hnc.Subnamespace{{
			Name:        "team-a-lab",
			Parent:      "team-a",
			Labels:      map[string]string{"example.com/env": "lab"},
			Annotations: map[string]string{"owner": "a"},
		}},
		Quotas: hnc.Quotas{
			Enabled:      true,
			SyncInterval: new(metav1.Duration{Duration: 5 * time.Minute}),
			List: []hnc.Quota{{
				Namespace: "company",
				Name:      "all",
				Hard:      corev1.ResourceList{"limits.memory": resource.MustParse("1Ti"), "requests.nvidia.com/gpu": resource.MustParse("8")},
				ScopeSelector: &corev1.ScopeSelector{MatchExpressions: []corev1.ScopedResourceSelectorRequirement{{
					ScopeName: corev1.ResourceQuotaScopeNotTerminating, Operator: corev1.ScopeSelectorOpExists,
				}}},
			}},
		},
		Webhooks: hnc.Webhooks{
			NoRestart:  true,
			Namespaces: hnc.Webhook{FailurePolicy: admissionv1.Ignore, TimeoutSeconds: 5},
			Objects: hnc.ObjectsWebhook{
				Webhook:        hnc.Webhook{FailurePolicy: admissionv1.Ignore, TimeoutSeconds: 3},
				OnlyPropagated: true,
			},
		},
		NarrowRights:   true,
		DebugLogs:      true,
		ActivityLogs:   true,
		ObjectMetrics:  true,
		NoStackdriver:  true,
		ServiceMonitor: &addon.ServiceMonitor{Labels: map[string]string{"release": "prometheus"}},
	}
}

const ca = `-----BEGIN CERTIFICATE-----
MIIBdDCCARmgAwIBAgIUY2EgdGhhdCBzaWducyBub3RoaW5nMAoGCCqGSM49BAMC
-----END CERTIFICATE-----
`
