package argocd_test

import (
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addons/argocd"
)

func TestBadResources(t *testing.T) {
	git := &argocd.Source{RepoURL: "https://github.com/example/web", Path: "deploy"}
	here := argocd.Destination{Name: "in-cluster", Namespace: "web"}
	app := func(name, namespace string) argocd.NamedApplication {
		return argocd.NamedApplication{Name: name, Namespace: namespace, ApplicationSpec: argocd.ApplicationSpec{Project: "web", Source: git, Destination: here}}
	}
	from := func(s argocd.Source) options {
		return options{Applications: []argocd.NamedApplication{{Name: "web", ApplicationSpec: argocd.ApplicationSpec{Project: "web", Source: &s, Destination: here}}}}
	}
	set := func(name string, generators ...argocd.Generator) argocd.NamedApplicationSet {
		return argocd.NamedApplicationSet{Name: name, ApplicationSetSpec: argocd.ApplicationSetSpec{
			GoTemplate: true, Generators: generators,
			Template: argocd.ApplicationTemplate{Metadata: argocd.TemplateMetadata{Name: "{{.name}}"}, Spec: app("", "").ApplicationSpec},
		}}
	}
	simple := func(g argocd.SimpleGenerator) argocd.Generator { return argocd.Generator{SimpleGenerator: g} }
	list := argocd.SimpleGenerator{List: &argocd.ListGenerator{Elements: []map[string]string{{"name": "a"}}}}
	steps := set("steps", simple(list))
	steps.Strategy = &argocd.Strategy{RollingSync: &argocd.RollingSync{}, DeletionOrder: argocd.DeleteReverse}
	noSteps := set("no-steps", simple(list))
	noSteps.Strategy = &argocd.Strategy{Type: argocd.Rolling}
	plain := set("plain", simple(list))
	plain.GoTemplate, plain.GoTemplateOptions, plain.TemplatePatch = false, []string{"missingkey=error"}, "spec: {}\n"

	for _, tc := range []struct {
		name    string
		options options
		want    []string
	}{
		{"names", options{
			ApplicationNamespaces: []string{"web", "team-*", "/^dev-[0-9]+$/"},
			Projects:              []argocd.NamedProject{{Name: "web"}, {Name: "web"}, {Name: "Web"}},
			Applications:          []argocd.NamedApplication{app("a_b", ""), app("a", "argocd"), app("a", ""), app("a", "search"), app("a", "team-a"), app("a", "dev-1"), app("a", "dev-a")},
			ApplicationSets:       []argocd.NamedApplicationSet{set("a", simple(list)), set("a", simple(list)), {Name: "B", Namespace: "web"}},
		}, []string{
			`projects[2].name: Invalid value: "Web": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
			`applications[0].name: Invalid value: "a_b": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
			`applicationSets[2].name: Invalid value: "B": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
			`applicationSets[2].generators: Required value: no default can know it`,
			`applicationSets[2].template: Required value: no default can know it`,
			`projects[1].name: Duplicate value: "web"`,
			`applications[2].name: Duplicate value: "a"`,
			`applications[3].namespace: Invalid value: "search": must be among applicationNamespaces`,
			`applications[6].namespace: Invalid value: "dev-a": must be among applicationNamespaces`,
			`applicationSets[1].name: Duplicate value: "a"`,
			`applicationSets[2].namespace: Invalid value: "web": must be among applicationSet.namespaces`,
		}},
		{"an Application of everything", options{Applications: []argocd.NamedApplication{{
			Name: "web",
			ApplicationSpec: argocd.ApplicationSpec{
				Source: git, Sources: []argocd.Source{*git},
				Destination: argocd.Destination{Name: "in-cluster", Server: "https://kubernetes.default.svc"},
				SyncPolicy: &argocd.SyncPolicy{
					SyncOptions:              []argocd.SyncOption{"Prune=true"},
					ManagedNamespaceMetadata: &argocd.NamespaceMetadata{},
					Retry:                    &argocd.Retry{Limit: -2, Backoff: &argocd.Backoff{Factor: new(int64(0))}},
				},
				IgnoreDifferences: []argocd.IgnoreDifference{{Kind: "Deployment", JSONPointers: []string{"spec"}}, {Kind: "Service"}},
				Info:              []argocd.Info{{}},
			},
		}}}, []string{
			`applications[0].sources: Forbidden: excludes source: only one of them can be set`,
			`applications[0].destination.name: Forbidden: excludes server: only one of them can be set`,
			`applications[0].syncPolicy.managedNamespaceMetadata: Forbidden: needs the option CreateNamespace=true`,
			`applications[0].project: Required value: no default can know it`,
			`applications[0].syncPolicy.syncOptions[0]: Unsupported value: "Prune=true": supported values: "CreateNamespace=true", "ServerSideApply=true", "ClientSideApplyMigration=false", "ApplyOutOfSyncOnly=true", "SkipDryRunOnMissingResource=true", "RespectIgnoreDifferences=true", "FailOnSharedResource=true", "PruneLast=true", "Prune=false", "Delete=false", "PrunePropagationPolicy=foreground", "PrunePropagationPolicy=background", "PrunePropagationPolicy=orphan", "Replace=true", "Force=true", "Validate=false"`,
			`applications[0].syncPolicy.retry.limit: Invalid value: -2: must be at least -1`,
			`applications[0].syncPolicy.retry.backoff.factor: Invalid value: 0: must be at least 1`,
			`applications[0].ignoreDifferences[0].jsonPointers[0]: Invalid value: "spec": must match ^/`,
			`applications[0].ignoreDifferences[1]: Required value: needs one of jsonPointers, jqPathExpressions, managedFieldsManagers`,
			`applications[0].info[0].name: Required value: no default can know it`,
			`applications[0].info[0].value: Required value: no default can know it`,
		}},
		{"an Application of nothing", options{Applications: []argocd.NamedApplication{{Name: "web"}}}, []string{
			`applications[0]: Required value: needs one of source, sources`,
			`applications[0].destination: Required value: needs one of server, name`,
			`applications[0].project: Required value: no default can know it`,
			`applications[0].destination: Required value: no default can know it`,
		}},
		{"a chart", from(argocd.Source{RepoURL: "https://example.com/charts", Chart: "web", Path: "charts/web", Ref: "values"}), []string{
			`applications[0].source.path: Forbidden: excludes chart: only one of them can be set`,
			`applications[0].source.targetRevision: Required value: a chart has no HEAD: name a version, or a range of them`,
			`applications[0].source.ref: Forbidden: a chart has no files that other sources could name`,
		}},
		{"a source without a place", from(argocd.Source{RepoURL: "https://me:secret@example.com/web"}), []string{
			`applications[0].source.path: Required value: needs one of path, chart, ref: the root of a repository is "."`,
			`applications[0].source.repoURL: Invalid value: "(a URL)": must hold no password: make a Secret, and name it in credentials`,
		}},
		{"a source for others alone", from(argocd.Source{RepoURL: "https://example.com/web", Ref: "values"}), []string{
			`applications[0].source.path: Required value: a source that others name needs sources`,
		}},
		{"four programs", from(argocd.Source{
			RepoURL: "https://example.com/web", Path: ".",
			Helm:      &argocd.HelmSource{Parameters: []argocd.HelmParameter{{}}, FileParameters: []argocd.HelmFileParameter{{}}},
			Kustomize: &argocd.KustomizeSource{Patches: []argocd.KustomizePatch{{}, {Path: "a", Patch: "b"}}, Replicas: []argocd.KustomizeReplicas{{}}},
			Directory: &argocd.DirectorySource{Jsonnet: &argocd.JsonnetSource{ExtVars: []argocd.JsonnetVariable{{}}}},
			Plugin:    &argocd.PluginSource{Env: []argocd.PluginVariable{{}}, Parameters: []argocd.PluginParameter{{Name: "a"}, {Name: "b", String: new(""), Array: []string{}}}},
		}), []string{
			`applications[0].source.kustomize: Forbidden: excludes helm: only one of them can be set`,
			`applications[0].source.directory: Forbidden: excludes helm: only one of them can be set`,
			`applications[0].source.plugin: Forbidden: excludes helm: only one of them can be set`,
			`applications[0].source.helm.parameters[0].name: Required value: no default can know it`,
			`applications[0].source.helm.fileParameters[0].name: Required value: no default can know it`,
			`applications[0].source.helm.fileParameters[0].path: Required value: no default can know it`,
			`applications[0].source.kustomize.replicas[0].name: Required value: no default can know it`,
			`applications[0].source.kustomize.patches[0]: Required value: needs one of path, patch`,
			`applications[0].source.kustomize.patches[1].patch: Forbidden: excludes path: only one of them can be set`,
			`applications[0].source.directory.jsonnet.extVars[0].name: Required value: no default can know it`,
			`applications[0].source.plugin.env[0].name: Required value: no default can know it`,
			`applications[0].source.plugin.parameters[0]: Required value: needs one of string, array, map`,
			`applications[0].source.plugin.parameters[1].array: Forbidden: excludes string: only one of them can be set`,
		}},
		{"a project", options{Projects: []argocd.NamedProject{{Name: "web", AppProjectSpec: argocd.AppProjectSpec{
			Destinations:               []argocd.Destination{{Namespace: "web"}},
			DestinationServiceAccounts: []argocd.DestinationServiceAccount{{}},
			Roles: []argocd.ProjectRole{
				{Name: "a", Policies: []string{"applications, get", "p, proj:api:a, applications, get, web/*, allow", "p, proj:web:a, accounts, get, web/*, allow"}},
				{Name: "a", Policies: []string{"p, proj:web:a, logs, sync, web/*, allow", "p, proj:web:a, logs, get, api/*, allow", "p, proj:web:a, logs, get, web/*, yes"}},
			},
			SyncWindows: []argocd.SyncWindow{{Kind: "never", Schedule: "22:00"}},
		}}}}, []string{
			`projects[0].roles[0].policies[0]: Invalid value: "applications, get": must be "p, proj:web:a, <resource>, <action>, web/<name>, allow"`,
			`projects[0].roles[0].policies[1]: Invalid value: "p, proj:api:a, applications, get, web/*, allow": must be "p, proj:web:a, <resource>, <action>, web/<name>, allow"`,
			`projects[0].roles[0].policies[2]: Invalid value: "p, proj:web:a, accounts, get, web/*, allow": the resource must be one of applications, applicationsets, repositories, clusters, exec, logs`,
			`projects[0].roles[1].name: Duplicate value: "a"`,
			`projects[0].roles[1].policies[0]: Invalid value: "p, proj:web:a, logs, sync, web/*, allow": the action can't be sync`,
			`projects[0].roles[1].policies[1]: Invalid value: "p, proj:web:a, logs, get, api/*, allow": the object must begin with "web/"`,
			`projects[0].roles[1].policies[2]: Invalid value: "p, proj:web:a, logs, get, web/*, yes": the effect must be allow or deny`,
			`projects[0].destinations[0]: Required value: needs one of server, name`,
			`projects[0].destinationServiceAccounts[0].server: Required value: no default can know it`,
			`projects[0].destinationServiceAccounts[0].defaultServiceAccount: Required value: no default can know it`,
			`projects[0].syncWindows[0].schedule: Invalid value: "22:00": must have five fields, as in "0 22 * * *"`,
			`projects[0].syncWindows[0]: Required value: needs one of applications, namespaces, clusters`,
			`projects[0].syncWindows[0].kind: Unsupported value: "never": supported values: "allow", "deny"`,
			`projects[0].syncWindows[0].duration: Required value: no default can know it`,
		}},
		{"sets", options{ApplicationSets: []argocd.NamedApplicationSet{steps, noSteps, plain, {Name: "empty"}}}, []string{
			`applicationSets[0].strategy.rollingSync: Forbidden: needs the type RollingSync`,
			`applicationSets[0].strategy.deletionOrder: Forbidden: Reverse is the order of the steps: it needs the type RollingSync`,
			`applicationSets[0].strategy.rollingSync.steps: Required value: no default can know it`,
			`applicationSets[1].strategy.rollingSync: Required value: the type RollingSync needs its steps`,
			`applicationSets[2].templatePatch: Forbidden: needs goTemplate`,
			`applicationSets[2].goTemplateOptions: Forbidden: needs goTemplate`,
			`applicationSets[3].generators: Required value: no default can know it`,
			`applicationSets[3].template: Required value: no default can know it`,
			`applicationSets[0].strategy: Forbidden: needs applicationSet.progressiveSyncs`,
			`applicationSets[1].strategy: Forbidden: needs applicationSet.progressiveSyncs`,
		}},
		{"generators", options{ApplicationSets: []argocd.NamedApplicationSet{set("a",
			argocd.Generator{},
			argocd.Generator{SimpleGenerator: list, Matrix: &argocd.Matrix{Generators: []argocd.SimpleGenerator{list}}},
			argocd.Generator{Merge: &argocd.Merge{Generators: []argocd.SimpleGenerator{{Selector: &metav1.LabelSelector{}}, {List: list.List, Clusters: &argocd.ClustersGenerator{}}}}},
			simple(argocd.SimpleGenerator{Git: &argocd.GitGenerator{RepoURL: "https://me:secret@example.com/web", Revision: "main"}}),
			simple(argocd.SimpleGenerator{OCI: &argocd.OCIGenerator{RepoURL: "example.com/web", Revision: "v1", Files: []argocd.PathItem{{}}, Directories: []argocd.PathItem{{Path: "a"}}, RequeueAfterSeconds: new(int64(0))}}),
			simple(argocd.SimpleGenerator{SCMProvider: &argocd.SCMProvider{}}),
			simple(argocd.SimpleGenerator{SCMProvider: &argocd.SCMProvider{
				GitHub:        &argocd.SCMGitHub{Organization: "a", AppSecretName: "a", TokenRef: &argocd.TokenRef{}},
				AWSCodeCommit: &argocd.SCMCodeCommit{Role: "scm"}, CloneProtocol: "git",
			}}),
			simple(argocd.SimpleGenerator{PullRequest: &argocd.PullRequest{}}),
			simple(argocd.SimpleGenerator{PullRequest: &argocd.PullRequest{
				GitHub: &argocd.PullRequestGitHub{Owner: "a", Repo: "b", AppSecretName: "a", TokenRef: &argocd.TokenRef{SecretName: "a", Key: "b"}},
				GitLab: &argocd.PullRequestGitLab{Project: "a", PullRequestState: "open", CARef: &argocd.CARef{}},
			}}),
			simple(argocd.SimpleGenerator{Plugin: &argocd.PluginGenerator{}}),
			simple(argocd.SimpleGenerator{ClusterDecisionResource: &argocd.ClusterDecisionResource{}}),
		)}}, []string{
			`applicationSets[0].generators[0]: Required value: needs one of list, clusters, git, oci, scmProvider, pullRequest, plugin, clusterDecisionResource, matrix, merge`,
			`applicationSets[0].generators[1].matrix: Forbidden: excludes list: only one of them can be set`,
			`applicationSets[0].generators[1].matrix.generators: Invalid value: 1: must have at least 2 items`,
			`applicationSets[0].generators[2].merge.generators[0]: Required value: needs one of list, clusters, git, oci, scmProvider, pullRequest, plugin, clusterDecisionResource`,
			`applicationSets[0].generators[2].merge.generators[1].clusters: Forbidden: excludes list: only one of them can be set`,
			`applicationSets[0].generators[2].merge.mergeKeys: Required value: no default can know it`,
			`applicationSets[0].generators[3].git.repoURL: Invalid value: "(a URL)": must hold no password: make a Secret, and name it in credentials`,
			`applicationSets[0].generators[3].git: Required value: needs one of directories, files`,
			`applicationSets[0].generators[4].oci.files: Forbidden: excludes directories: only one of them can be set`,
			`applicationSets[0].generators[4].oci.repoURL: Invalid value: "example.com/web": must match ^oci://`,
			`applicationSets[0].generators[4].oci.files[0].path: Required value: no default can know it`,
			`applicationSets[0].generators[4].oci.requeueAfterSeconds: Invalid value: 0: must be at least 1`,
			`applicationSets[0].generators[5].scmProvider: Required value: needs one of github, gitlab, awsCodeCommit`,
			`applicationSets[0].generators[6].scmProvider.awsCodeCommit: Forbidden: excludes github: only one of them can be set`,
			`applicationSets[0].generators[6].scmProvider.github.tokenRef: Forbidden: excludes appSecretName: only one of them can be set`,
			`applicationSets[0].generators[6].scmProvider.github.tokenRef.secretName: Required value: no default can know it`,
			`applicationSets[0].generators[6].scmProvider.github.tokenRef.key: Required value: no default can know it`,
			`applicationSets[0].generators[6].scmProvider.awsCodeCommit.role: Invalid value: "scm": must match ^arn:aws[a-z-]*:iam::[0-9]{12}:role/[^ ]+$`,
			`applicationSets[0].generators[6].scmProvider.cloneProtocol: Unsupported value: "git": supported values: "ssh", "https"`,
			`applicationSets[0].generators[7].pullRequest: Required value: needs one of github, gitlab`,
			`applicationSets[0].generators[8].pullRequest.gitlab: Forbidden: excludes github: only one of them can be set`,
			`applicationSets[0].generators[8].pullRequest.github.tokenRef: Forbidden: excludes appSecretName: only one of them can be set`,
			`applicationSets[0].generators[8].pullRequest.gitlab.caRef.configMapName: Required value: no default can know it`,
			`applicationSets[0].generators[8].pullRequest.gitlab.caRef.key: Required value: no default can know it`,
			`applicationSets[0].generators[8].pullRequest.gitlab.pullRequestState: Unsupported value: "open": supported values: "opened", "closed", "merged", "locked"`,
			`applicationSets[0].generators[9].plugin.configMapRef: Required value: no default can know it`,
			`applicationSets[0].generators[10].clusterDecisionResource.configMapRef: Required value: no default can know it`,
		}},
	} {
		t.Run(tc.name, func(t *testing.T) { refused(t, tc.options, tc.want) })
	}
}
