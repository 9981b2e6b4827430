package argocd_test

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/argocd"
)

func notifications() argocd.Notifications {
	return argocd.Notifications{
		Pods: addon.Pods{Resources: requests("10m", "64Mi")}, LogLevel: argocd.LogDebug, Processors: 4, SelfService: true, Secret: "notifications",
		Slack:    &argocd.Slack{TokenKey: "slack-token", Username: "Argo CD", Icon: ":octopus:", DisableUnfurl: true},
		Email:    &argocd.Email{Host: "smtp.example.com", Port: 587, From: "argocd@example.com", UsernameKey: "smtp-user", PasswordKey: "smtp-password", HTML: true},
		GitHub:   &argocd.GitHubService{AppID: 1, InstallationID: 2, PrivateKeyKey: "github-key", EnterpriseBaseURL: "https://github.example.com/api/v3"},
		Webhooks: []argocd.Webhook{{Name: "deployments", URL: "https://events.example.com", Headers: []argocd.Header{{Name: "Content-Type", Value: "application/json"}}, UsernameKey: "events-user", PasswordKey: "events-password", RetryMax: 5}},
		Templates: []argocd.Template{
			{
				Name: "failed", Message: "{{.app.metadata.name}} can't be synced: {{.context.argocdUrl}}/applications/{{.app.metadata.name}}",
				Email: &argocd.EmailTemplate{Subject: "{{.app.metadata.name}} can't be synced", Body: "See {{.context.runbooks}}"},
				Slack: &argocd.SlackTemplate{
					Attachments: `[{"title": "{{.app.metadata.name}}", "color": "#E96D76"}]`, Blocks: "[]",
					GroupingKey: "{{.app.status.sync.revision}}", NotifyBroadcast: true, DeliveryPolicy: argocd.PostAndUpdate,
				},
			},
			{Name: "deployed", GitHub: &argocd.GitHubTemplate{
				Status:             &argocd.GitHubStatus{State: "success", Label: "continuous-delivery/{{.app.metadata.name}}", TargetURL: "{{.context.argocdUrl}}"},
				PullRequestComment: &argocd.GitHubComment{Content: "Deployed.", CommentTag: "deployed"},
			}},
			{Name: "event", Webhook: map[string]argocd.WebhookTemplate{"deployments": {Method: "POST", Path: "/deployments", Body: `{"app": "{{.app.metadata.name}}"}`}}},
		},
		Triggers: []argocd.Trigger{
			{Name: "on-sync-failed", Conditions: []argocd.Condition{{
				When: "app.status?.operationState.phase in ['Error', 'Failed']", Description: "A sync has failed",
				Send: []string{"failed"}, OncePer: "app.status?.operationState.syncResult.revision",
			}}},
			{Name: "on-deployed", Conditions: []argocd.Condition{{When: "app.status.health.status == 'Healthy'", Send: []string{"deployed", "event"}}}},
		},
		DefaultTriggers: []string{"on-sync-failed"},
		Subscriptions: []argocd.Subscription{
			{Recipients: []string{"slack:deployments", "email:oncall@example.com"}},
			{Recipients: []string{"deployments", "github"}, Triggers: []string{"on-deployed"}, Selector: "team in (web, search)"},
		},
		Context:  map[string]string{"runbooks": "https://example.com/runbooks"},
		Settings: map[string]string{"service.grafana": "apiUrl: https://grafana.example.com/api\napiKey: $grafana-key\n"},
	}
}

