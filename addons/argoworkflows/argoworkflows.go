package argoworkflows

import (
	_ "embed"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed doc.go
var doc string

const (
	name    = "argo-workflows"
	version = "4.1.2" // of the images and of the definitions
)

// Definition is the addon argo-workflows.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:       name,
		Doc:        doc,
		Category:   addon.Platform,
		Version:    version,
		Source:     "https://github.com/argoproj/argo-workflows/tree/v4.1.2/manifests/cluster-install",
		Kubernetes: ">=1.34",
		Namespace:  "argo",
	},
	Defaults: defaults,
	Validate: validate,
	Objects:  objects,
	AWS:      onAWS,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon.
type Options struct {
	// The namespace that the addon is installed in.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// Runs workflows in the addon's own namespace only, and reads no other. Without it the
	// controller runs those of all namespaces.
	SingleNamespace bool `json:"singleNamespace,omitempty"`

	// Which definitions are brought: "minimal", open ones, where it is left out.
	CRDs CRDs `json:"crds,omitempty"`

	// The controller, which makes the pods of workflows.
	Controller Controller `json:"controller,omitzero"`

	// The containers that Argo puts beside those of workflows, to load and save artifacts.
	Executor Executor `json:"executor,omitzero"`

	// What the containers of workflows have that don't say otherwise.
	MainContainer MainContainer `json:"mainContainer,omitzero"`

	// The server, with the API and the pages on which people see workflows.
	Server Server `json:"server,omitzero"`

	// How people log in at the server.
	SSO *SSO `json:"sso,omitempty"`

	// Where workflows run, and as which service accounts. A pod of a workflow that runs as
	// another one can't report its results unless somebody gives that the same rights.
	WorkflowNamespaces []WorkflowNamespace `json:"workflowNamespaces,omitempty"`

	// Where artifacts are kept that don't say it themselves.
	ArtifactRepository *ArtifactRepository `json:"artifactRepository,omitempty"`

	// Further repositories, which workflows choose by name.
	ArtifactRepositories []ArtifactRepositories `json:"artifactRepositories,omitempty"`

	// The database that keeps workflows that are over, or too large for the API server.
	Persistence *Persistence `json:"persistence,omitempty"`

	// The database by which controllers of several clusters share semaphores and mutexes.
	Synchronization *LockDatabase `json:"synchronization,omitempty"`

	// What workflows have that don't say otherwise.
	WorkflowDefaults *WorkflowDefaults `json:"workflowDefaults,omitempty"`

	// WorkflowTemplates, which other workflows refer to.
	WorkflowTemplates []NamedWorkflowTemplate `json:"workflowTemplates,omitempty"`

	// ClusterWorkflowTemplates, which workflows of all namespaces refer to.
	ClusterWorkflowTemplates []NamedClusterWorkflowTemplate `json:"clusterWorkflowTemplates,omitempty"`

	// CronWorkflows, which run on a schedule.
	CronWorkflows []NamedCronWorkflow `json:"cronWorkflows,omitempty"`

	// Has controller and server look after workflows with the label
	// workflows.argoproj.io/controller-instanceid of this value only; where it is left out,
	// after those without the label.
	InstanceID string `json:"instanceID,omitempty" jsonschema:"maxLength=40,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// How many workflows run at once: as many as there are, where it is left out.
	Parallelism int32 `json:"parallelism,omitempty" jsonschema:"minimum=1"`

	// How many workflows of a namespace run at once: as many as there are, where it is left
	// out. The label workflows.argoproj.io/parallelism-limit of a namespace says otherwise.
	NamespaceParallelism int32 `json:"namespaceParallelism,omitempty" jsonschema:"minimum=1"`

	// How fast pods are made: as fast as can be, where it is left out.
	ResourceRateLimit *RateLimit `json:"resourceRateLimit,omitempty"`

	// What workflows people may submit: any, where it is left out.
	TemplateReferencing TemplateReferencing `json:"templateReferencing,omitempty"`

	// How many workflows that are over are kept. All are, where it is left out, as long as
	// their ttlStrategy has it.
	Retention Retention `json:"retention,omitzero"`

	// How many seconds pods that are deleted have to stop: 30 where it is left out.
	PodGCGracePeriodSeconds *int64 `json:"podGCGracePeriodSeconds,omitempty" jsonschema:"minimum=0"`

	// How long pods stay that are to be deleted: 5s where it is left out.
	PodGCDeleteDelay *metav1.Duration `json:"podGCDeleteDelay,omitempty"`

	// How long a new workflow waits before it starts, in clusters whose webhooks change
	// workflows.
	InitialDelay metav1.Duration `json:"initialDelay,omitzero"`

	// Makes pods anew that fail before their main container has started, such as those that
	// are evicted.
	FailedPodRestart *FailedPodRestart `json:"failedPodRestart,omitempty"`

	// The commands of images, for containers that name none: from the image to its command.
	// They needn't be looked up at the registry then.
	Images map[string]ImageCommand `json:"images,omitempty"`

	// What events there are.
	Events Events `json:"events,omitzero"`

	// Links to other tools that the pages have.
	Links []Link `json:"links,omitempty"`

	// Columns that the list of workflows has beside its own.
	Columns []Column `json:"columns,omitempty"`

	// The colour of the navigation bar, by which one cluster is told from another: "red",
	// "#0f62fe".
	NavColor string `json:"navColor,omitempty" jsonschema:"pattern=^[#A-Za-z0-9(][^\\n]*$"`

	// Which pods the controller's log shows the spec of.
	PodSpecLog PodSpecLog `json:"podSpecLog,omitzero"`

	// How executors reach an API server that isn't their own cluster's.
	KubeConfig *KubeConfig `json:"kubeConfig,omitempty"`

	// Makes no agent pods, for clusters in which somebody else works on templates that call
	// HTTP or plugins.
	DisableAgentPods bool `json:"disableAgentPods,omitempty"`

	// Brings the executor into pods by an image volume in place of an init container. It is
	// in beta, and needs the feature ImageVolume.
	InitlessPods bool `json:"initlessPods,omitempty"`

	// Doesn't give the roles view, edit and admin of the cluster those rights to workflows.
	NoAggregateRoles bool `json:"noAggregateRoles,omitempty"`
}

const (
	controllerName = "workflow-controller"
	serverName     = "argo-server"
	configName     = "workflow-controller-configmap"

	// accountName is the service account of workflows that a namespace doesn't name otherwise.
	accountName = "argo-workflow"
)

// identity is what objects go by that are neither the controller's nor the server's.
func (o Options) identity() kube.Identity { return kube.Identify(name, o.Namespace, "") }

// controller is what the controller's objects go by.
func (o Options) controller() kube.Identity {
	id := o.identity().Of("controller")
	id.Selector = map[string]string{"app": controllerName}
	return id
}

// server is what the server's objects go by.
func (o Options) server() kube.Identity {
	id := o.identity().Of("server")
	id.Selector = map[string]string{"app": serverName}
	return id
}
