// Package istio installs Istio, a service mesh: a proxy beside each pod, gateways at the
// edge, and a control plane, istiod, that tells them all what to do.
//
// # What it is for
//
// Balancing gRPC, whose long connections would otherwise stay with one pod of a Service for
// good. Metrics of the network that are the same for each service, whatever it is written
// in. Encryption between pods. And context that goes along with a request: a header of a
// feature flag that chooses a version of a service further down, and shows up in metrics,
// spans and logs, by the options mesh and resources:
//
//	istio.HTTPMatch{Headers: map[string]istio.StringMatch{"x-feature": {Exact: "new-cart"}}}
//
// The mesh passes such a header on only as far as applications do: a proxy can't know which
// request led to which.
//
// One addon holds what upstream's three charts do: base (the definitions and the webhook
// for all), istiod, and a gateway for each entry of the option gateways. Istio's own
// resources can be listed among the options, or be written by the same types elsewhere:
//
//	addon.With(istio.New(istio.Options{}), istio.NewVirtualService(…))
//
// The CNI plugin and the parts of an ambient mesh are other installs, of which istiod can
// be told. So is an istiod outside of the cluster: this one always runs its own.
//
// # Revisions
//
// Two control planes live side by side when all but one have an Instance, whose name is
// their revision, or a Revision of their own. Namespaces choose one by the label
// istio.io/rev, or by a tag that the option revisionTags points at it. The upgrade that
// upstream advises to is: add the new one as an instance with base.disabled; relabel
// namespaces and restart their pods; move the base and the tag default over; take the old
// one out.
//
// # The injector's configuration
//
// What istiod puts into pods stands in the ConfigMap istio-sidecar-injector: upstream's
// templates, which istiod evaluates, as they are, and the values for them, which are built
// from the options. The templates belong to a minor version, so that the option tag takes
// no other. Fitout evaluates none of them.
//
// # Where it departs from upstream
//
//   - Images come from docker.io/istio. From 1.31 on upstream publishes them nowhere else:
//     neither at registry.istio.io, which older charts name, nor at gcr.io.
//   - Gateways name their image where the chart has "auto", which istiod replaces with the
//     same one. Named, the image goes through the mirror and is in the list of images, and a
//     new version starts the gateways anew. So does a change of what istiod injects into
//     them, by a hash in an annotation.
//   - The ConfigMap values, in which the chart records Helm's values for people, is left out,
//     and so are labels that only upstream's installers read.
//   - The webhook of the base is for this install's own revision where no other is named.
//   - The namespaces enforce the level baseline of Pod Security, and restricted with
//     runtimeSeccomp.
//   - Metrics keep going to Prometheus where the options name default providers for traces or
//     logs alone; an empty list switches them off. With the chart any default provider does.
//   - Two or more replicas bring a spread over nodes and zones, and a PodDisruptionBudget that
//     lets one pod go. The chart has a budget for istiod that keeps one, and none for gateways.
//   - Secrets are no options: tracers that need a token in their configuration are left out,
//     and so are headers of OpenTelemetry's. A collector in the cluster adds them.
//
// # What to watch
//
// The control plane must reach istiod's pods on port 15017: on EKS a rule of the nodes'
// security group, on private GKE clusters one of the firewall. If it can't, or no istiod is
// ready, no pod with a proxy can start, gateways included. Run two or more in production.
//
// A gateway's pods that start before the injector is registered stay without a proxy, and
// fail, until they are deleted. So a plan has them come after it; from then on the API server
// lets none start until istiod answers. The same holds for all pods of a plan that get a
// proxy. Who applies everything at once should look at gateways after the first time.
//
// Istiod writes its CA into the field caBundle of its webhook configurations, of tags too,
// and once it answers turns failurePolicy of the two validating ones, istiod-default-validator
// and istio-validator-…, from Ignore to Fail. These fields are marked by the annotation
// [addon.AnnotationPatched], for engines that take back what others change, such as Argo CD.
// Applied again by kubectl, the policy is Ignore for a moment. With a CA of one's own, in the
// Secret cacerts, give its root as caBundle: then nothing is left to write.
//
// A plan's list of images has the proxies' by way of gateways: istiod puts it together for
// sidecars, so that without a gateway, or where proxy.image differs, it must be mirrored on
// one's own account.
//
// A pod with a sidecar gets a container, istio-init, with the capabilities NET_ADMIN and
// NET_RAW: namespaces that enforce baseline refuse it. The CNI plugin does without.
//
// Without holdApplicationUntilProxyStarts applications may start before the network is
// there. Proxies that run keep their version until their pods are restarted; upstream
// supports an istiod that is one minor version ahead of them, and none that is behind.
//
// A mode STRICT of mutual TLS refuses whoever has no sidecar: load balancers that reach pods
// directly, probes of other systems, and Prometheus, but for the port 15020. Begin with
// PERMISSIVE and watch the metric label connection_security_policy.
//
// A Service of the type LoadBalancer is internal with aws-load-balancer-controller unless an
// annotation gives the scheme. Behind an ALB set numTrustedProxies, else every client has
// the address of the load balancer; where some gateways are behind an NLB, which adds no
// header, set it by the annotation proxy.istio.io/config of the others' pods alone, else
// clients can make up their address.
//
// Each sidecar knows all services of the mesh unless Sidecar resources or discoverySelectors
// limit it; its memory grows with them.
//
// The CA that istiod makes by itself, in the Secret istio-ca-secret, is good for ten years.
// Whoever reads it can be any workload: back it up, or bring one's own.
package istio
