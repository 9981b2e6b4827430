// Package kubeapiserver serves the Kubernetes API under a domain of one's own, by an Ingress
// that leads to the Service default/kubernetes.
//
// # What it is for
//
// EKS gives a cluster's API an address that changes with the cluster and takes no domain of
// one's own. Tools and kubeconfigs that know the old name go on working through the Ingress.
//
// # What passes
//
// Bearer tokens do: those of service accounts, of aws eks get-token and of OIDC. Client
// certificates don't, since TLS ends at the Ingress. A login in front of it, by auth-url or an
// ALB's OIDC, shuts kubectl out: it follows no redirects to a login page.
//
// # By ingress-nginx
//
// Requests reach the API server by HTTPS. Watches, exec, port-forward and logs last as long as
// timeout says, an hour by default, where NGINX's own minute would cut them; bodies have no
// limit, where 1 MB would refuse larger objects with 413, and aren't held back in a buffer.
//
// NGINX doesn't verify the API server's certificate unless caSecret names a Secret, in the
// namespace default, with the cluster's CA in ca.crt, as it stands in the ConfigMap
// kube-root-ca.crt of every namespace. The annotation that this takes, proxy-ssl-name, has the
// risk High: a controller whose annotations-risk-level is below refuses the Ingress.
//
// # By an ALB
//
// aws-load-balancer-controller takes pods or ports of nodes for targets, and the API server of
// an EKS cluster is neither. The rule therefore leads to a target group that is made otherwise,
// with the addresses that the API server has in the VPC, by HTTPS at port 443; EKS changes these
// now and then, so something must keep them. An ALB verifies no certificates, and closes a
// connection on which nothing is said after idle_timeout.timeout_seconds, 4000 at most; the
// option sets 3600. It carries no SPDY: exec, attach and port-forward need a kubectl that speaks
// WebSocket, from 1.31 on.
//
// # Where it departs from upstream
//
// There is no upstream. The annotations are those of the two controllers' own documentation.
//
// # What to watch
//
// The API becomes reachable from wherever the Ingress is. Limit it by allowedCIDRs, or serve
// it by a class that only the network inside reaches.
//
// ingress-nginx is retired. Whatever serves the Ingress after it must keep the timeouts.
//
// The kubeconfig's certificate-authority-data must be that of the Ingress's certificate, or left
// out where a public authority signed it.
package kubeapiserver
