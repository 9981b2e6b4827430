package loki

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// Storage is where logs are kept. Exactly one of s3 and filesystem is given.
type Storage struct {
	// Keeps logs in S3, or in what talks as S3 does.
	S3 *S3 `json:"s3,omitempty"`

	// Keeps logs on the pod's volume. It is for trying things out, with one pod.
	Filesystem bool `json:"filesystem,omitempty"`
}

// Validate wants one place.
func (s Storage) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path, addon.Field("s3", s.S3 != nil), addon.Field("filesystem", s.Filesystem))
}

// S3 is how S3, or what talks as it does, keeps logs.
type S3 struct {
	// The bucket for logs and their index, which must be there already.
	Bucket string `json:"bucket" jsonschema:"required,maxLength=255,pattern=^[^\\, ]+$"`

	// The bucket for rules: that of the logs, where it is left out.
	RulerBucket string `json:"rulerBucket,omitempty" jsonschema:"maxLength=255,pattern=^[^\\, ]+$"`

	// The buckets' region: the cluster's, where it is left out and the cluster is on AWS.
	Region string `json:"region,omitempty" jsonschema:"minLength=1"`

	// The host, and port if need be, of a service that isn't AWS's: "minio.example.com:9000".
	Endpoint string `json:"endpoint,omitempty" jsonschema:"pattern=^[^ /]+$"`

	// Talks HTTP to it, and not HTTPS.
	Insecure bool `json:"insecure,omitempty"`

	// Names the bucket in the path and not in the host, which most others than AWS need.
	ForcePathStyle bool `json:"forcePathStyle,omitempty"`

	// The key by which Loki has the right to the buckets. On AWS there is a role in its place.
	Credentials *S3Credentials `json:"credentials,omitempty"`

	// How S3 encrypts what it keeps: as the bucket has it, where it is left out.
	Encryption *S3Encryption `json:"encryption,omitempty"`

	// The class in which objects are kept: "STANDARD" where it is left out.
	StorageClass StorageClass `json:"storageClass,omitempty"`

	// Doesn't use addresses of both IP families.
	DisableDualstack bool `json:"disableDualstack,omitempty"`

	// How the service is talked to.
	HTTP S3HTTP `json:"http,omitzero"`

	// How often what fails is tried anew.
	Backoff S3Backoff `json:"backoff,omitzero"`
}

// S3Credentials are an access key.
type S3Credentials struct {
	// The key's ID.
	AccessKeyID addon.SecretRef `json:"accessKeyID" jsonschema:"required"`

	// The key itself.
	SecretAccessKey addon.SecretRef `json:"secretAccessKey" jsonschema:"required"`
}

// S3Encryption is how S3 encrypts.
type S3Encryption struct {
	// By what kind of key.
	Type EncryptionType `json:"type" jsonschema:"required"`

	// The ID or the ARN of the key of KMS: AWS's own, where it is left out. The role gets the
	// right to use it.
	KMSKeyID string `json:"kmsKeyID,omitempty" jsonschema:"minLength=1"`
}

// Validate refuses a key of KMS for what doesn't use one.
func (e S3Encryption) Validate(path *field.Path) field.ErrorList {
	if e.KMSKeyID != "" && e.Type == SSES3 {
		return field.ErrorList{field.Forbidden(path.Child("kmsKeyID"), "needs the type SSE-KMS")}
	}
	return nil
}

// EncryptionType is a kind of keys.
type EncryptionType string

// The kinds.
const (
	SSES3  EncryptionType = "SSE-S3"  // of S3's own
	SSEKMS EncryptionType = "SSE-KMS" // of KMS
)

// Enum lists the kinds.
func (EncryptionType) Enum() []string { return addon.Values(SSES3, SSEKMS) }

// StorageClass is a class of S3's from which objects can be read at once.
type StorageClass string

// The classes.
const (
	Standard           StorageClass = "STANDARD"
	StandardIA         StorageClass = "STANDARD_IA"
	OneZoneIA          StorageClass = "ONEZONE_IA"
	IntelligentTiering StorageClass = "INTELLIGENT_TIERING"
	GlacierIR          StorageClass = "GLACIER_IR"
)

