// Package certmanager installs cert-manager, which gets certificates issued, keeps them in
// Secrets and renews them before they expire.
//
// # What it is for
//
// The certificates of internal tools, by annotations on their Ingresses, and those of other
// addons, whose webhooks must serve one that the API server trusts. The certificates of
// sites behind a cloud's load balancer are often better left to the cloud. Who issues is
// said in the options ClusterIssuers and Issuers: an ACME server such as Let's Encrypt, a
// CA in a Secret, Vault, or the certificate's own key. The same types and constructors
// write issuers and certificates anywhere else:
//
//	addon.With(certmanager.New(certmanager.Options{}), certmanager.NewCertificate(…))
//
// Of the providers for DNS-01 challenges Route 53 is typed here.
//
// # Where it departs from upstream
//
// The objects are those of upstream's chart with its definitions enabled, except for these:
//
//   - The check of the API that the chart runs as a hook after an install is left out. As
//     a manifest among others it would be a Job that can't be changed, and that fails
//     while the rest is still coming up.
//   - The namespace enforces the level restricted of Pod Security, which all pods keep to,
//     those that answer challenges included. With Webhook.HostNetwork it can't.
//   - A Vault issuer that logs in by a service account brings the right to request that
//     account's tokens, which upstream leaves to its user.
//   - A ServiceMonitor scrapes the Services' ports by their names and not by the pods', and
//     a monitor has Prometheus' own interval and no label unless they are asked for.
//   - Network policies are for all three components or for none.
//   - Two or more replicas bring a PodDisruptionBudget and a spread over nodes and zones.
//
// # What to watch
//
// Issuers and certificates are refused until the webhook answers and the CA injector has
// put its CA into the webhook configurations, some seconds after the pods are ready. A
// first install in one go may need a second try: order is definitions, workloads, a wait,
// custom resources.
//
// The control plane must reach the webhook's pods on port 10250: on EKS a rule of the
// nodes' security group. Where it can't reach pods at all there is Webhook.HostNetwork,
// and then 10250 is the kubelet's: take another port. While the webhook is down no
// certificate can be asked for, but those there are keep working.
//
// Leases are held in kube-system by default. Where that is not open to addons, as on GKE
// Autopilot, change LeaderElection.Namespace: roles and flags move with it.
//
// On AWS the controller gets a role as soon as a solver among the options uses Route 53
// without a key of its own: to write TXT records of the name _acme-challenge in the zones of
// the solvers, to read these zones, and to list all zones unless each solver names its own.
// Solvers that follow CNAME records may write any name. For issuers that are written
// elsewhere give HostedZoneIDs. An Issuer, unlike a ClusterIssuer, uses that role only with
// IssuerAmbientCredentials.
//
// Let's Encrypt limits how many certificates a domain gets in a week: try an issuer
// against its staging server first. Watch the condition Ready of certificates and the
// metric certmanager_certificate_expiration_timestamp_seconds; nothing breaks on the day
// that renewal begins to fail, but a month later. Deleting the definitions deletes all
// certificates.
package certmanager
