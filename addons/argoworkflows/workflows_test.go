package argoworkflows_test

import (
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addons/argoworkflows"
)

func number(n int) *intstr.IntOrString { return new(intstr.FromInt(n)) }

func parameter(name, value string) argoworkflows.Parameter {
	return argoworkflows.Parameter{Name: name, Value: &value}
}

// sales is a pipeline: what is extracted for each shop is cleaned and put together.
func sales() argoworkflows.CronWorkflowSpec {
	rows := argoworkflows.Artifact{Name: "rows", Path: "/work/rows.csv"}
	return argoworkflows.CronWorkflowSpec{
		Schedules: []string{"0 4 * * *"}, Timezone: "Asia/Tokyo", ConcurrencyPolicy: argoworkflows.ForbidConcurrent, StartingDeadlineSeconds: new(int64(3600)),
		WorkflowSpec: argoworkflows.WorkflowSpec{
			Entrypoint: "pipeline",
			Arguments:  &argoworkflows.Arguments{Parameters: []argoworkflows.Parameter{parameter("source", "orders")}},
			ArtifactGC: &argoworkflows.WorkflowArtifactGC{ArtifactGC: argoworkflows.ArtifactGC{Strategy: argoworkflows.ArtifactsNever}},
			Templates: []argoworkflows.Template{
				{Name: "pipeline", DAG: &argoworkflows.DAG{Tasks: []argoworkflows.Task{
					{Name: "extract", Call: argoworkflows.Call{
						Template:  "extract",
						Arguments: &argoworkflows.Arguments{Parameters: []argoworkflows.Parameter{parameter("source", "{{workflow.parameters.source}}")}},
					}},
					{Name: "report", Dependencies: []string{"extract"}, Call: argoworkflows.Call{
						Template: "report",
						Arguments: &argoworkflows.Arguments{Artifacts: []argoworkflows.Artifact{
							{Name: "rows", From: "{{tasks.extract.outputs.artifacts.rows}}"},
						}},
					}},
				}}},
				{
					Name:          "extract",
					Inputs:        &argoworkflows.Inputs{Parameters: []argoworkflows.Parameter{{Name: "source"}}},
					Outputs:       &argoworkflows.Outputs{Artifacts: []argoworkflows.Artifact{rows}},
					RetryStrategy: &argoworkflows.RetryStrategy{Limit: number(3)},
					Container: &argoworkflows.Container{
						Image: "quay.io/example/etl:v1", Command: []string{"extract"}, Args: []string{"{{inputs.parameters.source}}", "/work/rows.csv"}, Resources: resources("500m", "1Gi"),
					},
				},
				{
					Name:      "report",
					Inputs:    &argoworkflows.Inputs{Artifacts: []argoworkflows.Artifact{rows}},
					Container: &argoworkflows.Container{Image: "quay.io/example/etl:v1", Command: []string{"report", "/work/rows.csv"}, Resources: resources("500m", "1Gi")},
				},
			},
		},
	}
}

func nightly() argoworkflows.CronWorkflowSpec {
	return argoworkflows.CronWorkflowSpec{
		WorkflowSpec: argoworkflows.WorkflowSpec{
			WorkflowTemplateRef: &argoworkflows.WorkflowTemplateRef{Name: "shared", ClusterScope: true},
			ArtifactGC: &argoworkflows.WorkflowArtifactGC{
				ArtifactGC:            argoworkflows.ArtifactGC{Strategy: argoworkflows.ArtifactsOnWorkflowDeletion, PodMetadata: &argoworkflows.Metadata{Labels: map[string]string{"team": "data"}}, ServiceAccountName: "pipelines"},
				ForceFinalizerRemoval: true, PodSpecPatch: "priorityClassName: low",
			},
		},
		Schedules: []string{"0 4 * * *", "@weekly"}, Timezone: "Asia/Tokyo", ConcurrencyPolicy: argoworkflows.ReplaceConcurrent, Suspend: true,
		StartingDeadlineSeconds: new(int64(0)), SuccessfulJobsHistoryLimit: new(int32(0)), FailedJobsHistoryLimit: new(int32(10)),
		WorkflowMetadata: &argoworkflows.Metadata{Labels: map[string]string{"team": "data"}, Annotations: map[string]string{"example.com/owner": "data"}},
		StopStrategy:     &argoworkflows.StopStrategy{Expression: "cronworkflow.failed >= 3"},
		When:             "{{= cronworkflow.lastScheduledTime == nil }}",
	}
}

