package render

import (
	"bytes"
	"encoding/json"
	"maps"
	"strings"
)

// template is a string that Terraform evaluates. What comes from data goes through quote.
type template string

// quote returns the template of a string that is to be taken as it is.
func quote(s string) template { return template(quoter.Replace(s)) }

var quoter = strings.NewReplacer("${", "$${", "%{", "%%{")

func quoteAll(all []string) []template {
	out := make([]template, len(all))
	for i, s := range all {
		out[i] = quote(s)
	}
	return out
}

func quoteMap(all map[string]string) map[template]template {
	out := make(map[template]template, len(all))
	for k, v := range all {
		out[quote(k)] = quote(v)
	}
	return out
}

// quoteValue quotes all strings in a value that was read from JSON. Terraform evaluates an
// object's keys as well.
func quoteValue(v any) any {
	switch v := v.(type) {
	case string:
		return quote(v)
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = quoteValue(e)
		}
		return out
	case map[string]any:
		out := make(map[template]any, len(v))
		for k, e := range v {
			out[quote(k)] = quoteValue(e)
		}
		return out
	}
	return v
}

// tfFile is a file in Terraform's JSON syntax. In this and in what it holds, a string is
// what Terraform takes as it is, and "//" a comment.
type tfFile struct {
	Comment   string                    `json:"//,omitempty"`
	Data      map[string]map[string]any `json:"data,omitempty"` // by type and label
	Locals    map[string]any            `json:"locals,omitempty"`
	Output    map[string]tfOutput       `json:"output,omitempty"`
	Resource  map[string]map[string]any `json:"resource,omitempty"` // by type and label
	Terraform *tfSettings               `json:"terraform,omitempty"`
	Variable  map[string]tfVariable     `json:"variable,omitempty"`
}

type tfSettings struct {
	RequiredProviders map[string]tfProvider `json:"required_providers"`
	RequiredVersion   string                `json:"required_version"`
}

type tfProvider struct {
	Source  string `json:"source"`
	Version string `json:"version"`
}

type tfVariable struct {
	Default     string `json:"default,omitempty"`
	Description string `json:"description"`
	Type        string `json:"type"`
}

type tfOutput struct {
	Description string   `json:"description"`
	Value       template `json:"value"`
}

type tfPolicyDocument struct {
	Comment   string        `json:"//,omitempty"`
	Statement []tfStatement `json:"statement"`
}

type tfStatement struct {
	Comment    string        `json:"//,omitempty"`
	Actions    []template    `json:"actions"`
	Condition  []tfCondition `json:"condition,omitempty"`
	Effect     template      `json:"effect"`
	Principals *tfPrincipals `json:"principals,omitempty"`
	Resources  []template    `json:"resources,omitempty"`
	SID        template      `json:"sid,omitempty"`
}

type tfPrincipals struct {
	Identifiers []template `json:"identifiers"`
	Type        template   `json:"type"`
}

type tfCondition struct {
	Test     template   `json:"test"`
	Values   []template `json:"values"`
	Variable template   `json:"variable"`
}

type tfPolicy struct {
	Description template              `json:"description"`
	Name        template              `json:"name"`
	Path        template              `json:"path"`
	Policy      template              `json:"policy"`
	Tags        map[template]template `json:"tags,omitempty"`
}

type tfRole struct {
	AssumeRolePolicy    template              `json:"assume_role_policy"`
	Description         template              `json:"description"`
	Name                template              `json:"name"`
	Path                template              `json:"path"`
	PermissionsBoundary template              `json:"permissions_boundary,omitempty"`
	Tags                map[template]template `json:"tags,omitempty"`
}

type tfAttachment struct {
	PolicyARN template `json:"policy_arn"`
	Role      template `json:"role"`
}

type tfAssociation struct {
	ClusterName    template              `json:"cluster_name"`
	DependsOn      []string              `json:"depends_on,omitempty"`
	Namespace      template              `json:"namespace"`
	RoleARN        template              `json:"role_arn"`
	ServiceAccount template              `json:"service_account"`
	Tags           map[template]template `json:"tags,omitempty"`
}

