package check

import (
	rbacv1 "k8s.io/api/rbac/v1"
)

// ServiceAccounts finds pods that run as a ServiceAccount which nothing brings: they are
// never made. It also warns of bindings that give rights to such an account: they wait for
// whoever makes one of that name.
var ServiceAccounts = Check{Name: "service-accounts", Run: serviceAccounts}

func serviceAccounts(p *Pass) {
	for _, r := range p.Refs {
		if _, ok := p.Source(r.To); ok || r.To.Kind != "ServiceAccount" {
			continue
		}
		report := p.Error
		if r.From.Key.Group == rbacv1.GroupName {
			report = p.Warn
		}
		report(r.From, r.Field, "nobody brings "+r.To.String(), "correct the name, or name it in existing.serviceAccounts")
	}
}