// shared has what others can run.
func shared() argoworkflows.WorkflowSpec {
	return argoworkflows.WorkflowSpec{Templates: []argoworkflows.Template{{
		Name:      "tell",
		Inputs:    &argoworkflows.Inputs{Parameters: []argoworkflows.Parameter{{Name: "text", Default: new("done")}}},
		Container: &argoworkflows.Container{Image: "quay.io/example/tell:v1", Command: []string{"tell"}, Args: []string{"{{inputs.parameters.text}}"}},
		Memoize:   &argoworkflows.Memoize{Key: "{{inputs.parameters.text}}", MaxAge: "24h", Cache: argoworkflows.Cache{ConfigMap: argoworkflows.ConfigMapName{Name: "cache"}}},
	}}}
}

// workflowDefaults are those of the full case.
func workflowDefaults() *argoworkflows.WorkflowDefaults {
	return &argoworkflows.WorkflowDefaults{
		Labels: map[string]string{"team": "data"}, Annotations: map[string]string{"example.com/owner": "data"},
		WorkflowSpec: argoworkflows.WorkflowSpec{
			ServiceAccountName: "pipelines",
			TTLStrategy:        &argoworkflows.TTLStrategy{SecondsAfterCompletion: new(int32(86400)), SecondsAfterSuccess: new(int32(3600)), SecondsAfterFailure: new(int32(604800))},
			PodGC: &argoworkflows.PodGC{
				Strategy: argoworkflows.PodsOnPodSuccess, LabelSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"team": "data"}}, DeleteDelayDuration: seconds(60),
			},
		},
	}
}

// parts are WorkflowTemplates that have all fields between them. Each stands by itself, so that the
// schema is tried out on little at a time.
func parts() []argoworkflows.NamedWorkflowTemplate {
	of := func(name string, spec argoworkflows.WorkflowSpec) argoworkflows.NamedWorkflowTemplate {
		spec.ServiceAccountName = "default"
		return argoworkflows.NamedWorkflowTemplate{Named: named(name), Namespace: "ml", WorkflowSpec: spec}
	}
	return []argoworkflows.NamedWorkflowTemplate{
		of("scheduling", scheduling()),
		of("policies", policies()),
		of("calls", calls()),
		of("leaves", argoworkflows.WorkflowSpec{Templates: leaves()}),
		of("container", argoworkflows.WorkflowSpec{Templates: []argoworkflows.Template{container()}}),
		of("pod", argoworkflows.WorkflowSpec{Templates: []argoworkflows.Template{pod()}}),
		of("artifacts", argoworkflows.WorkflowSpec{Templates: artifacts()}),
	}
}

var (
	tolerations = []corev1.Toleration{{Key: "spot", Operator: corev1.TolerationOpExists}}
	zone        = &corev1.Affinity{NodeAffinity: &corev1.NodeAffinity{RequiredDuringSchedulingIgnoredDuringExecution: &corev1.NodeSelector{
		NodeSelectorTerms: []corev1.NodeSelectorTerm{{MatchExpressions: []corev1.NodeSelectorRequirement{{Key: "zone", Operator: corev1.NodeSelectorOpExists}}}},
	}}}
	aliases = []corev1.HostAlias{{IP: "192.0.2.1", Hostnames: []string{"db"}}}
	user    = &corev1.PodSecurityContext{RunAsUser: new(int64(1000))}
	whole   = &corev1.ResourceRequirements{Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("1")}}
)

// scheduling is how all pods of a workflow are.
func scheduling() argoworkflows.WorkflowSpec {
	return argoworkflows.WorkflowSpec{
		AutomountServiceAccountToken: new(false),
		Executor:                     &argoworkflows.ExecutorAccount{ServiceAccountName: "default"},
		Volumes:                      []corev1.Volume{{Name: "cache", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}}},
		VolumeClaimTemplates: []argoworkflows.ClaimTemplate{{
			Metadata: argoworkflows.ClaimMetadata{Name: "work", Labels: map[string]string{"team": "data"}, Annotations: map[string]string{"example.com/owner": "data"}},
			Spec: corev1.PersistentVolumeClaimSpec{
				AccessModes: []corev1.PersistentVolumeAccessMode{corev1.ReadWriteOnce}, StorageClassName: new("gp3"),
				Resources: corev1.VolumeResourceRequirements{Requests: corev1.ResourceList{corev1.ResourceStorage: resource.MustParse("10Gi")}},
			},
		}},
		VolumeClaimGC:        &argoworkflows.VolumeClaimGC{Strategy: argoworkflows.VolumesOnWorkflowCompletion},
		NodeSelector:         map[string]string{"pool": "batch"},
		Affinity:             zone,
		Tolerations:          tolerations,
		ImagePullSecrets:     []corev1.LocalObjectReference{{Name: "registry"}},
		HostNetwork:          new(false),
		DNSPolicy:            corev1.DNSClusterFirst,
		DNSConfig:            &corev1.PodDNSConfig{Searches: []string{"example.com"}},
		SchedulerName:        "default-scheduler",
		PodPriorityClassName: "system-cluster-critical",
		HostAliases:          aliases,
		SecurityContext:      user,
		PodSpecPatch:         "enableServiceLinks: false",
		PodDisruptionBudget:  &policyv1.PodDisruptionBudgetSpec{MinAvailable: number(9999)},
		PodMetadata:          &argoworkflows.Metadata{Labels: map[string]string{"team": "data"}, Annotations: map[string]string{"example.com/owner": "data"}},
		PodResources:         whole,
	}
}

