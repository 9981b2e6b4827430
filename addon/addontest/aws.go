package addontest

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/cluster"
)

// needs are what an addon needs in an AWS account, as its golden has them.
type needs struct {
	Roles             []role             `json:"roles,omitempty"`
	ManagedAddons     []managed          `json:"managedAddons,omitempty"`
	IdentityProviders []identityProvider `json:"identityProviders,omitempty"`
	NodeRoles         []nodeRole         `json:"nodeRoles,omitempty"`
	FederatedRoles    []federatedRole    `json:"federatedRoles,omitempty"`
	Queues            []queue            `json:"queues,omitempty"`
}

type role struct {
	Name            string   `json:"name"`
	ServiceAccount  string   `json:"serviceAccount"`
	ManagedPolicies []string `json:"managedPolicies,omitempty"`
	Policies        []policy `json:"policies,omitempty"`
}

type policy struct {
	Name     string     `json:"name,omitempty"`
	Source   string     `json:"source"`
	Document aws.Policy `json:"document"`
}

type managed struct {
	Name          string          `json:"name"`
	Version       string          `json:"version,omitempty"`
	Configuration json.RawMessage `json:"configuration,omitempty"`
	OnCreate      aws.Conflict    `json:"onCreate,omitempty"`
	OnUpdate      aws.Conflict    `json:"onUpdate,omitempty"`
	Preserve      bool            `json:"preserve,omitempty"`
	InCluster     bool            `json:"inCluster,omitempty"`
	Role          *role           `json:"role,omitempty"`
	Installs      []string        `json:"installs,omitempty"`
}

type identityProvider struct {
	Name           string            `json:"name"`
	Issuer         string            `json:"issuer"`
	ClientID       string            `json:"clientID"`
	UsernameClaim  string            `json:"usernameClaim,omitempty"`
	GroupsClaim    string            `json:"groupsClaim,omitempty"`
	UsernamePrefix string            `json:"usernamePrefix,omitempty"`
	GroupsPrefix   string            `json:"groupsPrefix,omitempty"`
	RequiredClaims map[string]string `json:"requiredClaims,omitempty"`
}

type nodeRole struct {
	Name            string   `json:"name"`
	ManagedPolicies []string `json:"managedPolicies,omitempty"`
}

type federatedRole struct {
	Name     string   `json:"name"`
	Issuer   string   `json:"issuer"`
	Audience string   `json:"audience"`
	Subjects []string `json:"subjects"`
	Groups   []string `json:"groups,omitempty"`
}

type queue struct {
	Name      string  `json:"name"`
	Retention string  `json:"retention"`
	Events    []event `json:"events,omitempty"`
}

type event struct {
	Name       string `json:"name"`
	Source     string `json:"source"`
	DetailType string `json:"detailType"`
}

func queueOf(q *aws.Queue) queue {
	out := queue{Name: q.Name, Retention: q.Retention.String()}
	for _, e := range q.Events {
		out.Events = append(out.Events, event(e))
	}
	return out
}

func roleOf(r aws.Role) role {
	out := role{Name: r.Name, ServiceAccount: r.ServiceAccount.String(), ManagedPolicies: r.ManagedPolicies}
	for _, p := range r.Policies {
		out.Policies = append(out.Policies, policy{p.Name, p.Source, p})
	}
	return out
}

// sourced checks that a policy says where upstream asks for its rights.
func sourced(t *testing.T, r *aws.Role) {
	t.Helper()
	if r == nil {
		return
	}
	for _, p := range r.Policies {
		if !strings.HasPrefix(p.Source, "https://") {
			t.Errorf("role %s: policy %q has the source %q, and no URL of upstream's", r.Name, p.Name, p.Source)
		}
	}
}

func managedOf(a *aws.ManagedAddon) managed {
	m := managed{
		Name: a.Name, Version: a.Version, Configuration: a.Configuration,
		OnCreate: a.OnCreate, OnUpdate: a.OnUpdate, Preserve: a.Preserve, InCluster: a.InCluster,
	}
	if a.Role != nil {
		m.Role = new(roleOf(*a.Role))
	}
	for _, o := range a.Installs {
		m.Installs = append(m.Installs, o.String())
	}
	return m
}

// onAWS compares what the case needs in an AWS account with testdata/<case>.aws.json. A
// case that needs nothing has no such file.
func (f folder) onAWS(t *testing.T, name string, plan *cluster.Plan) {
	t.Helper()
	var all needs
	for _, r := range plan.AWS() {
		sourced(t, aws.RoleOf(r.Resource))
		switch r := r.Resource.(type) {
		case *aws.Role:
			all.Roles = append(all.Roles, roleOf(*r))
		case *aws.ManagedAddon:
			all.ManagedAddons = append(all.ManagedAddons, managedOf(r))
		case *aws.IdentityProvider:
			all.IdentityProviders = append(all.IdentityProviders, identityProvider{
				r.Name, r.Issuer, r.ClientID, r.UsernameClaim, r.GroupsClaim, r.UsernamePrefix, r.GroupsPrefix, r.RequiredClaims,
			})
		case *aws.NodeRole:
			all.NodeRoles = append(all.NodeRoles, nodeRole(*r))
		case *aws.FederatedRole:
			all.FederatedRoles = append(all.FederatedRoles, federatedRole(*r))
		case *aws.Queue:
			all.Queues = append(all.Queues, queueOf(r))
		}
	}
	file := name + ".aws.json"
	if len(plan.AWS()) == 0 {
		if _, err := os.Stat(f.path(file)); err == nil {
			t.Errorf("%s is there, but the case needs nothing from AWS: delete it", f.path(file))
		}
		return
	}
	var got bytes.Buffer
	enc := json.NewEncoder(&got)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(all); err != nil {
		t.Fatal(err)
	}
	if want := f.read(t, file, got.Bytes()); !bytes.Equal(want, got.Bytes()) {
		t.Errorf("%s (-golden +needed), rewrite it with UPDATE=1 go test:\n%s", file, cmp.Diff(string(want), got.String()))
	}
}
