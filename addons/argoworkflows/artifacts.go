package argoworkflows

import (
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// Artifact is a file or folder that has a name.
type Artifact struct {
	// The name.
	Name string `json:"name" jsonschema:"required,pattern=^[-a-zA-Z0-9_{}.]+$"`

	// Where it is in the container.
	Path string `json:"path,omitempty" jsonschema:"minLength=1"`

	// Which artifact of a step, task or template it is: "{{tasks.extract.outputs.artifacts.rows}}".
	From string `json:"from,omitempty"`

	// The same, as an expression.
	FromExpression string `json:"fromExpression,omitempty"`

	ArtifactLocation `json:",inline"`

	// The part of it that is taken.
	SubPath string `json:"subPath,omitempty"`

	// Whether it may be missing.
	Optional bool `json:"optional,omitempty"`

	// The mode of the file, as a number from 0 to 511, which is 0777.
	Mode *int32 `json:"mode,omitempty" jsonschema:"minimum=0,maximum=511"`

	// Gives the mode to all files of a folder.
	RecurseMode bool `json:"recurseMode,omitempty"`

	// How it is packed: as a tar with gzip, where it is left out.
	Archive *Archive `json:"archive,omitempty"`

	// The name by which all of the workflow can read an output.
	GlobalName string `json:"globalName,omitempty" jsonschema:"minLength=1"`

	// When it is deleted.
	ArtifactGC *ArtifactGC `json:"artifactGC,omitempty"`
}

// Validate refuses two sources.
func (a Artifact) Validate(path *field.Path) field.ErrorList {
	errs := addon.AtMostOne(path, addon.Field("from", a.From != ""), addon.Field("fromExpression", a.FromExpression != ""))
	return append(errs, a.ArtifactLocation.Validate(path)...)
}

// given tells whether an argument says which artifact it is.
func (a Artifact) given() bool {
	return a.From != "" || a.FromExpression != "" || a.ArtifactLocation.kept()
}

// Archive is how an artifact is packed: exactly one of the ways.
type Archive struct {
	// As a tar with gzip.
	Tar *Tar `json:"tar,omitempty"`

	// As a zip.
	Zip *Zip `json:"zip,omitempty"`

	// Not at all.
	None *NoArchive `json:"none,omitempty"`
}

// Validate wants one way.
func (a Archive) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path, addon.Field("tar", a.Tar != nil), addon.Field("zip", a.Zip != nil), addon.Field("none", a.None != nil))
}

// Tar packs as a tar with gzip.
type Tar struct {
	// How hard it tries, from 0 to 9.
	CompressionLevel *int32 `json:"compressionLevel,omitempty" jsonschema:"minimum=0,maximum=9"`
}

// Zip packs as a zip.
type Zip struct{}

// NoArchive doesn't pack.
type NoArchive struct{}

// ArtifactLocation is where an artifact is kept: at most one of the places. The workflow's
// repository has it where none is given.
type ArtifactLocation struct {
	// Whether the container's logs are kept as an artifact.
	ArchiveLogs *bool `json:"archiveLogs,omitempty"`

	// S3. What is left out is as in the workflow's repository.
	S3 *S3Artifact `json:"s3,omitempty"`

	// Google Cloud Storage.
	GCS *GCSArtifact `json:"gcs,omitempty"`

	// Azure Blob Storage.
	Azure *AzureArtifact `json:"azure,omitempty"`

	// A repository of Git. It can only be read.
	Git *GitArtifact `json:"git,omitempty"`

	// A web server.
	HTTP *HTTPArtifact `json:"http,omitempty"`

	// The text itself. It can only be read.
	Raw *RawArtifact `json:"raw,omitempty"`
}

// Validate refuses two places.
func (l ArtifactLocation) Validate(path *field.Path) field.ErrorList {
	return addon.AtMostOne(path, addon.Field("s3", l.S3 != nil), addon.Field("gcs", l.GCS != nil), addon.Field("azure", l.Azure != nil),
		addon.Field("git", l.Git != nil), addon.Field("http", l.HTTP != nil), addon.Field("raw", l.Raw != nil))
}

// kept tells whether a place is given.
func (l ArtifactLocation) kept() bool {
	return l.S3 != nil || l.GCS != nil || l.Azure != nil || l.Git != nil || l.HTTP != nil || l.Raw != nil
}

// S3Artifact is an object in S3.
type S3Artifact struct {
	S3Bucket `json:",inline"`

	// Its key, with variables. For a template's archiveLocation it is made up where it is left
	// out.
	Key string `json:"key,omitempty"`
}

// GCSArtifact is an object in Google Cloud Storage.
type GCSArtifact struct {
	GCSBucket `json:",inline"`

	// Its key, with variables.
	Key string `json:"key" jsonschema:"required"`
}

// AzureArtifact is a blob in Azure Blob Storage.
type AzureArtifact struct {
	AzureContainer `json:",inline"`

	// Its name, with variables.
	Blob string `json:"blob" jsonschema:"required"`
}

// GitArtifact is what is in a repository of Git.
type GitArtifact struct {
	// The URL of the repository.
	Repo string `json:"repo" jsonschema:"required"`

	// The commit, tag or branch.
	Revision string `json:"revision,omitempty"`

	// How many commits are fetched: all, where it is left out.
	Depth *int64 `json:"depth,omitempty" jsonschema:"minimum=1"`

	// The refs that are fetched beside.
	Fetch []string `json:"fetch,omitempty"`

	// The one branch that is fetched, with singleBranch.
	Branch string `json:"branch,omitempty"`

	// Fetches one branch only.
	SingleBranch bool `json:"singleBranch,omitempty"`

	// Leaves submodules out.
	DisableSubmodules bool `json:"disableSubmodules,omitempty"`

	// The name of the user.
	UsernameSecret *addon.SecretRef `json:"usernameSecret,omitempty"`

	// The password, or a token.
	PasswordSecret *addon.SecretRef `json:"passwordSecret,omitempty"`

	// The private key for SSH.
	SSHPrivateKeySecret *addon.SecretRef `json:"sshPrivateKeySecret,omitempty"`

	// Doesn't check the server's key for SSH.
	InsecureIgnoreHostKey bool `json:"insecureIgnoreHostKey,omitempty"`

	// Doesn't check the server's certificate.
	InsecureSkipTLS bool `json:"insecureSkipTLS,omitempty"`
}

// HTTPArtifact is what a web server has.
type HTTPArtifact struct {
	// The URL, with variables.
	URL string `json:"url" jsonschema:"required"`

	// Headers of the request.
	Headers []Header `json:"headers,omitempty"`

	// How it logs in.
	Auth *HTTPAuth `json:"auth,omitempty"`
}

// Header is a header of a request.
type Header struct {
	// Its name.
	Name string `json:"name" jsonschema:"required"`

	// Its value, which is no secret.
	Value string `json:"value" jsonschema:"required"`
}

// HTTPAuth is how a request logs in.
type HTTPAuth struct {
	// By a name and a password.
	BasicAuth BasicAuth `json:"basicAuth" jsonschema:"required"`
}

// BasicAuth is a name and a password.
type BasicAuth struct {
	// The name.
	UsernameSecret addon.SecretRef `json:"usernameSecret" jsonschema:"required"`

	// The password.
	PasswordSecret addon.SecretRef `json:"passwordSecret" jsonschema:"required"`
}

// RawArtifact is a text.
type RawArtifact struct {
	// The text, with variables.
	Data string `json:"data" jsonschema:"required"`
}
