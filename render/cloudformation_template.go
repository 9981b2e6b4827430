package render

import (
	"bytes"
	"encoding/json"

	"github.com/fitout/fitout/addon/aws"
)

// cfnTemplate is a CloudFormation template. A property is of type any where it may refer to
// another resource or to a parameter.
type cfnTemplate struct {
	Version     string `json:"AWSTemplateFormatVersion"`
	Description string
	Outputs     map[string]cfnOutput    `json:",omitempty"`
	Parameters  map[string]cfnParameter `json:",omitempty"`
	Resources   map[string]cfnResource
}

type cfnParameter struct{ Default, Description, Type string }

type cfnOutput struct {
	Description string
	Value       any
}

type cfnResource struct {
	Metadata   map[string]string `json:",omitempty"`
	Properties any
	Type       string
}

// The ways to refer to something.
type (
	cfnRef    struct{ Ref string }
	cfnGetAtt struct {
		GetAtt []string `json:"Fn::GetAtt"`
	}
	cfnSub struct {
		Sub string `json:"Fn::Sub"`
	}
)

// arnOf refers to the ARN of a resource by its logical ID.
func arnOf(id string) cfnGetAtt { return cfnGetAtt{[]string{id, "Arn"}} }

type cfnTag struct{ Key, Value string }

type cfnPolicy struct {
	Description       string
	ManagedPolicyName string
	Path              string
	PolicyDocument    aws.Policy
}

type cfnRole struct {
	AssumeRolePolicyDocument cfnTrust
	Description              string
	ManagedPolicyArns        []any `json:",omitempty"`
	Path                     string
	PermissionsBoundary      string `json:",omitempty"`
	RoleName                 string
	Tags                     []cfnTag `json:",omitempty"`
}

type cfnTrust struct {
	Statement []cfnTrustStatement
	Version   string
}

type cfnTrustStatement struct {
	Action    []string
	Condition map[string]map[string]any `json:",omitempty"`
	Effect    aws.Effect
	Principal map[string]string
}

type cfnAssociation struct {
	ClusterName    any
	Namespace      string
	RoleArn        any
	ServiceAccount string
	Tags           []cfnTag `json:",omitempty"`
}

type cfnAddon struct {
	AddonName               string
	AddonVersion            string `json:",omitempty"`
	ClusterName             any
	ConfigurationValues     string                `json:",omitempty"`
	PodIdentityAssociations []cfnAddonAssociation `json:",omitempty"`
	PreserveOnDelete        bool                  `json:",omitempty"`
	ResolveConflicts        aws.Conflict          `json:",omitempty"`
	ServiceAccountRoleArn   any                   `json:",omitempty"`
	Tags                    []cfnTag              `json:",omitempty"`
}

type cfnIdentityProvider struct {
	ClusterName                any
	IdentityProviderConfigName string
	Oidc                       cfnOIDC
	Tags                       []cfnTag `json:",omitempty"`
	Type                       string
}

type cfnOIDC struct {
	ClientId       string
	GroupsClaim    string `json:",omitempty"`
	GroupsPrefix   string `json:",omitempty"`
	IssuerUrl      string
	RequiredClaims []cfnTag `json:",omitempty"`
	UsernameClaim  string   `json:",omitempty"`
	UsernamePrefix string   `json:",omitempty"`
}

type cfnEntry struct {
	ClusterName      any
	KubernetesGroups []string `json:",omitempty"`
	PrincipalArn     any
	Tags             []cfnTag `json:",omitempty"`
	Type             string
}

type cfnQueue struct {
	MessageRetentionPeriod int
	QueueName              string
	SqsManagedSseEnabled   bool
	Tags                   []cfnTag `json:",omitempty"`
}

type cfnQueuePolicy struct {
	PolicyDocument cfnResourcePolicy
	Queues         []any
}

type cfnResourcePolicy struct {
	Statement []cfnResourceStatement
	Version   string
}

type cfnResourceStatement struct {
	Action    string
	Condition map[string]map[string]any
	Effect    aws.Effect
	Principal any
	Resource  any
	Sid       string
}

type cfnRule struct {
	Description  string
	EventPattern eventPattern
	Name         string
	Tags         []cfnTag `json:",omitempty"`
	Targets      []cfnTarget
}

type cfnTarget struct {
	Arn any
	Id  string
}

type cfnAddonAssociation struct {
	RoleArn        any
	ServiceAccount string
}

// source says where a policy comes from, which its description can't: CloudFormation makes
// a policy anew to change it, and can't where the policy has a name.
func source(p aws.Policy) map[string]string {
	if p.Source == "" {
		return nil
	}
	return map[string]string{"Source": p.Source}
}

// compact returns a value that was read from JSON on one line.
func compact(v any) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if enc.Encode(v) != nil {
		return "" // what was read can be written
	}
	return string(bytes.TrimSpace(b.Bytes()))
}
