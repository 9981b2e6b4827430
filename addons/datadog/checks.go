package datadog

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// Checks collect metrics of what runs in the cluster and outside. A check with images looks for
// containers of these images, on each node, and may leave out where they are reached. Any
// other is a cluster check: it runs once, on one of the cluster checks runners or, without
// them, of the agents.
//
// Passwords are read from files when a check starts, and stand nowhere in its configuration.
type Checks struct {
	// Checks of PostgreSQL, RDS and Aurora.
	Postgres []Postgres `json:"postgres,omitempty"`

	// Checks of Redis and ElastiCache.
	Redis []Redis `json:"redis,omitempty"`

	// Checks of Elasticsearch and OpenSearch.
	Elasticsearch []Elasticsearch `json:"elasticsearch,omitempty"`

	// Checks of what serves metrics for Prometheus.
	OpenMetrics []OpenMetrics `json:"openMetrics,omitempty"`

	// Checks of anything else, by files that the agents read. When one changes the pods must be
	// restarted by hand.
	Files []CheckFile `json:"files,omitempty" jsonschema:"uniqueItems"`
}

// CheckFile is a file of checks in a ConfigMap of the addon's namespace, which somebody else
// brings.
type CheckFile struct {
	// The integration that the checks are of, as Datadog names its folder: "mysql".
	Integration string `json:"integration" jsonschema:"required,pattern=^[a-z0-9_]+$"`

	// The ConfigMap.
	ConfigMap string `json:"configMap" jsonschema:"required,maxLength=253"`

	// The key in the ConfigMap: "conf.yaml".
	Key string `json:"key" jsonschema:"required,pattern=^[-._a-zA-Z0-9]+\\.yaml$"`

	// Gives the file to the cluster agent. It has cluster_check: true then. Agents look for
	// containers by it otherwise, or run it on each node.
	Cluster bool `json:"cluster,omitempty"`
}

// Check is what all checks have in common.
type Check struct {
	// The name of the check among those of its kind.
	Name string `json:"name" jsonschema:"required,pattern=^[a-z0-9]([-a-z0-9]{0\\,60}[a-z0-9])?$"`

	// The images, without registry and tag, of the containers that are checked: "postgres". A
	// pod's annotation ad.datadoghq.com/<container>.check.id gives a container another name
	// here.
	Images []string `json:"images,omitempty" jsonschema:"uniqueItems,pattern=^[a-z0-9][a-z0-9._/-]*$"`

	// Tags of all metrics of the check.
	Tags []string `json:"tags,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The tag "service" of all metrics of the check.
	Service string `json:"service,omitempty"`

	// How often the check runs, in whole seconds: every 15 s where it is left out.
	Interval metav1.Duration `json:"interval,omitzero"`
}

// HTTP says how something is asked by HTTP.
type HTTP struct {
	// The user.
	Username string `json:"username,omitempty"`

	// The password, in a Secret of the addon's namespace.
	Password *addon.SecretRef `json:"password,omitempty"`

	// Takes any certificate.
	InsecureSkipTLSVerify bool `json:"insecureSkipTLSVerify,omitempty"`

	// A file, where the check runs, with the CA of the certificate. Have extraVolumeMounts of the
	// pods that run the check bring it.
	CAFile string `json:"caFile,omitempty" jsonschema:"pattern=^(/[^/ ]+)+$"`

	// Headers that are sent along. What is secret doesn't belong here.
	Headers map[string]string `json:"headers,omitempty"`

	// How long an answer may take, in whole seconds: 10s where it is left out.
	Timeout metav1.Duration `json:"timeout,omitzero"`
}

// ReadableSecrets are Secrets of a namespace.
type ReadableSecrets struct {
	// The namespace.
	Namespace string `json:"namespace" jsonschema:"required,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$,maxLength=63"`

	// The Secrets.
	Names []string `json:"names" jsonschema:"required,minItems=1,uniqueItems,minLength=1"`
}
