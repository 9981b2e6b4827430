package istio

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// AuthorizationPolicy says who may reach pods.
type AuthorizationPolicy = kube.Custom[AuthorizationPolicySpec]

// NewAuthorizationPolicy returns an AuthorizationPolicy, to be added to an install by
// [addon.With]. In the root namespace and without a selector it is for the whole mesh.
func NewAuthorizationPolicy(meta metav1.ObjectMeta, spec AuthorizationPolicySpec) *AuthorizationPolicy {
	return kube.NewCustom(securityGroup+"/v1", "AuthorizationPolicy", meta, spec)
}

// AuthorizationPolicySpec says who may reach pods. The fields are those of
// security.istio.io/v1.
type AuthorizationPolicySpec struct {
	// The pods; all of the namespace where neither it nor targetRefs is given.
	Selector *WorkloadSelector `json:"selector,omitempty"`

	// The Gateways, Services or other resources, of the same namespace, whose proxies follow
	// the policy.
	TargetRefs []TargetRef `json:"targetRefs,omitempty" jsonschema:"minItems=1,maxItems=16"`

	// What becomes of a request that a rule matches; ALLOW where it is left out. A policy
	// that allows without any rule refuses everything.
	Action Action `json:"action,omitempty"`

	// The rules.
	Rules []Rule `json:"rules,omitempty" jsonschema:"maxItems=512"`

	// The server that decides, for the action CUSTOM.
	Provider *PolicyProvider `json:"provider,omitempty"`
}

// Validate refuses a server that the action doesn't ask, and a missing one.
func (s AuthorizationPolicySpec) Validate(path *field.Path) field.ErrorList {
	errs := addon.AtMostOne(path, addon.Field("selector", s.Selector != nil), addon.Field("targetRefs", s.TargetRefs != nil))
	switch {
	case s.Action == Custom && s.Provider == nil:
		errs = append(errs, field.Required(path.Child("provider"), "the action CUSTOM needs it"))
	case s.Action != Custom && s.Provider != nil:
		errs = append(errs, field.Forbidden(path.Child("provider"), "needs the action CUSTOM"))
	case (s.Action == Deny || s.Action == Custom) && len(s.Rules) == 0:
		errs = append(errs, field.Required(path.Child("rules"), "without any the action "+string(s.Action)+" is never taken"))
	}
	return errs
}

// TargetRef names what a resource is for, in its own namespace.
type TargetRef struct {
	// The API group; the core group, that of Services, where it is left out.
	Group string `json:"group,omitempty" jsonschema:"maxLength=253"`

	// The kind, as in "Service" and "Gateway".
	Kind string `json:"kind" jsonschema:"required,maxLength=63"`

	// The name.
	Name string `json:"name" jsonschema:"required,maxLength=253"`
}

// PolicyProvider names one of the mesh's extension providers.
type PolicyProvider struct {
	// The name.
	Name string `json:"name" jsonschema:"required"`
}

// Action is what becomes of a request that a rule matches.
type Action string

// The actions.
const (
	Allow  Action = "ALLOW"
	Deny   Action = "DENY"
	Audit  Action = "AUDIT"
	Custom Action = "CUSTOM" // what a server says
)

// Enum lists the actions.
func (Action) Enum() []string { return addon.Values(Allow, Deny, Audit, Custom) }

// Rule matches requests: all of what is given. One without anything matches all.
type Rule struct {
	// Who sent them, each of these or another.
	From []RuleFrom `json:"from,omitempty" jsonschema:"minItems=1,maxItems=512"`

	// What they are for, each of these or another.
	To []RuleTo `json:"to,omitempty" jsonschema:"minItems=1"`

	// What else must hold, all of these.
	When []Condition `json:"when,omitempty" jsonschema:"minItems=1"`
}

// RuleFrom is who sent a request.
type RuleFrom struct {
	// Who.
	Source Source `json:"source" jsonschema:"required"`
}

