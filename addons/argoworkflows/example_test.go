package argoworkflows_test

import (
	"fmt"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/addons/argoworkflows"
	"github.com/fitout/fitout/cluster"
)

// Two tasks each night, of which the second needs the first. The bucket is reached by a role.
func Example() {
	task := func(name string, dependencies ...string) argoworkflows.Task {
		return argoworkflows.Task{Name: name, Call: argoworkflows.Call{Template: name}, Dependencies: dependencies}
	}
	runs := func(name string) argoworkflows.Template {
		return argoworkflows.Template{Name: name, Container: &argoworkflows.Container{Image: "example.com/etl:v1", Command: []string{name}}}
	}
	plan, err := cluster.Cluster{
		Target: addon.Target{Name: "prod", Kubernetes: "1.34", AWS: &aws.Account{
			ID: "123456789012", Region: "ap-northeast-1", OIDCIssuer: "oidc.eks.ap-northeast-1.amazonaws.com/id/0123",
		}},
		Addons: []addon.Addon{argoworkflows.New(argoworkflows.Options{
			WorkflowNamespaces: []argoworkflows.WorkflowNamespace{{Name: "batch"}},
			ArtifactRepository: &argoworkflows.ArtifactRepository{
				S3: &argoworkflows.S3Repository{S3Bucket: argoworkflows.S3Bucket{Bucket: "example-prod-artifacts"}},
			},
			CronWorkflows: []argoworkflows.NamedCronWorkflow{{
				Named: argoworkflows.Named{Name: "sales"},
				CronWorkflowSpec: argoworkflows.CronWorkflowSpec{
					Schedules: []string{"0 4 * * *"},
					WorkflowSpec: argoworkflows.WorkflowSpec{
						Entrypoint: "pipeline",
						Templates: []argoworkflows.Template{
							{Name: "pipeline", DAG: &argoworkflows.DAG{Tasks: []argoworkflows.Task{task("extract"), task("report", "extract")}}},
							runs("extract"),
							runs("report"),
						},
					},
				},
			}},
		})},
	}.Plan()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range plan.AWS() {
		if role, ok := r.Resource.(*aws.Role); ok {
			fmt.Println("role", role.Name, "of", role.ServiceAccount)
		}
	}
	for _, it := range plan.Items {
		if w, ok := it.Object.(*argoworkflows.CronWorkflow); ok {
			fmt.Println(addon.Describe(w), w.Spec.Schedules, "as", w.Spec.WorkflowSpec.ServiceAccountName)
		}
	}
	// Output:
	// role argo-workflows-server of argo/argo-server
	// role argo-workflows-batch of batch/argo-workflow
	// CronWorkflow batch/sales [0 4 * * *] as argo-workflow
}
