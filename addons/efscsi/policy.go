package efscsi

import (
	"slices"
	"strings"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
)

// Where upstream says which rights are needed.
const (
	docs           = "https://github.com/kubernetes-sigs/aws-efs-csi-driver/blob/v" + version + "/"
	policyExample  = docs + "docs/iam-policy-example.json"
	mountExample   = docs + "examples/kubernetes/efs/cross_account_mount/iam-policy-examples/node-deamonset-iam-policy-example.json"
	bucketsExample = docs + "docs/iam-policy-create.md"
)

// The tag of what the driver makes.
const (
	clusterTag  = driver + "/cluster"
	efs         = "elasticfilesystem"
	s3Client    = "AmazonS3FilesClientFullAccess"
	cloudWatch  = "AmazonElasticFileSystemsUtils"
	noZoneNames = "AWS knows no resource for zones"
)

// onAWS are the roles by which the controller and, if they need any rights, the pods on the
// nodes call AWS.
func onAWS(t addon.Target, o Options) ([]aws.Resource, error) {
	controller := &aws.Role{
		Name:           name,
		ServiceAccount: aws.ServiceAccount{Namespace: o.Namespace, Name: controllerName + "-sa"},
		Policies:       []aws.Policy{{Source: policyExample, Statements: accessPoints(t.AWS, o)}},
	}
	if o.S3Files {
		controller.ManagedPolicies = []string{"service-role/AmazonS3FilesCSIDriverPolicy", s3Client}
	}
	resources := []aws.Resource{controller}
	if node := nodeAWSRole(t.AWS, o); node != nil {
		resources = append(resources, node)
	}
	return resources, nil
}

// accessPoints are the controller's rights: to see file systems, and to make and delete access
// points.
func accessPoints(account *aws.Account, o Options) []aws.Statement {
	systems, points := o.fileSystems(account), o.accessPoints(account)
	both := slices.Concat(systems, points)
	requested, has := o.tagged("aws:RequestTag/"), o.tagged("aws:ResourceTag/")
	statements := []aws.Statement{
		{
			SID:       "ReadFileSystems",
			Actions:   []string{efs + ":DescribeAccessPoints", efs + ":DescribeFileSystems", efs + ":DescribeMountTargets"},
			Resources: both,
		},
		readZones(),
		{SID: "CreateAccessPoints", Actions: []string{efs + ":CreateAccessPoint"}, Resources: systems, Conditions: requested},
		{
			SID: "TagAccessPoints", Actions: []string{efs + ":TagResource"}, Resources: both,
			Conditions: []aws.Condition{{Operator: "StringEquals", Key: "aws:ResourceTag/" + clusterTag, Values: []string{"true"}}},
		},
		{SID: "DeleteAccessPoints", Actions: []string{efs + ":DeleteAccessPoint"}, Resources: points, Conditions: has},
	}
	if len(o.AssumeRoles) > 0 {
		statements = append(statements, aws.Statement{SID: "AssumeRoles", Actions: []string{"sts:AssumeRole"}, Resources: o.AssumeRoles})
	}
	if o.DeleteRootDirectories && o.Node.MountRole {
		statements = append(statements, mount(systems))
	}
	return statements
}

// tagged are the conditions that what is made, or deleted, has the driver's tag.
func (o Options) tagged(key string) []aws.Condition {
	if o.UntaggedAccessPoints {
		return nil
	}
	return []aws.Condition{{Operator: "StringEquals", Key: key + clusterTag, Values: []string{"true"}}}
}

func readZones() aws.Statement {
	return aws.Statement{SID: "ReadZones", Actions: []string{"ec2:DescribeAvailabilityZones"}, Because: noZoneNames}
}

// mount is the right to mount file systems whose policy asks for it.
func mount(systems []string) aws.Statement {
	return aws.Statement{
		SID:       "Mount",
		Actions:   []string{efs + ":ClientMount", efs + ":ClientRootAccess", efs + ":ClientWrite", efs + ":DescribeMountTargets"},
		Resources: systems,
	}
}

// nodeAWSRole is nil where the pods on the nodes need no rights: they mount file systems
// without a policy by the network alone.
func nodeAWSRole(account *aws.Account, o Options) *aws.Role {
	role := &aws.Role{
		Name:           name + "-node",
		ServiceAccount: aws.ServiceAccount{Namespace: o.Namespace, Name: nodeName + "-sa"},
	}
	if o.Node.MountRole {
		role.Policies = append(role.Policies, aws.Policy{
			Name: "mount", Source: mountExample, Statements: []aws.Statement{mount(o.fileSystems(account)), readZones()},
		})
	}
	if len(o.S3Buckets) > 0 {
		role.Policies = append(role.Policies, aws.Policy{Name: "buckets", Source: bucketsExample, Statements: readBuckets(o.S3Buckets)})
	}
	if o.S3Files {
		role.ManagedPolicies = append(role.ManagedPolicies, s3Client)
	}
	if o.Node.EFSLogs || o.S3Files && !(o.Node.NoS3FilesLogs && o.Node.NoS3FilesMetrics) {
		role.ManagedPolicies = append(role.ManagedPolicies, cloudWatch)
	}
	if len(role.Policies)+len(role.ManagedPolicies) == 0 {
		return nil
	}
	return role
}

func readBuckets(buckets []string) []aws.Statement {
	var objects []string
	for _, b := range buckets {
		objects = append(objects, b+"/*")
	}
	return []aws.Statement{
		{SID: "ReadObjects", Actions: []string{"s3:GetObject", "s3:GetObjectVersion"}, Resources: objects},
		{SID: "ListBuckets", Actions: []string{"s3:ListBucket"}, Resources: buckets},
	}
}

// fileSystems are the ARNs of the file systems that are named, or of all of the account's.
func (o Options) fileSystems(account *aws.Account) []string {
	if len(o.FileSystems) > 0 {
		return o.FileSystems
	}
	return []string{account.ARN(efs, "file-system/*")}
}

// accessPoints are the ARNs of all access points where the file systems are: they don't tell
// which one they belong to.
func (o Options) accessPoints(account *aws.Account) []string {
	var arns []string
	for _, system := range o.fileSystems(account) {
		place, _, _ := strings.Cut(system, ":file-system/")
		if arn := place + ":access-point/*"; !slices.Contains(arns, arn) {
			arns = append(arns, arn)
		}
	}
	return arns
}
