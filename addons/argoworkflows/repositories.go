package argoworkflows

import (
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"sigs.k8s.io/yaml"

	"github.com/fitout/fitout/addon"
)

// ArtifactRepository is where artifacts are kept. Exactly one of s3, gcs and azure is given.
type ArtifactRepository struct {
	// Keeps the logs of containers as artifacts too.
	ArchiveLogs bool `json:"archiveLogs,omitempty"`

	// Keeps artifacts in S3, or in what talks as S3 does.
	S3 *S3Repository `json:"s3,omitempty"`

	// Keeps them in Google Cloud Storage.
	GCS *GCSRepository `json:"gcs,omitempty"`

	// Keeps them in Azure Blob Storage.
	Azure *AzureRepository `json:"azure,omitempty"`
}

// Validate wants one kind of storage.
func (r ArtifactRepository) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path, addon.Field("s3", r.S3 != nil), addon.Field("gcs", r.GCS != nil), addon.Field("azure", r.Azure != nil))
}

// S3Repository is a bucket in S3. The endpoint is "s3.amazonaws.com" where it is left out, the
// region the cluster's on AWS, and pods have their role's rights unless there are keys.
type S3Repository struct {
	S3Bucket `json:",inline"`

	// The key of an artifact, with variables of the workflow and its pod:
	// "{{workflow.name}}/{{pod.name}}" where it is left out. The roles reach keys only that
	// begin as this does, up to the first variable other than {{workflow.namespace}}.
	KeyFormat string `json:"keyFormat,omitempty" jsonschema:"pattern=^[^/]"`
}

// Validate wants a bucket.
func (s S3Repository) Validate(path *field.Path) field.ErrorList {
	errs := s.S3Bucket.Validate(path)
	if s.Bucket == "" {
		errs = append(errs, field.Required(path.Child("bucket"), "no default can know it"))
	}
	return errs
}

// prefix is what keys of a namespace's artifacts begin with; those of all namespaces for "".
func (s S3Repository) prefix(namespace string) string {
	format := s.KeyFormat
	if namespace != "" {
		format = strings.ReplaceAll(format, "{{workflow.namespace}}", namespace)
	}
	fixed, _, _ := strings.Cut(format, "{{")
	return fixed
}

// onAWS tells whether the bucket is in AWS's own S3.
func (s S3Bucket) onAWS() bool {
	return strings.HasSuffix(s.Endpoint, ".amazonaws.com") || strings.HasSuffix(s.Endpoint, ".amazonaws.com.cn")
}

// S3Bucket is a bucket in S3, and how it is reached.
type S3Bucket struct {
	// The bucket, which must be there already.
	Bucket string `json:"bucket,omitempty" jsonschema:"maxLength=255"`

	// The server, without a scheme: "minio.example.com:9000".
	Endpoint string `json:"endpoint,omitempty" jsonschema:"pattern=^[^/ ]+$"`

	// The bucket's region.
	Region string `json:"region,omitempty" jsonschema:"minLength=1"`

	// Speaks HTTP in place of HTTPS.
	Insecure bool `json:"insecure,omitempty"`

	// The access key, in the namespace of the workflow.
	AccessKeySecret *addon.SecretRef `json:"accessKeySecret,omitempty"`

	// The secret key, in the namespace of the workflow.
	SecretKeySecret *addon.SecretRef `json:"secretKeySecret,omitempty"`

	// The token of keys that last a while only.
	SessionTokenSecret *addon.SecretRef `json:"sessionTokenSecret,omitempty"`

	// Has the rights of the pod itself, such as those of its role in AWS.
	UseSDKCreds bool `json:"useSDKCreds,omitempty"`

	// The role that is assumed, in another account say.
	RoleARN string `json:"roleARN,omitempty" jsonschema:"pattern=^arn:aws[a-z-]*:iam::[0-9]{12}:role/[^ ]+$"`

	// How S3 encrypts what it keeps: as the bucket has it, where it is left out.
	EncryptionOptions *S3Encryption `json:"encryptionOptions,omitempty"`

	// The CA by which the server is known, in PEM.
	CASecret *addon.SecretRef `json:"caSecret,omitempty"`

	// Where the bucket's name stands in URLs; it is found out, where it is left out.
	AddressingStyle AddressingStyle `json:"addressingStyle,omitempty"`
}

// Validate refuses half a pair of keys.
func (b S3Bucket) Validate(path *field.Path) field.ErrorList {
	if (b.AccessKeySecret == nil) != (b.SecretKeySecret == nil) {
		return field.ErrorList{field.Required(path, "accessKeySecret and secretKeySecret belong together")}
	}
	return addon.AtMostOne(path, addon.Field("accessKeySecret", b.AccessKeySecret != nil), addon.Field("useSDKCreds", b.UseSDKCreds))
}

// AddressingStyle is where a bucket's name stands in URLs.
type AddressingStyle string

// The places.
const (
	PathStyle          AddressingStyle = "path"
	VirtualHostedStyle AddressingStyle = "virtual-hosted"
)

// Enum lists the places.
func (AddressingStyle) Enum() []string { return addon.Values(PathStyle, VirtualHostedStyle) }

