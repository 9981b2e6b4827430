package datadog

import (
	_ "embed"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed doc.go
var doc string

const (
	name    = "datadog"
	version = "7.81.1"
	chart   = "datadog-3.240.0"
)

// Definition is the addon datadog.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:       name,
		Doc:        doc,
		Category:   addon.Observability,
		Version:    version,
		Source:     "https://github.com/DataDog/helm-charts/tree/" + chart + "/charts/datadog",
		Kubernetes: ">=1.30",
		Namespace:  name,
	},
	Defaults: defaults,
	Validate: validate,
	Objects:  objects,
	AWS:      onAWS,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon.
type Options struct {
	// The namespace that the addon is installed in.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// The API key, in a Secret of the addon's namespace.
	APIKey addon.SecretRef `json:"apiKey" jsonschema:"required"`

	// An application key, in a Secret of the addon's namespace. Metrics for autoscaling need
	// it.
	AppKey *addon.SecretRef `json:"appKey,omitempty"`

	// The site of Datadog's that the account is at: "datadoghq.com" where it is left out.
	Site string `json:"site,omitempty" jsonschema:"pattern=^[a-z0-9-]+(\\.[a-z0-9-]+)+$"`

	// Where metrics are sent in place of the site, as with a proxy of one's own:
	// "https://metrics.example.com".
	IntakeURL string `json:"intakeURL,omitempty" jsonschema:"pattern=^https?://[^ ]+$"`

	// What the cluster is called at Datadog: the target's name, where it is left out.
	ClusterName string `json:"clusterName,omitempty" jsonschema:"maxLength=80"`

	// Tags of all that is sent: "team:platform".
	Tags []string `json:"tags,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// How much is logged: "INFO" where it is left out.
	LogLevel LogLevel `json:"logLevel,omitempty"`

	// The agents, one on each node. Resources, arguments and environment are those of the
	// container "agent", which collects metrics and logs and runs checks; the image is that of
	// the other containers and of the cluster checks runners too.
	Pods addon.Pods `json:"pods,omitzero" pods:"node"`

	// How the agents are replaced: 10 % of them at once where it is left out.
	RollingUpdate addon.RollingUpdate `json:"rollingUpdate,omitzero"`

	// Environment variables of all containers of the agents, for what no option sets. Nothing
	// complains of a name that the agents don't know.
	ExtraEnv []corev1.EnvVar `json:"extraEnv,omitempty"`

	// Runs the agents in the network of their nodes.
	HostNetwork bool `json:"hostNetwork,omitempty"`

	// Keeps the agents from seeing the processes of their nodes. The origin of metrics and
	// traces then isn't found by the process that sends them.
	NoHostPID bool `json:"noHostPID,omitempty"`

	// The security context of the agents' pods: root, where it is left out.
	SecurityContext *corev1.PodSecurityContext `json:"securityContext,omitempty"`

	// Takes the names of hosts from the file /var/lib/cloud/data/instance-id of the nodes. EC2
	// instances have it, and need it where pods can't reach their metadata service, which is so
	// with a hop limit of 1.
	HostnameFromFile bool `json:"hostnameFromFile,omitempty"`

	// Doesn't have Datadog change the agents' configuration.
	NoRemoteConfiguration bool `json:"noRemoteConfiguration,omitempty"`

	// How the kubelet is reached.
	Kubelet Kubelet `json:"kubelet,omitzero"`

	// The socket of the nodes' container runtime, where it isn't below /var/run:
	// "/run/k3s/containerd/containerd.sock".
	CRISocketPath string `json:"criSocketPath,omitempty" jsonschema:"pattern=^(/[^/ ]+)+$"`

	// Which containers are looked at.
	Containers Containers `json:"containers,omitzero"`

	// Tags that labels and annotations become.
	TagsFrom TagsFrom `json:"tagsFrom,omitzero"`

	// Metrics that applications send.
	DogStatsD DogStatsD `json:"dogStatsD,omitzero"`

	// Traces that applications send.
	APM APM `json:"apm,omitzero"`

	// The logs of containers.
	Logs Logs `json:"logs,omitzero"`

	// Metrics and traces that applications send by OpenTelemetry's protocol.
	OTLP OTLP `json:"otlp,omitzero"`

	// The processes of the nodes.
	Processes Processes `json:"processes,omitzero"`

	// The connections between pods, and what is sent by them.
	Network Network `json:"network,omitzero"`

	// Finding of services by the processes that run.
	Discovery Discovery `json:"discovery,omitzero"`

	// The program that looks into the nodes' kernels, for network, discovery and for what is
	// said here.
	SystemProbe SystemProbe `json:"systemProbe,omitzero"`

	// Metrics of the state of Kubernetes' objects.
	KubeState KubeState `json:"kubeState,omitzero"`

	// Kubernetes' events.
	Events Events `json:"events,omitzero"`

	// Kubernetes' objects, as Datadog shows them.
	Orchestrator Orchestrator `json:"orchestrator,omitzero"`

	// Metrics of pods and Services that are annotated for Prometheus.
	PrometheusScrape PrometheusScrape `json:"prometheusScrape,omitzero"`

	// Integrations whose automatic configuration, for containers of well-known images, is left
	// aside: "redisdb". Those of checks that look for containers are left aside anyway.
	IgnoreAutoConfig []string `json:"ignoreAutoConfig,omitempty" jsonschema:"uniqueItems,pattern=^[a-z0-9_]+$"`

	// Checks of what runs in the cluster and outside.
	Checks Checks `json:"checks,omitzero"`

	// Secrets that annotations of pods and Services may name in the checks that they configure,
	// as in "ENC[k8s_secret@web/redis/password]". Agents and runners get the right to read them.
	ReadableSecrets []ReadableSecrets `json:"readableSecrets,omitempty"`

	// The cluster agent, which asks the Kubernetes API on behalf of all agents.
	ClusterAgent ClusterAgent `json:"clusterAgent,omitzero"`

	// Pods that run the cluster checks, in place of the agents.
	ClusterChecksRunner ClusterChecksRunner `json:"clusterChecksRunner,omitzero"`

	// Brings NetworkPolicies for all pods of the addon, by which they are reached only as they
	// must be.
	NetworkPolicies bool `json:"networkPolicies,omitempty"`
}

const (
	clusterAgentName  = name + "-cluster-agent"
	admissionName     = clusterAgentName + "-admission-controller"
	metricsAPIName    = clusterAgentName + "-metrics-api"
	runnerName        = name + "-clusterchecks"
	runnerAccountName = name + "-cluster-checks"
	confdName         = name + "-confd"
	installInfoName   = name + "-installinfo"
	telemetryName     = name + "-kpi-telemetry-configmap"
	systemProbeName   = name + "-system-probe-config"
	seccompName       = name + "-security"
)

// agents are what the objects of the agents on nodes go by, clusterAgents and runners those of
// the others. The labels that select their pods are upstream's.
func (o Options) agents() kube.Identity { return o.identity("agent", name) }

func (o Options) clusterAgents() kube.Identity { return o.identity("cluster-agent", clusterAgentName) }

func (o Options) runners() kube.Identity { return o.identity("clusterchecks-agent", runnerName) }

func (o Options) identity(component, app string) kube.Identity {
	id := kube.Identify(name, o.Namespace, "").Of(component)
	id.Selector = map[string]string{"app": app}
	return id
}

// labelled are the pods of a component with the labels by which other programs know them. The
// cluster agent leaves its own kind alone when it changes pods.
func labelled(pods addon.Pods, component string) addon.Pods {
	pods.Labels = kube.Over(pods.Labels, map[string]string{
		"admission.datadoghq.com/enabled": "false",
		"agent.datadoghq.com/component":   component,
	})
	return pods
}
