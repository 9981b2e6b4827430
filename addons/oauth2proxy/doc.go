// Package oauth2proxy installs oauth2-proxy, which has users log in at GitHub, Google or an
// OIDC provider before a request reaches an application.
//
// # What it is for
//
// Internal tools and dashboards without a login of their own, or with one that knows nobody.
// One proxy serves them all, for the same users; or each application gets an instance, with
// users, a cookie and an OAuth application of its own:
//
//	oauth2proxy.New(oauth2proxy.Options{Instance: "grafana", …})
//
// The Ingress of an application says by the annotations that [Login] returns, for
// ingress-nginx, that NGINX asks the proxy about every request. An ALB needs no proxy for
// this: it speaks OIDC itself, as package addon/alb has it, to dex or another provider that
// is reachable from the ALB. GitHub itself is none.
//
// # Where it departs from upstream
//
// The objects are those of upstream's chart, without its Secret: client ID, client secret and
// cookie secret are made beside the addon, by default in a Secret of the addon's name under
// the chart's keys. The chart puts a hash of it into the pods' annotations; here pods that
// shall see new secrets are started anew by hand, since no secret is known when rendering.
// What the chart writes into its configuration file are options and flags, but for the two
// lines that it has by default. Two or more replicas bring a PodDisruptionBudget and a spread.
// No token of the service account is mounted: the proxy never asks the API server.
//
// # What to watch
//
// The cookie secret has 16, 24 or 32 bytes, or is base64 of as many; with any other length the
// proxy doesn't start. A new one logs everybody out.
//
// The session is in the cookie, tokens included. Above 4 KB it is split, and NGINX answers 502
// when the headers exceed its buffer: give it proxy-buffer-size 16k, as Login does, or keep
// sessions in Redis.
//
// Whoever logs in gets in unless something limits it: emailDomains is "*" by default, so that
// the provider's organization, teams or groups have to.
//
// Behind an Ingress set reverseProxy, or the proxy doesn't believe where requests come from.
// The application must be reachable through the Ingress only: whoever reaches its Service needs
// no login.
package oauth2proxy
