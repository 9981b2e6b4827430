package main

import (
	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/argocd"
)

// delivery is Argo CD, which syncs the master branch of each service's repository, and these
// addons. Users log in at dex, and have rights by their GitHub teams.
func delivery() argocd.Options {
	here := argocd.Destination{Server: "https://kubernetes.default.svc"}
	service := here
	service.Namespace = "{{ .repository }}"
	automated := &argocd.Automated{Prune: true, SelfHeal: true}
	letsEncrypt := &addon.IssuerRef{Kind: "ClusterIssuer", Name: "letsencrypt"}
	return argocd.Options{
		HighAvailability: true,
		URL:              "https://argocd." + domain,
		Controller:       argocd.Controller{Pods: addon.Pods{Resources: requests("500m", "2Gi")}},
		Server:           argocd.Server{Pods: addon.Pods{Resources: requests("50m", "256Mi")}, Insecure: true},
		RepoServer:       argocd.RepoServer{Pods: addon.Pods{Resources: requests("200m", "1Gi")}, Parallelism: 10},
		ApplicationSet:   argocd.ApplicationSetController{Pods: addon.Pods{Resources: requests("20m", "128Mi")}},
		Notifications:    argocd.Notifications{Pods: addon.Pods{Resources: requests("10m", "64Mi")}},
		Dex:              argocd.Dex{Disabled: true},
		Redis: argocd.Redis{HA: argocd.RedisHA{
			Pods:             addon.Pods{Resources: requests("50m", "128Mi")},
			SidecarResources: requests("10m", "32Mi"),
			Proxy:            addon.Pods{Resources: requests("10m", "64Mi")},
		}},
		OIDC: &argocd.OIDC{
			Name: "GitHub", Issuer: issuer,
			ClientID: "argo-cd", ClientSecret: &addon.SecretRef{Name: "clients", Key: "argo-cd"},
		},
		Users: argocd.Users{NoAdmin: true},
		RBAC: argocd.RBAC{
			DefaultRole: "role:readonly",
			Policies: []argocd.Policy{
				{Role: "role:developer", Resource: argocd.ApplicationsResource, Action: argocd.SyncAction, Object: "services/*"},
				{Role: "role:developer", Resource: argocd.ApplicationsResource, Action: "action/apps/Deployment/restart", Object: "services/*"},
				{Role: "role:developer", Resource: argocd.LogsResource, Action: argocd.Get, Object: "services/*"},
			},
			Grants: []argocd.Grant{
				{Subject: "example:infrastructure", Role: "role:admin"},
				{Subject: "example:developers", Role: "role:developer"},
			},
		},
		Credentials: []argocd.Credentials{{Secret: "github-app", URL: "https://github.com/example", By: argocd.ByGitHubApp}},
		Ingress: &argocd.Ingress{
			ClassName: "nginx",
			TLSSecret: "argocd-tls",
			Issuer:    letsEncrypt,
			NGINX:     &argocd.NGINX{GRPCHost: "argocd-grpc." + domain, GRPCTLSSecret: "argocd-grpc-tls"},
		},
		Projects: []argocd.NamedProject{{Name: "services", AppProjectSpec: argocd.AppProjectSpec{
			Description:              "What each service's repository deploys",
			SourceRepos:              []string{"https://github.com/example/*"},
			Destinations:             []argocd.Destination{{Server: here.Server, Namespace: "*"}, {Server: here.Server, Namespace: "!kube-system"}, {Server: here.Server, Namespace: "!argocd"}},
			ClusterResourceWhitelist: []argocd.ClusterResource{{Kind: "Namespace"}},
		}}},
		Applications: []argocd.NamedApplication{{Name: "addons", ApplicationSpec: argocd.ApplicationSpec{
			Project:     "default",
			Source:      &argocd.Source{RepoURL: "https://github.com/example/addons", Path: "prod", TargetRevision: "master"},
			Destination: here,
			SyncPolicy: &argocd.SyncPolicy{
				Automated:   automated,
				SyncOptions: []argocd.SyncOption{argocd.ServerSideApply, argocd.SkipDryRunOnMissingResource},
			},
		}}},
		ApplicationSets: []argocd.NamedApplicationSet{{Name: "services", ApplicationSetSpec: argocd.ApplicationSetSpec{
			GoTemplate:        true,
			GoTemplateOptions: []string{"missingkey=error"},
			Generators: []argocd.Generator{{SimpleGenerator: argocd.SimpleGenerator{SCMProvider: &argocd.SCMProvider{
				GitHub:        &argocd.SCMGitHub{Organization: "example", AppSecretName: "github-app", ExcludeArchivedRepos: true},
				Filters:       []argocd.SCMFilter{{PathsExist: []string{"deploy/prod"}}},
				CloneProtocol: argocd.CloneHTTPS,
			}}}},
			Template: argocd.ApplicationTemplate{
				Metadata: argocd.TemplateMetadata{Name: "{{ .repository }}", Finalizers: []string{argocd.Finalizer}},
				Spec: argocd.ApplicationSpec{
					Project:     "services",
					Source:      &argocd.Source{RepoURL: "{{ .url }}", Path: "deploy/prod", TargetRevision: "{{ .branch }}"},
					Destination: service,
					SyncPolicy:  &argocd.SyncPolicy{Automated: automated, SyncOptions: []argocd.SyncOption{argocd.CreateNamespace, argocd.ServerSideApply}},
				},
			},
		}}},
	}
}
