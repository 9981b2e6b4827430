package render

import (
	"fmt"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
)

// What both formats say of what addons need.

// eventPattern is what EventBridge compares events with.
type eventPattern struct {
	DetailType []string `json:"detail-type"`
	Source     []string `json:"source"`
}

func patternOf(e aws.Event) eventPattern {
	return eventPattern{[]string{e.DetailType}, []string{e.Source}}
}

// policyName is what a policy is called, given what its role is.
func policyName(role string, p aws.Policy) string {
	if p.Name == "" {
		return role
	}
	return role + "-" + p.Name
}

// roleDescription says whose role it is.
func roleDescription(t addon.Target, name string, r aws.Role) string {
	return fmt.Sprintf("ServiceAccount %s of %s in cluster %s", r.ServiceAccount, name, t.Name)
}

// nodeRoleDescription says whose role it is.
func nodeRoleDescription(t addon.Target) string { return "Nodes of cluster " + t.Name }

// federatedRoleDescription says whose role it is.
func federatedRoleDescription(t addon.Target, name string, r aws.FederatedRole) string {
	return fmt.Sprintf("Tokens of %s for %s in cluster %s", r.Issuer, name, t.Name)
}

// ruleDescription says what a rule is for.
func ruleDescription(t addon.Target, name string, e aws.Event) string {
	return fmt.Sprintf("%s, for %s in cluster %s", e.DetailType, name, t.Name)
}

// policyDescription says whose rights a policy has. IAM can't change a description, so
// that it leaves out whatever might.
func policyDescription(t addon.Target, name string) string {
	return fmt.Sprintf("Rights of %s in cluster %s", name, t.Name)
}
