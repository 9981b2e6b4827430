package vault

import (
	"strings"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
)

// awskmsDocs is where upstream says which rights are needed.
const awskmsDocs = "https://developer.hashicorp.com/vault/docs/configuration/seal/awskms#authentication"

// onAWS is the role by which the server uses the keys that unseal it, if they are AWS's.
func onAWS(t addon.Target, o Options) ([]aws.Resource, error) {
	if o.External != nil {
		return nil, nil
	}
	var statements []aws.Statement
	for _, p := range o.Server.seals() {
		if p.AWSKMS != nil {
			statements = append(statements, p.AWSKMS.rights(t, p.sid()))
		}
	}
	if statements == nil {
		return nil, nil
	}
	return []aws.Resource{&aws.Role{
		Name:           o.fullname(),
		ServiceAccount: aws.ServiceAccount{Namespace: o.Namespace, Name: o.fullname()},
		Policies:       []aws.Policy{{Source: awskmsDocs, Statements: statements}},
	}}, nil
}

func (p place) sid() string {
	if p.old {
		return "UseOldSeal"
	}
	return "UseSeal"
}

// rights are those to use the key. A policy can't name a key by its alias, but it can ask for
// keys that have it.
func (k AWSKMS) rights(t addon.Target, sid string) aws.Statement {
	s := aws.Statement{SID: sid, Actions: []string{"kms:Decrypt", "kms:DescribeKey", "kms:Encrypt"}}
	place, alias, isAlias := strings.Cut(k.arn(t), ":alias/")
	if !isAlias {
		s.Resources = []string{place}
		return s
	}
	s.Resources = []string{place + ":key/*"}
	s.Conditions = []aws.Condition{{Operator: "ForAnyValue:StringEquals", Key: "kms:ResourceAliases", Values: []string{"alias/" + alias}}}
	return s
}

// arn is the ARN of the key or alias, in the target's account unless it names another.
func (k AWSKMS) arn(t addon.Target) string {
	account := *t.AWS
	account.Region = k.region(t)
	switch {
	case strings.HasPrefix(k.KeyID, "arn:"):
		return k.KeyID
	case strings.HasPrefix(k.KeyID, "alias/"):
		return account.ARN("kms", k.KeyID)
	}
	return account.ARN("kms", "key/"+k.KeyID)
}