// Source is who sent a request: all of what is given. Texts may begin or end with "*".
type Source struct {
	// Identities of the mesh, as in "cluster.local/ns/shop/sa/cart".
	Principals []string `json:"principals,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Identities that it must not be.
	NotPrincipals []string `json:"notPrincipals,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Identities of users, from a JWT, as "issuer/subject".
	RequestPrincipals []string `json:"requestPrincipals,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Identities of users that it must not be.
	NotRequestPrincipals []string `json:"notRequestPrincipals,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Namespaces.
	Namespaces []string `json:"namespaces,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Namespaces that it must not come from.
	NotNamespaces []string `json:"notNamespaces,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Service accounts, as "namespace/name", or by the name in the policy's own namespace.
	// They exclude principals and namespaces.
	ServiceAccounts []string `json:"serviceAccounts,omitempty" jsonschema:"uniqueItems,minLength=1,maxLength=320,maxItems=16"`

	// Service accounts that it must not be.
	NotServiceAccounts []string `json:"notServiceAccounts,omitempty" jsonschema:"uniqueItems,minLength=1,maxLength=320,maxItems=16"`

	// The trust domains of identities.
	TrustDomains []string `json:"trustDomains,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Trust domains that it must not be of.
	NotTrustDomains []string `json:"notTrustDomains,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Addresses or CIDRs of whoever opened the connection.
	IPBlocks []string `json:"ipBlocks,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Addresses that it must not come from.
	NotIPBlocks []string `json:"notIpBlocks,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Addresses or CIDRs of the client, by X-Forwarded-For or the PROXY protocol.
	RemoteIPBlocks []string `json:"remoteIpBlocks,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Addresses of clients that it must not come from.
	NotRemoteIPBlocks []string `json:"notRemoteIpBlocks,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// Validate refuses service accounts beside what they imply.
func (s Source) Validate(path *field.Path) field.ErrorList {
	accounts := s.ServiceAccounts != nil || s.NotServiceAccounts != nil
	others := s.Principals != nil || s.NotPrincipals != nil || s.Namespaces != nil || s.NotNamespaces != nil
	if accounts && others {
		return field.ErrorList{field.Forbidden(path.Child("serviceAccounts"), "excludes principals and namespaces")}
	}
	return nil
}

// RuleTo is what a request is for.
type RuleTo struct {
	// What.
	Operation Operation `json:"operation" jsonschema:"required"`
}

// Operation is what a request is for: all of what is given. Texts may begin or end with
// "*". Without hosts, methods and paths it is for TCP too.
type Operation struct {
	// Hosts.
	Hosts []string `json:"hosts,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Hosts that it must not be for.
	NotHosts []string `json:"notHosts,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Ports of the pod.
	Ports []string `json:"ports,omitempty" jsonschema:"uniqueItems,pattern=^[1-9][0-9]{0\\,4}$"`

	// Ports that it must not be for.
	NotPorts []string `json:"notPorts,omitempty" jsonschema:"uniqueItems,pattern=^[1-9][0-9]{0\\,4}$"`

	// Methods, in capital letters. Those of gRPC are all POST.
	Methods []string `json:"methods,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Methods that it must not have.
	NotMethods []string `json:"notMethods,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Paths, as in "/api/*"; for gRPC "/package.Service/Method".
	Paths []string `json:"paths,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Paths that it must not have.
	NotPaths []string `json:"notPaths,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// Condition is what else must hold: at least one of values and notValues is given.
type Condition struct {
	// What it is about, as in "request.headers[x-feature]" and "request.auth.claims[groups]".
	Key string `json:"key" jsonschema:"required"`

	// Values of which it must have one.
	Values []string `json:"values,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Values of which it must have none.
	NotValues []string `json:"notValues,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// Validate refuses a condition without values.
func (c Condition) Validate(path *field.Path) field.ErrorList {
	if len(c.Values)+len(c.NotValues) == 0 {
		return field.ErrorList{field.Required(path, "needs one of values, notValues")}
	}
	return nil
}
