package k8scd_test

import (
	"fmt"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/addons/k8scd"
	"github.com/fitout/fitout/cluster"
)

// Jobs of one repository's main branch get in without a key.
func Example() {
	plan, err := cluster.Cluster{
		Target: addon.Target{Name: "prod", Kubernetes: "1.34", AWS: &aws.Account{ID: "123456789012", Region: "eu-west-1"}},
		Addons: []addon.Addon{k8scd.New(k8scd.Options{OIDC: &k8scd.OIDC{
			Issuer:   "token.actions.githubusercontent.com",
			Audience: "sts.amazonaws.com",
			Subjects: []string{"repo:example/manifests:ref:refs/heads/main"},
		}})},
	}.Plan()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range plan.AWS() {
		if role, ok := r.Resource.(*aws.FederatedRole); ok {
			fmt.Println(role.Name, "as", role.Groups, "for", role.Subjects)
		}
	}
	// Output:
	// k8s-cd as [k8s-cd] for [repo:example/manifests:ref:refs/heads/main]
}
