package aws

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

// Roles says how pods come by their rights, and what the roles of a cluster's addons have in
// common.
type Roles struct {
	// How pods come by their role: "irsa" where it is left out.
	Identity Identity `json:"identity,omitempty"`

	// Roles that are there already, by the name that the addon gives its role, usually the
	// addon's own: {"external-dns": "arn:aws:iam::123456789012:role/dns"}. Neither the role
	// nor a policy is made then: that it has the rights and trusts the service account is
	// its owner's matter.
	Existing map[string]string `json:"existing,omitempty"`

	// What the names of the roles and policies begin with; the cluster's name and a hyphen,
	// where it is left out.
	NamePrefix *string `json:"namePrefix,omitempty" jsonschema:"pattern=^[A-Za-z0-9_+=\\,.@-]*$,maxLength=63"`

	// The path of the roles and policies, such as "/clusters/"; "/" where it is left out.
	Path string `json:"path,omitempty" jsonschema:"pattern=^/([!-.0-~]+/)*$,maxLength=512"`

	// The ARN of the policy beyond which the roles have no rights, whatever theirs say.
	PermissionsBoundary string `json:"permissionsBoundary,omitempty" jsonschema:"pattern=^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/[^ ]+$"`

	// The tags of the roles, policies, associations and addons.
	Tags map[string]string `json:"tags,omitempty"`
}

// Identity is a way in which pods come by their role.
type Identity string

// The ways in which pods come by their role.
const (
	// IRSA is IAM roles for service accounts: the service account names the role, which
	// trusts the cluster's OIDC issuer.
	IRSA Identity = "irsa"

	// PodIdentity is EKS Pod Identity: an association in EKS gives the service account
	// the role. It needs the EKS addon eks-pod-identity-agent on the nodes, and doesn't
	// reach pods on Fargate.
	PodIdentity Identity = "pod-identity"
)

// Enum lists the ways.
func (Identity) Enum() []string { return []string{string(IRSA), string(PodIdentity)} }

// rolePattern matches the ARN of a role.
const rolePattern = `^arn:aws[a-z-]*:iam::[0-9]{12}:role/[^ ]+$`

var roleARN = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(rolePattern) })

// Validate refuses existing roles without a name, and what is no role's ARN; and tags that
// AWS would refuse.
func (r Roles) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for _, name := range slices.Sorted(maps.Keys(r.Existing)) {
		if !roleARN().MatchString(r.Existing[name]) {
			errs = append(errs, field.Invalid(path.Child("existing").Key(name), r.Existing[name], "must be the ARN of a role, and match "+rolePattern))
		}
	}
	if n := len(r.Tags); n > 50 {
		errs = append(errs, field.TooMany(path.Child("tags"), n, 50))
	}
	for _, key := range slices.Sorted(maps.Keys(r.Tags)) {
		if !validTag(key, r.Tags[key]) {
			errs = append(errs, field.Invalid(path.Child("tags").Key(key), r.Tags[key], "must be a tag that AWS takes: a key of 1 to 128 and a value of up to 256 letters, digits, spaces and any of _.:/=+-@, and the key not beginning with aws:"))
		}
	}
	return errs
}

// tagPattern matches the key or value of a tag in IAM and EKS.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules
const tagPattern = `^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$`

var tagText = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(tagPattern) })

func validTag(key, value string) bool {
	n := utf8.RuneCountInString(key)
	return 1 <= n && n <= 128 && utf8.RuneCountInString(value) <= 256 && !strings.HasPrefix(strings.ToLower(key), "aws:") &&
		tagText().MatchString(key) && tagText().MatchString(value)
}
