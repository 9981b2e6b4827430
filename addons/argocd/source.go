package argocd

import (
	"k8s.io/apimachinery/pkg/util/intstr"
)

// Source is where manifests are, and how they are made.
type Source struct {
	// The repository's URL.
	RepoURL string `json:"repoURL" jsonschema:"required"`

	// The folder in a repository of Git, or in an image. The root is ".".
	Path string `json:"path,omitempty"`

	// The chart in a repository of Helm.
	Chart string `json:"chart,omitempty"`

	// The branch, tag or commit, or the chart's version or range of versions; HEAD, where it is
	// left out.
	TargetRevision string `json:"targetRevision,omitempty"`

	// A name by which the values files of other sources lead here: "$values/prod.yaml".
	Ref string `json:"ref,omitempty" jsonschema:"pattern=^[A-Za-z0-9_-]+$"`

	// A name by which the command line knows it among several.
	Name string `json:"name,omitempty"`

	// How Helm makes manifests.
	Helm *HelmSource `json:"helm,omitempty"`

	// How Kustomize makes manifests.
	Kustomize *KustomizeSource `json:"kustomize,omitempty"`

	// How a folder of plain manifests, or of Jsonnet, is read.
	Directory *DirectorySource `json:"directory,omitempty"`

	// A plugin that makes manifests.
	Plugin *PluginSource `json:"plugin,omitempty"`
}

// HelmSource is how Helm makes manifests.
type HelmSource struct {
	// The release's name; the Application's, where it is left out.
	ReleaseName string `json:"releaseName,omitempty"`

	// Values files, in the chart, in another source by its ref, or by URL.
	ValueFiles []string `json:"valueFiles,omitempty"`

	// Passes over values files that aren't there.
	IgnoreMissingValueFiles bool `json:"ignoreMissingValueFiles,omitempty"`

	// Values, as YAML, over those of files.
	Values string `json:"values,omitempty"`

	// Single values, over all others.
	Parameters []HelmParameter `json:"parameters,omitempty"`

	// Single values that stand in files of the repository.
	FileParameters []HelmFileParameter `json:"fileParameters,omitempty"`

	// The namespace that the chart is told; the destination's, where it is left out.
	Namespace string `json:"namespace,omitempty"`

	// The version of Kubernetes that the chart is told; the cluster's, where it is left out.
	KubeVersion string `json:"kubeVersion,omitempty"`

	// The APIs that the chart is told; the cluster's, where it is left out.
	APIVersions []string `json:"apiVersions,omitempty"`

	// Passes the repository's credentials to those of charts that it depends on.
	PassCredentials bool `json:"passCredentials,omitempty"`

	// Leaves the chart's definitions out.
	SkipCRDs bool `json:"skipCrds,omitempty"`

	// Leaves the chart's tests out.
	SkipTests bool `json:"skipTests,omitempty"`

	// Doesn't hold values to the chart's schema.
	SkipSchemaValidation bool `json:"skipSchemaValidation,omitempty"`
}

// HelmParameter is a single value.
type HelmParameter struct {
	// Where it is: "image.tag".
	Name string `json:"name" jsonschema:"required"`

	// The value.
	Value string `json:"value,omitempty"`

	// Takes the value for a string, whatever it looks like.
	ForceString bool `json:"forceString,omitempty"`
}

// HelmFileParameter is a single value that stands in a file.
type HelmFileParameter struct {
	// Where it is: "config".
	Name string `json:"name" jsonschema:"required"`

	// The file.
	Path string `json:"path" jsonschema:"required"`
}

// KustomizeSource is how Kustomize makes manifests.
type KustomizeSource struct {
	// What names begin with.
	NamePrefix string `json:"namePrefix,omitempty"`

	// What names end in.
	NameSuffix string `json:"nameSuffix,omitempty"`

	// The namespace of all objects.
	Namespace string `json:"namespace,omitempty"`

	// Images in place of others: "nginx:1.29", or "nginx=example.com/nginx:1.29".
	Images []string `json:"images,omitempty" jsonschema:"uniqueItems"`

	// How many pods workloads have.
	Replicas []KustomizeReplicas `json:"replicas,omitempty"`

	// Labels of all objects.
	CommonLabels map[string]string `json:"commonLabels,omitempty"`

	// Leaves selectors without these labels.
	LabelWithoutSelector bool `json:"labelWithoutSelector,omitempty"`

	// Gives templates of pods these labels, with labelWithoutSelector.
	LabelIncludeTemplates bool `json:"labelIncludeTemplates,omitempty"`

	// Annotations of all objects.
	CommonAnnotations map[string]string `json:"commonAnnotations,omitempty"`

	// Puts variables of Argo CD's, such as $ARGOCD_APP_NAME, into these annotations.
	CommonAnnotationsEnvsubst bool `json:"commonAnnotationsEnvsubst,omitempty"`

	// Puts labels in place of those that are there.
	ForceCommonLabels bool `json:"forceCommonLabels,omitempty"`

	// Puts annotations in place of those that are there.
	ForceCommonAnnotations bool `json:"forceCommonAnnotations,omitempty"`

	// Components that are added.
	Components []string `json:"components,omitempty"`

	// Passes over components that aren't there.
	IgnoreMissingComponents bool `json:"ignoreMissingComponents,omitempty"`

	// Changes to objects.
	Patches []KustomizePatch `json:"patches,omitempty"`

	// The version of Kustomize, one of tools.kustomizeVersions.
	Version string `json:"version,omitempty"`

	// The version of Kubernetes that charts of Helm are told.
	KubeVersion string `json:"kubeVersion,omitempty"`

	// The APIs that charts of Helm are told.
	APIVersions []string `json:"apiVersions,omitempty"`
}

