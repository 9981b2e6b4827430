package velero

import (
	"net/url"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const (
	group      = "velero.io"
	apiVersion = group + "/v1"

	// awsProvider is what the plugin for AWS is called in locations.
	awsProvider = "aws"
)

// BackupLocation is where backups are kept. Exactly one of s3 and provider is given.
type BackupLocation struct {
	// The name. Backups that name no location go to the one that is the default, or is called
	// "default".
	Name string `json:"name" jsonschema:"required,maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// The bucket, which must be there already, and best is this cluster's alone.
	Bucket string `json:"bucket" jsonschema:"required,maxLength=255"`

	// The folder in the bucket.
	Prefix string `json:"prefix,omitempty" jsonschema:"pattern=^[^/].*$"`

	// Keeps backups in S3, or in what talks as S3 does.
	S3 *S3 `json:"s3,omitempty"`

	// Another provider, as its plugin is called: "azure", "gcp".
	Provider string `json:"provider,omitempty" jsonschema:"minLength=1"`

	// The configuration that the provider knows.
	Config map[string]string `json:"config,omitempty"`

	// Takes backups that name no location.
	Default bool `json:"default,omitempty"`

	// Only reads what is there, as for moving to another cluster.
	ReadOnly bool `json:"readOnly,omitempty"`

	// The CA by which the server is known, in PEM.
	CABundle string `json:"caBundle,omitempty"`

	// The same, in a Secret in the addon's namespace.
	CASecret *addon.SecretRef `json:"caSecret,omitempty"`

	// The credentials for this location, in place of those of all.
	Credential *addon.SecretRef `json:"credential,omitempty"`

	// How often backups that are in the location and not in the cluster are looked for; as the
	// addon's own option says, where it is left out.
	BackupSyncPeriod *metav1.Duration `json:"backupSyncPeriod,omitempty"`

	// How often the location is tried out; as the addon's own option says, where it is left
	// out.
	ValidationFrequency *metav1.Duration `json:"validationFrequency,omitempty"`

	// Annotations of the BackupStorageLocation.
	Annotations map[string]string `json:"annotations,omitempty"`
}

// Validate wants one provider.
func (l BackupLocation) Validate(path *field.Path) field.ErrorList {
	errs := addon.ExactlyOne(path, addon.Field("s3", l.S3 != nil), addon.Field("provider", l.Provider != ""))
	errs = append(errs, addon.AtMostOne(path, addon.Field("caBundle", l.CABundle != ""), addon.Field("caSecret", l.CASecret != nil))...)
	if l.S3 != nil && len(l.Config) > 0 {
		errs = append(errs, field.Forbidden(path.Child("config"), "is for another provider: S3 is configured by s3"))
	}
	return errs
}

// S3 is how S3, or what talks as it does, keeps backups.
type S3 struct {
	// The bucket's region: the cluster's, where it is left out and the cluster is on AWS, and
	// what S3 says, elsewhere.
	Region string `json:"region,omitempty" jsonschema:"minLength=1"`

	// The URL of a service that isn't AWS's: "https://minio.example.com:9000".
	URL string `json:"url,omitempty" jsonschema:"pattern=^https?://[^ ]+$"`

	// The URL that the command velero downloads logs from, where it can't reach url.
	PublicURL string `json:"publicURL,omitempty" jsonschema:"pattern=^https?://[^ ]+$"`

	// Names the bucket in the path and not in the host, which most others than AWS need.
	ForcePathStyle bool `json:"forcePathStyle,omitempty"`

	// Doesn't check the certificate of the service.
	InsecureSkipTLSVerify bool `json:"insecureSkipTLSVerify,omitempty"`

	// How S3 encrypts what it keeps: as the bucket has it, where it is left out.
	ServerSideEncryption ServerSideEncryption `json:"serverSideEncryption,omitempty"`

	// The ID, the alias, "alias/…", or the ARN of the KMS key by which S3 encrypts. The role
	// gets the right to use it where it is an ID or an ARN.
	KMSKeyID string `json:"kmsKeyID,omitempty" jsonschema:"minLength=1"`

	// The key of 32 bytes that is given to S3 with each request, to encrypt by.
	CustomerKey *addon.SecretRef `json:"customerKey,omitempty"`

	// The version of signatures in URLs: "4" where it is left out.
	SignatureVersion SignatureVersion `json:"signatureVersion,omitempty"`

	// The profile in the file with credentials: "default" where it is left out.
	Profile string `json:"profile,omitempty" jsonschema:"minLength=1"`

	// Reads the credential of the location as a file of AWS's shared configuration.
	SharedConfig bool `json:"sharedConfig,omitempty"`

	// Tags of objects in the bucket.
	Tags map[string]string `json:"tags,omitempty"`

	// The checksum of objects: "CRC32" where it is left out. "none" is for services that know
	// none, such as Ceph's and Backblaze's.
	Checksum Checksum `json:"checksum,omitempty"`
}

// Validate refuses two keys to encrypt by.
func (s S3) Validate(path *field.Path) field.ErrorList {
	errs := addon.AtMostOne(path, addon.Field("kmsKeyID", s.KMSKeyID != ""), addon.Field("customerKey", s.CustomerKey != nil))
	if s.KMSKeyID != "" && s.ServerSideEncryption == AES256 {
		errs = append(errs, field.Invalid(path.Child("serverSideEncryption"), s.ServerSideEncryption, "must be aws:kms with a kmsKeyID"))
	}
	return errs
}

// config is the configuration as the plugin reads it.
func (s S3) config() map[string]string {
	config := map[string]string{}
	set := func(key, value string) {
		if value != "" {
			config[key] = value
		}
	}
	on := func(key string, on bool) {
		if on {
			config[key] = "true"
		}
	}
	set("region", s.Region)
	set("s3Url", s.URL)
	set("publicUrl", s.PublicURL)
	on("s3ForcePathStyle", s.ForcePathStyle)
	on("insecureSkipTLSVerify", s.InsecureSkipTLSVerify)
	set("serverSideEncryption", string(s.ServerSideEncryption))
	set("kmsKeyId", s.KMSKeyID)
	if s.CustomerKey != nil {
		set("customerKeyEncryptionSecret", s.CustomerKey.Name+"/"+s.CustomerKey.Key)
	}
	set("signatureVersion", string(s.SignatureVersion))
	set("profile", s.Profile)
	on("enableSharedConfig", s.SharedConfig)
	tags := url.Values{}
	for k, v := range s.Tags {
		tags.Set(k, v)
	}
	set("tagging", tags.Encode())
	switch s.Checksum {
	case "":
	case NoChecksum:
		config["checksumAlgorithm"] = ""
	default:
		set("checksumAlgorithm", string(s.Checksum))
	}
	if len(config) == 0 {
		return nil
	}
	return config
}

// ServerSideEncryption is how S3 encrypts what it keeps.
type ServerSideEncryption string

// The ways.
const (
	AES256 ServerSideEncryption = "AES256"  // by a key of S3's own
	AWSKMS ServerSideEncryption = "aws:kms" // by one of KMS: AWS's own, unless kmsKeyID says which
)

// Enum lists the ways.
func (ServerSideEncryption) Enum() []string { return addon.Values(AES256, AWSKMS) }

// SignatureVersion is the version of signatures in URLs.
type SignatureVersion string

// The versions.
const (
	SignatureV1 SignatureVersion = "1"
	SignatureV4 SignatureVersion = "4"
)

// Enum lists the versions.
func (SignatureVersion) Enum() []string { return addon.Values(SignatureV1, SignatureV4) }

// Checksum is that of objects.
type Checksum string

// The checksums.
const (
	CRC32      Checksum = "CRC32"
	CRC32C     Checksum = "CRC32C"
	SHA1       Checksum = "SHA1"
	SHA256     Checksum = "SHA256"
	NoChecksum Checksum = "none"
)

// Enum lists the checksums.
func (Checksum) Enum() []string { return addon.Values(CRC32, CRC32C, SHA1, SHA256, NoChecksum) }

// SnapshotLocation is where snapshots of volumes are kept. Exactly one of ebs and provider is
// given.
type SnapshotLocation struct {
	// The name.
	Name string `json:"name" jsonschema:"required,maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// Takes snapshots of volumes of EBS.
	EBS *EBS `json:"ebs,omitempty"`

	// Another provider, as its plugin is called.
	Provider string `json:"provider,omitempty" jsonschema:"minLength=1"`

	// The configuration that the provider knows.
	Config map[string]string `json:"config,omitempty"`

	// The credentials for this location, in place of those of all.
	Credential *addon.SecretRef `json:"credential,omitempty"`

	// Annotations of the VolumeSnapshotLocation.
	Annotations map[string]string `json:"annotations,omitempty"`
}

// Validate wants one provider.
func (l SnapshotLocation) Validate(path *field.Path) field.ErrorList {
	errs := addon.ExactlyOne(path, addon.Field("ebs", l.EBS != nil), addon.Field("provider", l.Provider != ""))
	if l.EBS != nil && len(l.Config) > 0 {
		errs = append(errs, field.Forbidden(path.Child("config"), "is for another provider: EBS is configured by ebs"))
	}
	return errs
}

// EBS is how snapshots of volumes of EBS are taken.
type EBS struct {
	// The volumes' region: the cluster's, where it is left out and the cluster is on AWS.
	Region string `json:"region,omitempty" jsonschema:"minLength=1"`

	// The ID, the alias or the ARN of the KMS key by which volumes are encrypted that are made
	// from a snapshot: as the snapshot is, where it is left out.
	KMSKeyID string `json:"kmsKeyID,omitempty" jsonschema:"minLength=1"`

	// The profile in the file with credentials: "default" where it is left out.
	Profile string `json:"profile,omitempty" jsonschema:"minLength=1"`

	// Reads the credential of the location as a file of AWS's shared configuration.
	SharedConfig bool `json:"sharedConfig,omitempty"`
}

func (e EBS) config() map[string]string {
	config := map[string]string{"region": e.Region}
	if e.KMSKeyID != "" {
		config["ebsKmsKeyId"] = e.KMSKeyID
	}
	if e.Profile != "" {
		config["profile"] = e.Profile
	}
	if e.SharedConfig {
		config["enableSharedConfig"] = "true"
	}
	return config
}

// BackupStorageLocation is where backups are kept, as the API server has it.
type BackupStorageLocation = kube.Custom[BackupStorageLocationSpec]

// BackupStorageLocationSpec is where backups are kept. The fields are those of velero.io/v1.
type BackupStorageLocationSpec struct {
	Provider            string                    `json:"provider"`
	Config              map[string]string         `json:"config,omitempty"`
	Credential          *corev1.SecretKeySelector `json:"credential,omitempty"`
	ObjectStorage       ObjectStorage             `json:"objectStorage"`
	Default             bool                      `json:"default,omitempty"`
	AccessMode          AccessMode                `json:"accessMode,omitempty"`
	BackupSyncPeriod    *metav1.Duration          `json:"backupSyncPeriod,omitempty"`
	ValidationFrequency *metav1.Duration          `json:"validationFrequency,omitempty"`
}

// ObjectStorage is a bucket.
type ObjectStorage struct {
	Bucket    string                    `json:"bucket"`
	Prefix    string                    `json:"prefix,omitempty"`
	CACert    []byte                    `json:"caCert,omitempty"`
	CACertRef *corev1.SecretKeySelector `json:"caCertRef,omitempty"`
}

// AccessMode is what may be done with a location.
type AccessMode string

// The modes.
const (
	ReadWrite AccessMode = "ReadWrite"
	ReadOnly  AccessMode = "ReadOnly"
)

// Enum lists the modes.
func (AccessMode) Enum() []string { return addon.Values(ReadWrite, ReadOnly) }

// VolumeSnapshotLocation is where snapshots are kept, as the API server has it.
type VolumeSnapshotLocation = kube.Custom[VolumeSnapshotLocationSpec]

// VolumeSnapshotLocationSpec is where snapshots are kept. The fields are those of
// velero.io/v1.
type VolumeSnapshotLocationSpec struct {
	Provider   string                    `json:"provider"`
	Config     map[string]string         `json:"config,omitempty"`
	Credential *corev1.SecretKeySelector `json:"credential,omitempty"`
}
