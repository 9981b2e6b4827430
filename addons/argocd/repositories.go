package argocd

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// secretType is the label by which Argo CD knows what a Secret is for.
const secretType = "argocd.argoproj.io/secret-type"

// Repository is one that Argo CD reaches without a secret, or by credentials for all below a
// URL. Public repositories of Git and Helm needn't be listed unless something is to be said of
// them.
type Repository struct {
	// The name. With "repository-" before it, it is the Secret's.
	Name string `json:"name" jsonschema:"required,maxLength=200,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// The URL: "https://github.com/example/services". Those of GitLab end in ".git".
	URL string `json:"url" jsonschema:"required"`

	// What it holds; "git", where it is left out.
	Type RepositoryType `json:"type,omitempty"`

	// Takes a registry of images for a Helm repository. The URL then has no scheme.
	EnableOCI bool `json:"enableOCI,omitempty"`

	// The project whose Applications alone may use it; all, where it is left out.
	Project string `json:"project,omitempty" jsonschema:"maxLength=253"`

	// Doesn't check the server's certificate.
	Insecure bool `json:"insecure,omitempty"`

	// Gets files of Git LFS.
	EnableLFS bool `json:"enableLFS,omitempty"`

	// How many commits are got; all, where it is left out.
	Depth int32 `json:"depth,omitempty" jsonschema:"minimum=1"`

	// The proxy by which it is reached.
	Proxy string `json:"proxy,omitempty" jsonschema:"pattern=^(https?|socks5)://"`

	// The hosts that are reached without the proxy, with commas between them.
	NoProxy string `json:"noProxy,omitempty"`

	// Logs in by the identity that Azure gives the repository server's pods.
	AzureWorkloadIdentity bool `json:"azureWorkloadIdentity,omitempty"`
}

// RepositoryType is what a repository holds.
type RepositoryType string

// What repositories hold.
const (
	Git  RepositoryType = "git"
	Helm RepositoryType = "helm"
	OCI  RepositoryType = "oci" // images with manifests
)

// Enum lists what repositories may hold.
func (RepositoryType) Enum() []string { return addon.Values(Git, Helm, OCI) }

// Credentials are a Secret by which repositories are reached. Somebody makes it beside the
// addon, External Secrets from Vault for example, in the addon's namespace and in the form that
// Argo CD reads:
//
//	metadata:
//	  labels:
//	    argocd.argoproj.io/secret-type: repo-creds
//	stringData:
//	  type: git
//	  url: https://github.com/example
//	  githubAppID: "1"
//	  githubAppInstallationID: "2"
//	  githubAppPrivateKey: ...
//
// With the type "repository" it is for the one repository of its URL. No reference of Argo CD's
// leads from a repository to keys of another Secret: URL and key must stand together.
type Credentials struct {
	// The Secret.
	Secret string `json:"secret" jsonschema:"required,maxLength=253"`

	// The URL that stands in it: that of a repository, or what the URLs of several begin with.
	URL string `json:"url" jsonschema:"required"`

	// By what Argo CD logs in, which tells the keys that the Secret has.
	By CredentialKind `json:"by" jsonschema:"required"`
}

// CredentialKind is by what Argo CD logs in at a repository.
type CredentialKind string

// By what Argo CD logs in.
const (
	// ByPassword has the keys username and password; the latter may be a token.
	ByPassword CredentialKind = "password"
	// ByBearerToken has the key bearerToken.
	ByBearerToken CredentialKind = "bearerToken"
	// BySSHKey has the key sshPrivateKey.
	BySSHKey CredentialKind = "sshKey"
	// ByGitHubApp has the keys githubAppID, githubAppInstallationID and githubAppPrivateKey.
	ByGitHubApp CredentialKind = "githubApp"
	// ByClientCertificate has the keys tlsClientCertData and tlsClientCertKey.
	ByClientCertificate CredentialKind = "clientCertificate"
	// ByGoogleServiceAccount has the key gcpServiceAccountKey.
	ByGoogleServiceAccount CredentialKind = "googleServiceAccount"
	// ByAzureServicePrincipal has the keys azureServicePrincipalClientId,
	// azureServicePrincipalTenantId and azureServicePrincipalClientSecret.
	ByAzureServicePrincipal CredentialKind = "azureServicePrincipal"
)

// Enum lists by what Argo CD may log in.
func (CredentialKind) Enum() []string {
	return addon.Values(ByPassword, ByBearerToken, BySSHKey, ByGitHubApp, ByClientCertificate, ByGoogleServiceAccount, ByAzureServicePrincipal)
}

// keys are those of the Secret.
func (k CredentialKind) keys() []string {
	switch k {
	case ByPassword:
		return []string{"url", "username", "password"}
	case ByBearerToken:
		return []string{"url", "bearerToken"}
	case BySSHKey:
		return []string{"url", "sshPrivateKey"}
	case ByGitHubApp:
		return []string{"url", "githubAppID", "githubAppInstallationID", "githubAppPrivateKey"}
	case ByClientCertificate:
		return []string{"url", "tlsClientCertData", "tlsClientCertKey"}
	case ByGoogleServiceAccount:
		return []string{"url", "gcpServiceAccountKey"}
	}
	return []string{"url", "azureServicePrincipalClientId", "azureServicePrincipalTenantId", "azureServicePrincipalClientSecret"}
}

// repositories are Secrets of which nothing is secret.
func repositories(o Options) []addon.Object {
	var objs []addon.Object
	for _, r := range o.Repositories {
		s := &corev1.Secret{ObjectMeta: o.of("repository-"+r.Name, "").Meta("repository-" + r.Name), StringData: r.data()}
		s.Labels[secretType] = "repository"
		objs = append(objs, s)
	}
	return objs
}

func (r Repository) data() map[string]string {
	v := values{"type": string(Git), "name": r.Name, "url": r.URL}
	v.text("type", string(r.Type))
	v.yes("enableOCI", r.EnableOCI)
	v.text("project", r.Project)
	v.yes("insecure", r.Insecure)
	v.yes("enableLfs", r.EnableLFS)
	v.text("depth", kube.Number(r.Depth))
	v.text("proxy", r.Proxy)
	v.text("noProxy", r.NoProxy)
	v.yes("useAzureWorkloadIdentity", r.AzureWorkloadIdentity)
	return v
}
