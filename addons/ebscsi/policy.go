package ebscsi

import (
	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
)

// onAWS is the role by which the controller calls AWS, unless it has a key of its own. The
// pods on the nodes call nothing but their instance's metadata.
func onAWS(_ addon.Target, o Options) ([]aws.Resource, error) {
	if o.AccessKey != nil {
		return nil, nil
	}
	role := &aws.Role{
		Name:            name,
		ServiceAccount:  aws.ServiceAccount{Namespace: o.Namespace, Name: controllerName + "-sa"},
		ManagedPolicies: []string{"service-role/AmazonEBSCSIDriverPolicyV2"},
	}
	if len(o.KMSKeys) > 0 {
		role.Policies = []aws.Policy{aws.EBSKeys(o.KMSKeys)}
	}
	return []aws.Resource{role}, nil
}
