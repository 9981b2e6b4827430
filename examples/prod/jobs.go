package main

import (
	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/argoworkflows"
)

// jobs are batch jobs whose tasks wait for each other. The workflows stand in the repositories of
// services, as examples/pipeline does; developers see and start those of their namespace.
func jobs() argoworkflows.Options {
	const namespace = "managed-by-developers"
	return argoworkflows.Options{
		Controller: argoworkflows.Controller{Pods: addon.Pods{Resources: requests("100m", "256Mi")}},
		Server: argoworkflows.Server{
			Pods: addon.Pods{Resources: requests("20m", "128Mi")},
			Ingress: &argoworkflows.Ingress{
				ClassName: "nginx",
				Hosts:     []string{"workflows." + domain},
				TLSSecret: "argo-server-ingress",
				Issuer:    &addon.IssuerRef{Kind: "ClusterIssuer", Name: "letsencrypt"},
			},
		},
		SSO: &argoworkflows.SSO{
			Issuer:       issuer,
			ClientID:     addon.SecretRef{Name: "clients", Key: "id"},
			ClientSecret: addon.SecretRef{Name: "clients", Key: "secret"},
			RedirectURL:  "https://workflows." + domain + "/oauth2/callback",
			Scopes:       []string{"groups", "email", "profile"},
			Accounts: []argoworkflows.SSOAccount{
				{Name: "developers", Rule: "'example:developers' in groups", ClusterRole: "edit", Namespaces: []string{namespace}},
				{Name: "infrastructure", Precedence: 1, Rule: "'example:infrastructure' in groups", ClusterRole: "view"},
			},
		},
		WorkflowNamespaces: []argoworkflows.WorkflowNamespace{{Name: namespace}},
		ArtifactRepository: &argoworkflows.ArtifactRepository{
			ArchiveLogs: true,
			S3: &argoworkflows.S3Repository{
				S3Bucket:  argoworkflows.S3Bucket{Bucket: "example-prod-workflows"},
				KeyFormat: "{{workflow.namespace}}/{{workflow.name}}/{{pod.name}}",
			},
		},
		Retention: argoworkflows.Retention{Completed: 500, Failed: 500, Errored: 500},
	}
}