func projects() []argocd.NamedProject {
	return []argocd.NamedProject{{
		Name: "web", ObjectLabels: map[string]string{"team": "web"},
		ObjectAnnotations: map[string]string{"notifications.argoproj.io/subscribe.on-sync-failed.slack": "web"},
		Cascade:           true,
		AppProjectSpec: argocd.AppProjectSpec{
			Description:                "What the web team deploys",
			SourceRepos:                []string{"https://github.com/example/*"},
			Destinations:               []argocd.Destination{{Server: "https://kubernetes.default.svc", Namespace: "web"}, {Name: "dev", Namespace: "web-*"}},
			DestinationServiceAccounts: []argocd.DestinationServiceAccount{{Server: "https://kubernetes.default.svc", Namespace: "web", DefaultServiceAccount: "deployer"}},
			SourceNamespaces:           []string{"web"},
			ClusterResourceWhitelist:   []argocd.ClusterResource{{Group: "", Kind: "Namespace", Name: "web-*"}},
			ClusterResourceBlacklist:   []argocd.ClusterResource{{Group: "rbac.authorization.k8s.io", Kind: "*"}},
			NamespaceResourceWhitelist: []argocd.GroupKind{{Group: "*", Kind: "*"}},
			NamespaceResourceBlacklist: []argocd.GroupKind{{Group: "", Kind: "ResourceQuota"}},
			OrphanedResources:          &argocd.OrphanedResources{Warn: new(false), Ignore: []argocd.OrphanedResource{{Group: "batch", Kind: "Job", Name: "migrate-*"}}},
			Roles: []argocd.ProjectRole{{
				Name: "deployer", Description: "May sync", Groups: []string{"example:web"},
				Policies: []string{argocd.Policy{Resource: argocd.ApplicationsResource, Action: argocd.SyncAction, Object: "web/*"}.ProjectRow("web", "deployer")},
			}},
			SyncWindows: []argocd.SyncWindow{{
				Kind: argocd.DenySyncs, Schedule: "0 22 * * 5", Duration: seconds(3600 * 60), TimeZone: "Asia/Tokyo",
				Applications: []string{"*"}, Namespaces: []string{"web"}, Clusters: []string{"in-cluster"}, AndOperator: true,
				ManualSync: true, SyncOverrun: true, Description: "No releases at weekends",
			}},
			PermitOnlyProjectScopedClusters: true,
		},
	}}
}

