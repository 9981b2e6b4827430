package check

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/fitout/fitout/addon/aws"
)

// AWSPolicies finds policies of AWS roles that IAM refuses, such as one that is too long, and
// those that give more than they say: actions that are not named, and all resources without
// a reason.
var AWSPolicies = Check{Name: "aws-policies", Run: awsPolicies}

func awsPolicies(p *Pass) {
	for _, r := range p.AWS {
		role := aws.RoleOf(r.Resource)
		if role == nil || p.Target.RoleExists(*role) {
			continue
		}
		names := map[string]bool{}
		for _, policy := range role.Policies {
			report := func(what, fix string) {
				p.ReportAddon(Error, r.Addon, fmt.Sprintf("policy %s: %s", strings.TrimSuffix(role.Name+"-"+policy.Name, "-"), what), fix)
			}
			if names[policy.Name] {
				report("the role has two of this name", "give each policy a name of its own")
			}
			names[policy.Name] = true
			awsPolicy(policy, report)
		}
		if n := len(role.Policies) + len(role.ManagedPolicies); n > 10 {
			p.ReportAddon(Warning, r.Addon, fmt.Sprintf("role %s has %d policies, and IAM takes 10 unless the account's quota is higher", role.Name, n), "put several policies into one")
		}
	}
}

func awsPolicy(policy aws.Policy, report func(what, fix string)) {
	if len(policy.Statements) == 0 {
		report("has no statement", "leave it out")
	}
	document, err := json.Marshal(policy)
	if err != nil {
		report(err.Error(), "")
	}
	if n := len(document); n > aws.MaxPolicySize {
		report(fmt.Sprintf("has %d characters, and IAM takes %d", n, aws.MaxPolicySize), "make it two, each with a name")
	}
	sids := map[string]bool{}
	for i, s := range policy.Statements {
		at := fmt.Sprintf("statement %d", i)
		if s.SID != "" {
			at = "statement " + s.SID
		}
		if !sidPattern().MatchString(s.SID) || sids[s.SID] {
			report(at+": its SID is not unique within the policy, or has others than letters and digits", `call it by what it is for, as in "ManageRecords"`)
		}
		sids[s.SID] = s.SID != ""
		awsStatement(s, func(what, fix string) { report(at+": "+what, fix) })
	}
}

func awsStatement(s aws.Statement, report func(what, fix string)) {
	if s.Effect != "" && s.Effect != aws.Allow && s.Effect != aws.Deny {
		report(fmt.Sprintf("its effect is %q", s.Effect), "there is Allow and Deny")
	}
	if len(s.Actions) == 0 {
		report("has no actions", "name them")
	}
	for _, a := range s.Actions {
		if !actionPattern().MatchString(a) && s.Effect != aws.Deny {
			report(fmt.Sprintf("the action %q is not of the form service:Action", a), "name each action")
		}
	}
	switch {
	case s.Resources == nil && s.Because == "":
		report("holds for all resources", "name them, or say in Because why it must")
	case s.Resources != nil && s.Because != "":
		report("says why it holds for all resources, but doesn't", "leave Because out")
	case s.Resources != nil && len(s.Resources) == 0:
		report("has an empty list of resources", "name some; nil is all of them")
	}
	for _, r := range s.Resources {
		if !strings.HasPrefix(r, "arn:") {
			report(fmt.Sprintf("the resource %q is no ARN", r), "leave Resources nil for all, with the reason in Because")
		}
	}
	for _, c := range s.Conditions {
		if c.Operator == "" || c.Key == "" || len(c.Values) == 0 {
			report("has a condition without an operator, a key or values", "give all three")
		}
	}
	if twice(s.Conditions) {
		report("has two conditions of one operator and key", "put their values into one")
	}
}

func twice(conditions []aws.Condition) bool {
	for i, c := range conditions {
		if slices.ContainsFunc(conditions[:i], func(d aws.Condition) bool { return c.Operator == d.Operator && c.Key == d.Key }) {
			return true
		}
	}
	return false
}

var (
	sidPattern    = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[0-9A-Za-z]*$`) })
	actionPattern = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z0-9-]+:[A-Za-z][0-9A-Za-z]+$`) })
)