// policies are those of a workflow.
func policies() argoworkflows.WorkflowSpec {
	return argoworkflows.WorkflowSpec{
		Arguments:             &argoworkflows.Arguments{Parameters: []argoworkflows.Parameter{parameter("day", "today")}, Artifacts: []argoworkflows.Artifact{{Name: "input", ArtifactLocation: places()[0]}}},
		Parallelism:           new(int64(10)),
		ArtifactRepositoryRef: &argoworkflows.ArtifactRepositoryRef{ConfigMap: "repositories", Key: "google"},
		Suspend:               new(false),
		ActiveDeadlineSeconds: new(int64(7200)),
		Priority:              new(int32(10)),
		Metrics: &argoworkflows.Metrics{Prometheus: []argoworkflows.Metric{
			{Name: "runs", Help: "how often it ran", Labels: []argoworkflows.MetricLabel{{Key: "status", Value: "{{workflow.status}}"}}, When: "{{workflow.status}} != Error", Counter: &argoworkflows.Counter{Value: "1"}},
			{Name: "duration", Help: "how long it took", Gauge: &argoworkflows.Gauge{Value: "{{workflow.duration}}", Realtime: new(true), Operation: argoworkflows.GaugeSet}},
			{Name: "rows", Help: "how many rows", Histogram: &argoworkflows.Histogram{Value: "5", Buckets: []float64{1, 10, 0.5}}},
		}},
		Synchronization: &argoworkflows.Synchronization{
			Semaphores: []argoworkflows.Semaphore{{ConfigMapKeyRef: corev1.ConfigMapKeySelector{LocalObjectReference: corev1.LocalObjectReference{Name: "limits"}, Key: "etl", Optional: new(true)}, Namespace: "ml"}},
			Mutexes:    []argoworkflows.Mutex{{Name: "etl", Namespace: "ml"}},
		},
		RetryStrategy: &argoworkflows.RetryStrategy{
			Limit: number(5), RetryPolicy: argoworkflows.RetryAlways, Expression: "lastRetry.exitCode != '2'",
			Backoff:  &argoworkflows.Backoff{Duration: "10s", Factor: number(2), MaxDuration: "10m", Cap: "1m"},
			Affinity: &argoworkflows.RetryAffinity{NodeAntiAffinity: &argoworkflows.NodeAntiAffinity{}},
		},
		TemplateDefaults: &argoworkflows.Template{Timeout: "1h"},
		ArchiveLogs:      new(true),
		WorkflowMetadata: &argoworkflows.WorkflowMetadata{
			Labels: map[string]string{"team": "data"}, Annotations: map[string]string{"example.com/owner": "data"},
			LabelsFrom: map[string]argoworkflows.LabelFrom{"day": {Expression: "workflow.parameters.day"}},
		},
	}
}

