package hnc_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/hnc"
)

func TestBadOptions(t *testing.T) {
	one := resource.MustParse("1")
	for _, tc := range []struct {
		name    string
		options options
		want    []string
	}{{
		name: "managers",
		options: options{
			Pods:             addon.Pods{Replicas: new(int32(2))},
			LeaderElectionID: "Hnc",
			HighAvailability: hnc.HighAvailability{Pods: addon.Pods{
				Replicas:                  new(int32(0)),
				Image:                     addon.Image{Repository: "example.com/hnc", Tag: "1"},
				ServiceAccountAnnotations: map[string]string{"a": "b"},
			}},
		},
		want: []string{
			`leaderElectionID: Invalid value: "Hnc": must match ^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$`,
			`pods.replicas: Invalid value: 2: must be 1: of several managers only the elected one knows the tree, and all would answer webhooks; set highAvailability.enabled`,
			`highAvailability.pods.replicas: Invalid value: 0: must be at least 1: without such a pod the webhooks refuse whatever they look at`,
			`highAvailability.pods.image: Forbidden: the pods run the image of pods.image`,
			`highAvailability.pods.serviceAccountAnnotations: Forbidden: the pods run as the manager's service account: set pods.serviceAccountAnnotations`,
		},
	}, {
		name:    "no manager",
		options: options{Pods: addon.Pods{Replicas: new(int32(0))}, LeaderElectionID: "hnc"},
		want: []string{
			`pods.replicas: Invalid value: 0: must be 1: without a manager the webhooks refuse whatever they look at; set webhooks.disabled with it`,
			`leaderElectionID: Forbidden: nobody is elected: there is one manager`,
		},
	}, {
		name: "no webhooks",
		options: options{
			HighAvailability: hnc.HighAvailability{Enabled: true},
			Webhooks: hnc.Webhooks{
				Disabled:    true,
				Certificate: addon.ServingCertificate{CertManager: &addon.CertManager{}},
				NoRestart:   true,
				Objects:     hnc.ObjectsWebhook{OnlyPropagated: true},
			},
		},
		want: []string{
			`highAvailability.enabled: Forbidden: there are no webhooks to be answered: webhooks.disabled is set`,
			`webhooks.certificate: Forbidden: there is nothing to certify: disabled is set`,
			`webhooks.noRestart: Forbidden: HNC makes no certificate`,
			`webhooks.objects.onlyPropagated: Forbidden: there is no such webhook: disabled is set`,
		},
	}, {
		name:    "a certificate that nobody trusts",
		options: options{Webhooks: hnc.Webhooks{Certificate: addon.ServingCertificate{Secret: "hnc"}}},
		want: []string{
			`webhooks.certificate.caBundle: Required value: the API server trusts the certificate of a Secret by its CA alone`,
		},
	}, {
		name:    "ports",
		options: options{Ports: hnc.Ports{Metrics: 9443, Health: 9443}},
		want: []string{
			`ports.metrics: Invalid value: 9443: is the port for webhooks: take another`,
			`ports.health: Invalid value: 9443: is the port for webhooks or for metrics: take another`,
		},
	}, {
		name: "patterns",
		options: options{
			ExcludedNamespaces:          []string{"Team"},
			IncludedNamespaceRegex:      "team-(",
			ManagedNamespaceLabels:      []string{".*", "env[", "kubernetes.io/.*", "app.kubernetes.io/.*|team"},
			ManagedNamespaceAnnotations: []string{"hnc.x-k8s.io/.*", "(argocd|example).*", "owner"},
		},
		want: []string{
			`excludedNamespaces[0]: Invalid value: "Team": must match ^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`,
			"includedNamespaceRegex: Invalid value: \"team-(\": error parsing regexp: missing closing ): `^team-($`",
			`managedNamespaceLabels[0]: Invalid value: ".*": must not match "hnc.x-k8s.io", which isn't HNC's to manage`,
			"managedNamespaceLabels[1]: Invalid value: \"env[\": error parsing regexp: missing closing ]: `[$`",
			`managedNamespaceLabels[2]: Invalid value: "kubernetes.io/.*": must not match "kubernetes.io/metadata.name", which isn't HNC's to manage`,
			`managedNamespaceLabels[3]: Invalid value: "app.kubernetes.io/.*|team": must not match "app.kubernetes.io/managed-by", which isn't HNC's to manage`,
			`managedNamespaceAnnotations[0]: Invalid value: "hnc.x-k8s.io/.*": must not match "hnc.x-k8s.io/subnamespace-of", which isn't HNC's to manage`,
			`managedNamespaceAnnotations[1]: Invalid value: "(argocd|example).*": must not match "argocd.argoproj.io/sync-options", which isn't HNC's to manage`,
		},
	}, {
		name: "names",
		options: options{
			UnpropagatedAnnotations: []string{"a/b/c"},
			NoPropagationLabels:     []hnc.KeyValue{{Value: "a"}, {Key: "a=b", Value: "c=d"}},
		},
		want: []string{
			`noPropagationLabels[0].key: Required value: no default can know it`,
			`unpropagatedAnnotations[0]: Invalid value: "a/b/c": a valid label key must consist of`,
			`noPropagationLabels[1].key: Invalid value: "a=b": name part must consist of`,
			`noPropagationLabels[1].value: Invalid value: "c=d": a valid label must be an empty string or consist of`,
		},
	}, {
		name: "resources",
		options: options{Resources: []hnc.Resource{
			{Group: "rbac.authorization.k8s.io", Resource: "rolebindings", Mode: hnc.Propagate},
			{Group: "rbac.authorization.k8s.io", Resource: "clusterroles", Mode: hnc.Propagate},
			{Resource: "secret", Mode: hnc.Propagate},
			{Resource: "secrets", Mode: "Copy"},
			{Resource: "Secrets"},
			{Resource: "secrets", Mode: hnc.AllowPropagate},
			{Group: "apps/v1", Resource: "deployments", Mode: hnc.Propagate},
			{Group: "core", Resource: "pods", Mode: hnc.Propagate},
			{Group: "batch", Resource: "jobs", Mode: hnc.Propagate},
		}},
		want: []string{
			`resources[3].mode: Unsupported value: "Copy": supported values: "Propagate", "AllowPropagate", "Remove", "Ignore"`,
			`resources[4].resource: Invalid value: "Secrets": must match ^[a-z]([-a-z0-9]*[a-z0-9])?$`,
			`resources[4].mode: Required value: no default can know it`,
			`resources[0]: Forbidden: rolebindings are always copied, and HNC refuses a list with them`,
			`resources[1]: Forbidden: clusterroles of rbac.authorization.k8s.io are in no namespace: HNC copies Roles and RoleBindings alone`,
			`resources[2].resource: Unsupported value: "secret": supported values: "configmaps", "endpoints", "events",`,
			`resources[4].resource: Unsupported value: "Secrets": supported values: "configmaps", "endpoints", "events",`,
			`resources[5]: Duplicate value: "secrets"`,
			`resources[6].group: Invalid value: "apps/v1": must be an API group without a version, as in "networking.k8s.io", and nothing for the core group`,
			`resources[7].group: Invalid value: "core": must be an API group without a version, as in "networking.k8s.io", and nothing for the core group`,
		},
	}, {
		name: "circles",
		options: options{
			Hierarchy: []hnc.Hierarchy{
				{Namespace: "a", Parent: "b"},
				{Namespace: "b", Parent: "c"},
				{Namespace: "c", Parent: "a"},
				{Namespace: "d", Parent: "a"},
				{Namespace: "e", Parent: "e"},
				{Namespace: "f", Parent: "g"},
			},
			Subnamespaces: []hnc.Subnamespace{{Name: "g", Parent: "f"}},
		},
		want: []string{
			`hierarchy[0].parent: Invalid value: "b": makes a circle: a is below b is below c is below a`,
			`hierarchy[4].parent: Invalid value: "e": makes a circle: e is below e`,
			`hierarchy[5].parent: Invalid value: "g": makes a circle: f is below g is below f`,
		},
	}, {
		name: "two parents",
		options: options{
			Hierarchy: []hnc.Hierarchy{
				{Namespace: "a", Parent: "b"},
				{Namespace: "a", Parent: "c"},
				{Namespace: "a", Parent: "b"},
				{Namespace: "d"},
			},
			Subnamespaces: []hnc.Subnamespace{
				{Name: "a", Parent: "e"},
				{Name: "f", Parent: "e"},
				{Name: "g", Parent: "f"},
			},
		},
		want: []string{
			`hierarchy[0].namespace: Invalid value: "a": is a subnamespace: HNC couldn't make it, since for an object in it the plan would`,
			`hierarchy[1].namespace: Invalid value: "a": has the parent b already, and can't have c too`,
			`hierarchy[1].namespace: Invalid value: "a": is a subnamespace: HNC couldn't make it, since for an object in it the plan would`,
			`hierarchy[2].namespace: Duplicate value: "a"`,
			`hierarchy[2].namespace: Invalid value: "a": is a subnamespace: HNC couldn't make it, since for an object in it the plan would`,
			`hierarchy[3].parent: Required value: the entry says nothing of d`,
			`subnamespaces[0].name: Invalid value: "a": has the parent b already, and can't have e too`,
			`subnamespaces[2].parent: Invalid value: "f": is a subnamespace: HNC couldn't make it, since for an object in it the plan would`,
		},
	}, {
		name: "what HNC leaves alone",
		options: options{
			ExcludedNamespaces:     []string{"argocd"},
			IncludedNamespaceRegex: "team-.*",
			ManagedNamespaceLabels: []string{"env"},
			Hierarchy: []hnc.Hierarchy{
				{Namespace: "argocd", Parent: "team-a"},
				{Namespace: "team-b", Parent: "kube-system", Labels: map[string]string{"env": "a b", "tier": "1", "a b": "c"}},
			},
			Subnamespaces: []hnc.Subnamespace{{Name: "lab", Parent: "hnc-system", Annotations: map[string]string{"env": "a"}}},
		},
		want: []string{
			`hierarchy[0].namespace: Invalid value: "argocd": is excluded: HNC leaves it alone`,
			`hierarchy[1].parent: Invalid value: "kube-system": is excluded: HNC leaves it alone`,
			`hierarchy[1].labels[a b]: Invalid value: "a b": name part must consist of`,
			`hierarchy[1].labels[tier]: Invalid value: "1": HNC refuses it: its name matches none of managedNamespaceLabels`,
			`hierarchy[1].labels[env]: Invalid value: "a b": a valid label must be an empty string or consist of`,
			`subnamespaces[0].name: Invalid value: "lab": doesn't match includedNamespaceRegex: HNC leaves it alone`,
			`subnamespaces[0].parent: Invalid value: "hnc-system": is excluded: HNC leaves it alone`,
			`subnamespaces[0].annotations[env]: Invalid value: "a": HNC refuses it: its name matches none of managedNamespaceAnnotations`,
		},
	}, {
		name: "quotas that nobody heeds",
		options: options{
			Subnamespaces: []hnc.Subnamespace{{Name: "lab", Parent: "a"}},
			Quotas: hnc.Quotas{
				SyncInterval: new(metav1.Duration{}),
				List: []hnc.Quota{
					{Namespace: "a", Name: "q", Hard: corev1.ResourceList{"pods": one}, ScopeSelector: &corev1.ScopeSelector{}},
					{Namespace: "a", Name: "q", Hard: corev1.ResourceList{}},
					{Namespace: "lab", Name: "q", Hard: corev1.ResourceList{"deployments": one, "pods": resource.MustParse("-1"), "a/b/c": one}},
				},
			},
		},
		want: []string{
			`quotas.enabled: Required value: nobody heeds the quotas of the list without it`,
			`quotas.syncInterval: Forbidden: there are no quotas: enabled isn't set`,
			`quotas.list[0].scopeSelector: Forbidden: upstream's HNC would count all pods: set fork`,
			`quotas.list[1]: Duplicate value: "a/q"`,
			`quotas.list[1].hard: Required value: a quota of nothing limits nothing`,
			`quotas.list[2].namespace: Invalid value: "lab": is a subnamespace: HNC couldn't make it, since for an object in it the plan would`,
			`quotas.list[2].hard[a/b/c]: Invalid value: "a/b/c": a valid label key must consist of`,
			`quotas.list[2].hard[deployments]: Unsupported value: "deployments": supported values: "configmaps", "cpu",`,
			`quotas.list[2].hard[pods]: Invalid value: "-1": must not be negative`,
		},
	}, {
		name: "scopes",
		options: options{Fork: true, Quotas: hnc.Quotas{Enabled: true, List: []hnc.Quota{{
			Namespace: "a", Name: "q", Hard: corev1.ResourceList{"pods": one},
			ScopeSelector: &corev1.ScopeSelector{MatchExpressions: []corev1.ScopedResourceSelectorRequirement{
				{ScopeName: "Best"},
				{ScopeName: "PriorityClass", Operator: "Is"},
				{ScopeName: "BestEffort", Operator: "In", Values: []string{"a"}},
				{ScopeName: "PriorityClass", Operator: "In"},
				{ScopeName: "PriorityClass", Operator: "DoesNotExist"},
			}},
		}}}},
		want: []string{
			`quotas.list[0].scopeSelector.matchExpressions[0].scopeName: Unsupported value: "Best": supported values: "BestEffort", "CrossNamespacePodAffinity", "NotBestEffort", "NotTerminating", "PriorityClass", "Terminating"`,
			`quotas.list[0].scopeSelector.matchExpressions[1].operator: Unsupported value: "Is": supported values: "DoesNotExist", "Exists", "In", "NotIn"`,
			`quotas.list[0].scopeSelector.matchExpressions[2].operator: Invalid value: "In": must be Exists: BestEffort has no values`,
			`quotas.list[0].scopeSelector.matchExpressions[3].values: Invalid value: null: In and NotIn have values, Exists and DoesNotExist none`,
		},
	}} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := hnc.New(tc.options).Objects(addontest.Target())
			var got []string
			for i, err := range addon.Errors(err) {
				line := err.Error()
				if i < len(tc.want) && strings.HasPrefix(line, tc.want[i]) {
					line = tc.want[i] // apimachinery's own words go on for long
				}
				got = append(got, line)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
