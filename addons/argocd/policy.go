package argocd

import (
	"slices"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
)

// onAWS are the roles by which those components log in at clusters of EKS that speak to them.
func onAWS(_ addon.Target, o Options) ([]aws.Resource, error) {
	roles, found := o.eksRoles()
	if !found {
		return nil, nil
	}
	var out []aws.Resource
	for _, sa := range []string{controllerName, applicationSetName, serverName} {
		role := &aws.Role{Name: sa, ServiceAccount: aws.ServiceAccount{Namespace: o.Namespace, Name: sa}}
		if len(roles) > 0 {
			role.Policies = []aws.Policy{{
				Source: "https://github.com/argoproj/argo-cd/blob/" + version + "/docs/operator-manual/declarative-setup.md#iam-permission-policy",
				Statements: []aws.Statement{{
					SID:       "TakeOnRolesOfClusters",
					Actions:   []string{"sts:AssumeRole", "sts:TagSession"}, // the latter for what pods are called
					Resources: roles,
				}},
			}}
		}
		out = append(out, role)
	}
	return out, nil
}

// eksRoles are those that are taken on, and whether there is any cluster of EKS.
func (o Options) eksRoles() (roles []string, found bool) {
	for _, c := range o.Clusters {
		if c.EKS == nil {
			continue
		}
		found = true
		if c.EKS.RoleARN != "" && !slices.Contains(roles, c.EKS.RoleARN) {
			roles = append(roles, c.EKS.RoleARN)
		}
	}
	return roles, found
}
