package argoworkflows

import (
	"slices"
	"strings"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
)

// onAWS are the roles by which workflows keep artifacts, by which the server shows them, and by
// which controller and server reach a database.
func onAWS(t addon.Target, o Options) ([]aws.Resource, error) {
	o = o.onTarget(t)
	account := *t.AWS
	roles := role(name+"-controller", o.Namespace, "argo", o.databases())
	if !o.Server.Disabled {
		roles = append(roles, role(name+"-server", o.Namespace, serverName, o.allArtifacts(account), o.databases())...)
	}
	for _, n := range o.WorkflowNamespaces {
		called := name + "-" + n.Name
		if n.account() != accountName {
			called += "-" + n.account()
		}
		roles = append(roles, role(called, n.Name, n.account(), o.artifactsOf(account, n))...)
	}
	return roles, nil
}

// role is a role with the policies that have something in them, or nothing where none has.
func role(name, namespace, serviceAccount string, policies ...aws.Policy) []aws.Resource {
	policies = slices.DeleteFunc(policies, func(p aws.Policy) bool { return len(p.Statements) == 0 })
	if len(policies) == 0 {
		return nil
	}
	return []aws.Resource{&aws.Role{
		Name:           name,
		ServiceAccount: aws.ServiceAccount{Namespace: namespace, Name: serviceAccount},
		Policies:       policies,
	}}
}

// A grant is what may be done in the bucket of a repository, to keys that begin alike.
type grant struct {
	S3Repository
	prefix          string
	written, erased bool
}

// artifactsOf are the rights of a namespace's workflows to the repositories that they can
// choose.
func (o Options) artifactsOf(account aws.Account, n WorkflowNamespace) aws.Policy {
	var grants []grant
	for _, s3 := range o.repositoriesFor(n.Name) {
		grants = append(grants, grant{s3, s3.prefix(n.Name), true, n.ArtifactGC})
	}
	return artifacts(account, grants)
}

// allArtifacts are the rights of the server to all repositories.
func (o Options) allArtifacts(account aws.Account) aws.Policy {
	var grants []grant
	for _, s3 := range o.repositoriesFor("") {
		grants = append(grants, grant{s3, s3.prefix(""), o.Server.Uploads, false})
	}
	return artifacts(account, grants)
}

// repositoriesFor are the repositories in AWS's own S3, without keys of their own, that workflows
// of a namespace can choose; those of all namespaces for "".
func (o Options) repositoriesFor(namespace string) []S3Repository {
	var all []ArtifactRepository
	if o.ArtifactRepository != nil {
		all = append(all, *o.ArtifactRepository)
	}
	for _, r := range o.ArtifactRepositories {
		if namespace == "" || r.Namespace == "" || r.Namespace == namespace || r.Namespace == o.Namespace {
			for _, repository := range r.Repositories {
				all = append(all, repository)
			}
		}
	}
	var found []S3Repository
	for _, r := range all {
		if r.S3 != nil && r.S3.onAWS() && r.S3.AccessKeySecret == nil {
			found = append(found, *r.S3)
		}
	}
	return found
}

// artifacts are the rights of grants. Where a role is assumed it has them.
func artifacts(account aws.Account, grants []grant) aws.Policy {
	var buckets, read, written, erased, keys, assumed []string
	for _, g := range grants {
		if g.RoleARN != "" {
			assumed = append(assumed, g.RoleARN)
			continue
		}
		bucket := account.GlobalARN("s3", g.Bucket)
		objects := bucket + "/" + g.prefix + "*"
		buckets = append(buckets, bucket)
		read = append(read, objects)
		if g.written {
			written = append(written, objects)
		}
		if g.erased {
			erased = append(erased, objects)
		}
		if e := g.EncryptionOptions; e != nil {
			keys = append(keys, keyARNs(account, g.Region, e.KMSKeyID)...)
		}
	}
	return aws.Policy{
		Source: "https://github.com/argoproj/argo-workflows/blob/v4.1.2/docs/configure-artifact-repository.md#aws-s3-iam-access",
		Statements: slices.Concat(
			on("ListArtifacts", buckets, "s3:ListBucket"),
			on("ReadArtifacts", read, "s3:GetObject"),
			on("WriteArtifacts", written, "s3:PutObject"),
			on("DeleteArtifacts", erased, "s3:DeleteObject"),
			on("EncryptArtifacts", keys, "kms:Decrypt", "kms:GenerateDataKey"),
			on("AssumeRoles", assumed, "sts:AssumeRole"),
		),
	}
}

// on are actions on resources, or nothing where there are none.
func on(sid string, resources []string, actions ...string) []aws.Statement {
	if len(resources) == 0 {
		return nil
	}
	slices.Sort(resources)
	return []aws.Statement{{SID: sid, Actions: actions, Resources: slices.Compact(resources)}}
}

// keyARNs is the ARN of a KMS key. What an alias stands for only KMS knows.
func keyARNs(account aws.Account, region, key string) []string {
	switch {
	case key == "" || strings.HasPrefix(key, "alias/") || strings.Contains(key, ":alias/"):
		return nil
	case strings.HasPrefix(key, "arn:"):
		return []string{key}
	}
	account.Region = region
	return []string{account.ARN("kms", "key/"+key)}
}

// databases are the rights to log in at databases by IAM.
func (o Options) databases() aws.Policy {
	var users []string
	if p := o.Persistence; p != nil && p.PostgreSQL != nil && p.PostgreSQL.AWSRDSToken != nil {
		users = append(users, p.PostgreSQL.AWSRDSToken.UserARN)
	}
	if d := o.Synchronization; d != nil && d.PostgreSQL != nil && d.PostgreSQL.AWSRDSToken != nil {
		users = append(users, d.PostgreSQL.AWSRDSToken.UserARN)
	}
	return aws.Policy{
		Name:       "databases",
		Source:     "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html",
		Statements: on("LogIn", users, "rds-db:connect"),
	}
}
