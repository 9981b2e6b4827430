package prometheusoperator

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/monitoring"
)

// RemoteWrite is where samples are sent.
type RemoteWrite struct {
	// The URL.
	URL string `json:"url" jsonschema:"required,pattern=^https?://.+$"`

	// The name, in metrics and logs. No two may have the same.
	Name string `json:"name,omitempty"`

	// The version of the messages: 1.0, where it is left out.
	MessageVersion MessageVersion `json:"messageVersion,omitempty"`

	// Whether exemplars are sent too. They need the feature exemplar-storage.
	SendExemplars *bool `json:"sendExemplars,omitempty"`

	// Whether native histograms are sent too.
	SendNativeHistograms *bool `json:"sendNativeHistograms,omitempty"`

	// How long sending may take: 30 s, where it is left out.
	RemoteTimeout metav1.Duration `json:"remoteTimeout,omitzero"`

	// Headers of the requests. They hold no secrets.
	Headers map[string]string `json:"headers,omitempty"`

	// What is done with samples before they are sent, such as to drop those that nobody needs.
	WriteRelabelConfigs []monitoring.Relabeling `json:"writeRelabelConfigs,omitempty"`

	monitoring.Login `json:",inline"`

	// A signature of AWS', such as for Amazon Managed Service for Prometheus.
	SigV4 *SigV4 `json:"sigv4,omitempty"`

	// How the server's certificate is checked.
	TLSConfig *monitoring.TLSConfig `json:"tlsConfig,omitempty"`

	monitoring.Proxy `json:",inline"`

	// Whether redirects are followed; they are, where it is left out.
	FollowRedirects *bool `json:"followRedirects,omitempty"`

	// Whether HTTP/2 is spoken; it isn't, where it is left out.
	EnableHTTP2 *bool `json:"enableHTTP2,omitempty"`

	// Whether one of the server's addresses is taken by chance, and not the first that answers.
	RoundRobinDNS *bool `json:"roundRobinDNS,omitempty"`

	// How samples wait.
	QueueConfig *Queue `json:"queueConfig,omitempty"`

	// What is sent of metrics' types and help; it is sent every minute, where it is left out.
	MetadataConfig *SendMetadata `json:"metadataConfig,omitempty"`
}

// Validate refuses several ways to log in.
func (w RemoteWrite) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if w.SigV4 != nil && w.Login != (monitoring.Login{}) {
		errs = append(errs, field.Forbidden(path.Child("sigv4"), "is another way to log in than the one that is given"))
	}
	return append(errs, addon.CheckWholeSeconds(w.RemoteTimeout, path.Child("remoteTimeout"))...)
}

// MessageVersion is a version of the messages with samples.
type MessageVersion string

// The versions.
const (
	V1Messages MessageVersion = "V1.0"
	V2Messages MessageVersion = "V2.0"
)

// Enum lists the versions.
func (MessageVersion) Enum() []string { return addon.Values(V1Messages, V2Messages) }

// Queue is how samples wait to be sent. What is left out is as Prometheus has it.
type Queue struct {
	// How many samples wait in each shard.
	Capacity int32 `json:"capacity,omitempty" jsonschema:"minimum=1"`

	// How many shards send at least.
	MinShards int32 `json:"minShards,omitempty" jsonschema:"minimum=1"`

	// How many shards send at most.
	MaxShards int32 `json:"maxShards,omitempty" jsonschema:"minimum=1"`

	// How many samples are sent at once.
	MaxSamplesPerSend int32 `json:"maxSamplesPerSend,omitempty" jsonschema:"minimum=1"`

	// How long samples wait for others at most.
	BatchSendDeadline metav1.Duration `json:"batchSendDeadline,omitzero"`

	// How long is waited before the first try that follows a failure.
	MinBackoff metav1.Duration `json:"minBackoff,omitzero"`

	// How long is waited at most.
	MaxBackoff metav1.Duration `json:"maxBackoff,omitzero"`

	// Tries again when the server says that there are too many requests.
	RetryOnRateLimit bool `json:"retryOnRateLimit,omitempty"`

	// How old samples may be to be sent.
	SampleAgeLimit metav1.Duration `json:"sampleAgeLimit,omitzero"`
}

// SendMetadata is what is sent of metrics' types and help.
type SendMetadata struct {
	// Sends them. They aren't, where this is left out of what is given.
	Send bool `json:"send,omitempty"`

	// How often.
	SendInterval metav1.Duration `json:"sendInterval,omitzero"`

	// How many at once.
	MaxSamplesPerSend int32 `json:"maxSamplesPerSend,omitempty" jsonschema:"minimum=1"`
}

// SigV4 signs requests as AWS wants it. Without a key they are signed by the role of the pods.
type SigV4 struct {
	// The region; that of the credentials, where it is left out.
	Region string `json:"region,omitempty"`

	// The ID of a key.
	AccessKey *addon.SecretRef `json:"accessKey,omitempty"`

	// The key.
	SecretKey *addon.SecretRef `json:"secretKey,omitempty"`

	// The profile of a file with credentials.
	Profile string `json:"profile,omitempty"`

	// The ARN of a role that is assumed.
	RoleARN string `json:"roleArn,omitempty" jsonschema:"pattern=^arn:aws[a-z-]*:iam::[0-9]{12}:role/[^ ]+$"`

	// What the role is asked with, where its owner wants it.
	ExternalID string `json:"externalId,omitempty"`

	// Whether the endpoint of STS is one that conforms to FIPS.
	UseFIPSSTSEndpoint *bool `json:"useFIPSSTSEndpoint,omitempty"`
}

// Validate refuses half a key, and an ID without its role.
func (s SigV4) Validate(path *field.Path) field.ErrorList {
	errs := checkKey(s.AccessKey, s.SecretKey, path)
	if s.ExternalID != "" && s.RoleARN == "" {
		errs = append(errs, field.Forbidden(path.Child("externalId"), "needs roleArn"))
	}
	return errs
}

// checkKey refuses half a key.
func checkKey(id, key *addon.SecretRef, path *field.Path) field.ErrorList {
	switch {
	case id == nil && key != nil:
		return field.ErrorList{field.Required(path.Child("accessKey"), "the ID of the secretKey")}
	case id != nil && key == nil:
		return field.ErrorList{field.Required(path.Child("secretKey"), "the key of the accessKey")}
	}
	return nil
}
