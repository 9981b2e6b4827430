package argocd

import (
	"github.com/fitout/fitout/addon"
)

// SCMProvider is a set of parameters for each repository of an organization: organization,
// repository, url, branch, sha and so on. Exactly one of github, gitlab and awsCodeCommit is set.
type SCMProvider struct {
	// An organization of GitHub's.
	GitHub *SCMGitHub `json:"github,omitempty"`

	// A group of GitLab's.
	GitLab *SCMGitLab `json:"gitlab,omitempty"`

	// An account of AWS's CodeCommit. The ApplicationSet controller's pods need the rights.
	AWSCodeCommit *SCMCodeCommit `json:"awsCodeCommit,omitempty"`

	// The repositories and branches, of which one of these fits; all, where it is left out.
	Filters []SCMFilter `json:"filters,omitempty"`

	// By what repositories are cloned; "ssh" for GitHub and GitLab, where it is left out.
	CloneProtocol CloneProtocol `json:"cloneProtocol,omitempty"`

	// Further parameters.
	Values map[string]string `json:"values,omitempty"`

	// How many seconds there are between two looks; 1,800, where it is left out.
	RequeueAfterSeconds *int64 `json:"requeueAfterSeconds,omitempty" jsonschema:"minimum=1"`
}

// CloneProtocol is by what repositories are cloned.
type CloneProtocol string

// By what repositories are cloned.
const (
	CloneSSH   CloneProtocol = "ssh"
	CloneHTTPS CloneProtocol = "https"
)

// Enum lists by what repositories may be cloned.
func (CloneProtocol) Enum() []string { return addon.Values(CloneSSH, CloneHTTPS) }

// SCMGitHub is an organization of GitHub's.
type SCMGitHub struct {
	// The organization.
	Organization string `json:"organization" jsonschema:"required"`

	// The API of a GitHub Enterprise Server.
	API string `json:"api,omitempty" jsonschema:"pattern=^https?://"`

	// The Secret with the credentials of a GitHub App, in the form of a repository's.
	AppSecretName string `json:"appSecretName,omitempty" jsonschema:"maxLength=253"`

	// A token.
	TokenRef *TokenRef `json:"tokenRef,omitempty"`

	// Takes all branches, and not only the default one.
	AllBranches bool `json:"allBranches,omitempty"`

	// Leaves archived repositories out.
	ExcludeArchivedRepos bool `json:"excludeArchivedRepos,omitempty"`
}

// SCMGitLab is a group of GitLab's.
type SCMGitLab struct {
	// The group, by its ID or path.
	Group string `json:"group" jsonschema:"required"`

	// Takes groups in it too.
	IncludeSubgroups bool `json:"includeSubgroups,omitempty"`

	// Whether projects shared with the group are taken too; they are, where it is left out.
	IncludeSharedProjects *bool `json:"includeSharedProjects,omitempty"`

	// Takes archived projects too.
	IncludeArchivedRepos bool `json:"includeArchivedRepos,omitempty"`

	// The topic of the projects.
	Topic string `json:"topic,omitempty"`

	// The API of one's own GitLab.
	API string `json:"api,omitempty" jsonschema:"pattern=^https?://"`

	// A token.
	TokenRef *TokenRef `json:"tokenRef,omitempty"`

	// The authority of the server's certificate.
	CARef *CARef `json:"caRef,omitempty"`

	// Doesn't check the server's certificate.
	Insecure bool `json:"insecure,omitempty"`

	// Takes all branches, and not only the default one.
	AllBranches bool `json:"allBranches,omitempty"`
}

// SCMCodeCommit is an account of AWS's CodeCommit.
type SCMCodeCommit struct {
	// Tags of which a repository has one.
	TagFilters []TagFilter `json:"tagFilters,omitempty"`

	// The role that is taken on, for another account.
	Role string `json:"role,omitempty" jsonschema:"pattern=^arn:aws[a-z-]*:iam::[0-9]{12}:role/[^ ]+$"`

	// The region; that of the pods, where it is left out.
	Region string `json:"region,omitempty"`

	// Takes all branches, and not only the default one.
	AllBranches bool `json:"allBranches,omitempty"`
}

