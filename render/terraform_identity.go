package render

import "github.com/fitout/fitout/addon/aws"

// identityProvider writes the OIDC provider whose tokens the API server takes.
func (w *tfWriter) identityProvider(p aws.IdentityProvider) error {
	block := tfIdentityProvider{
		ClusterName: w.clusterName(),
		OIDC: tfOIDC{
			ClientID:       quote(p.ClientID),
			GroupsClaim:    quote(p.GroupsClaim),
			GroupsPrefix:   quote(p.GroupsPrefix),
			Name:           quote(p.Name),
			IssuerURL:      quote(p.Issuer),
			UsernameClaim:  quote(p.UsernameClaim),
			UsernamePrefix: quote(p.UsernamePrefix),
		},
		Tags: w.tags(),
	}
	for claim, value := range p.RequiredClaims {
		if block.OIDC.RequiredClaims == nil {
			block.OIDC.RequiredClaims = map[template]template{}
		}
		block.OIDC.RequiredClaims[quote(claim)] = quote(value)
	}
	return w.resource(tfProviderType, label(p.Name), block)
}
