package argocd

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// ApplicationSetController makes Applications of ApplicationSets.
type ApplicationSetController struct {
	// The pods, of which one at a time is active.
	Pods addon.Pods `json:"pods,omitzero"`

	// How much it logs; as log.level says, where it is left out.
	LogLevel LogLevel `json:"logLevel,omitempty"`

	// The namespaces in which ApplicationSets count, as in applicationNamespaces; the addon's
	// own, where it is left out. It needs allowedSCMProviders or noSCMProviders: whoever may
	// write an ApplicationSet could have tokens sent anywhere.
	Namespaces []string `json:"namespaces,omitempty" jsonschema:"uniqueItems,pattern=^[^\\, ]+$"`

	// What is done with Applications that are there already, for all ApplicationSets; as each
	// one says, "sync" by itself, where it is left out.
	Policy ApplicationsSync `json:"policy,omitempty"`

	// Lets an ApplicationSet say otherwise than policy.
	PolicyOverride bool `json:"policyOverride,omitempty"`

	// Lets ApplicationSets sync their Applications in steps, by their strategy.
	ProgressiveSyncs bool `json:"progressiveSyncs,omitempty"`

	// Writes nothing, and only logs what it would.
	DryRun bool `json:"dryRun,omitempty"`

	// How many ApplicationSets are worked on at once; 10, where it is left out.
	ConcurrentReconciliations int32 `json:"concurrentReconciliations,omitempty" jsonschema:"minimum=1"`

	// How often generators look for changes that say nothing about it; 3 min, where it is left
	// out.
	RequeueAfter metav1.Duration `json:"requeueAfter,omitzero"`

	// Reads patterns for files as Git does, in which "*" ends at a slash.
	NewGitFileGlobbing bool `json:"newGitFileGlobbing,omitempty"`

	// The addresses of GitHub, GitLab and so on that generators may ask, as they stand in their
	// api; all, where it is left out.
	AllowedSCMProviders []string `json:"allowedSCMProviders,omitempty" jsonschema:"uniqueItems,pattern=^https?://[^\\, ]+$"`

	// Lets no generator ask GitHub, GitLab and so on.
	NoSCMProviders bool `json:"noSCMProviders,omitempty"`

	// Takes tokens of generators only from Secrets with the label
	// argocd.argoproj.io/secret-type: scm-creds.
	StrictTokens bool `json:"strictTokens,omitempty"`

	// Annotations that Applications keep though no template has them.
	PreservedAnnotations []string `json:"preservedAnnotations,omitempty" jsonschema:"uniqueItems,pattern=^[^\\, ]+$"`

	// Labels that Applications keep though no template has them.
	PreservedLabels []string `json:"preservedLabels,omitempty" jsonschema:"uniqueItems,pattern=^[^\\, ]+$"`

	// The Ingress by which webhooks of Git servers reach it, at /api/webhook. Without it
	// changes are seen after requeueAfter.
	Ingress *WebhookIngress `json:"ingress,omitempty"`
}

// WebhookIngress leads webhooks to the ApplicationSet controller.
type WebhookIngress struct {
	// The host: another one than Argo CD's own, whose /api/webhook is the server's.
	Host string `json:"host" jsonschema:"required,maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// The class; the cluster's default, where it is left out.
	ClassName string `json:"className,omitempty" jsonschema:"maxLength=253"`

	// The Secret with the certificate.
	TLSSecret string `json:"tlsSecret,omitempty" jsonschema:"maxLength=253"`

	// The issuer by which cert-manager writes the Secret.
	Issuer *addon.IssuerRef `json:"issuer,omitempty"`

	// Annotations, such as those of package addon/alb.
	Annotations map[string]string `json:"annotations,omitempty"`
}

// ApplicationsSync is what is done with the Applications of an ApplicationSet.
type ApplicationsSync string

// What is done with Applications.
const (
	CreateOnly   ApplicationsSync = "create-only"
	CreateUpdate ApplicationsSync = "create-update" // and none is deleted
	CreateDelete ApplicationsSync = "create-delete" // and none is changed
	CreateSync   ApplicationsSync = "sync"          // all three
)

// Enum lists what may be done with Applications.
func (ApplicationsSync) Enum() []string {
	return addon.Values(CreateOnly, CreateUpdate, CreateDelete, CreateSync)
}
