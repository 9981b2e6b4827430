package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/cluster/infer"
)

// AWSRoles finds pods that wouldn't come by the AWS role that they need: a role for a service
// account that nobody makes, two roles for one account, or one that names another role by
// itself; names that IAM refuses; and existing roles that no addon asks for. It warns of
// service accounts that name a role where the target has no AWS account, and of EKS Pod
// Identity without its agent.
var AWSRoles = Check{Name: "aws-roles", Run: awsRoles}

func awsRoles(p *Pass) {
	if p.Target.AWS == nil {
		rolesOffAWS(p)
		return
	}
	names, accounts := map[string]string{}, map[aws.ServiceAccount]string{} // to the addon
	for _, r := range p.AWS {
		role := aws.RoleOf(r.Resource)
		if role == nil {
			otherRole(p, r, names)
			continue
		}
		if by, taken := accounts[role.ServiceAccount]; claimRole(p, r.Addon, role.Name, names) && taken {
			p.ReportAddon(Error, r.Addon, fmt.Sprintf("needs an AWS role for ServiceAccount %s, as %s does", role.ServiceAccount, by), "ask for all rights in one role")
		}
		accounts[role.ServiceAccount] = r.Addon
		awsRoleName(p, r.Addon, role.Name)
		awsServiceAccount(p, r, *role)
	}
	for _, name := range slices.Sorted(maps.Keys(p.Target.AWS.Roles.Existing)) {
		if _, ok := names[name]; !ok {
			p.ReportCluster(Error, "aws.roles.existing["+name+"]", "no addon asks for a role of this name", there(names))
		}
	}
	if _, agent := p.Source(infer.NewKey("DaemonSet", "kube-system", "eks-pod-identity-agent")); !agent && len(accounts) > 0 && p.Target.PodIdentity() {
		p.ReportCluster(Warning, "aws.roles.identity", "nobody brings DaemonSet kube-system/eks-pod-identity-agent, without which pods get no credentials", "add eks.PodIdentityAgent, or name it in existing.daemonSets")
	}
}

// there lists names for a text that says which there are.
func there(names map[string]string) string {
	if len(names) == 0 {
		return "no addon asks for any"
	}
	return "there is " + strings.Join(slices.Sorted(maps.Keys(names)), ", ")
}

// awsRoleName holds the name of a role that is made to what IAM takes.
func awsRoleName(p *Pass, addonName string, name string) {
	if role := (aws.Role{Name: name}); !p.Target.RoleExists(role) {
		iamName(p, addonName, p.Target.RoleName(role), "give a shorter aws.roles.namePrefix")
	}
}

func iamName(p *Pass, addonName, name, fix string) {
	if len(name) > 64 {
		p.ReportAddon(Error, addonName, fmt.Sprintf("its AWS role is called %s, which has %d characters and not 64 at most", name, len(name)), fix)
	}
}

// otherRole holds the name of a role that isn't for pods to what IAM takes, and to the others.
func otherRole(p *Pass, r Resource, names map[string]string) {
	switch role := r.Resource.(type) {
	case *aws.NodeRole:
		iamName(p, r.Addon, role.Name, "give it a shorter name")
	case *aws.FederatedRole:
		claimRole(p, r.Addon, role.Name, names)
		awsRoleName(p, r.Addon, role.Name)
	}
}

// claimRole notes whose a role is, and tells whether it is the first one's of that name.
func claimRole(p *Pass, addonName, name string, names map[string]string) bool {
	by, taken := names[name]
	if taken {
		p.ReportAddon(Error, addonName, fmt.Sprintf("needs an AWS role %s, as %s does", name, by), "give each role a name of its own")
	}
	names[name] = addonName
	return !taken
}

// awsServiceAccount looks for the service account of a role, and what it says of one.
func awsServiceAccount(p *Pass, r Resource, role aws.Role) {
	key := infer.NewKey("ServiceAccount", role.ServiceAccount.Namespace, role.ServiceAccount.Name)
	o := p.Find(key)
	arn := p.Target.RoleARN(role)
	if o == nil {
		_, managed := r.Resource.(*aws.ManagedAddon) // EKS gives its role to its account
		switch _, known := p.Source(key); {
		case !known:
			p.ReportAddon(Error, r.Addon, fmt.Sprintf("needs the AWS role %s for %s, which nobody brings", role.Name, key), "correct the name, or name it in existing.serviceAccounts")
		case !p.Target.PodIdentity() && !managed:
			p.ReportAddon(Warning, r.Addon, fmt.Sprintf("needs the AWS role %s for %s, which the cluster has already", role.Name, key), "annotate it with "+addon.AnnotationRole+": "+arn)
		}
		return
	}
	says, named := o.GetAnnotations()[addon.AnnotationRole]
	if named && (says != arn || p.Target.PodIdentity()) {
		p.Error(o, "metadata.annotations["+addon.AnnotationRole+"]", fmt.Sprintf("names the role %s, and the target gives it %s", says, arn),
			fmt.Sprintf("leave the annotation out, and name a role that exists in aws.roles.existing[%s]", role.Name))
	}
}

// rolesOffAWS warns of roles in a cluster that is said to be elsewhere.
func rolesOffAWS(p *Pass) {
	for _, o := range p.Objects {
		if sa, ok := o.Object.(*corev1.ServiceAccount); ok && sa.Annotations[addon.AnnotationRole] != "" {
			p.Warn(o, "metadata.annotations["+addon.AnnotationRole+"]", "names an AWS role, and the target has no AWS account", "give the target its account in aws, or leave the annotation out")
		}
	}
}
