package argocd

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// ApplicationSet is a template of Applications, and what it is filled from.
type ApplicationSet = kube.Custom[ApplicationSetSpec]

// NewApplicationSet returns an ApplicationSet, to be added to an install by [addon.With].
func NewApplicationSet(meta metav1.ObjectMeta, spec ApplicationSetSpec) *ApplicationSet {
	return kube.NewCustom(apiVersion, "ApplicationSet", meta, spec)
}

// NamedApplicationSet is an ApplicationSet among the addon's options.
type NamedApplicationSet struct {
	// The name.
	Name string `json:"name" jsonschema:"required,maxLength=253"`

	// The namespace, in which the Applications are too; the addon's own, where it is left out.
	// Another one must be among applicationSet.namespaces.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// Labels of the ApplicationSet.
	ObjectLabels map[string]string `json:"objectLabels,omitempty"`

	// Annotations of the ApplicationSet.
	ObjectAnnotations map[string]string `json:"objectAnnotations,omitempty"`

	ApplicationSetSpec `json:",inline"`
}

// ApplicationSetSpec says which Applications there are. The fields are those of
// argoproj.io/v1alpha1, but for templates of single generators.
type ApplicationSetSpec struct {
	// What the template is filled from: each set of parameters makes an Application.
	Generators []Generator `json:"generators" jsonschema:"required,minItems=1"`

	// Takes the template's texts for templates of Go, as in "{{.path.basename}}", and not for
	// texts with parameters in braces, as in "{{path.basename}}".
	GoTemplate bool `json:"goTemplate,omitempty"`

	// Options of templates of Go. "missingkey=error" fails where a parameter isn't there.
	GoTemplateOptions []string `json:"goTemplateOptions,omitempty" jsonschema:"uniqueItems,enum=missingkey=default,enum=missingkey=invalid,enum=missingkey=zero,enum=missingkey=error"`

	// The template of Applications.
	Template ApplicationTemplate `json:"template" jsonschema:"required"`

	// A change to the Application that the template makes, as a template of YAML. It needs
	// goTemplate.
	TemplatePatch string `json:"templatePatch,omitempty"`

	// What is done with Applications that are there already.
	SyncPolicy *ApplicationSetSyncPolicy `json:"syncPolicy,omitempty"`

	// In which order Applications are synced and deleted. It needs
	// applicationSet.progressiveSyncs.
	Strategy *Strategy `json:"strategy,omitempty"`

	// What Applications keep though the template doesn't have it.
	PreservedFields *PreservedFields `json:"preservedFields,omitempty"`

	// Fields of Applications that others may change.
	IgnoreApplicationDifferences []IgnoreApplicationDifference `json:"ignoreApplicationDifferences,omitempty"`

	// Heeds the selectors of generators within generators. Set it: without it they are passed
	// over.
	ApplyNestedSelectors bool `json:"applyNestedSelectors,omitempty"`
}

// ApplicationTemplate is a template of Applications.
type ApplicationTemplate struct {
	// What the Applications are called.
	Metadata TemplateMetadata `json:"metadata" jsonschema:"required"`

	// What is deployed.
	Spec ApplicationSpec `json:"spec" jsonschema:"required"`
}

// TemplateMetadata is what Applications are called.
type TemplateMetadata struct {
	// The name: "{{.path.basename}}".
	Name string `json:"name" jsonschema:"required"`

	// Labels.
	Labels map[string]string `json:"labels,omitempty"`

	// Annotations.
	Annotations map[string]string `json:"annotations,omitempty"`

	// Finalizers, such as [Finalizer], by which an Application's objects are deleted before it.
	Finalizers []string `json:"finalizers,omitempty" jsonschema:"uniqueItems"`
}

// ApplicationSetSyncPolicy is what is done with Applications that are there already.
type ApplicationSetSyncPolicy struct {
	// Keeps an Application's objects when the Application is deleted.
	PreserveResourcesOnDeletion bool `json:"preserveResourcesOnDeletion,omitempty"`

	// What is done with the Applications; "sync", where it is left out. It counts where
	// applicationSet.policy says nothing, or lets it.
	ApplicationsSync ApplicationsSync `json:"applicationsSync,omitempty"`
}

// Strategy is in which order Applications are synced and deleted.
type Strategy struct {
	// How they are synced; "AllAtOnce", where it is left out.
	Type StrategyType `json:"type,omitempty"`

	// The steps of RollingSync.
	RollingSync *RollingSync `json:"rollingSync,omitempty"`

	// How they are deleted with the ApplicationSet; "AllAtOnce", where it is left out.
	DeletionOrder DeletionOrder `json:"deletionOrder,omitempty"`
}

// StrategyType is how Applications are synced.
type StrategyType string

// How Applications are synced.
const (
	AllAtOnce StrategyType = "AllAtOnce"
	Rolling   StrategyType = "RollingSync"
)

// Enum lists how Applications may be synced.
func (StrategyType) Enum() []string { return addon.Values(AllAtOnce, Rolling) }

// DeletionOrder is how Applications are deleted.
type DeletionOrder string

// How Applications are deleted.
const (
	DeleteAllAtOnce DeletionOrder = "AllAtOnce"
	DeleteReverse   DeletionOrder = "Reverse" // the last step first
)

// Enum lists how Applications may be deleted.
func (DeletionOrder) Enum() []string { return addon.Values(DeleteAllAtOnce, DeleteReverse) }

// RollingSync is steps, of which each begins when the Applications of the one before are well.
type RollingSync struct {
	// The steps. Applications of none are synced by hand only.
	Steps []RollingStep `json:"steps" jsonschema:"required,minItems=1"`
}

// RollingStep is the Applications of a step.
type RollingStep struct {
	// What their labels are.
	MatchExpressions []MatchExpression `json:"matchExpressions,omitempty"`

	// How many are synced at once, a number or a percentage; all, where it is left out.
	MaxUpdate *intstr.IntOrString `json:"maxUpdate,omitempty"`
}

// MatchExpression is what a label of Applications is.
type MatchExpression struct {
	// The label.
	Key string `json:"key" jsonschema:"required"`

	// Whether it is among the values.
	Operator MatchOperator `json:"operator" jsonschema:"required"`

	// The values.
	Values []string `json:"values" jsonschema:"required,minItems=1,uniqueItems"`
}

// MatchOperator is whether a label is among values.
type MatchOperator string

// Whether a label is among values.
const (
	In    MatchOperator = "In"
	NotIn MatchOperator = "NotIn"
)

// Enum lists whether a label may be among values.
func (MatchOperator) Enum() []string { return addon.Values(In, NotIn) }

// PreservedFields is what Applications keep though the template doesn't have it.
type PreservedFields struct {
	// Annotations.
	Annotations []string `json:"annotations,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Labels.
	Labels []string `json:"labels,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// IgnoreApplicationDifference is fields of Applications that others may change.
type IgnoreApplicationDifference struct {
	// The one Application's name; all, where it is left out.
	Name string `json:"name,omitempty"`

	// As JSON pointers: "/spec/source/targetRevision".
	JSONPointers []string `json:"jsonPointers,omitempty" jsonschema:"uniqueItems,pattern=^/"`

	// As expressions of jq: ".spec.source.helm.values".
	JQPathExpressions []string `json:"jqPathExpressions,omitempty" jsonschema:"uniqueItems,minLength=1"`
}
