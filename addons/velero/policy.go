package velero

import (
	"slices"
	"strings"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
)

// onAWS is the role by which Velero reaches the locations that have no credentials.
func onAWS(t addon.Target, o Options) ([]aws.Resource, error) {
	o = o.onTarget(t)
	var statements []aws.Statement
	if o.CredentialsSecret == "" {
		statements = slices.Concat(buckets(*t.AWS, o), keys(*t.AWS, o), snapshots(*t.AWS, o))
	}
	if len(statements) == 0 {
		return nil, nil
	}
	return []aws.Resource{&aws.Role{
		Name:           name,
		ServiceAccount: aws.ServiceAccount{Namespace: o.Namespace, Name: serverName},
		Policies: []aws.Policy{{
			Source:     "https://github.com/vmware-tanzu/velero-plugin-for-aws/blob/v1.14.0/README.md#set-permissions-for-velero",
			Statements: statements,
		}},
	}}, nil
}

// onS3 are the locations in AWS's own S3 that the role is for.
func (o Options) onS3() []BackupLocation {
	var locations []BackupLocation
	for _, l := range o.BackupLocations {
		if l.S3 != nil && l.S3.URL == "" && l.Credential == nil {
			locations = append(locations, l)
		}
	}
	return locations
}

// buckets are the rights to read what is in the buckets of locations, below their prefixes, and
// to write it unless they are only read.
func buckets(account aws.Account, o Options) []aws.Statement {
	var all, read, written, tagged []string
	for _, l := range o.onS3() {
		objects := account.GlobalARN("s3", strings.TrimSuffix(l.Bucket+"/"+l.Prefix, "/")+"/*")
		all = append(all, account.GlobalARN("s3", l.Bucket))
		read = append(read, objects)
		if l.ReadOnly {
			continue
		}
		written = append(written, objects)
		if len(l.S3.Tags) > 0 {
			tagged = append(tagged, objects)
		}
	}
	return slices.Concat(
		on("ListBackups", all, "s3:ListBucket"),
		on("ReadBackups", read, "s3:GetObject"),
		on("WriteBackups", written, "s3:AbortMultipartUpload", "s3:DeleteObject", "s3:ListMultipartUploadParts", "s3:PutObject"),
		on("TagBackups", tagged, "s3:PutObjectTagging"),
	)
}

// on are actions on resources, or nothing where there are none.
func on(sid string, resources []string, actions ...string) []aws.Statement {
	if len(resources) == 0 {
		return nil
	}
	slices.Sort(resources)
	return []aws.Statement{{SID: sid, Actions: actions, Resources: slices.Compact(resources)}}
}

// keys are the rights to use the KMS keys by which backups are encrypted. What an alias stands
// for only KMS knows.
func keys(account aws.Account, o Options) []aws.Statement {
	var arns []string
	for _, l := range o.onS3() {
		switch key := l.S3.KMSKeyID; {
		case key == "" || strings.HasPrefix(key, "alias/") || strings.Contains(key, ":alias/"):
		case strings.HasPrefix(key, "arn:"):
			arns = append(arns, key)
		default:
			at := account
			at.Region = l.S3.Region
			arns = append(arns, at.ARN("kms", "key/"+key))
		}
	}
	return on("EncryptBackups", arns, "kms:Decrypt", "kms:GenerateDataKey")
}

// snapshots are the rights to take snapshots of volumes, and to make volumes of them.
func snapshots(account aws.Account, o Options) []aws.Statement {
	var arns []string
	for _, l := range o.SnapshotLocations {
		if l.EBS == nil || l.Credential != nil {
			continue
		}
		at := account
		at.Region = l.EBS.Region
		arns = append(arns, at.ARN("ec2", "volume/*"))
		at.ID = "" // AWS lists snapshots without an account
		arns = append(arns, at.ARN("ec2", "snapshot/*"))
	}
	if len(arns) == 0 {
		return nil
	}
	return append(
		on("TakeSnapshots", arns, "ec2:CreateSnapshot", "ec2:CreateTags", "ec2:CreateVolume", "ec2:DeleteSnapshot"),
		aws.Statement{
			SID:     "SeeSnapshots",
			Actions: []string{"ec2:DescribeSnapshots", "ec2:DescribeVolumes"},
			Because: "AWS knows no resource for what describes",
		},
	)
}