// KustomizeReplicas is how many pods a workload has.
type KustomizeReplicas struct {
	// The workload's name.
	Name string `json:"name" jsonschema:"required"`

	// How many.
	Count intstr.IntOrString `json:"count"`
}

// KustomizePatch is a change to objects.
type KustomizePatch struct {
	// The file with the change.
	Path string `json:"path,omitempty"`

	// The change, as YAML: an object, or a list of JSON patches.
	Patch string `json:"patch,omitempty"`

	// The objects; the one that the change names, where it is left out.
	Target *KustomizeSelector `json:"target,omitempty"`

	// Options, such as allowNameChange.
	Options map[string]bool `json:"options,omitempty"`
}

// KustomizeSelector is some objects. Names are regular expressions.
type KustomizeSelector struct {
	// Their group.
	Group string `json:"group,omitempty"`

	// The version of the group.
	Version string `json:"version,omitempty"`

	// Their kind.
	Kind string `json:"kind,omitempty"`

	// Their name.
	Name string `json:"name,omitempty"`

	// Their namespace.
	Namespace string `json:"namespace,omitempty"`

	// Their labels: "app=web".
	LabelSelector string `json:"labelSelector,omitempty"`

	// Their annotations.
	AnnotationSelector string `json:"annotationSelector,omitempty"`
}

// DirectorySource is how a folder of plain manifests is read.
type DirectorySource struct {
	// Reads folders in it too.
	Recurse bool `json:"recurse,omitempty"`

	// The files that are read, as a pattern: "*.yaml", "{a,b}.yaml".
	Include string `json:"include,omitempty"`

	// Files that are passed over, as a pattern.
	Exclude string `json:"exclude,omitempty"`

	// Reads files whatever their names end in.
	DisableExtensionFilter bool `json:"disableExtensionFilter,omitempty"`

	// What programs in Jsonnet are given.
	Jsonnet *JsonnetSource `json:"jsonnet,omitempty"`
}

// JsonnetSource is what programs in Jsonnet are given.
type JsonnetSource struct {
	// External variables.
	ExtVars []JsonnetVariable `json:"extVars,omitempty"`

	// Arguments of the program.
	TLAs []JsonnetVariable `json:"tlas,omitempty"`

	// Folders of libraries.
	Libs []string `json:"libs,omitempty"`
}

// JsonnetVariable is a value that a program is given.
type JsonnetVariable struct {
	// The name.
	Name string `json:"name" jsonschema:"required"`

	// The value.
	Value string `json:"value"`

	// Takes the value for Jsonnet, and not for a string.
	Code bool `json:"code,omitempty"`
}

// PluginSource is a plugin that makes manifests.
type PluginSource struct {
	// Its name; the one that takes the folder for its own, where it is left out.
	Name string `json:"name,omitempty"`

	// Variables of its environment.
	Env []PluginVariable `json:"env,omitempty"`

	// Parameters.
	Parameters []PluginParameter `json:"parameters,omitempty"`
}

// PluginVariable is a variable of a plugin's environment.
type PluginVariable struct {
	// The name. The plugin sees it with ARGOCD_ENV_ before it.
	Name string `json:"name" jsonschema:"required"`

	// The value.
	Value string `json:"value"`
}

// PluginParameter is a parameter of a plugin's: one of a text, a list and a map.
type PluginParameter struct {
	// The name.
	Name string `json:"name" jsonschema:"required"`

	// A text.
	String *string `json:"string,omitempty"`

	// A list.
	Array []string `json:"array,omitempty"`

	// A map.
	Map map[string]string `json:"map,omitempty"`
}
