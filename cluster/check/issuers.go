package check

// Issuers finds certificates, and Ingresses with an annotation that asks for one, whose
// issuer nothing brings: they are never issued. It also finds webhooks and definitions that
// want the CA of a Certificate which isn't there, and so are never trusted.
var Issuers = Check{Name: "issuers", Run: func(p *Pass) {
	p.dangling("ClusterIssuer", "add it to the options of cert-manager, or name it in existing.clusterIssuers")
	p.dangling("Issuer", "add it to the options of cert-manager, or name it in existing.issuers")
	p.dangling("Certificate", "correct the name in the annotation")
}}
