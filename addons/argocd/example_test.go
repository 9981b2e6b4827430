package argocd_test

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/argocd"
)

// Users log in at the addon dex, and the teams of an organization have roles.
func Example() {
	objs, err := argocd.New(argocd.Options{
		URL: "https://argocd.example.com",
		OIDC: &argocd.OIDC{
			Name: "GitHub", Issuer: "https://dex.example.com",
			ClientID: "argo-cd", ClientSecret: &addon.SecretRef{Name: "clients", Key: "argo-cd"},
		},
		Dex:   argocd.Dex{Disabled: true},
		Users: argocd.Users{NoAdmin: true},
		RBAC: argocd.RBAC{
			DefaultRole: "role:readonly",
			Policies: []argocd.Policy{
				{Role: "role:web", Resource: argocd.ApplicationsResource, Action: argocd.SyncAction, Object: "web/*"},
				{Role: "role:web", Resource: argocd.LogsResource, Action: argocd.Get, Object: "web/*"},
			},
			Grants: []argocd.Grant{
				{Subject: "example:platform", Role: "role:admin"},
				{Subject: "example:web", Role: "role:web"},
			},
		},
	}).Objects(addon.Target{Name: "prod", Kubernetes: "1.34"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range objs {
		if c, ok := o.(*corev1.ConfigMap); ok {
			fmt.Print(c.Data["oidc.config"], c.Data["policy.csv"])
		}
	}
	// Output:
	// clientID: argo-cd
	// clientSecret: $clients:argo-cd
	// issuer: https://dex.example.com
	// name: GitHub
	// p, role:web, applications, sync, web/*, allow
	// p, role:web, logs, get, web/*, allow
	// g, example:platform, role:admin
	// g, example:web, role:web
}
