// Package emissary installs Emissary-ingress, once called Ambassador: an Envoy behind a load
// balancer whose routes are custom resources.
//
// # What it is for
//
// Redirects of landing pages, and routes whose share of the requests changes while a release
// goes on. Each service's team writes its own Mappings, next to the service. It began as the
// one gateway of many clients and services; where another, such as one for GraphQL, has taken
// that over, what stays is little, and worth weighing against an Ingress with annotations.
//
// Four kinds of resources make a gateway, and each has an option here. A Listener is a port;
// a Host is a domain, with its certificate and what becomes of plain HTTP; a Mapping leads a
// prefix of a domain to a service, or away by a redirect; a TLSContext says how TLS is spoken.
// The same types and constructors write them anywhere else:
//
//	addon.With(emissary.New(emissary.Options{}), emissary.NewMapping(…))
//
// # A release in stages
//
// Mappings of the same domain, prefix, method, headers and parameters share the requests.
// Those with a weight get so many percent, the others share the rest: give the new version
// a Mapping with weight 1, then 10, then 50, and in the end change the service of the old
// one. A Mapping with a header more is preferred to those without: testers are led to the
// new version by it before anyone else. What must be the same in all Mappings of a route, such
// as the timeouts of connections, circuit breakers and load balancing, Emissary refuses to
// have different.
//
// # Where it departs from upstream
//
// The objects are those of upstream's two charts, as one addon, except for these:
//
//   - Two or more replicas, and there are three, bring a spread over nodes and zones, and a
//     PodDisruptionBudget that lets one pod go.
//   - The option adminService.port changes the Service alone. The chart's changes the port
//     that is probed too, where nothing listens.
//   - A ServiceMonitor has no label unless it is asked for.
//   - The pods of the webhook for older versions are confined, as its image allows.
//   - The canary of Emissary itself is left out: its pods are those of the main Deployment
//     by their labels. Install an instance for a trial. So are the StatsD exporter, which
//     upstream has deprecated, and configuration from a file, which custom resources replace.
//   - Of a lifecycle there is shutdownDelay: the image has no program to wait with.
//   - An instance's resources name its ID, the default Listeners' and the Module's too.
//
// What Emissary would pass over is an error here: a Mapping that no Host can take, weights
// that make more than 100, a redirect that shares its route, an expression that Envoy can't
// compile, a resource that names another Emissary. Fields that version 4 no longer acts on,
// such as error_response_overrides, are not among the types'.
//
// # Older versions
//
// Custom resources of getambassador.io/v2 and v1 are refused unless the option legacy is
// enabled. The definitions then have these versions too, resources are stored as v2, and
// the API server has a webhook, emissary-apiext, convert them each time. It makes its own CA
// and writes it into the definitions: an engine that watches for differences must leave
// spec.conversion to it. Going back takes three steps: write all resources as v3alpha1,
// store them anew under definitions that store that version, and take v2 out of the
// definitions' status.storedVersions; the API server refuses to lose a version before.
//
// # What to watch
//
// Without a Listener nothing is served, and by default there is none: set defaultListeners,
// list some, or have them written elsewhere. Without a Host all domains are served, in plain
// HTTP; with the first Host, only those that have one. A Host without a requestPolicy sends
// plain HTTP to HTTPS, also where it has no certificate.
//
// Which requests are secure is a Listener's to say. XFP, which the default Listeners have,
// goes by X-Forwarded-Proto. Envoy writes that itself, by whether the connection has TLS,
// unless l7Depth counts a proxy in front, which is then believed. Behind a load balancer
// that ends TLS set it, or all requests count as plain HTTP and are redirected for ever; where
// the load balancer sends no such header, as those of TCP, give its port for HTTPS a Listener
// of HTTP with the security model SECURE. Don't set it where clients get past the proxy.
//
// Where aws-load-balancer-controller runs, its webhook takes over each new Service of type
// LoadBalancer, and what it makes is internal unless an annotation says otherwise.
//
// A redirect with 301 or 308 stays in browsers. Begin with 302.
//
// While the webhook for older versions is down, no custom resource can be read or written,
// in any version. What Envoy has it goes on serving, but a pod that starts then has nothing.
//
// Emissary reads all Secrets of the cluster, or of its namespace with singleNamespace, and
// whoever may write a Mapping in any namespace may take any domain and path. The first
// Mapping with a prefix doesn't win; they share. Watch for weights nobody gave.
//
// The diagnostics show all routes. They are closed to clients, but whoever reaches port 8877
// of the pods sees them, as through the admin Service. Look there, in the log, or in the
// Mappings' status with updateMappingStatus, for what is refused: Emissary has no webhook that
// would tell whoever writes it.
//
// Memory grows with the routes, and with how often they change: each change is kept until the
// connections of the one before are drained, ten minutes by default. Watch the limit of
// 600 MiB.
package emissary
