package check

// Secrets finds references to Secrets, or to keys of one, that nothing brings: pods that
// mount them never start. Brought are the Secrets that are in the plan, those that
// cert-manager, external-secrets, sealed-secrets or a certgen Job write for an object in
// the plan, and those in existing.secrets. Optional references are left alone.
//
// Fitout never writes a Secret's values. Create the Secret beside the addons, and name it in
// existing.secrets with its keys.
var Secrets = Check{Name: "secrets", Run: func(p *Pass) {
	p.dangling("Secret", "create it beside the addons and name it in existing.secrets")
}}