func applications() []argocd.NamedApplication {
	here := argocd.Destination{Server: "https://kubernetes.default.svc", Namespace: "web"}
	return []argocd.NamedApplication{
		{
			Name: "addons", ObjectLabels: map[string]string{"team": "platform"}, ObjectAnnotations: map[string]string{"argocd.argoproj.io/sync-wave": "-1"}, Cascade: true,
			ApplicationSpec: argocd.ApplicationSpec{
				Project: "default",
				Source: &argocd.Source{
					RepoURL: "https://github.com/example/addons", Path: "prod", TargetRevision: "main",
					Directory: &argocd.DirectorySource{
						Recurse: true, Include: "*.yaml", Exclude: "{test,draft}*", DisableExtensionFilter: true,
						Jsonnet: &argocd.JsonnetSource{ExtVars: []argocd.JsonnetVariable{{Name: "stage", Value: "prod"}}, TLAs: []argocd.JsonnetVariable{{Name: "n", Value: "3", Code: true}}, Libs: []string{"vendor"}},
					},
				},
				Destination: argocd.Destination{Name: "in-cluster"},
				SyncPolicy: &argocd.SyncPolicy{
					Automated:                &argocd.Automated{Enabled: new(true), Prune: true, SelfHeal: true, AllowEmpty: true},
					SyncOptions:              []argocd.SyncOption{argocd.ServerSideApply, argocd.CreateNamespace, argocd.SkipDryRunOnMissingResource},
					Retry:                    &argocd.Retry{Limit: 5, Refresh: true, Backoff: &argocd.Backoff{Duration: seconds(10), Factor: new(int64(2)), MaxDuration: seconds(300)}},
					ManagedNamespaceMetadata: &argocd.NamespaceMetadata{Labels: map[string]string{"team": "platform"}, Annotations: map[string]string{"example.com/owner": "platform"}},
				},
				IgnoreDifferences: []argocd.IgnoreDifference{{
					Group: "apps", Kind: "Deployment", Name: "web", Namespace: "web",
					JSONPointers: []string{"/spec/replicas"}, JQPathExpressions: []string{".spec.template.metadata.annotations"}, ManagedFieldsManagers: []string{"kube-controller-manager"},
				}},
				Info:                 []argocd.Info{{Name: "Runbook", Value: "https://example.com/runbooks/addons"}},
				RevisionHistoryLimit: new(int64(3)),
			},
		},
		{Name: "grafana", Namespace: "web", ApplicationSpec: argocd.ApplicationSpec{
			Project: "web",
			Sources: []argocd.Source{
				{RepoURL: "https://grafana-community.github.io/helm-charts", Chart: "grafana", TargetRevision: "12.11.1", Name: "chart", Helm: &argocd.HelmSource{
					ReleaseName: "grafana", ValueFiles: []string{"$values/grafana.yaml"}, IgnoreMissingValueFiles: true, Values: "replicas: 2\n",
					Parameters:     []argocd.HelmParameter{{Name: "image.tag", Value: "13", ForceString: true}},
					FileParameters: []argocd.HelmFileParameter{{Name: "config", Path: "grafana.ini"}},
					Namespace:      "web", KubeVersion: "1.34.0", APIVersions: []string{"monitoring.coreos.com/v1"},
					PassCredentials: true, SkipCRDs: true, SkipTests: true, SkipSchemaValidation: true,
				}},
				{RepoURL: "https://github.com/example/values", TargetRevision: "main", Ref: "values"},
			},
			Destination: here,
		}},
		{Name: "web", ApplicationSpec: argocd.ApplicationSpec{
			Project: "web",
			Source: &argocd.Source{RepoURL: "https://github.com/example/web", Path: "deploy", Kustomize: &argocd.KustomizeSource{
				NamePrefix: "prod-", NameSuffix: "-v2", Namespace: "web", Images: []string{"web=registry.example.com/web:v2"},
				Replicas:     []argocd.KustomizeReplicas{{Name: "web", Count: intstr.FromInt32(3)}},
				CommonLabels: map[string]string{"team": "web"}, LabelWithoutSelector: true, LabelIncludeTemplates: true,
				CommonAnnotations: map[string]string{"example.com/app": "$ARGOCD_APP_NAME"}, CommonAnnotationsEnvsubst: true,
				ForceCommonLabels: true, ForceCommonAnnotations: true, Components: []string{"../components/tls"}, IgnoreMissingComponents: true,
				Patches: []argocd.KustomizePatch{
					{Patch: "- op: remove\n  path: /spec/replicas\n", Target: &argocd.KustomizeSelector{Group: "apps", Version: "v1", Kind: "Deployment", Name: "web", Namespace: "web", LabelSelector: "app=web", AnnotationSelector: "example.com/app=web"}, Options: map[string]bool{"allowNameChange": true}},
					{Path: "patches/hpa.yaml"},
				},
				Version: "v5.4.3", KubeVersion: "1.34.0", APIVersions: []string{"monitoring.coreos.com/v1"},
			}},
			Destination: here,
		}},
		{Name: "generated", ApplicationSpec: argocd.ApplicationSpec{
			Project: "web",
			Source: &argocd.Source{RepoURL: "https://github.com/example/web", Path: "cue", Plugin: &argocd.PluginSource{
				Name: "cue", Env: []argocd.PluginVariable{{Name: "STAGE", Value: "prod"}},
				Parameters: []argocd.PluginParameter{
					{Name: "stage", String: new("prod")}, {Name: "zones", Array: []string{"a", "c"}}, {Name: "labels", Map: map[string]string{"team": "web"}},
				},
			}},
			Destination: here,
		}},
	}
}

