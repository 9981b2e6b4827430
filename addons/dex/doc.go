// Package dex installs dex, an OIDC provider that has users log in elsewhere, such as at
// GitHub, and tells applications who they are and which teams they are in.
//
// # What it is for
//
// The login to the cluster itself. kubectl, through kubelogin, opens dex in a browser; dex
// sends the user to GitHub's OAuth application and gives kubectl an ID token in which the
// user's teams are groups, "org:team"; EKS, which knows dex as an identity provider, takes the
// token; and bindings of package rbac give the groups their rights. Argo CD, oauth2-proxy and
// an ALB's own login are further clients of the same dex.
//
// What EKS has to know is the option eks, which Terraform and CloudFormation make an identity
// provider configuration of: the issuer, the client ID of kubelogin, the claims "email" and
// "groups" and a prefix for both, "oidc:", which the bindings then carry too. EKS must reach
// the issuer, so that it is served under a public name with a certificate of a public
// authority, and takes a quarter of an hour for a change.
//
// # Where the secrets are
//
// The configuration holds none. A connector's client ID and secret, and the secrets of static
// clients, are keys of Secrets, which reach dex as environment variables.
//
// # Where it departs from upstream
//
// The objects are those of upstream's chart, but that the configuration is a ConfigMap where
// the chart makes a Secret of it: there is nothing secret in it. Two or more replicas bring a
// PodDisruptionBudget and a spread. The container runs without privileges and can't write to
// its image, under the user that the image names.
//
// # Why an install can't be taken over
//
// The chart's Deployment mounts a Secret by the name of config, and this one a ConfigMap: a
// volume can't be both, so that the API server refuses the change. Delete the Deployment
// first; nobody can log in until the new one runs. Everything else is taken over, and who
// was logged in stays so.
//
// # What to watch
//
// The issuer is part of every token: it must be the external URL to the letter, without a
// slash at its end if it has none, and changing it logs everybody out.
//
// GitHub's teams change names. A binding goes by the slug, which teamNameField is here by
// default; upstream's default is the name.
//
// Logins, refresh tokens and signing keys are custom resources in dex's namespace, of
// definitions that dex makes itself when it starts: in a cluster where it may not, it doesn't
// start. Whoever reads them can sign tokens.
//
// Refresh tokens last for ever unless expiry says otherwise: somebody who leaves the
// organization can refresh until GitHub is asked again, which dex does with every refresh.
package dex
