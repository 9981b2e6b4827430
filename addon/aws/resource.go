package aws

import (
	"encoding/json"
	"strings"
)

// Role is the rights that the pods of a service account need.
type Role struct {
	// Name tells the role from those of the cluster's other addons. It is the addon's own,
	// with the instance behind a hyphen, and where an addon needs several roles what the
	// role is for: "external-dns", "external-dns-internal", "loki-ruler". In the account it
	// gets the target's prefix.
	Name string

	// ServiceAccount is that of the pods.
	ServiceAccount ServiceAccount

	// Policies are those that are made for the role.
	Policies []Policy

	// ManagedPolicies are those of AWS's own that the role gets, by path and name:
	// "service-role/AmazonEBSCSIDriverPolicyV2".
	ManagedPolicies []string
}

// ServiceAccount names one in the cluster.
type ServiceAccount struct{ Namespace, Name string }

// String returns "namespace/name".
func (s ServiceAccount) String() string { return s.Namespace + "/" + s.Name }

// ManagedAddon is an addon that EKS installs and keeps.
type ManagedAddon struct {
	// Name is what EKS calls it: "vpc-cni".
	Name string

	// Version is EKS's: "v1.21.1-eksbuild.3". Empty is the one that EKS takes for the
	// cluster's version when it installs the addon.
	Version string

	// Configuration is what EKS's schema for the addon and version takes, as JSON. Empty is
	// EKS's defaults.
	Configuration json.RawMessage

	// OnCreate and OnUpdate say what becomes of fields in which the cluster differs.
	// Empty is EKS's own, None.
	OnCreate, OnUpdate Conflict

	// Preserve leaves the addon's objects in the cluster when EKS no longer keeps it.
	Preserve bool

	// Role is the rights that the addon's pods need; nil where they need none.
	Role *Role

	// InCluster tells that a controller in the cluster has EKS make the addon, by a custom
	// resource among the objects. Only the role is then left to be made from outside.
	InCluster bool

	// Installs are the objects that EKS makes: the ones that others refer to, and the ones
	// by which the same addon is known that somebody installs otherwise.
	Installs []Object
}

// IdentityProvider is an OIDC provider whose tokens the cluster's API server takes. EKS has
// one at most beside IAM, and takes a quarter of an hour to change it.
type IdentityProvider struct {
	// Name is what EKS calls the configuration: "dex".
	Name string

	// Issuer is the provider's URL, as it stands in its tokens. EKS must reach it.
	Issuer string

	// ClientID is the client that tokens are for.
	ClientID string

	// UsernameClaim and GroupsClaim are the claims with the user's name and groups.
	UsernameClaim, GroupsClaim string

	// UsernamePrefix and GroupsPrefix stand before names and groups in bindings, so that
	// nobody is called like one of the cluster's own.
	UsernamePrefix, GroupsPrefix string

	// RequiredClaims are claims that a token must have, with their values.
	RequiredClaims map[string]string
}

// Object names an object in the cluster. The namespace is empty for what is in none.
type Object struct{ Kind, Namespace, Name string }

// String returns "Kind namespace/name".
func (o Object) String() string {
	return o.Kind + " " + strings.TrimPrefix(o.Namespace+"/"+o.Name, "/")
}

// Conflict says what becomes of a field of a managed addon's objects that the cluster has
// otherwise than EKS would.
type Conflict string

// What becomes of a field.
const (
	// None fails.
	None Conflict = "NONE"

	// Overwrite sets the field to EKS's value.
	Overwrite Conflict = "OVERWRITE"

	// Preserve keeps the cluster's value. It is for updates only.
	Preserve Conflict = "PRESERVE"
)

// Enum lists what may become of a field.
func (Conflict) Enum() []string {
	return []string{string(None), string(Overwrite), string(Preserve)}
}

func (*Role) resource()             {}
func (*ManagedAddon) resource()     {}
func (*IdentityProvider) resource() {}
func (*NodeRole) resource()         {}
func (*FederatedRole) resource()    {}
func (*Queue) resource()            {}

// NameOf returns the name of a resource.
func NameOf(r Resource) string {
	switch r := r.(type) {
	case *Role:
		return r.Name
	case *ManagedAddon:
		return r.Name
	case *IdentityProvider:
		return r.Name
	case *NodeRole:
		return r.Name
	case *FederatedRole:
		return r.Name
	case *Queue:
		return r.Name
	}
	return ""
}

// RoleOf returns the role that a resource is or has, or nil.
func RoleOf(r Resource) *Role {
	switch r := r.(type) {
	case *Role:
		return r
	case *ManagedAddon:
		return r.Role
	}
	return nil
}
