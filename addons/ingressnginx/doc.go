// Package ingressnginx installs ingress-nginx, an Ingress controller that is an NGINX with
// a load balancer in front.
//
// # What it is for
//
// Ingresses of internal tools and dashboards, often with an oauth2-proxy before them,
// which the annotations auth-url and auth-signin make easy. Where a login at an ALB by
// OIDC does as well, aws-load-balancer-controller has one part less to run.
//
// Upstream retired the project in March 2026: nothing is fixed any more, not even holes in
// its security. What runs goes on running; don't build on it anew. It was tested with
// Kubernetes 1.31 to 1.35.
//
// # Several instances
//
// Two controllers live side by side when each has an Instance, or all but one. Names,
// ingress class, controller value, election ID and webhook follow from it: the instance
// "internal" is ingress-nginx-internal, serves the class nginx-internal and looks for
// k8s.io/ingress-nginx-internal. Give none of these by hand to two of them: with one class
// both serve the same Ingresses, with one election ID only one writes their status.
//
// # Where it departs from upstream
//
// The objects are those of upstream's chart, without its annotations for Helm's hooks. Two
// or more replicas bring a spread over nodes and zones, and a PodDisruptionBudget that
// lets one pod go where the chart's keeps one. With cert-manager the webhook's certificate
// signs itself where no issuer is given; the chart makes a CA first. A ServiceMonitor
// leaves the interval to Prometheus. Pods with ports of their nodes ask for a namespace
// that allows it. The MaxMind licence comes from a Secret and is in no manifest. An
// internal Service needs something that tells it from a public one, and takes its IP
// families from that. Behind an NLB that ends TLS the port https is plain HTTP in the pod,
// as in upstream's manifest, but X-Forwarded headers, which such a load balancer never
// sets, are trusted only if the options say so, and port 80 is declared once.
//
// What the controller would skip in silence is an error here: a key of its ConfigMap that
// it doesn't know, a reserved TCP port, snippets below the risk level that allows them.
//
// # The webhook's certificate
//
// By default two Jobs see to it, as in the chart. One makes a certificate, valid for
// generations, unless its Secret is there. The other writes its CA into the webhook
// configuration: the caBundle is the cluster's and in no manifest. Until that is done,
// most often within a minute, Ingresses are refused. The Jobs are deleted as soon as they
// are done, so applying again runs them again, which changes nothing, and a new image
// never meets the old Job, whose template can't be changed. A Job that hangs does get in
// the way: delete it. An engine that watches for differences, such as Argo CD or Flux,
// sees the Jobs missing and runs them over and over; and one that waits for a step to be
// done before the next waits for ever where the webhook configuration comes after the
// Jobs. Take a certificate of cert-manager's there.
//
// # What to watch
//
// The control plane must reach the pods' port 8443: on EKS a rule of the nodes' security
// group, on private GKE clusters one of the firewall. If it can't, or no pod is ready, no
// Ingress can be written.
//
// Where aws-load-balancer-controller runs, its own webhook takes over each new Service of
// type LoadBalancer, and what it makes is internal unless the scheme says otherwise.
// Switching an existing Service from one controller to the other leaks load balancers:
// delete it first.
//
// An NLB that ends TLS doesn't tell the pod that it did. Ingresses with a tls section then
// redirect for ever, and backends see plain HTTP: turn sslRedirect off, or proxyProtocol
// on, by which the pod learns the port.
//
// Whoever may write an Ingress can do a lot to NGINX: the more, the higher
// annotationsRiskLevel is. Snippets hand over the controller, and with it every Secret
// that it may read, which is all of them.
package ingressnginx
