package certmanager_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/addons/certmanager"
)

// The controller gets a role when a solver uses Route 53 with it, and as few rights as the
// solvers leave it.
func TestPolicyFollowsSolvers(t *testing.T) {
	type right struct {
		SID       string
		Resources []string
		Names     bool // narrowed to the names of challenges
	}
	const (
		zone      = "arn:aws:route53:::hostedzone/"
		changes   = "arn:aws:route53:::change/*"
		elsewhere = "arn:aws:iam::210987654321:role/dns"
	)
	key := &addon.SecretRef{Name: "key", Key: "key"}
	for _, tc := range []struct {
		name    string
		solvers []certmanager.DNS01
		zones   []string
		want    []right
	}{
		{"no solver", nil, nil, nil},
		{"a key of its own", []certmanager.DNS01{{Route53: &certmanager.Route53{AccessKeyIDSecretRef: key, SecretAccessKeySecretRef: key}}}, nil, nil},
		{
			"a zone, twice",
			[]certmanager.DNS01{{Route53: &certmanager.Route53{HostedZoneID: "Z1"}}, {Route53: &certmanager.Route53{HostedZoneID: "Z1"}}},
			nil,
			[]right{{"AnswerChallenges", []string{zone + "Z1"}, true}, {"ReadRecords", []string{zone + "Z1"}, false}, {"AwaitChanges", []string{changes}, false}},
		},
		{
			"a zone that is not known",
			[]certmanager.DNS01{{Route53: &certmanager.Route53{HostedZoneID: "Z1"}}, {Route53: &certmanager.Route53{}}},
			nil,
			[]right{{"AnswerChallenges", []string{zone + "*"}, true}, {"ReadRecords", []string{zone + "*"}, false}, {"AwaitChanges", []string{changes}, false}, {"FindZones", nil, false}},
		},
		{
			"a CNAME leads to any name, in its own zone",
			[]certmanager.DNS01{{Route53: &certmanager.Route53{HostedZoneID: "Z1"}}, {CNAMEStrategy: certmanager.CNAMEFollow, Route53: &certmanager.Route53{HostedZoneID: "Z2"}}},
			nil,
			[]right{
				{"AnswerChallenges", []string{zone + "Z1"}, true}, {"AnswerChallengesElsewhere", []string{zone + "Z2"}, false},
				{"ReadRecords", []string{zone + "Z1", zone + "Z2"}, false}, {"AwaitChanges", []string{changes}, false},
			},
		},
		{
			"issuers that are written elsewhere",
			nil,
			[]string{"Z3"},
			[]right{{"AnswerChallengesElsewhere", []string{zone + "Z3"}, false}, {"ReadRecords", []string{zone + "Z3"}, false}, {"AwaitChanges", []string{changes}, false}},
		},
		{
			"another account",
			[]certmanager.DNS01{{Route53: &certmanager.Route53{HostedZoneID: "Z1", Role: elsewhere}}},
			nil,
			[]right{{"AssumeRoles", []string{elsewhere}, false}},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var solvers []certmanager.Solver
			for _, s := range tc.solvers {
				solvers = append(solvers, certmanager.Solver{DNS01: &s})
			}
			o := certmanager.Options{HostedZoneIDs: tc.zones}
			if solvers != nil {
				o.ClusterIssuers = []certmanager.NamedIssuer{{Name: "acme", IssuerSpec: certmanager.IssuerSpec{ACME: &certmanager.ACME{
					Server:              certmanager.LetsEncrypt,
					PrivateKeySecretRef: certmanager.AccountKey{Name: "account"},
					Solvers:             solvers,
				}}}}
			}
			resources, err := certmanager.New(o).AWS(addontest.AWS())
			if err != nil {
				t.Fatal(err)
			}
			var got []right
			for _, r := range resources {
				for _, s := range aws.RoleOf(r).Policies[0].Statements {
					got = append(got, right{s.SID, s.Resources, len(s.Conditions) == 2})
				}
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