// Enum lists the classes.
func (StorageClass) Enum() []string {
	return addon.Values(Standard, StandardIA, OneZoneIA, IntelligentTiering, GlacierIR)
}

// S3HTTP is how the service is talked to.
type S3HTTP struct {
	// How long a request may take: any time, where it is left out.
	Timeout metav1.Duration `json:"timeout,omitzero"`

	// How long a connection is kept that nothing goes through: 90s where it is left out.
	IdleConnTimeout metav1.Duration `json:"idleConnTimeout,omitzero"`

	// How long the service may take until it begins to answer: any time, where it is left out.
	ResponseHeaderTimeout metav1.Duration `json:"responseHeaderTimeout,omitzero"`

	// Doesn't check the service's certificate.
	InsecureSkipVerify bool `json:"insecureSkipVerify,omitempty"`

	// The CA by which the certificate is known: those of the image, where it is left out.
	CA *addon.SecretRef `json:"ca,omitempty"`
}

// S3Backoff is how often what fails is tried anew.
type S3Backoff struct {
	// How long it waits at first: 100ms where it is left out.
	MinPeriod metav1.Duration `json:"minPeriod,omitzero"`

	// How long it waits at most: 3s where it is left out.
	MaxPeriod metav1.Duration `json:"maxPeriod,omitzero"`

	// How often it tries: 5 times where it is left out.
	MaxRetries int32 `json:"maxRetries,omitempty" jsonschema:"minimum=1"`
}

// SchemaPeriod is how logs are kept from a day on.
type SchemaPeriod struct {
	// The first day, in UTC: "2024-04-01". That of the first period must be past, or Loki takes
	// no logs until then, and that of a period that is added must be one to come.
	From string `json:"from" jsonschema:"required,pattern=^[0-9]{4}-[0-9]{2}-[0-9]{2}$"`

	// The kind of index: "tsdb" where it is left out.
	Store IndexStore `json:"store,omitempty"`

	// The version: "v13" where it is left out.
	Version SchemaVersion `json:"version,omitempty"`

	// Where logs are: where the storage says, if it is left out.
	ObjectStore ObjectStore `json:"objectStore,omitempty"`

	// What the names of the index's tables begin with: "index_" where it is left out.
	IndexPrefix string `json:"indexPrefix,omitempty" jsonschema:"minLength=1"`
}

// Validate refuses what is no day.
func (s SchemaPeriod) Validate(path *field.Path) field.ErrorList {
	if _, err := time.Parse(time.DateOnly, s.From); s.From != "" && err != nil {
		return field.ErrorList{field.Invalid(path.Child("from"), s.From, `must be a day, as in "2024-04-01"`)}
	}
	return nil
}

// IndexStore is a kind of index.
type IndexStore string

// The kinds.
const (
	TSDB          IndexStore = "tsdb"
	BoltDBShipper IndexStore = "boltdb-shipper" // of old
)

// Enum lists the kinds.
func (IndexStore) Enum() []string { return addon.Values(TSDB, BoltDBShipper) }

// SchemaVersion is a version of the schema.
type SchemaVersion string

// The versions.
const (
	SchemaV11 SchemaVersion = "v11"
	SchemaV12 SchemaVersion = "v12"
	SchemaV13 SchemaVersion = "v13"
)

// Enum lists the versions.
func (SchemaVersion) Enum() []string { return addon.Values(SchemaV11, SchemaV12, SchemaV13) }

// ObjectStore is where logs are, as a schema has it.
type ObjectStore string

// The places.
const (
	InS3         ObjectStore = "s3"
	InAWS        ObjectStore = "aws" // what S3 was called
	InFilesystem ObjectStore = "filesystem"
)

// Enum lists the places.
func (ObjectStore) Enum() []string { return addon.Values(InS3, InAWS, InFilesystem) }

// onTarget are the options with what the target knows: the region of the buckets.
func (o Options) onTarget(t addon.Target) Options {
	if s3 := o.Storage.S3; t.AWS != nil && s3 != nil && s3.Region == "" && s3.Endpoint == "" {
		here := *s3
		here.Region = t.AWS.Region
		o.Storage.S3 = &here
	}
	return o
}
