package externaldns

import (
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon/kube"
)

// AWSOptions say how the AWS API is used, by the providers "aws" and "aws-sd" and by the
// registry "dynamodb".
type AWSOptions struct {
	// The region whose endpoints are called: the cluster's, where it is left out and the
	// cluster is on AWS.
	Region string `json:"region,omitempty" jsonschema:"pattern=^[a-z]{2}(-[a-z]+)+-[0-9]+$"`

	// The only type of zones that is managed; both, where it is left out.
	ZoneType ZoneType `json:"zoneType,omitempty"`

	// The tags, each a key with or without "=" and a value, that managed zones have.
	ZoneTags []string `json:"zoneTags,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Manages zones that lie above a domain filter, too: with the filter a.example.com,
	// what is below a.example.com in the zone example.com.
	ZoneMatchParent bool `json:"zoneMatchParent,omitempty"`

	// How long the list of zones is kept; not at all, where it is left out.
	ZonesCacheDuration metav1.Duration `json:"zonesCacheDuration,omitzero"`

	// The ARN of a role that is assumed, as for zones in another account.
	AssumeRole string `json:"assumeRole,omitempty" jsonschema:"pattern=^arn:aws[a-z-]*:iam::[0-9]{12}:role/[^ ]+$"`

	// The external ID with which the role is assumed. It is no secret.
	AssumeRoleExternalID string `json:"assumeRoleExternalID,omitempty"`

	// How many changes are sent at once: 1000 where it is left out.
	BatchChangeSize int32 `json:"batchChangeSize,omitempty" jsonschema:"minimum=1"`

	// How long is waited between batches: 1 s where it is left out.
	BatchChangeInterval metav1.Duration `json:"batchChangeInterval,omitzero"`

	// Has Route 53 answer with an alias' target whatever the target's health.
	IgnoreTargetHealth bool `json:"ignoreTargetHealth,omitempty"`

	// Makes CNAME records where aliases could be.
	PreferCNAME bool `json:"preferCNAME,omitempty"`
}

func (o AWSOptions) args() []string {
	batch := ""
	if o.BatchChangeSize != 0 {
		batch = fmt.Sprint(o.BatchChangeSize)
	}
	return slices.Concat(
		kube.Flag("--aws-zone-type", o.ZoneType),
		kube.FlagEach("--aws-zone-tags", o.ZoneTags),
		kube.FlagIf(o.ZoneMatchParent, "--aws-zone-match-parent"),
		kube.Flag("--aws-zones-cache-duration", kube.Duration(o.ZonesCacheDuration)),
		kube.Flag("--aws-assume-role", o.AssumeRole),
		kube.Flag("--aws-assume-role-external-id", o.AssumeRoleExternalID),
		kube.Flag("--aws-batch-change-size", batch),
		kube.Flag("--aws-batch-change-interval", kube.Duration(o.BatchChangeInterval)),
		kube.FlagIf(o.IgnoreTargetHealth, "--no-aws-evaluate-target-health"),
		kube.FlagIf(o.PreferCNAME, "--aws-prefer-cname"),
	)
}

// usesAWS tells whether the program calls the AWS API.
func (o Options) usesAWS() bool {
	return o.Provider == AWS || o.Provider == AWSSD || o.Registry == RegistryDynamoDB
}

// env are the variables of the main container. Upstream's tutorials set the region so.
func env(o Options) []corev1.EnvVar {
	var env []corev1.EnvVar
	if o.usesAWS() && o.AWS.Region != "" {
		env = append(env, corev1.EnvVar{Name: "AWS_DEFAULT_REGION", Value: o.AWS.Region})
	}
	if key := o.TXT.EncryptionKey; key != nil {
		env = append(env, corev1.EnvVar{
			Name:      variable("--txt-encrypt-aes-key"),
			ValueFrom: &corev1.EnvVarSource{SecretKeyRef: key.Selector()},
		})
	}
	return env
}

// variable is the environment variable that stands for a flag.
func variable(flag string) string {
	return "EXTERNAL_DNS_" + strings.ToUpper(strings.ReplaceAll(strings.TrimPrefix(flag, "--"), "-", "_"))
}
