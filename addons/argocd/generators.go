package argocd

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Generator makes sets of parameters: exactly one of these.
type Generator struct {
	// Clusters, lists, files and so on, by themselves.
	SimpleGenerator `json:",inline"`

	// Every set of one generator with every set of another one.
	Matrix *Matrix `json:"matrix,omitempty"`

	// The sets of one generator, laid over by those of others that have the same keys.
	Merge *Merge `json:"merge,omitempty"`
}

// SimpleGenerator makes sets of parameters by itself.
type SimpleGenerator struct {
	// Sets that stand here.
	List *ListGenerator `json:"list,omitempty"`

	// A set for each cluster that Argo CD knows: name, nameNormalized, server, project and
	// metadata.
	Clusters *ClustersGenerator `json:"clusters,omitempty"`

	// A set for each folder, or for what each file holds, of a repository.
	Git *GitGenerator `json:"git,omitempty"`

	// The same of an image in a registry.
	OCI *OCIGenerator `json:"oci,omitempty"`

	// A set for each repository of an organization.
	SCMProvider *SCMProvider `json:"scmProvider,omitempty"`

	// A set for each open pull request of a repository.
	PullRequest *PullRequest `json:"pullRequest,omitempty"`

	// Sets that a program of one's own makes, which is asked by HTTP.
	Plugin *PluginGenerator `json:"plugin,omitempty"`

	// A set for each cluster that a resource of another controller names in its status.
	ClusterDecisionResource *ClusterDecisionResource `json:"clusterDecisionResource,omitempty"`

	// The sets that are taken, by their parameters.
	Selector *metav1.LabelSelector `json:"selector,omitempty"`
}

// Matrix is every set of one generator with every set of another one. The second one's texts may
// hold parameters of the first.
type Matrix struct {
	// The two generators.
	Generators []SimpleGenerator `json:"generators" jsonschema:"required,minItems=2,maxItems=2"`
}

// Merge is the sets of one generator, laid over by those of others.
type Merge struct {
	// The generators. The first one tells which sets there are.
	Generators []SimpleGenerator `json:"generators" jsonschema:"required,minItems=2"`

	// The parameters by which sets are the same.
	MergeKeys []string `json:"mergeKeys" jsonschema:"required,minItems=1,uniqueItems"`
}

// ListGenerator is sets that stand here.
type ListGenerator struct {
	// The sets.
	Elements []map[string]string `json:"elements"`

	// Further sets, as a template of YAML that makes a list, for one within a matrix.
	ElementsYAML string `json:"elementsYaml,omitempty"`
}

// ClustersGenerator is a set for each cluster that Argo CD knows.
type ClustersGenerator struct {
	// The clusters, by the labels of their Secrets; all, where it is left out. The one that Argo
	// CD runs in has none unless it is among clusters.
	Selector *metav1.LabelSelector `json:"selector,omitempty"`

	// Further parameters.
	Values map[string]string `json:"values,omitempty"`

	// Makes one set of all clusters, with a list of them.
	FlatList bool `json:"flatList,omitempty"`
}

// GitGenerator is a set for each folder, or for what each file holds, of a repository.
type GitGenerator struct {
	// The repository's URL.
	RepoURL string `json:"repoURL" jsonschema:"required"`

	// The branch, tag or commit: "HEAD".
	Revision string `json:"revision" jsonschema:"required"`

	// The folders: path, path.basename and so on.
	Directories []PathItem `json:"directories,omitempty"`

	// The files, in YAML or JSON: what they hold, and path.
	Files []PathItem `json:"files,omitempty"`

	// What stands before the parameters of the path.
	PathParamPrefix string `json:"pathParamPrefix,omitempty"`

	// Further parameters.
	Values map[string]string `json:"values,omitempty"`

	// How many seconds there are between two looks; as applicationSet.requeueAfter says, where it
	// is left out.
	RequeueAfterSeconds *int64 `json:"requeueAfterSeconds,omitempty" jsonschema:"minimum=1"`
}

// OCIGenerator is a set for each folder, or for what each file holds, of an image.
type OCIGenerator struct {
	// The image's URL: "oci://registry.example.com/manifests".
	RepoURL string `json:"repoURL" jsonschema:"required,pattern=^oci://"`

	// The tag or digest.
	Revision string `json:"revision" jsonschema:"required"`

	// The folders: path, path.basename and so on.
	Directories []PathItem `json:"directories,omitempty"`

	// The files, in YAML or JSON: what they hold, and path.
	Files []PathItem `json:"files,omitempty"`

	// What stands before the parameters of the path.
	PathParamPrefix string `json:"pathParamPrefix,omitempty"`

	// Further parameters.
	Values map[string]string `json:"values,omitempty"`

	// How many seconds there are between two looks; as applicationSet.requeueAfter says, where it
	// is left out.
	RequeueAfterSeconds *int64 `json:"requeueAfterSeconds,omitempty" jsonschema:"minimum=1"`
}

// PathItem is folders or files.
type PathItem struct {
	// A pattern: "services/*".
	Path string `json:"path" jsonschema:"required"`

	// Leaves them out.
	Exclude bool `json:"exclude,omitempty"`
}

// PluginGenerator is sets that a program of one's own makes.
type PluginGenerator struct {
	// The ConfigMap with the program's baseUrl, and its token as "$<secret>:<key>".
	ConfigMapRef PluginConfigMap `json:"configMapRef" jsonschema:"required"`

	// What the program is given.
	Input PluginInput `json:"input,omitzero"`

	// Further parameters.
	Values map[string]string `json:"values,omitempty"`

	// How many seconds there are between two questions; as applicationSet.requeueAfter says,
	// where it is left out.
	RequeueAfterSeconds *int64 `json:"requeueAfterSeconds,omitempty" jsonschema:"minimum=1"`
}

// PluginConfigMap names a ConfigMap.
type PluginConfigMap struct {
	// Its name.
	Name string `json:"name" jsonschema:"required,maxLength=253"`
}

// PluginInput is what a program is given.
type PluginInput struct {
	// Parameters.
	Parameters map[string]string `json:"parameters,omitempty"`
}

// ClusterDecisionResource is a set for each cluster that a resource names.
type ClusterDecisionResource struct {
	// The ConfigMap that says of which kind resources are, and where clusters stand in them.
	ConfigMapRef string `json:"configMapRef" jsonschema:"required,maxLength=253"`

	// The one resource's name.
	Name string `json:"name,omitempty"`

	// The labels of resources.
	LabelSelector *metav1.LabelSelector `json:"labelSelector,omitempty"`

	// Further parameters.
	Values map[string]string `json:"values,omitempty"`

	// How many seconds there are between two looks; as applicationSet.requeueAfter says, where it
	// is left out.
	RequeueAfterSeconds *int64 `json:"requeueAfterSeconds,omitempty" jsonschema:"minimum=1"`
}
