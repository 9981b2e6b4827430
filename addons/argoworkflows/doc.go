// Package argoworkflows installs Argo Workflows, which runs jobs that depend on each other, each
// step in a pod.
//
// # What it is for
//
// Batch jobs with dependencies, aggregations and machine learning. CronJobs alone have no order:
// the one that needs another's result starts when that is hoped to be done. A CronWorkflow runs
// each task when those that it depends on are, tries again what failed, and hands files on through
// S3. The types of this package are for that:
//
//	argoworkflows.New(argoworkflows.Options{
//		WorkflowNamespaces: []argoworkflows.WorkflowNamespace{{Name: "batch"}},
//		ArtifactRepository: &argoworkflows.ArtifactRepository{S3: &argoworkflows.S3Repository{
//			S3Bucket: argoworkflows.S3Bucket{Bucket: "example-prod-artifacts"},
//		}},
//		CronWorkflows: []argoworkflows.NamedCronWorkflow{…},
//	})
//
// examples/pipeline has one from end to end. Workflows of services stand in the services' own
// repositories; the same types and constructors write them there.
//
// # What is checked
//
// What the controller would refuse when it starts a workflow, in the night, is an error here, for
// workflows among the options: a task that depends on one that isn't there, or on itself by way of
// others; a template that nobody has written; an argument that a template doesn't take, or the lack
// of one that it must have; a variable of inputs, of steps and tasks, or of the workflow's
// parameters that stands for nothing; a schedule that can't be read; a workflow whose service
// account may not report what became of its pods. Expressions, {{=…}}, are the controller's to
// check.
//
// The types have what batch jobs need. Templates inside of a step, sets of containers, templates
// for HTTP, data and plugins, and artifacts in OSS, HDFS, Artifactory and plugins are not among
// them: [addon.Raw] brings workflows with those as they are.
//
// # Where workflows run
//
// The controller runs the workflows of all namespaces, but a pod of theirs needs the right to write
// a WorkflowTaskResult, which the account default of a namespace doesn't have. An entry of
// workflowNamespaces is an account with that right. It is the account of workflows among the
// options that name none; others set serviceAccountName, or workflowDefaults does for all. On AWS
// it has a role that reaches the artifact repositories that the namespace can choose, and no
// others. With {{workflow.namespace}} in keyFormat a namespace reaches its own artifacts only.
//
// # Who may do what
//
// Whoever calls the server has the rights of the token of Kubernetes that they show, "client", or
// logs in at an OIDC provider such as dex, "sso". In the latter case sso.accounts says which groups
// have which ClusterRole, and where: view, edit and admin hold the rights to workflows. The client
// of dex has a secret, and redirectURL is among its redirectURIs.
//
// # Where it departs from upstream
//
// The objects are those of upstream's manifests for a cluster, or with singleNamespace those for a
// namespace, except for these:
//
//   - The definitions of the kinds that people write are open, those that upstream calls
//     minimal, and that of WorkflowTaskSets is too, which only the controller writes. Upstream
//     installs the full ones since v4; the option crds is "full" for them.
//   - The images' tags are of the release, and not latest. The configuration names the executor's
//     image, so that it goes through the target's mirror.
//   - Containers have the default seccomp profile.
//   - Two or more replicas bring a PodDisruptionBudget and a spread. Without an election of
//     a leader a new controller waits until the old one is gone.
//   - With a serviceMonitor the controller's metrics get a Service.
//   - The names are those of upstream's manifests, and not of its chart.
//
// # Which install is taken over
//
// One by upstream's manifests is taken over. One by the chart is not: its Deployments have other
// names and selectors, so that two controllers would run the same workflows. Uninstall the chart
// first. It keeps the definitions, and with them all workflows, unless crds.keep is off; running
// ones go on when the new controller is there.
//
// # What to watch
//
// Whoever may create Workflows in a namespace may run pods there as any of its service accounts.
// The server itself reads Secrets and changes workflows in all namespaces: authModes "server", and
// sso.serverRights, give that to everybody who gets to it. With server.ownSecretsOnly it reads the
// Secrets of its own namespace alone.
//
// The server speaks HTTPS, by a certificate that it signs itself when it starts and that lasts a
// year. An Ingress must speak HTTPS with it: ingress-nginx and ALBs are told to here, and others
// need an annotation of their own, or plainHTTP.
//
// Workflows that are over, and their pods, stay until somebody deletes them, and fill the API
// server's database: set ttlStrategy and podGC in workflowDefaults, and persistence to see them
// later. A workflow of thousands of pods outgrows the 1 MB of an object: nodeStatusOffLoad keeps
// its state in the database.
//
// Artifacts are never deleted unless artifactGC says so, or a lifecycle rule of the bucket does.
// A workflow whose artifacts can't be deleted stays, by a finalizer.
//
// A retryStrategy of its own tries a template again when its container fails. That a node goes, as
// spot nodes do, is an error of another kind: it takes retryPolicy "Always" or "OnError", or
// failedPodRestart for pods that haven't started.
//
// Several runs of a CronWorkflow go on at once unless concurrencyPolicy is "Forbid" or "Replace",
// and one that is due while the controller is away is left out without startingDeadlineSeconds.
//
// An output of a task that was skipped is missing, and fails whoever needs it: give it a default.
//
// The full definitions are too large for kubectl apply without --server-side.
//
// With sso the server makes a Secret of the name sso, by which cookies are encrypted. Deleting it
// logs everybody out.
//
// Watch argo_workflows_gauge and argo_workflows_total_count for workflows by their phase,
// argo_workflows_error_count, argo_workflows_pod_pending_count, and
// argo_workflows_queue_depth_gauge, which grows when the controller doesn't keep up.
package argoworkflows
