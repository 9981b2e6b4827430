package argoworkflows

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/cron"
	"github.com/fitout/fitout/addon/kube"
)

const (
	group      = "argoproj.io"
	apiVersion = group + "/v1alpha1"
)

// Workflow is a number of steps that depend on each other.
type Workflow = kube.Custom[WorkflowSpec]

// NewWorkflow returns a Workflow, to be added to an install by [addon.With]. It runs as soon as
// it is there.
func NewWorkflow(meta metav1.ObjectMeta, spec WorkflowSpec) *Workflow {
	return kube.NewCustom(apiVersion, "Workflow", meta, spec)
}

// WorkflowTemplate is what Workflows of its namespace refer to.
type WorkflowTemplate = kube.Custom[WorkflowSpec]

// NewWorkflowTemplate returns a WorkflowTemplate, to be added to an install by [addon.With].
func NewWorkflowTemplate(meta metav1.ObjectMeta, spec WorkflowSpec) *WorkflowTemplate {
	return kube.NewCustom(apiVersion, "WorkflowTemplate", meta, spec)
}

// ClusterWorkflowTemplate is what Workflows of all namespaces refer to.
type ClusterWorkflowTemplate = kube.Custom[WorkflowSpec]

// NewClusterWorkflowTemplate returns a ClusterWorkflowTemplate, to be added to an install by
// [addon.With].
func NewClusterWorkflowTemplate(meta metav1.ObjectMeta, spec WorkflowSpec) *ClusterWorkflowTemplate {
	return kube.NewCustom(apiVersion, "ClusterWorkflowTemplate", meta, spec)
}

// CronWorkflow makes a Workflow, over and over.
type CronWorkflow = kube.Custom[CronWorkflowSpec]

// NewCronWorkflow returns a CronWorkflow, to be added to an install by [addon.With].
func NewCronWorkflow(meta metav1.ObjectMeta, spec CronWorkflowSpec) *CronWorkflow {
	return kube.NewCustom(apiVersion, "CronWorkflow", meta, spec)
}

// Named is what the workflows among the addon's options go by.
type Named struct {
	// The name.
	Name string `json:"name" jsonschema:"required,maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// Labels.
	Labels map[string]string `json:"labels,omitempty"`

	// Annotations.
	Annotations map[string]string `json:"annotations,omitempty"`
}

// NamedWorkflowTemplate is a WorkflowTemplate among the addon's options.
type NamedWorkflowTemplate struct {
	Named `json:",inline"`

	// The namespace: that of the first of workflowNamespaces, where it is left out, or the
	// addon's own where there is none.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	WorkflowSpec `json:",inline"`
}

// NamedClusterWorkflowTemplate is a ClusterWorkflowTemplate among the addon's options.
type NamedClusterWorkflowTemplate struct {
	Named `json:",inline"`

	WorkflowSpec `json:",inline"`
}

// NamedCronWorkflow is a CronWorkflow among the addon's options. Its name has 52 characters at
// most, since its workflows have a time behind it.
type NamedCronWorkflow struct {
	Named `json:",inline"`

	// The namespace: that of the first of workflowNamespaces, where it is left out, or the
	// addon's own where there is none.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	CronWorkflowSpec `json:",inline"`
}

// WorkflowDefaults are what workflows have that don't say otherwise.
type WorkflowDefaults struct {
	// Labels of workflows.
	Labels map[string]string `json:"labels,omitempty"`

	// Annotations of workflows.
	Annotations map[string]string `json:"annotations,omitempty"`

	WorkflowSpec `json:",inline"`
}

// CronWorkflowSpec says when workflows are made, and which. The fields are those of
// argoproj.io/v1alpha1.
type CronWorkflowSpec struct {
	// The workflow.
	WorkflowSpec WorkflowSpec `json:"workflowSpec" jsonschema:"required"`

	// When, as CronJobs have it: "0 4 * * *".
	Schedules []string `json:"schedules" jsonschema:"required,minItems=1"`

	// The time zone of the schedules: "Asia/Tokyo". The controller's own, which is UTC, where
	// it is left out.
	Timezone string `json:"timezone,omitempty" jsonschema:"pattern=^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$"`

	// What becomes of a workflow that is due while the one before it runs: both run, "Allow",
	// where it is left out.
	ConcurrencyPolicy ConcurrencyPolicy `json:"concurrencyPolicy,omitempty"`

	// Makes none for now.
	Suspend bool `json:"suspend,omitempty"`

	// By how many seconds one may be late, as when the controller was away: it is left out
	// then, where this is left out.
	StartingDeadlineSeconds *int64 `json:"startingDeadlineSeconds,omitempty" jsonschema:"minimum=0"`

	// How many workflows are kept that went well: 3 where it is left out.
	SuccessfulJobsHistoryLimit *int32 `json:"successfulJobsHistoryLimit,omitempty" jsonschema:"minimum=0"`

	// How many are kept that didn't: 1 where it is left out.
	FailedJobsHistoryLimit *int32 `json:"failedJobsHistoryLimit,omitempty" jsonschema:"minimum=0"`

	// Labels and annotations of the workflows.
	WorkflowMetadata *Metadata `json:"workflowMetadata,omitempty"`

	// When no more are made.
	StopStrategy *StopStrategy `json:"stopStrategy,omitempty"`

	// An expression that is true where one is made: "{{= cronworkflow.lastScheduledTime == nil }}".
	When string `json:"when,omitempty"`
}

// Validate refuses schedules that the controller can't read.
func (s CronWorkflowSpec) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for i, schedule := range s.Schedules {
		if _, err := cron.Parse(schedule); err != nil {
			errs = append(errs, field.Invalid(path.Child("schedules").Index(i), schedule, err.Error()))
		}
	}
	return errs
}

// ConcurrencyPolicy is what becomes of a workflow that is due while another one runs.
type ConcurrencyPolicy string

// The policies.
const (
	AllowConcurrent   ConcurrencyPolicy = "Allow"
	ForbidConcurrent  ConcurrencyPolicy = "Forbid"
	ReplaceConcurrent ConcurrencyPolicy = "Replace"
)

// Enum lists the policies.
func (ConcurrencyPolicy) Enum() []string {
	return addon.Values(AllowConcurrent, ForbidConcurrent, ReplaceConcurrent)
}

// StopStrategy is when no more workflows are made.
type StopStrategy struct {
	// An expression that is true then: "cronworkflow.failed >= 3".
	Expression string `json:"expression" jsonschema:"required"`
}
