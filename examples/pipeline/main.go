// Pipeline is a cluster that runs a batch job of three steps each night: the orders of a day are
// extracted, summed up by shop, and published. Each step starts when the one before it is done,
// gets its result as a file that Argo Workflows keeps in S3 meanwhile, and is tried again when it
// fails, on another node.
//
//	go run ./examples/pipeline
package main

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/addons/argoworkflows"
	"github.com/fitout/fitout/cluster"
	"github.com/fitout/fitout/render"
)

func main() {
	render.Main(cluster.Cluster{
		Target: addon.Target{
			Name:       "batch",
			Kubernetes: "1.34",
			AWS: &aws.Account{
				ID:         "123456789012",
				Region:     "ap-northeast-1",
				OIDCIssuer: "oidc.eks.ap-northeast-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",
			},
		},
		Addons: []addon.Addon{argoworkflows.New(argoworkflows.Options{
			Controller: argoworkflows.Controller{Pods: addon.Pods{Resources: resources("100m", "256Mi")}},
			Server: argoworkflows.Server{
				Pods:           addon.Pods{Resources: resources("50m", "128Mi")},
				OwnSecretsOnly: true,
			},

			// The account of the pods, with a role that reaches the artifacts below batch/.
			WorkflowNamespaces: []argoworkflows.WorkflowNamespace{{Name: "batch"}},
			ArtifactRepository: &argoworkflows.ArtifactRepository{
				ArchiveLogs: true,
				S3: &argoworkflows.S3Repository{
					S3Bucket:  argoworkflows.S3Bucket{Bucket: "example-batch-artifacts"},
					KeyFormat: "{{workflow.namespace}}/{{workflow.name}}/{{pod.name}}",
				},
			},

			// What is over is deleted after a day, or after a week where it failed.
			WorkflowDefaults: &argoworkflows.WorkflowDefaults{WorkflowSpec: argoworkflows.WorkflowSpec{
				TTLStrategy: &argoworkflows.TTLStrategy{SecondsAfterSuccess: new(int32(24 * 3600)), SecondsAfterFailure: new(int32(7 * 24 * 3600))},
				PodGC:       &argoworkflows.PodGC{Strategy: argoworkflows.PodsOnPodSuccess},
			}},

			CronWorkflows: []argoworkflows.NamedCronWorkflow{{
				Named: argoworkflows.Named{Name: "sales"},
				CronWorkflowSpec: argoworkflows.CronWorkflowSpec{
					Schedules:               []string{"0 4 * * *"},
					Timezone:                "Asia/Tokyo",
					ConcurrencyPolicy:       argoworkflows.ForbidConcurrent,
					StartingDeadlineSeconds: new(int64(3600)),
					WorkflowSpec:            sales(),
				},
			}},
		})},
	})
}

// sales is the pipeline. The planner knows its tasks: one that depended on a task that isn't there,
// or asked for an output that nobody puts out, would be an error here and not in the night.
func sales() argoworkflows.WorkflowSpec {
	return argoworkflows.WorkflowSpec{
		Entrypoint:            "sales",
		ActiveDeadlineSeconds: new(int64(3 * 3600)),
		Arguments: &argoworkflows.Arguments{Parameters: []argoworkflows.Parameter{
			{Name: "table", Value: new("orders")},
			{Name: "report", Value: new("sales-by-shop")},
		}},
		Templates: []argoworkflows.Template{
			{Name: "sales", DAG: &argoworkflows.DAG{Tasks: []argoworkflows.Task{
				{Name: "extract", Call: argoworkflows.Call{
					Template: "extract",
					Arguments: &argoworkflows.Arguments{
						Parameters: []argoworkflows.Parameter{{Name: "table", Value: new("{{workflow.parameters.table}}")}},
					},
				}},
				{Name: "aggregate", Dependencies: []string{"extract"}, Call: argoworkflows.Call{
					Template: "aggregate",
					Arguments: &argoworkflows.Arguments{
						Artifacts: []argoworkflows.Artifact{{Name: "rows", From: "{{tasks.extract.outputs.artifacts.rows}}"}},
					},
				}},
				{Name: "publish", Dependencies: []string{"aggregate"}, Call: argoworkflows.Call{
					Template: "publish",
					When:     "{{tasks.aggregate.outputs.parameters.shops}} > 0",
					Arguments: &argoworkflows.Arguments{
						Parameters: []argoworkflows.Parameter{{Name: "report", Value: new("{{workflow.parameters.report}}")}},
						Artifacts:  []argoworkflows.Artifact{{Name: "sums", From: "{{tasks.aggregate.outputs.artifacts.sums}}"}},
					},
				}},
			}}},
			step("extract", "1Gi", argoworkflows.Template{
				Inputs:    &argoworkflows.Inputs{Parameters: []argoworkflows.Parameter{{Name: "table"}}},
				Outputs:   &argoworkflows.Outputs{Artifacts: []argoworkflows.Artifact{{Name: "rows", Path: "/work/rows.csv"}}},
				Container: &argoworkflows.Container{Args: []string{"extract", "--table={{inputs.parameters.table}}", "--to=/work/rows.csv"}},
			}),
			step("aggregate", "4Gi", argoworkflows.Template{
				Inputs: &argoworkflows.Inputs{Artifacts: []argoworkflows.Artifact{{Name: "rows", Path: "/work/rows.csv"}}},
				Outputs: &argoworkflows.Outputs{
					Parameters: []argoworkflows.Parameter{{Name: "shops", ValueFrom: &argoworkflows.ValueFrom{Path: "/work/shops"}}},
					Artifacts:  []argoworkflows.Artifact{{Name: "sums", Path: "/work/sums.csv"}},
				},
				Container: &argoworkflows.Container{Args: []string{"aggregate", "--from=/work/rows.csv", "--to=/work/sums.csv", "--count=/work/shops"}},
			}),
			step("publish", "512Mi", argoworkflows.Template{
				Inputs: &argoworkflows.Inputs{
					Parameters: []argoworkflows.Parameter{{Name: "report"}},
					Artifacts:  []argoworkflows.Artifact{{Name: "sums", Path: "/work/sums.csv"}},
				},
				Container: &argoworkflows.Container{Args: []string{"publish", "--from=/work/sums.csv", "--report={{inputs.parameters.report}}"}},
			}),
		},
	}
}

// step is a template of the pipeline's program. It is tried three times more, also where its node
// went, as spot nodes do.
func step(name, memory string, t argoworkflows.Template) argoworkflows.Template {
	t.Name = name
	t.Container.Image = "example.com/data/sales:v1.4.0"
	t.Container.Command = []string{"/sales"}
	t.Container.Resources = resources("500m", memory)
	t.Container.VolumeMounts = []corev1.VolumeMount{{Name: "work", MountPath: "/work"}}
	t.Volumes = []corev1.Volume{{Name: "work", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}}}
	t.RetryStrategy = &argoworkflows.RetryStrategy{
		Limit:       new(intstr.FromInt32(3)),
		RetryPolicy: argoworkflows.RetryAlways,
		Backoff:     &argoworkflows.Backoff{Duration: "1m", Factor: new(intstr.FromInt32(2))},
		Affinity:    &argoworkflows.RetryAffinity{NodeAntiAffinity: &argoworkflows.NodeAntiAffinity{}},
	}
	return t
}

func resources(cpu, memory string) corev1.ResourceRequirements {
	return corev1.ResourceRequirements{
		Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse(cpu), corev1.ResourceMemory: resource.MustParse(memory)},
		Limits:   corev1.ResourceList{corev1.ResourceMemory: resource.MustParse(memory)},
	}
}
