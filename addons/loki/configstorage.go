package loki

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon/kube"
)

// s3File is how S3 is reached, as Loki reads it.
type s3File struct {
	BucketNames      string         `json:"bucketnames"`
	Endpoint         string         `json:"endpoint,omitempty"`
	Region           string         `json:"region,omitempty"`
	AccessKeyID      string         `json:"access_key_id,omitempty"`
	SecretAccessKey  string         `json:"secret_access_key,omitempty"`
	Insecure         bool           `json:"insecure"`
	ForcePathStyle   bool           `json:"s3forcepathstyle"`
	StorageClass     StorageClass   `json:"storage_class,omitempty"`
	DisableDualstack bool           `json:"disable_dualstack,omitempty"`
	SSE              *sseFile       `json:"sse,omitempty"`
	HTTP             *s3HTTPFile    `json:"http_config,omitempty"`
	Backoff          *s3BackoffFile `json:"backoff_config,omitempty"`
}

type sseFile struct {
	Type     EncryptionType `json:"type"`
	KMSKeyID string         `json:"kms_key_id,omitempty"`
}

type s3HTTPFile struct {
	Timeout               string `json:"timeout,omitempty"`
	IdleConnTimeout       string `json:"idle_conn_timeout,omitempty"`
	ResponseHeaderTimeout string `json:"response_header_timeout,omitempty"`
	InsecureSkipVerify    bool   `json:"insecure_skip_verify,omitempty"`
	CAFile                string `json:"ca_file,omitempty"`
}

type s3BackoffFile struct {
	MinPeriod  string `json:"min_period,omitempty"`
	MaxPeriod  string `json:"max_period,omitempty"`
	MaxRetries int32  `json:"max_retries,omitempty"`
}

// The environment variables with the key to the buckets.
const (
	accessKeyID     = "LOKI_S3_ACCESS_KEY_ID"
	secretAccessKey = "LOKI_S3_SECRET_ACCESS_KEY"
)

// file is how a bucket is reached.
func (s S3) file(bucket string) *s3File {
	f := &s3File{
		BucketNames:      bucket,
		Endpoint:         s.Endpoint,
		Region:           s.Region,
		Insecure:         s.Insecure,
		ForcePathStyle:   s.ForcePathStyle,
		StorageClass:     s.StorageClass,
		DisableDualstack: s.DisableDualstack,
		HTTP: unless(s3HTTPFile{
			Timeout:               kube.Duration(s.HTTP.Timeout),
			IdleConnTimeout:       kube.Duration(s.HTTP.IdleConnTimeout),
			ResponseHeaderTimeout: kube.Duration(s.HTTP.ResponseHeaderTimeout),
			InsecureSkipVerify:    s.HTTP.InsecureSkipVerify,
			CAFile:                s.caFile(),
		}),
		Backoff: unless(s3BackoffFile{kube.Duration(s.Backoff.MinPeriod), kube.Duration(s.Backoff.MaxPeriod), s.Backoff.MaxRetries}),
	}
	if s.Credentials != nil {
		f.AccessKeyID, f.SecretAccessKey = "${"+accessKeyID+"}", "${"+secretAccessKey+"}"
	}
	if e := s.Encryption; e != nil {
		f.SSE = &sseFile{e.Type, e.KMSKeyID}
	}
	return f
}

func (s S3) caFile() string {
	if s.HTTP.CA == nil {
		return ""
	}
	return caDir + "/" + s.HTTP.CA.Key
}

// rulerBucket is the bucket for rules.
func (s S3) rulerBucket() string {
	if s.RulerBucket != "" {
		return s.RulerBucket
	}
	return s.Bucket
}

// objectStore is where logs are, as a schema has it.
func (o Options) objectStore() ObjectStore {
	if o.Storage.S3 != nil {
		return InS3
	}
	return InFilesystem
}

func (o Options) commonStorage() commonStorageFile {
	if s3 := o.Storage.S3; s3 != nil {
		return commonStorageFile{S3: s3.file(s3.Bucket)}
	}
	return commonStorageFile{Filesystem: &filesystemFile{Chunks: dataDir + "/chunks", Rules: dataDir + "/rules"}}
}

// localRules tells whether rules are files of the pod's own.
func (o Options) localRules() bool {
	return o.Ruler.Source == RulesFromSidecar || o.Storage.S3 == nil
}

func (o Options) rulerStorage() rulerStorageFile {
	if o.localRules() {
		return rulerStorageFile{Type: "local", Local: &rulerFolderFile{rulesDir}}
	}
	return rulerStorageFile{Type: "s3", S3: o.Storage.S3.file(o.Storage.S3.rulerBucket())}
}

// storageEnv is the key to the buckets, which Loki puts into its configuration itself.
func (o Options) storageEnv() []corev1.EnvVar {
	if o.Storage.S3 == nil || o.Storage.S3.Credentials == nil {
		return nil
	}
	c := o.Storage.S3.Credentials
	return []corev1.EnvVar{
		{Name: accessKeyID, ValueFrom: &corev1.EnvVarSource{SecretKeyRef: c.AccessKeyID.Selector()}},
		{Name: secretAccessKey, ValueFrom: &corev1.EnvVarSource{SecretKeyRef: c.SecretAccessKey.Selector()}},
	}
}

// caVolume is the CA by which the service is known, and where it is mounted.
func (o Options) caVolume() ([]corev1.Volume, []corev1.VolumeMount) {
	if o.Storage.S3 == nil || o.Storage.S3.HTTP.CA == nil {
		return nil, nil
	}
	ca := o.Storage.S3.HTTP.CA
	volume := corev1.Volume{Name: "s3-ca", VolumeSource: corev1.VolumeSource{Secret: &corev1.SecretVolumeSource{
		SecretName: ca.Name,
		Items:      []corev1.KeyToPath{{Key: ca.Key, Path: ca.Key}},
	}}}
	return []corev1.Volume{volume}, []corev1.VolumeMount{{Name: volume.Name, MountPath: caDir, ReadOnly: true}}
}
