package externaldns

import (
	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
)

// onAWS is the role by which the program calls the AWS API, if it does.
func onAWS(t addon.Target, o Options) ([]aws.Resource, error) {
	if !o.usesAWS() {
		return nil, nil
	}
	role := &aws.Role{
		Name:           o.name(),
		ServiceAccount: aws.ServiceAccount{Namespace: o.Namespace, Name: o.name()},
		Policies:       []aws.Policy{policy(t.AWS, o)},
	}
	if o.Provider == AWSSD && o.AWS.AssumeRole == "" {
		// Cloud Map checks its caller's rights in Route 53, which it writes to.
		role.ManagedPolicies = []string{"AWSCloudMapRegisterInstanceAccess"}
	}
	return []aws.Resource{role}, nil
}

func policy(account *aws.Account, o Options) aws.Policy {
	p := aws.Policy{Source: "https://kubernetes-sigs.github.io/external-dns/v0.21.0/docs/tutorials/aws/#iam-policy"}
	add := func(s ...aws.Statement) { p.Statements = append(p.Statements, s...) }
	if o.AWS.AssumeRole != "" {
		add(aws.Statement{
			SID:       "AssumeRole", // which has the rights, and is somebody else's
			Actions:   []string{"sts:AssumeRole"},
			Resources: []string{o.AWS.AssumeRole},
		})
		return p
	}
	switch o.Provider {
	case AWS:
		add(records(account, o)...)
	case AWSSD:
		add(services(account))
	}
	if o.Registry == RegistryDynamoDB {
		add(table(account, o))
	}
	return p
}

// records are the rights to the hosted zones.
func records(account *aws.Account, o Options) []aws.Statement {
	zones := []string{account.GlobalARN("route53", "hostedzone/*")}
	if len(o.ZoneIDFilters) > 0 {
		zones = nil
		for _, id := range o.ZoneIDFilters {
			zones = append(zones, account.GlobalARN("route53", "hostedzone/"+id))
		}
	}
	ofZones := []string{"route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"}
	if len(o.AWS.ZoneTags) > 0 {
		ofZones = append(ofZones, "route53:ListTagsForResources")
	}
	return []aws.Statement{
		{
			SID:       "ManageRecords",
			Actions:   ofZones,
			Resources: zones,
		},
		{
			SID:     "FindZones",
			Actions: []string{"route53:ListHostedZones"},
			Because: "Route 53 knows no resource for listing zones",
		},
	}
}

// services are the rights to the services of Cloud Map that stand for names. Those to their
// instances are in a policy of AWS's own.
func services(account *aws.Account) aws.Statement {
	return aws.Statement{
		SID: "ManageServices",
		Actions: []string{
			"servicediscovery:CreateService",
			"servicediscovery:DeleteService",
			"servicediscovery:TagResource",
			"servicediscovery:UpdateService",
		},
		Resources: []string{
			account.ARN("servicediscovery", "namespace/*"),
			account.ARN("servicediscovery", "service/*"),
		},
	}
}

// table are the rights to the table of the registry.
func table(account *aws.Account, o Options) aws.Statement {
	in := *account
	if o.DynamoDB.Region != "" {
		in.Region = o.DynamoDB.Region
	}
	name := "external-dns"
	if o.DynamoDB.Table != "" {
		name = o.DynamoDB.Table
	}
	return aws.Statement{
		SID: "KeepOwners",
		Actions: []string{
			"dynamodb:DescribeTable",
			"dynamodb:PartiQLDelete",
			"dynamodb:PartiQLInsert",
			"dynamodb:PartiQLUpdate",
			"dynamodb:Scan",
		},
		Resources: []string{in.ARN("dynamodb", "table/"+name)},
	}
}