// calls are steps and tasks, and what they run.
func calls() argoworkflows.WorkflowSpec {
	rows := func(a argoworkflows.Artifact) *argoworkflows.Arguments {
		a.Name = "rows"
		return &argoworkflows.Arguments{Artifacts: []argoworkflows.Artifact{a}}
	}
	tell := &argoworkflows.TemplateRef{Name: "shared", Template: "tell", ClusterScope: true}
	return argoworkflows.WorkflowSpec{
		Entrypoint: "steps",
		OnExit:     "done",
		Hooks: map[string]argoworkflows.Hook{
			"running": {Template: "done", Expression: "workflow.status == 'Running'", Arguments: &argoworkflows.Arguments{Parameters: []argoworkflows.Parameter{parameter("text", "runs")}}},
			"exit":    {TemplateRef: tell},
		},
		Templates: []argoworkflows.Template{
			{Name: "steps", Steps: []argoworkflows.ParallelSteps{
				{{Name: "check", Call: argoworkflows.Call{Template: "check"}}},
				{
					{Name: "tasks", Call: argoworkflows.Call{
						Template:  "tasks",
						Arguments: &argoworkflows.Arguments{Parameters: []argoworkflows.Parameter{parameter("count", "{{steps.check.outputs.parameters.count}}")}},
						When:      "{{steps.check.outputs.result}} == yes",
					}},
					{Name: "each", Call: argoworkflows.Call{
						TemplateRef: tell,
						Arguments:   &argoworkflows.Arguments{Parameters: []argoworkflows.Parameter{parameter("text", "{{item}}")}},
						WithItems:   []string{"a", "b"},
					}},
				},
			}, FailFast: new(true), Parallelism: new(int64(2))},
			{
				Name:   "tasks",
				Inputs: &argoworkflows.Inputs{Parameters: []argoworkflows.Parameter{{Name: "count"}}},
				Outputs: &argoworkflows.Outputs{Parameters: []argoworkflows.Parameter{
					{Name: "last", ValueFrom: &argoworkflows.ValueFrom{Parameter: "{{tasks.check.outputs.parameters.count}}"}},
					{Name: "both", ValueFrom: &argoworkflows.ValueFrom{Expression: "tasks.check.outputs.parameters.count"}, GlobalName: "both"},
				}},
				DAG: &argoworkflows.DAG{
					Target: "check last", FailFast: new(false),
					Tasks: []argoworkflows.Task{
						{Name: "many", Call: argoworkflows.Call{
							Template: "work", WithSequence: &argoworkflows.Sequence{Count: new(intstr.FromString("{{inputs.parameters.count}}")), Start: number(1), Format: "%03d"},
							Arguments: rows(argoworkflows.Artifact{FromExpression: "inputs.artifacts.rows", SubPath: "{{item}}"}),
						}},
						{Name: "rest", Call: argoworkflows.Call{
							Template: "work", WithSequence: &argoworkflows.Sequence{End: number(3)}, Arguments: rows(argoworkflows.Artifact{ArtifactLocation: places()[5]}),
						}},
						{Name: "check", Depends: "many.AnySucceeded && (rest.Succeeded || rest.Failed)", Call: argoworkflows.Call{
							Template: "check", WithParam: `[{"name":"a"}]`, When: "{{item.name}} != b", Hooks: map[string]argoworkflows.Hook{"exit": {Template: "done"}},
						}},
						{Name: "last", Depends: "check", Call: argoworkflows.Call{TemplateRef: tell}},
					},
				},
			},
			{Name: "chain", DAG: &argoworkflows.DAG{Tasks: []argoworkflows.Task{
				{Name: "each", Call: argoworkflows.Call{Template: "done", WithItems: []string{"a"}, ContinueOn: &argoworkflows.ContinueOn{Error: true, Failed: true}}},
				{Name: "done", Dependencies: []string{"each"}, Call: argoworkflows.Call{Template: "done"}},
			}}},
			{
				Name:    "check",
				Outputs: &argoworkflows.Outputs{Parameters: []argoworkflows.Parameter{{Name: "count", ValueFrom: &argoworkflows.ValueFrom{Path: "/tmp/count", Default: new("1")}}}},
				Script:  &argoworkflows.Script{Container: argoworkflows.Container{Image: "quay.io/example/python:v3", Command: []string{"python"}}, Source: "print('yes')"},
			},
			{
				Name:      "work",
				Inputs:    &argoworkflows.Inputs{Artifacts: []argoworkflows.Artifact{{Name: "rows", Path: "/rows"}}},
				Container: &argoworkflows.Container{Image: "quay.io/example/work:v1", Command: []string{"work", "{{inputs.artifacts.rows.path}}"}},
			},
			{
				Name:      "done",
				Inputs:    &argoworkflows.Inputs{Parameters: []argoworkflows.Parameter{{Name: "text", Default: new("done")}}},
				Container: &argoworkflows.Container{Image: "quay.io/example/tell:{{workflow.parameters.version}}", Command: []string{"tell", "{{inputs.parameters.text}}"}},
			},
		},
	}
}

