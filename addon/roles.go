package addon

import (
	"strings"

	"github.com/fitout/fitout/addon/aws"
)

// AnnotationRole is the annotation by which a service account names its IAM role, where
// the identity is IRSA.
const AnnotationRole = "eks.amazonaws.com/role-arn"

// RoleName is what an [aws.Role] and its policies are called in the target's account.
func (t Target) RoleName(r aws.Role) string {
	if p := t.AWS.Roles.NamePrefix; p != nil {
		return *p + r.Name
	}
	return t.Name + "-" + r.Name
}

// RoleExists tells whether a role is there already, so that none is made.
func (t Target) RoleExists(r aws.Role) bool { return t.AWS.Roles.Existing[r.Name] != "" }

// RoleARN is the ARN of an [aws.Role] in the target's account: the one that is there
// already, or the one that the role gets when it is made.
func (t Target) RoleARN(r aws.Role) string {
	if t.RoleExists(r) {
		return t.AWS.Roles.Existing[r.Name]
	}
	return t.AWS.IAMARN("role" + strings.TrimSuffix(t.RolePath(), "/") + "/" + t.RoleName(r))
}

// RolePath is the path of the roles and policies in the target's account.
func (t Target) RolePath() string {
	if p := t.AWS.Roles.Path; p != "" {
		return p
	}
	return "/"
}

// PodIdentity tells whether pods come by their roles through EKS Pod Identity; it is IRSA
// otherwise.
func (t Target) PodIdentity() bool { return t.AWS.Roles.Identity == aws.PodIdentity }
