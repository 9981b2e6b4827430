package aws

import (
	"bytes"
	"encoding/json"
)

// Policy is a document of rights.
type Policy struct {
	// Name tells the policy from the role's other ones. It goes behind the role's name;
	// empty for a role's only policy.
	Name string

	// Source is where upstream says which rights it needs: a URL.
	Source string

	// Statements are what is allowed, and denied.
	Statements []Statement
}

// MaxPolicySize is how long the document of a policy may be. IAM doesn't count white space.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const MaxPolicySize = 6144

// Statement allows or denies actions on resources.
type Statement struct {
	// SID says what the statement is for, in letters and digits: "ChangeRecords". It is
	// unique within the policy.
	SID string

	// Effect is Allow where it is left out.
	Effect Effect

	// Actions are those of the statement, each "service:Action".
	Actions []string

	// Resources are the ARNs of what the actions are allowed on. Nil is everything, "*".
	Resources []string

	// Because says why the statement holds for everything, which is mostly that AWS knows no
	// resource for its actions. It is required where Resources are nil.
	Because string

	// Conditions all must hold. A condition has the operator and the key to itself.
	Conditions []Condition
}

// Condition narrows a statement.
type Condition struct {
	// Operator compares: "StringEquals", "ForAllValues:StringLike".
	Operator string

	// Key is what is compared: "aws:ResourceTag/elbv2.k8s.aws/cluster".
	Key string

	// Values are those of which one must match.
	Values []string
}

// Effect is whether a statement allows or denies.
type Effect string

// The effects.
const (
	Allow Effect = "Allow"
	Deny  Effect = "Deny"
)

// MarshalJSON returns the document as IAM takes it.
func (p Policy) MarshalJSON() ([]byte, error) {
	statements := []statement{}
	for _, s := range p.Statements {
		statements = append(statements, s.document())
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // an escaped character would count six times
	err := enc.Encode(struct {
		Version   string
		Statement []statement
	}{"2012-10-17", statements})
	return b.Bytes(), err
}

// statement is a Statement in a document.
type statement struct {
	Sid       string `json:",omitempty"`
	Effect    Effect
	Action    []string
	Resource  []string
	Condition map[string]map[string][]string `json:",omitempty"`
}

func (s Statement) document() statement {
	d := statement{Sid: s.SID, Effect: s.Effect, Action: s.Actions, Resource: s.On()}
	if d.Effect == "" {
		d.Effect = Allow
	}
	for _, c := range s.Conditions {
		if d.Condition == nil {
			d.Condition = map[string]map[string][]string{}
		}
		if d.Condition[c.Operator] == nil {
			d.Condition[c.Operator] = map[string][]string{}
		}
		d.Condition[c.Operator][c.Key] = c.Values
	}
	return d
}

// On lists the resources as the document has them: "*" where there are none.
func (s Statement) On() []string {
	if s.Resources == nil {
		return []string{"*"}
	}
	return s.Resources
}