// leaves are templates that need none of the others.
func leaves() []argoworkflows.Template {
	return []argoworkflows.Template{
		{
			Name: "job",
			Outputs: &argoworkflows.Outputs{Parameters: []argoworkflows.Parameter{
				{Name: "name", ValueFrom: &argoworkflows.ValueFrom{JSONPath: "{.metadata.name}"}},
				{Name: "state", ValueFrom: &argoworkflows.ValueFrom{JQFilter: ".status"}},
			}},
			Resource: &argoworkflows.Resource{
				Action: argoworkflows.ResourcePatch, MergeStrategy: argoworkflows.MergeJSON, Manifest: "apiVersion: batch/v1\nkind: Job\n", SetOwnerReference: true,
				SuccessCondition: "status.succeeded > 0", FailureCondition: "status.failed > 3", Flags: []string{"--validate=false"},
			},
		},
		{
			Name:    "wait",
			Outputs: &argoworkflows.Outputs{Parameters: []argoworkflows.Parameter{{Name: "answer", ValueFrom: &argoworkflows.ValueFrom{Supplied: &argoworkflows.Supplied{}}}}},
			Suspend: &argoworkflows.Suspend{Duration: "1h"},
		},
		{
			Name: "texts",
			Inputs: &argoworkflows.Inputs{Parameters: []argoworkflows.Parameter{
				{Name: "channel", Default: new("#data"), Enum: []string{"#data", "#ops"}, Description: "where it is told"},
				{Name: "text", ValueFrom: &argoworkflows.ValueFrom{ConfigMapKeyRef: &argoworkflows.ConfigMapKey{Name: "texts", Key: "done", Optional: new(true)}, Default: new("done")}},
				{Name: "event", ValueFrom: &argoworkflows.ValueFrom{Event: "payload.text"}},
			}},
			Container: &argoworkflows.Container{Image: "quay.io/example/tell:v1"},
		},
	}
}

// places are one of each kind.
func places() []argoworkflows.ArtifactLocation {
	return []argoworkflows.ArtifactLocation{
		{S3: &argoworkflows.S3Artifact{S3Bucket: repository().S3Bucket, Key: "rows.csv"}},
		{GCS: &argoworkflows.GCSArtifact{GCSBucket: argoworkflows.GCSBucket{Bucket: "artifacts", ServiceAccountKeySecret: new(secret("google", "key.json"))}, Key: "rows.csv"}},
		{Azure: &argoworkflows.AzureArtifact{AzureContainer: argoworkflows.AzureContainer{Endpoint: "https://example.blob.core.windows.net", Container: "artifacts", UseSDKCreds: true}, Blob: "rows.csv"}},
		{Git: &argoworkflows.GitArtifact{
			Repo: "https://git.example.com/etl.git", Revision: "main", Depth: new(int64(1)), Fetch: []string{"refs/meta/*"}, Branch: "main", SingleBranch: true, DisableSubmodules: true,
			UsernameSecret: new(secret("git", "username")), PasswordSecret: new(secret("git", "password")), SSHPrivateKeySecret: new(secret("git", "ssh")),
			InsecureIgnoreHostKey: true, InsecureSkipTLS: true,
		}},
		{HTTP: &argoworkflows.HTTPArtifact{
			URL: "https://example.com/rows.csv", Headers: []argoworkflows.Header{{Name: "Accept", Value: "text/csv"}},
			Auth: &argoworkflows.HTTPAuth{BasicAuth: argoworkflows.BasicAuth{UsernameSecret: secret("web", "username"), PasswordSecret: secret("web", "password")}},
		}},
		{Raw: &argoworkflows.RawArtifact{Data: "a,b\n"}},
	}
}