func applicationSets() []argocd.NamedApplicationSet {
	template := argocd.ApplicationTemplate{
		Metadata: argocd.TemplateMetadata{
			Name: "{{.path.basename}}", Labels: map[string]string{"team": "web"}, Annotations: map[string]string{"example.com/path": "{{.path.path}}"},
			Finalizers: []string{argocd.Finalizer},
		},
		Spec: argocd.ApplicationSpec{
			Project:     "web",
			Source:      &argocd.Source{RepoURL: "https://github.com/example/services", Path: "{{.path.path}}", TargetRevision: "main"},
			Destination: argocd.Destination{Server: "https://kubernetes.default.svc", Namespace: "{{.path.basename}}"},
		},
	}
	folders := argocd.SimpleGenerator{Git: &argocd.GitGenerator{
		RepoURL: "https://github.com/example/services", Revision: "main", PathParamPrefix: "service", RequeueAfterSeconds: new(int64(600)),
		Directories: []argocd.PathItem{{Path: "services/*"}, {Path: "services/old", Exclude: true}}, Values: map[string]string{"team": "web"},
	}}
	clusters := argocd.SimpleGenerator{Clusters: &argocd.ClustersGenerator{
		Selector: &metav1.LabelSelector{MatchLabels: map[string]string{"stage": "prod"}}, Values: map[string]string{"tier": "1"}, FlatList: true,
	}}
	list := argocd.SimpleGenerator{
		List:     &argocd.ListGenerator{Elements: []map[string]string{{"name": "dev", "stage": "dev"}}, ElementsYAML: "{{ .elements | toJson }}"},
		Selector: &metav1.LabelSelector{MatchLabels: map[string]string{"stage": "dev"}},
	}
	token := &argocd.TokenRef{SecretName: "scm", Key: "token"}
	authority := &argocd.CARef{ConfigMapName: "scm", Key: "ca.crt"}
	set := func(name string, generators ...argocd.Generator) argocd.NamedApplicationSet {
		return argocd.NamedApplicationSet{Name: name, ApplicationSetSpec: argocd.ApplicationSetSpec{GoTemplate: true, Generators: generators, Template: template}}
	}
	services := set("services",
		argocd.Generator{Matrix: &argocd.Matrix{Generators: []argocd.SimpleGenerator{folders, clusters}}},
		argocd.Generator{Merge: &argocd.Merge{Generators: []argocd.SimpleGenerator{clusters, list}, MergeKeys: []string{"name"}}},
	)
	services.Namespace = "web"
	services.ObjectLabels, services.ObjectAnnotations = map[string]string{"team": "web"}, map[string]string{"example.com/owner": "web"}
	services.GoTemplateOptions = []string{"missingkey=error"}
	services.TemplatePatch = "{{- if eq .stage \"prod\" }}\nspec:\n  syncPolicy:\n    automated: {}\n{{- end }}\n"
	services.SyncPolicy = &argocd.ApplicationSetSyncPolicy{PreserveResourcesOnDeletion: true, ApplicationsSync: argocd.CreateSync}
	services.Strategy = &argocd.Strategy{
		Type: argocd.Rolling, DeletionOrder: argocd.DeleteReverse,
		RollingSync: &argocd.RollingSync{Steps: []argocd.RollingStep{{
			MatchExpressions: []argocd.MatchExpression{{Key: "stage", Operator: argocd.In, Values: []string{"dev"}}}, MaxUpdate: new(intstr.FromString("50%")),
		}}},
	}
	services.PreservedFields = &argocd.PreservedFields{Annotations: []string{"example.com/owner"}, Labels: []string{"example.com/team"}}
	services.IgnoreApplicationDifferences = []argocd.IgnoreApplicationDifference{{
		Name: "web", JSONPointers: []string{"/spec/source/targetRevision"}, JQPathExpressions: []string{".spec.source.helm.values"},
	}}
	services.ApplyNestedSelectors = true
	return []argocd.NamedApplicationSet{
		services,
		set("files",
			argocd.Generator{SimpleGenerator: argocd.SimpleGenerator{Git: &argocd.GitGenerator{RepoURL: "https://github.com/example/services", Revision: "main", Files: []argocd.PathItem{{Path: "**/app.yaml"}}}}},
			argocd.Generator{SimpleGenerator: argocd.SimpleGenerator{OCI: &argocd.OCIGenerator{
				RepoURL: "oci://registry.example.com/manifests", Revision: "v1", PathParamPrefix: "service", RequeueAfterSeconds: new(int64(600)),
				Directories: []argocd.PathItem{{Path: "services/*"}}, Values: map[string]string{"team": "web"},
			}}},
			argocd.Generator{SimpleGenerator: argocd.SimpleGenerator{OCI: &argocd.OCIGenerator{RepoURL: "oci://registry.example.com/manifests", Revision: "v1", Files: []argocd.PathItem{{Path: "*.yaml"}}}}},
			argocd.Generator{SimpleGenerator: argocd.SimpleGenerator{Plugin: &argocd.PluginGenerator{
				ConfigMapRef: argocd.PluginConfigMap{Name: "teams"}, Input: argocd.PluginInput{Parameters: map[string]string{"team": "web"}},
				Values: map[string]string{"stage": "prod"}, RequeueAfterSeconds: new(int64(60)),
			}}},
			argocd.Generator{SimpleGenerator: argocd.SimpleGenerator{ClusterDecisionResource: &argocd.ClusterDecisionResource{
				ConfigMapRef: "placements", Name: "web", LabelSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"team": "web"}},
				Values: map[string]string{"stage": "prod"}, RequeueAfterSeconds: new(int64(60)),
			}}},
		),
		set("repositories",
			argocd.Generator{SimpleGenerator: argocd.SimpleGenerator{SCMProvider: &argocd.SCMProvider{
				GitHub:        &argocd.SCMGitHub{Organization: "example", API: "https://github.example.com/api/v3", AppSecretName: "github-app", AllBranches: true, ExcludeArchivedRepos: true},
				Filters:       []argocd.SCMFilter{{RepositoryMatch: "^svc-", LabelMatch: "deploy", BranchMatch: "^main$", PathsExist: []string{"deploy"}, PathsDoNotExist: []string{"archived"}}},
				CloneProtocol: argocd.CloneHTTPS, Values: map[string]string{"team": "web"}, RequeueAfterSeconds: new(int64(1800)),
			}}},
			argocd.Generator{SimpleGenerator: argocd.SimpleGenerator{SCMProvider: &argocd.SCMProvider{GitHub: &argocd.SCMGitHub{Organization: "partner", TokenRef: token}}}},
			argocd.Generator{SimpleGenerator: argocd.SimpleGenerator{SCMProvider: &argocd.SCMProvider{GitLab: &argocd.SCMGitLab{
				Group: "platform", IncludeSubgroups: true, IncludeSharedProjects: new(false), IncludeArchivedRepos: true, Topic: "deploy",
				API: "https://gitlab.example.com/", TokenRef: token, CARef: authority, Insecure: true, AllBranches: true,
			}}}},
			argocd.Generator{SimpleGenerator: argocd.SimpleGenerator{SCMProvider: &argocd.SCMProvider{AWSCodeCommit: &argocd.SCMCodeCommit{
				TagFilters: []argocd.TagFilter{{Key: "deploy", Value: "true"}}, Role: "arn:aws:iam::123456789012:role/scm", Region: "ap-northeast-1", AllBranches: true,
			}}}},
		),
		set("previews",
			argocd.Generator{SimpleGenerator: argocd.SimpleGenerator{PullRequest: &argocd.PullRequest{
				GitHub:                      &argocd.PullRequestGitHub{Owner: "example", Repo: "web", API: "https://github.example.com/api/v3", AppSecretName: "github-app", Labels: []string{"preview"}},
				Filters:                     []argocd.PullRequestFilter{{BranchMatch: "^feature/", TargetBranchMatch: "^main$", TitleMatch: "^feat"}},
				ContinueOnRepoNotFoundError: true, Values: map[string]string{"team": "web"}, RequeueAfterSeconds: new(int64(300)),
			}}},
			argocd.Generator{SimpleGenerator: argocd.SimpleGenerator{PullRequest: &argocd.PullRequest{GitHub: &argocd.PullRequestGitHub{Owner: "example", Repo: "search", TokenRef: token}}}},
			argocd.Generator{SimpleGenerator: argocd.SimpleGenerator{PullRequest: &argocd.PullRequest{GitLab: &argocd.PullRequestGitLab{
				Project: "platform/web", API: "https://gitlab.example.com/", TokenRef: token, CARef: authority, Insecure: true, Labels: []string{"preview"}, PullRequestState: "opened",
			}}}},
		),
	}
}
