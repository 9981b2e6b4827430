package datadog

import (
	"slices"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
)

// onAWS is the role by which runners log in to databases.
func onAWS(t addon.Target, o Options) ([]aws.Resource, error) {
	var users []string
	for _, p := range o.Checks.Postgres {
		if p.AWS == nil || !p.AWS.IAM {
			continue
		}
		resource := p.AWS.ResourceID
		if resource == "" {
			resource = "*"
		}
		account := *t.AWS
		account.Region = p.AWS.region(t)
		users = append(users, account.ARN("rds-db", "dbuser:"+resource+"/"+p.user()))
	}
	if len(users) == 0 {
		return nil, nil
	}
	slices.Sort(users)
	return []aws.Resource{&aws.Role{
		Name:           name,
		ServiceAccount: aws.ServiceAccount{Namespace: o.Namespace, Name: runnerAccountName},
		Policies: []aws.Policy{{
			Source:     "https://docs.datadoghq.com/database_monitoring/guide/managed_authentication/#configure-iam-authentication",
			Statements: []aws.Statement{{SID: "ConnectToDatabases", Actions: []string{"rds-db:connect"}, Resources: slices.Compact(users)}},
		}},
	}}, nil
}
