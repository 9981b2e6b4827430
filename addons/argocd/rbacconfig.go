package argocd

import (
	"encoding/csv"
	"strings"
)

// settings are the data of argocd-rbac-cm.
func (r RBAC) settings() values {
	v := values{}
	v.text("policy.csv", r.csv())
	v.text("policy.default", r.DefaultRole)
	documents(v, "scopes", r.Scopes)
	v.text("policy.matchMode", string(r.MatchMode))
	return v
}

// csv is policy.csv: a line for each policy, and then for each grant.
func (r RBAC) csv() string {
	var b strings.Builder
	for _, p := range r.Policies {
		p.Resource = r.resource(p.Resource)
		b.WriteString(p.row(p.Role))
	}
	for _, g := range r.Grants {
		b.WriteString(row("g", g.Subject, g.Role))
	}
	return b.String()
}

// resource is what stands for all resources where policies are regular expressions.
func (r RBAC) resource(resource Resource) Resource {
	if r.MatchMode == Regex && resource == AllResources {
		return ".*"
	}
	return resource
}

// row is the policy's line, for a role of any name.
func (p Policy) row(role string) string {
	effect := p.Effect
	if effect == "" {
		effect = Allow
	}
	return row("p", role, string(p.Resource), string(p.Action), p.Object, string(effect))
}

// row is a line of CSV, as Argo CD reads each by itself: with spaces behind the commas.
func row(fields ...string) string {
	for i, f := range fields {
		var b strings.Builder
		w := csv.NewWriter(&b)
		w.Write([]string{f}) // a strings.Builder takes everything
		w.Flush()
		fields[i] = strings.TrimSuffix(b.String(), "\n")
	}
	return strings.Join(fields, ", ") + "\n"
}
