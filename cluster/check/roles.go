package check

// Roles finds bindings to a Role or ClusterRole that nothing brings: they give no rights.
// The roles that every cluster has, such as view, are known.
var Roles = Check{Name: "roles", Run: func(p *Pass) {
	p.dangling("Role", "correct the name, or name it in existing.roles")
	p.dangling("ClusterRole", "correct the name, or name it in existing.clusterRoles")
}}
