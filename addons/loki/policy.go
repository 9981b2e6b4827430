package loki

import (
	"slices"
	"strings"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
)

// onAWS is the role by which Loki reaches its buckets, if they are in AWS's own S3 and there is
// no other key to them.
func onAWS(t addon.Target, o Options) ([]aws.Resource, error) {
	o = o.onTarget(t)
	s3 := o.Storage.S3
	if s3 == nil || s3.Endpoint != "" || s3.Credentials != nil {
		return nil, nil
	}
	buckets := o.buckets()
	var all, objects []string
	for _, b := range buckets {
		all = append(all, t.AWS.GlobalARN("s3", b))
		objects = append(objects, t.AWS.GlobalARN("s3", b+"/*"))
	}
	statements := []aws.Statement{
		{SID: "ListLogs", Actions: []string{"s3:ListBucket"}, Resources: all},
		{SID: "KeepLogs", Actions: []string{"s3:DeleteObject", "s3:GetObject", "s3:PutObject"}, Resources: objects},
	}
	return []aws.Resource{&aws.Role{
		Name:           name,
		ServiceAccount: aws.ServiceAccount{Namespace: o.Namespace, Name: name},
		Policies: []aws.Policy{{
			Source:     "https://grafana.com/docs/loki/latest/setup/install/helm/deployment-guides/aws/#defining-iam-roles-and-policies",
			Statements: slices.Concat(statements, encryption(*t.AWS, *s3)),
		}},
	}}, nil
}

// buckets are those that Loki reads and writes.
func (o Options) buckets() []string {
	buckets := []string{o.Storage.S3.Bucket}
	if r := o.Storage.S3.rulerBucket(); !o.localRules() && r != o.Storage.S3.Bucket {
		buckets = append(buckets, r)
	}
	return buckets
}

// encryption is the right to use the key of KMS by which S3 encrypts.
func encryption(account aws.Account, s3 S3) []aws.Statement {
	if s3.Encryption == nil || s3.Encryption.KMSKeyID == "" {
		return nil
	}
	key := s3.Encryption.KMSKeyID
	if !strings.HasPrefix(key, "arn:") {
		account.Region = s3.Region
		key = account.ARN("kms", "key/"+key)
	}
	return []aws.Statement{{SID: "EncryptLogs", Actions: []string{"kms:Decrypt", "kms:GenerateDataKey"}, Resources: []string{key}}}
}
