package argoworkflows

import (
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// WorkflowSpec is a workflow. The fields are those of argoproj.io/v1alpha1 that batch jobs need.
type WorkflowSpec struct {
	// The templates: what is run, and in which order.
	Templates []Template `json:"templates,omitempty"`

	// The template that is run.
	Entrypoint string `json:"entrypoint,omitempty"`

	// What the entrypoint is given. All templates can read the parameters as
	// {{workflow.parameters.NAME}}.
	Arguments *Arguments `json:"arguments,omitempty"`

	// The service account of the pods.
	ServiceAccountName string `json:"serviceAccountName,omitempty" jsonschema:"maxLength=253"`

	// Whether pods have its token.
	AutomountServiceAccountToken *bool `json:"automountServiceAccountToken,omitempty"`

	// The service account of the executor, where the pods' has no token.
	Executor *ExecutorAccount `json:"executor,omitempty"`

	// Volumes that containers can mount.
	Volumes []corev1.Volume `json:"volumes,omitempty"`

	// Volumes that are made for the workflow, and deleted when it is over.
	VolumeClaimTemplates []ClaimTemplate `json:"volumeClaimTemplates,omitempty"`

	// When these are deleted: when the workflow went well, where it is left out.
	VolumeClaimGC *VolumeClaimGC `json:"volumeClaimGC,omitempty"`

	// How many pods run at once.
	Parallelism *int64 `json:"parallelism,omitempty" jsonschema:"minimum=1"`

	// Which artifact repository it has.
	ArtifactRepositoryRef *ArtifactRepositoryRef `json:"artifactRepositoryRef,omitempty"`

	// Waits until somebody resumes it.
	Suspend *bool `json:"suspend,omitempty"`

	// The labels that nodes of the pods have.
	NodeSelector map[string]string `json:"nodeSelector,omitempty"`

	// Rules on which nodes, and beside which other pods, the pods run.
	Affinity *corev1.Affinity `json:"affinity,omitempty"`

	// The taints that pods bear.
	Tolerations []corev1.Toleration `json:"tolerations,omitempty"`

	// The Secrets by which images are pulled.
	ImagePullSecrets []corev1.LocalObjectReference `json:"imagePullSecrets,omitempty"`

	// Whether pods are in their node's network.
	HostNetwork *bool `json:"hostNetwork,omitempty"`

	// How names are resolved.
	DNSPolicy corev1.DNSPolicy `json:"dnsPolicy,omitempty" jsonschema:"enum=ClusterFirst,enum=ClusterFirstWithHostNet,enum=Default,enum=None"`

	// Name servers, search domains and resolver options beside those of the policy.
	DNSConfig *corev1.PodDNSConfig `json:"dnsConfig,omitempty"`

	// The template that is run at the end, however it went.
	OnExit string `json:"onExit,omitempty"`

	// How long the workflow is kept when it is over: for ever where it is left out.
	TTLStrategy *TTLStrategy `json:"ttlStrategy,omitempty"`

	// How many seconds it may run.
	ActiveDeadlineSeconds *int64 `json:"activeDeadlineSeconds,omitempty" jsonschema:"minimum=0"`

	// Of several workflows that wait those of higher priority come first.
	Priority *int32 `json:"priority,omitempty"`

	// The scheduler of the pods.
	SchedulerName string `json:"schedulerName,omitempty"`

	// When pods are deleted: with the workflow, where it is left out.
	PodGC *PodGC `json:"podGC,omitempty"`

	// The PriorityClass of the pods.
	PodPriorityClassName string `json:"podPriorityClassName,omitempty"`

	// Lines for the pods' /etc/hosts.
	HostAliases []corev1.HostAlias `json:"hostAliases,omitempty"`

	// What the pods may do on their nodes.
	SecurityContext *corev1.PodSecurityContext `json:"securityContext,omitempty"`

	// A patch of the pods' spec, as YAML, for what has no field here.
	PodSpecPatch string `json:"podSpecPatch,omitempty"`

	// How many pods may be down at once while nodes are drained.
	PodDisruptionBudget *policyv1.PodDisruptionBudgetSpec `json:"podDisruptionBudget,omitempty"`

	// Metrics that the workflow brings.
	Metrics *Metrics `json:"metrics,omitempty"`

	// The WorkflowTemplate that has the templates, in place of ones here.
	WorkflowTemplateRef *WorkflowTemplateRef `json:"workflowTemplateRef,omitempty"`

	// What it waits for, so that not too many run at once.
	Synchronization *Synchronization `json:"synchronization,omitempty"`

	// How often templates are tried again that don't say it themselves.
	RetryStrategy *RetryStrategy `json:"retryStrategy,omitempty"`

	// Labels and annotations of the pods.
	PodMetadata *Metadata `json:"podMetadata,omitempty"`

	// What templates have that don't say otherwise.
	TemplateDefaults *Template `json:"templateDefaults,omitempty"`

	// Whether logs are kept as artifacts.
	ArchiveLogs *bool `json:"archiveLogs,omitempty"`

	// Templates that are run when something happens: "exit" at the end, and others when their
	// expression becomes true.
	Hooks map[string]Hook `json:"hooks,omitempty"`

	// Labels and annotations of the workflow, from a WorkflowTemplate or the defaults.
	WorkflowMetadata *WorkflowMetadata `json:"workflowMetadata,omitempty"`

	// When artifacts are deleted: never, where it is left out.
	ArtifactGC *WorkflowArtifactGC `json:"artifactGC,omitempty"`

	// The CPU and memory of the pods as a whole. It needs the feature PodLevelResources.
	PodResources *corev1.ResourceRequirements `json:"podResources,omitempty"`
}

// Validate refuses a workflow with templates of its own and of others, and templates that run two
// things.
func (s WorkflowSpec) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if s.WorkflowTemplateRef != nil && len(s.Templates) > 0 {
		errs = append(errs, field.Forbidden(path.Child("templates"), "excludes workflowTemplateRef: only one of them can be set"))
	}
	for i, t := range s.Templates {
		errs = append(errs, t.validate(path.Child("templates").Index(i))...)
	}
	return errs
}
