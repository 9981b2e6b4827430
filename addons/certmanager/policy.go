package certmanager

import (
	"slices"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
)

// onAWS is the role by which the controller answers challenges in Route 53, if some issuer
// has it do so.
func onAWS(t addon.Target, o Options) ([]aws.Resource, error) {
	statements := slices.Concat(answers(t.AWS, o), assumed(o))
	if len(statements) == 0 {
		return nil, nil
	}
	return []aws.Resource{&aws.Role{
		Name:           name,
		ServiceAccount: aws.ServiceAccount{Namespace: o.Namespace, Name: name},
		Policies: []aws.Policy{{
			Source:     "https://cert-manager.io/docs/configuration/acme/dns01/route53/",
			Statements: statements,
		}},
	}}, nil
}

// answers are the rights to write the records of challenges, and to see them arrive.
func answers(account *aws.Account, o Options) []aws.Statement {
	// Where CNAME records are followed, a challenge is answered under any name. Of issuers
	// elsewhere nobody knows whether they follow.
	named, anyName := []string(nil), slices.Clone(o.HostedZoneIDs)
	for _, s := range o.ambient() {
		switch r := s.DNS01.Route53; {
		case r.Role != "":
		case s.DNS01.CNAMEStrategy == CNAMEFollow:
			anyName = append(anyName, r.HostedZoneID)
		default:
			named = append(named, r.HostedZoneID)
		}
	}
	all := slices.Concat(named, anyName)
	if len(all) == 0 {
		return nil
	}
	var statements []aws.Statement
	if len(named) > 0 {
		statements = append(statements, aws.Statement{
			SID:        "AnswerChallenges",
			Actions:    []string{"route53:ChangeResourceRecordSets"},
			Resources:  zones(account, named),
			Conditions: []aws.Condition{ofType("TXT"), ofNames("_acme-challenge.*")},
		})
	}
	if len(anyName) > 0 {
		statements = append(statements, aws.Statement{
			SID:        "AnswerChallengesElsewhere",
			Actions:    []string{"route53:ChangeResourceRecordSets"},
			Resources:  zones(account, anyName),
			Conditions: []aws.Condition{ofType("TXT")},
		})
	}
	statements = append(statements,
		aws.Statement{
			SID:       "ReadRecords",
			Actions:   []string{"route53:ListResourceRecordSets"},
			Resources: zones(account, all),
		},
		aws.Statement{
			SID:       "AwaitChanges",
			Actions:   []string{"route53:GetChange"},
			Resources: []string{account.GlobalARN("route53", "change/*")},
		},
	)
	if slices.Contains(all, "") {
		statements = append(statements, aws.Statement{
			SID:     "FindZones",
			Actions: []string{"route53:ListHostedZonesByName"},
			Because: "Route 53 knows no resource for listing zones",
		})
	}
	return statements
}

// ofType and ofNames are conditions on the records that are written.
func ofType(t string) aws.Condition {
	return aws.Condition{Operator: "ForAllValues:StringEquals", Key: "route53:ChangeResourceRecordSetsRecordTypes", Values: []string{t}}
}

func ofNames(pattern string) aws.Condition {
	return aws.Condition{Operator: "ForAllValues:StringLike", Key: "route53:ChangeResourceRecordSetsNormalizedRecordNames", Values: []string{pattern}}
}

// zones are the ARNs of hosted zones, each once: of all, where the ID of one is not known.
func zones(account *aws.Account, ids []string) []string {
	if slices.Contains(ids, "") {
		ids = []string{"*"}
	}
	var arns []string
	for _, id := range slices.Compact(slices.Sorted(slices.Values(ids))) {
		arns = append(arns, account.GlobalARN("route53", "hostedzone/"+id))
	}
	return arns
}

// assumed are the rights to assume the roles that have the rights to zones elsewhere.
func assumed(o Options) []aws.Statement {
	var roles []string
	for _, s := range o.ambient() {
		if role := s.DNS01.Route53.Role; role != "" {
			roles = append(roles, role)
		}
	}
	if len(roles) == 0 {
		return nil
	}
	slices.Sort(roles)
	return []aws.Statement{{
		SID:       "AssumeRoles",
		Actions:   []string{"sts:AssumeRole"},
		Resources: slices.Compact(roles),
	}}
}

// ambient are the solvers that use Route 53 with the credentials of the controller's pod.
func (o Options) ambient() []Solver {
	var all []Solver
	add := func(spec IssuerSpec) {
		for _, s := range spec.solvers() {
			if s.DNS01 != nil && s.DNS01.Route53 != nil && s.DNS01.Route53.AccessKeyIDSecretRef == nil {
				all = append(all, s)
			}
		}
	}
	for _, i := range o.ClusterIssuers {
		add(i.IssuerSpec)
	}
	for _, i := range o.Issuers {
		add(i.IssuerSpec)
	}
	return all
}