// container is a template whose container has all fields.
func container() argoworkflows.Template {
	asks := &corev1.Probe{ProbeHandler: corev1.ProbeHandler{Exec: &corev1.ExecAction{Command: []string{"true"}}}}
	return argoworkflows.Template{
		Name: "container",
		Container: &argoworkflows.Container{
			Image: "quay.io/example/work:v1", ImagePullPolicy: corev1.PullAlways, Command: []string{"work"}, Args: []string{"{{pod.name}}"}, WorkingDir: "/work",
			Env:     []corev1.EnvVar{{Name: "DAY", Value: "{{workflow.parameters.day}}"}},
			EnvFrom: []corev1.EnvFromSource{{SecretRef: &corev1.SecretEnvSource{LocalObjectReference: corev1.LocalObjectReference{Name: "environment"}}}},
			Ports:   []corev1.ContainerPort{{Name: "http", ContainerPort: 8080}}, Resources: resources("1", "2Gi"),
			VolumeMounts:  []corev1.VolumeMount{{Name: "work", MountPath: "/work"}},
			VolumeDevices: []corev1.VolumeDevice{{Name: "disk", DevicePath: "/dev/disk"}},
			LivenessProbe: asks, ReadinessProbe: asks, StartupProbe: asks,
			Lifecycle:       &corev1.Lifecycle{PreStop: &corev1.LifecycleHandler{Exec: &corev1.ExecAction{Command: []string{"sync"}}}},
			SecurityContext: &corev1.SecurityContext{RunAsNonRoot: new(true)},
		},
		InitContainers: []argoworkflows.UserContainer{{Name: "before", Container: argoworkflows.Container{Image: "quay.io/example/proxy:v1"}}},
		Sidecars:       []argoworkflows.UserContainer{{Name: "beside", Container: argoworkflows.Container{Image: "quay.io/example/proxy:v1"}, MirrorVolumeMounts: new(true)}},
	}
}

// pod is a template that says everything of its pod.
func pod() argoworkflows.Template {
	return argoworkflows.Template{
		Name: "pod", Container: &argoworkflows.Container{Image: "quay.io/example/work:v1"},
		RetryStrategy: &argoworkflows.RetryStrategy{Limit: new(intstr.FromString("{{workflow.parameters.tries}}"))},
		Timeout:       "{{workflow.parameters.timeout}}", PendingTimeout: "10m", ActiveDeadlineSeconds: number(600), Daemon: new(false),
		Synchronization: &argoworkflows.Synchronization{Mutexes: []argoworkflows.Mutex{{Name: "work"}}},
		Volumes:         []corev1.Volume{{Name: "disk", VolumeSource: corev1.VolumeSource{PersistentVolumeClaim: &corev1.PersistentVolumeClaimVolumeSource{ClaimName: "disk"}}}},
		ArchiveLocation: &argoworkflows.ArtifactLocation{ArchiveLogs: new(true)},
		Metrics:         &argoworkflows.Metrics{Prometheus: []argoworkflows.Metric{{Name: "works", Help: "how often it ran", Counter: &argoworkflows.Counter{Value: "1"}}}},
		Metadata:        &argoworkflows.Metadata{Labels: map[string]string{"team": "data"}}, Annotations: map[string]string{"workflows.argoproj.io/display-name": "Work"},
		NodeSelector: map[string]string{"pool": "batch"}, Affinity: zone, Tolerations: tolerations, SchedulerName: "default-scheduler", PriorityClassName: "system-cluster-critical",
		ServiceAccountName: "default", AutomountServiceAccountToken: new(true), Executor: &argoworkflows.ExecutorAccount{ServiceAccountName: "default"},
		HostAliases: aliases, SecurityContext: user, PodSpecPatch: "enableServiceLinks: false", PodResources: whole,
	}
}

// artifacts are templates with artifacts from everywhere, and in all ways.
func artifacts() []argoworkflows.Template {
	inputs := []argoworkflows.Artifact{{Name: "rows", Path: "/in/rows", Mode: new(int32(0o400)), RecurseMode: true, Optional: true, SubPath: "day"}}
	for i, place := range places() {
		inputs = append(inputs, argoworkflows.Artifact{Name: "in-" + string(rune('a'+i)), Path: "/in/" + string(rune('a'+i)), ArtifactLocation: place})
	}
	outputs := []argoworkflows.Artifact{
		{Name: "tar", Path: "/out/a", Archive: &argoworkflows.Archive{Tar: &argoworkflows.Tar{CompressionLevel: new(int32(9))}}},
		{Name: "zip", Path: "/out/b", Archive: &argoworkflows.Archive{Zip: &argoworkflows.Zip{}}},
		{
			Name: "none", Path: "/out/c", Archive: &argoworkflows.Archive{None: &argoworkflows.NoArchive{}}, GlobalName: "rows",
			ArtifactGC: &argoworkflows.ArtifactGC{Strategy: argoworkflows.ArtifactsOnWorkflowCompletion},
		},
	}
	work := &argoworkflows.Container{Image: "quay.io/example/work:v1", Args: []string{"{{inputs.artifacts.rows.path}}"}}
	return []argoworkflows.Template{
		{Name: "in", Inputs: &argoworkflows.Inputs{Artifacts: inputs}, Container: work},
		{Name: "out", Outputs: &argoworkflows.Outputs{Artifacts: outputs}, Container: &argoworkflows.Container{Image: "quay.io/example/work:v1"}},
	}
}
