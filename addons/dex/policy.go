package dex

import (
	"cmp"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
)

// onAWS is the identity provider that the cluster knows dex by. See
// https://docs.aws.amazon.com/eks/latest/userguide/authenticate-oidc-identity-provider.html.
func onAWS(_ addon.Target, o Options) ([]aws.Resource, error) {
	if o.EKS == nil {
		return nil, nil
	}
	prefix := cmp.Or(o.EKS.Prefix, "oidc:")
	return []aws.Resource{&aws.IdentityProvider{
		Name:           name,
		Issuer:         o.Issuer,
		ClientID:       o.EKS.ClientID,
		UsernameClaim:  cmp.Or(o.EKS.UsernameClaim, "email"),
		GroupsClaim:    cmp.Or(o.EKS.GroupsClaim, "groups"),
		UsernamePrefix: prefix,
		GroupsPrefix:   prefix,
		RequiredClaims: o.EKS.RequiredClaims,
	}}, nil
}