// S3Encryption is how S3 encrypts what it keeps.
type S3Encryption struct {
	// Encrypts, by a key of S3's own unless one of the others says otherwise.
	EnableEncryption bool `json:"enableEncryption,omitempty"`

	// The ID, the alias, "alias/…", or the ARN of the KMS key. The roles get the right to use
	// it where it is an ID or an ARN.
	KMSKeyID string `json:"kmsKeyId,omitempty" jsonschema:"minLength=1"`

	// What KMS is told beside, as JSON.
	KMSEncryptionContext string `json:"kmsEncryptionContext,omitempty" jsonschema:"minLength=1"`

	// The key of 32 bytes that is given to S3 with each request, to encrypt by.
	ServerSideCustomerKeySecret *addon.SecretRef `json:"serverSideCustomerKeySecret,omitempty"`
}

// Validate refuses two keys, and keys that nobody uses.
func (e S3Encryption) Validate(path *field.Path) field.ErrorList {
	errs := addon.AtMostOne(path, addon.Field("kmsKeyId", e.KMSKeyID != ""), addon.Field("serverSideCustomerKeySecret", e.ServerSideCustomerKeySecret != nil))
	if !e.EnableEncryption {
		errs = append(errs, field.Required(path.Child("enableEncryption"), "without it nothing is encrypted by what stands here"))
	}
	if e.KMSEncryptionContext != "" && e.KMSKeyID == "" {
		errs = append(errs, field.Forbidden(path.Child("kmsEncryptionContext"), "needs kmsKeyId"))
	}
	return errs
}

// GCSRepository is a bucket in Google Cloud Storage.
type GCSRepository struct {
	GCSBucket `json:",inline"`

	// The key of an artifact, as for S3.
	KeyFormat string `json:"keyFormat,omitempty" jsonschema:"pattern=^[^/]"`
}

// GCSBucket is a bucket in Google Cloud Storage, and how it is reached.
type GCSBucket struct {
	// The bucket.
	Bucket string `json:"bucket,omitempty" jsonschema:"maxLength=255"`

	// The key of the service account, in the namespace of the workflow. Pods have their own
	// rights, where it is left out.
	ServiceAccountKeySecret *addon.SecretRef `json:"serviceAccountKeySecret,omitempty"`
}

// AzureRepository is a container in Azure Blob Storage.
type AzureRepository struct {
	AzureContainer `json:",inline"`

	// The name of an artifact's blob, as the key for S3.
	BlobNameFormat string `json:"blobNameFormat,omitempty" jsonschema:"pattern=^[^/]"`
}

// AzureContainer is a container in Azure Blob Storage, and how it is reached.
type AzureContainer struct {
	// The URL of the storage account: "https://example.blob.core.windows.net".
	Endpoint string `json:"endpoint" jsonschema:"required,pattern=^https?://"`

	// The container.
	Container string `json:"container" jsonschema:"required"`

	// The key of the storage account, in the namespace of the workflow.
	AccountKeySecret *addon.SecretRef `json:"accountKeySecret,omitempty"`

	// Has the rights of the pod itself.
	UseSDKCreds bool `json:"useSDKCreds,omitempty"`
}

// Validate wants one way to log in.
func (c AzureContainer) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path, addon.Field("accountKeySecret", c.AccountKeySecret != nil), addon.Field("useSDKCreds", c.UseSDKCreds))
}

// ArtifactRepositories are repositories that workflows choose by name, in a ConfigMap. Those in
// the addon's namespace are for workflows of all namespaces.
type ArtifactRepositories struct {
	// The name of the ConfigMap. Workflows look into "artifact-repositories", which is the name
	// where it is left out, unless their artifactRepositoryRef says otherwise.
	Name string `json:"name,omitempty" jsonschema:"maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// The namespace: the addon's own where it is left out.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// Which repository workflows of the namespace have that choose none.
	Default string `json:"default,omitempty"`

	// The repositories, by their names.
	Repositories map[string]ArtifactRepository `json:"repositories" jsonschema:"required"`
}

// Validate refuses a default that isn't there, and repositories without a bucket.
func (r ArtifactRepositories) Validate(path *field.Path) field.ErrorList {
	names := slices.Sorted(maps.Keys(r.Repositories))
	if r.Default != "" && !slices.Contains(names, r.Default) {
		return field.ErrorList{field.NotSupported(path.Child("default"), r.Default, names)}
	}
	return nil
}

// configMap is what the controller reads the repositories from.
func (r ArtifactRepositories) configMap(o Options) (*corev1.ConfigMap, error) {
	id := o.identity()
	if r.Namespace != "" {
		id = id.In(r.Namespace)
	}
	meta := id.Meta(r.name())
	if r.Default != "" {
		meta.Annotations = map[string]string{"workflows.argoproj.io/default-artifact-repository": r.Default}
	}
	data := map[string]string{}
	for key, repository := range r.Repositories {
		text, err := yaml.Marshal(repository)
		if err != nil {
			return nil, err
		}
		data[key] = string(text)
	}
	return &corev1.ConfigMap{ObjectMeta: meta, Data: data}, nil
}

func (r ArtifactRepositories) name() string {
	if r.Name == "" {
		return "artifact-repositories"
	}
	return r.Name
}