type tfAddon struct {
	AddonName                template              `json:"addon_name"`
	AddonVersion             template              `json:"addon_version,omitempty"`
	ClusterName              template              `json:"cluster_name"`
	ConfigurationValues      template              `json:"configuration_values,omitempty"`
	DependsOn                []string              `json:"depends_on,omitempty"`
	PodIdentityAssociation   *tfAddonAssociation   `json:"pod_identity_association,omitempty"`
	Preserve                 bool                  `json:"preserve,omitempty"`
	ResolveConflictsOnCreate template              `json:"resolve_conflicts_on_create,omitempty"`
	ResolveConflictsOnUpdate template              `json:"resolve_conflicts_on_update,omitempty"`
	ServiceAccountRoleARN    template              `json:"service_account_role_arn,omitempty"`
	Tags                     map[template]template `json:"tags,omitempty"`
}

type tfIdentityProvider struct {
	ClusterName template              `json:"cluster_name"`
	OIDC        tfOIDC                `json:"oidc"`
	Tags        map[template]template `json:"tags,omitempty"`
}

type tfOIDC struct {
	ClientID       template              `json:"client_id"`
	GroupsClaim    template              `json:"groups_claim,omitempty"`
	GroupsPrefix   template              `json:"groups_prefix,omitempty"`
	Name           template              `json:"identity_provider_config_name"`
	IssuerURL      template              `json:"issuer_url"`
	RequiredClaims map[template]template `json:"required_claims,omitempty"`
	UsernameClaim  template              `json:"username_claim,omitempty"`
	UsernamePrefix template              `json:"username_prefix,omitempty"`
}

type tfEntry struct {
	ClusterName  template              `json:"cluster_name"`
	DependsOn    []string              `json:"depends_on,omitempty"`
	Groups       []template            `json:"kubernetes_groups,omitempty"`
	PrincipalARN template              `json:"principal_arn"`
	Tags         map[template]template `json:"tags,omitempty"`
	Type         template              `json:"type"`
}

type tfQueue struct {
	Encrypted bool                  `json:"sqs_managed_sse_enabled"`
	Name      template              `json:"name"`
	Retention int                   `json:"message_retention_seconds"`
	Tags      map[template]template `json:"tags,omitempty"`
}

type tfQueuePolicy struct {
	Policy template `json:"policy"`
	URL    template `json:"queue_url"`
}

type tfRule struct {
	Description template              `json:"description"`
	Name        template              `json:"name"`
	Pattern     template              `json:"event_pattern"`
	Tags        map[template]template `json:"tags,omitempty"`
}

type tfTarget struct {
	ARN  template `json:"arn"`
	ID   template `json:"target_id"`
	Rule template `json:"rule"`
}

type tfAddonAssociation struct {
	RoleARN        template `json:"role_arn"`
	ServiceAccount template `json:"service_account"`
}

// empty tells whether there is nothing to be done.
func (f *tfFile) empty() bool { return len(f.Resource) == 0 }

// newFile returns a file in which there is nothing yet.
func newFile(comment string) *tfFile {
	return &tfFile{
		Comment:  comment,
		Data:     map[string]map[string]any{},
		Locals:   map[string]any{},
		Output:   map[string]tfOutput{},
		Resource: map[string]map[string]any{},
		Variable: map[string]tfVariable{},
	}
}

// add takes over what another file has. No two files have a thing of the same name.
func (f *tfFile) add(other *tfFile) {
	addBlocks(f.Data, other.Data)
	addBlocks(f.Resource, other.Resource)
	maps.Copy(f.Locals, other.Locals)
	maps.Copy(f.Output, other.Output)
}

func addBlocks(to, from map[string]map[string]any) {
	for kind, blocks := range from {
		for label, block := range blocks {
			addBlock(to, kind, label, block)
		}
	}
}

func addBlock(to map[string]map[string]any, kind, label string, block any) {
	if to[kind] == nil {
		to[kind] = map[string]any{}
	}
	to[kind][label] = block
}

// encode returns a value as JSON that is indented by two spaces.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