// TagFilter is a tag of a repository's.
type TagFilter struct {
	// The tag.
	Key string `json:"key" jsonschema:"required"`

	// Its value; any, where it is left out.
	Value string `json:"value,omitempty"`
}

// TokenRef is a token in a Secret in the ApplicationSet's namespace.
type TokenRef struct {
	// The Secret.
	SecretName string `json:"secretName" jsonschema:"required,maxLength=253"`

	// Its key.
	Key string `json:"key" jsonschema:"required,maxLength=253"`
}

// CARef is certificates in a ConfigMap in the ApplicationSet's namespace.
type CARef struct {
	// The ConfigMap.
	ConfigMapName string `json:"configMapName" jsonschema:"required,maxLength=253"`

	// Its key.
	Key string `json:"key" jsonschema:"required,maxLength=253"`
}

// SCMFilter is what a repository and a branch must be like. All of it holds.
type SCMFilter struct {
	// A regular expression of the repository's name.
	RepositoryMatch string `json:"repositoryMatch,omitempty"`

	// A regular expression of one of the repository's labels or topics.
	LabelMatch string `json:"labelMatch,omitempty"`

	// A regular expression of the branch's name.
	BranchMatch string `json:"branchMatch,omitempty"`

	// Files and folders that are there.
	PathsExist []string `json:"pathsExist,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Files and folders that aren't.
	PathsDoNotExist []string `json:"pathsDoNotExist,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// PullRequest is a set of parameters for each open pull request: number, title, branch, head_sha
// and so on. Exactly one of github and gitlab is set.
type PullRequest struct {
	// A repository of GitHub's.
	GitHub *PullRequestGitHub `json:"github,omitempty"`

	// A project of GitLab's.
	GitLab *PullRequestGitLab `json:"gitlab,omitempty"`

	// The pull requests, of which one of these fits; all, where it is left out.
	Filters []PullRequestFilter `json:"filters,omitempty"`

	// Takes a repository that isn't there for one without pull requests.
	ContinueOnRepoNotFoundError bool `json:"continueOnRepoNotFoundError,omitempty"`

	// Further parameters.
	Values map[string]string `json:"values,omitempty"`

	// How many seconds there are between two looks; 1,800, where it is left out.
	RequeueAfterSeconds *int64 `json:"requeueAfterSeconds,omitempty" jsonschema:"minimum=1"`
}

// PullRequestGitHub is a repository of GitHub's.
type PullRequestGitHub struct {
	// The organization or user.
	Owner string `json:"owner" jsonschema:"required"`

	// The repository.
	Repo string `json:"repo" jsonschema:"required"`

	// The API of a GitHub Enterprise Server.
	API string `json:"api,omitempty" jsonschema:"pattern=^https?://"`

	// The Secret with the credentials of a GitHub App, in the form of a repository's.
	AppSecretName string `json:"appSecretName,omitempty" jsonschema:"maxLength=253"`

	// A token.
	TokenRef *TokenRef `json:"tokenRef,omitempty"`

	// Labels that the pull requests have.
	Labels []string `json:"labels,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// PullRequestGitLab is a project of GitLab's.
type PullRequestGitLab struct {
	// The project, by its ID or path.
	Project string `json:"project" jsonschema:"required"`

	// The API of one's own GitLab.
	API string `json:"api,omitempty" jsonschema:"pattern=^https?://"`

	// A token.
	TokenRef *TokenRef `json:"tokenRef,omitempty"`

	// The authority of the server's certificate.
	CARef *CARef `json:"caRef,omitempty"`

	// Doesn't check the server's certificate.
	Insecure bool `json:"insecure,omitempty"`

	// Labels that the merge requests have.
	Labels []string `json:"labels,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The state of the merge requests: "opened". All, where it is left out.
	PullRequestState string `json:"pullRequestState,omitempty" jsonschema:"enum=opened,enum=closed,enum=merged,enum=locked"`
}

// PullRequestFilter is what a pull request must be like. All of it holds.
type PullRequestFilter struct {
	// A regular expression of its branch.
	BranchMatch string `json:"branchMatch,omitempty"`

	// A regular expression of the branch that it is for.
	TargetBranchMatch string `json:"targetBranchMatch,omitempty"`

	// A regular expression of its title.
	TitleMatch string `json:"titleMatch,omitempty"`
}
