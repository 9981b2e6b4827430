// Package k8scd gives a CI service the rights to apply what the company's repositories hold:
// an account for it, a role with those kinds and verbs alone that it needs, and a way in.
//
// # What it is for
//
// A comment on a pull request has CI run kubectl apply. The rights for that are strong, so they
// stand by themselves, where a review sees every change of them.
//
// There are two ways in. By oidc no key exists at all: CI shows the token that its service made
// for the job, takes an AWS role for it, and the cluster's API server knows the role by an EKS
// access entry, as the group k8s-cd:
//
//	aws sts assume-role-with-web-identity … && aws eks update-kubeconfig --name prod
//
// By token there is a Secret with a token that never ends, which CI keeps. Take it where the
// cluster isn't EKS, or until all jobs have moved.
//
// # What it may do
//
// To apply is to get, create and patch; list and watch are for whoever waits for the outcome,
// and delete for a prune that is asked for. Kinds are listed, without wildcards. With namespaces
// these rights hold in those alone.
//
// Who applies Roles and bindings can give away rights. Kubernetes lets it give those that it has
// itself. More takes the verbs escalate, for Roles that hold more, and bind, for bindings to
// roles that do: the options rbac.escalate and rbac.bind say so, and a plan warns of it. Whoever
// may write a Deployment can run pods as any service account of the namespace, in any case.
//
// # Where it departs from upstream
//
// There is no upstream: the package is what the company's own folder k8s-cd holds, less rights
// that nobody used.
//
// # What to watch
//
// IAM must have the OIDC provider of the CI service before the role is made. subjects must name
// the organization, or everybody's jobs on that service get in; name the project and the branch
// where the service tells them. Who may push a workflow to such a branch may do what the role
// may.
//
// EKS access entries need the cluster's authentication mode API or API_AND_CONFIG_MAP.
//
// The token Secret is filled by the cluster. What applies the manifests must leave its data
// alone, and deleting it ends the token. Turn it over now and then by a new name.
//
// The audit log tells the AWS role's session as the user: the job's name, if CI gives the
// session one.
package k8scd
