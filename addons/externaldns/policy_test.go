package externaldns_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/addons/externaldns"
)

// The role may do what the options need, and nothing else.
func TestPolicyFollowsOptions(t *testing.T) {
	const everyZone = "arn:aws:route53:::hostedzone/*"
	table := []string{"dynamodb:DescribeTable", "dynamodb:PartiQLDelete", "dynamodb:PartiQLInsert", "dynamodb:PartiQLUpdate", "dynamodb:Scan"}
	find := aws.Statement{SID: "FindZones", Actions: []string{"route53:ListHostedZones"}, Because: "Route 53 knows no resource for listing zones"}
	for _, tc := range []struct {
		name string
		set  func(*externaldns.Options)
		want []aws.Statement
	}{
		{
			"all zones",
			func(o *externaldns.Options) {},
			[]aws.Statement{{
				SID:       "ManageRecords",
				Actions:   []string{"route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"},
				Resources: []string{everyZone},
			}, find},
		},
		{
			"two zones, by their tags",
			func(o *externaldns.Options) {
				o.ZoneIDFilters, o.AWS.ZoneTags = []string{"Z1", "Z2"}, []string{"dns"}
			},
			[]aws.Statement{{
				SID:       "ManageRecords",
				Actions:   []string{"route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets", "route53:ListTagsForResources"},
				Resources: []string{"arn:aws:route53:::hostedzone/Z1", "arn:aws:route53:::hostedzone/Z2"},
			}, find},
		},
		{
			"a table, and another provider",
			func(o *externaldns.Options) {
				o.Provider, o.Registry = externaldns.Cloudflare, externaldns.RegistryDynamoDB
			},
			[]aws.Statement{{SID: "KeepOwners", Actions: table, Resources: []string{"arn:aws:dynamodb:ap-northeast-1:123456789012:table/external-dns"}}},
		},
		{
			"another account",
			func(o *externaldns.Options) { o.AWS.AssumeRole = "arn:aws:iam::210987654321:role/dns" },
			[]aws.Statement{{SID: "AssumeRole", Actions: []string{"sts:AssumeRole"}, Resources: []string{"arn:aws:iam::210987654321:role/dns"}}},
		},
		{
			"Cloud Map",
			func(o *externaldns.Options) {
				o.Provider, o.Registry = externaldns.AWSSD, externaldns.RegistryAWSSD
			},
			[]aws.Statement{{
				SID:       "ManageServices",
				Actions:   []string{"servicediscovery:CreateService", "servicediscovery:DeleteService", "servicediscovery:TagResource", "servicediscovery:UpdateService"},
				Resources: []string{"arn:aws:servicediscovery:ap-northeast-1:123456789012:namespace/*", "arn:aws:servicediscovery:ap-northeast-1:123456789012:service/*"},
			}},
		},
		{
			"nothing of AWS",
			func(o *externaldns.Options) { o.Provider = externaldns.Cloudflare },
			nil,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o := externaldns.Options{Policy: externaldns.Sync, OwnerID: "prod"}
			tc.set(&o)
			resources, err := externaldns.New(o).AWS(addontest.AWS())
			if err != nil {
				t.Fatal(err)
			}
			var got []aws.Statement
			for _, r := range resources {
				for _, p := range aws.RoleOf(r).Policies {
					got = append(got, p.Statements...)
				}
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
