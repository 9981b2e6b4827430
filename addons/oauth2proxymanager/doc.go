// Package oauth2proxymanager installs oauth2-proxy-manager, a controller that gives an Ingress
// its oauth2-proxy when it asks for one by annotation.
//
// # What it is for
//
// A login by GitHub in front of internal tools, for members of an organization or of its
// teams. Whoever writes an Ingress of ingress-nginx adds the annotations that [Login] returns,
// and the controller makes the rest in its own namespace: an oauth2-proxy for each
// organization and application, with its Service, ConfigMap and Secret, and one Ingress that
// leads to all of them. Package oauth2proxy makes the same when the cluster is rendered,
// without a controller that may write Secrets.
//
// # Where it departs from upstream
//
// Upstream's manifests still bind their role by rbac.authorization.k8s.io/v1beta1, which
// Kubernetes 1.22 took away: here it is v1. They let the controller write Services, Secrets,
// ConfigMaps, Deployments and Ingresses in every namespace. It writes in its own only, so that
// a Role there is enough; in others it reads Ingresses, and nothing else. It deletes nothing
// and writes no status, so that these rights are gone too. Upstream runs the image's tag
// latest, pulled anew at each start; here a commit must be named.
//
// The Secret with the OAuth application and the salt of the cookies is made beside the addon:
// OAUTH2_PROXY_CLIENT_ID, OAUTH2_PROXY_CLIENT_SECRET and COOKIE_SALT. Its name is an option;
// the keys are the program's.
//
// # What to watch
//
// The controller never deletes what it made: an Ingress that goes leaves its oauth2-proxy
// running. Look through the namespace now and then, or make it anew.
//
// It speaks to GitHub only, serves Ingresses whose ingressClassName is nginx or ingress-nginx,
// and its namespace is written into its code. It has no probes and no metrics: that it has
// stopped shows when a new Ingress gets no login. The oauth2-proxies that it makes are of
// v7.2.1, which is written into the code too and has known holes.
//
// The project is the company's own and rarely changes. For what is new take oauth2proxy, or a
// login at an ALB by OIDC, of package addon/alb, with dex.
package oauth2proxymanager
