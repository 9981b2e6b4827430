// Package externaldns installs ExternalDNS, which keeps the records at a DNS provider in
// step with what the cluster serves: Services, Ingresses, routes and DNSEndpoints.
//
// # What it is for
//
// Development environments and internal tools come and go, and their names should come
// and go with them: a host in an Ingress becomes a record. Names that must never change
// by accident, such as those of production sites, are better kept static elsewhere, out
// of reach of the zones and the credentials that this addon gets.
//
// It can be installed several times, as for a public and a private zone. Every name
// follows the instance, but the CustomResourceDefinitions are the cluster's: the install
// without an instance brings them, the others don't, unless the option crds says so.
//
// Providers other than AWS are configured by arguments and environment variables. Every
// flag has a variable, EXTERNAL_DNS_ and the flag's name, by which a Secret can be given.
//
// # Where it departs from upstream
//
// The objects are those of upstream's chart, except for these:
//
//   - The owner ID is required, unless the registry is noop. The chart leaves it out and
//     all clusters then go by "default".
//   - In a cluster on AWS the region is passed on, as upstream's tutorial asks for.
//   - The second definition, DNSRecord, and the right to do nothing but update the status
//     of a DNSEndpoint, where the chart's release has a wildcard, are those of upstream's
//     main branch. Version 0.21 itself has no use for DNSRecords yet.
//   - A namespaced install names the Service types that it reads, all but NodePort, and
//     needs gatewayNamespace if it has Gateway API sources; these can list the cluster's
//     namespaces by a ClusterRole. By the chart's roles alone the program waits for nodes,
//     gateways or namespaces that it may not list, and ends after a minute. For the same
//     reason the sources node, pod and gloo-proxy, and listener sets, are refused there.
//
// # What to watch
//
// A record belongs to whoever's owner ID stands in its registry. Two installs that share
// an ID and a zone delete each other's records under the policy sync. So give each one its
// own, by cluster and instance, and don't change it: records under the old ID are left to
// nobody, unless txt.migrateFromOwner takes them over. A Helm install that was given no ID
// goes by "default": to carry on with its records, say so.
//
// The policy upsert-only never deletes. Stale names stay, and one that points to an
// address that somebody else can get is a way in. A TXT registry writes its records beside
// the others; a prefix or suffix keeps them from colliding, and mustn't change later
// either. dryRun shows in the log what a change of any of these would do.
//
// Domain filters say what is meant, not what is allowed: only the credentials do. On AWS
// the role is allowed the records of all hosted zones, or of those in zoneIDFilters: give
// them. With the registry dynamodb it may use the table, and where it assumes a role for
// another account it may do nothing but that. Each pass reads whole zones: with many of
// them, a longer interval, zone ID filters and a cache spare the API's rate limit.
//
// There is no leader election: a second copy would race the first. Each source needs the
// definitions of its custom resources in the cluster, or the program ends after a minute.
// Version 0.22 reads annotations under external-dns.kubernetes.io/ by default, where 0.21
// reads external-dns.alpha.kubernetes.io/.
package externaldns
