package telepresence

import (
	"encoding/json"
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// environment is how the manager is configured. It takes no flags.
func environment(t addon.Target, o Options) []corev1.EnvVar {
	repository := t.Image(addon.Image{Repository: o.agentRepository()})
	return slices.Concat(
		env("LOG_LEVEL", string(o.LogLevel)),
		env("REGISTRY", path.Dir(repository)),
		envPort("SERVER_PORT", o.APIPort),
		env("POD_CIDR_STRATEGY", string(o.PodCIDRStrategy)),
		env("POD_CIDRS", strings.Join(o.PodCIDRs, " ")),
		envPort("TRACING_GRPC_PORT", o.TracingPort),
		envPort("AGENT_REST_API_PORT", o.Agent.APIPort),
		env("GRPC_MAX_RECEIVE_SIZE", o.MaxReceiveSize.String()),
		env("ARGO_ROLLOUTS_ENABLED", strconv.FormatBool(o.ArgoRollouts)),
		injectorEnvironment(o, path.Base(repository)),
		envPort("PROMETHEUS_PORT", o.Metrics.Port),
		[]corev1.EnvVar{kube.FieldEnv("MANAGER_NAMESPACE", "metadata.namespace"), kube.FieldEnv("POD_IP", "status.podIP")},
		env("MANAGED_NAMESPACES", strings.Join(o.managed(), " ")),
		env("CLIENT_CONNECTION_TTL", kube.Duration(o.Client.ConnectionTTL)),
		env("CLIENT_ROUTING_ALSO_PROXY_SUBNETS", strings.Join(o.Client.Routing.AlsoProxySubnets, " ")),
		env("CLIENT_ROUTING_NEVER_PROXY_SUBNETS", strings.Join(o.Client.Routing.NeverProxySubnets, " ")),
		env("CLIENT_ROUTING_ALLOW_CONFLICTING_SUBNETS", strings.Join(o.Client.Routing.AllowConflictingSubnets, " ")),
		env("CLIENT_DNS_EXCLUDE_SUFFIXES", strings.Join(o.Client.DNS.ExcludeSuffixes, " ")),
		env("CLIENT_DNS_INCLUDE_SUFFIXES", strings.Join(o.Client.DNS.IncludeSuffixes, " ")),
	)
}

// injectorEnvironment is about the webhook and the agents that it puts into pods. The image
// is the base name of the agents' repository.
func injectorEnvironment(o Options, image string) []corev1.EnvVar {
	i, a := o.AgentInjector, o.Agent
	if i.Disabled {
		return nil
	}
	secret := o.certificateSecret()
	if o.mountsCertificate() {
		secret = certificateDir
	}
	if image == "tel2" {
		image = "" // the manager knows
	}
	return slices.Concat(
		envPort("MUTATOR_WEBHOOK_PORT", i.Port),
		env("AGENT_INJECTOR_SECRET", secret),
		env("AGENT_ARRIVAL_TIMEOUT", kube.Duration(a.ArrivalTimeout)),
		env("AGENT_INJECT_POLICY", string(i.Policy)),
		env("AGENT_INJECTOR_NAME", injectorName),
		env("AGENT_LOG_LEVEL", string(a.LogLevel)),
		envPort("AGENT_PORT", a.Port),
		env("AGENT_APP_PROTO_STRATEGY", string(a.AppProtocolStrategy)),
		envJSON("AGENT_RESOURCES", a.Resources),
		envJSON("AGENT_INIT_RESOURCES", a.InitResources),
		env("AGENT_IMAGE_NAME", image),
		env("AGENT_IMAGE_TAG", a.Image.Tag),
		envJSON("AGENT_IMAGE_PULL_SECRETS", a.ImagePullSecrets),
		env("AGENT_IMAGE_PULL_POLICY", string(a.ImagePullPolicy)),
		envJSON("AGENT_SECURITY_CONTEXT", a.SecurityContext),
	)
}

// agentRepository is where the agents' image is: beside the manager, unless told otherwise.
func (o Options) agentRepository() string {
	if r := o.Agent.Image.Repository; r != "" {
		return r
	}
	return o.Pods.Image.Repository
}

// env is a variable, or none where the value is empty.
func env(name, value string) []corev1.EnvVar {
	if value == "" {
		return nil
	}
	return []corev1.EnvVar{{Name: name, Value: value}}
}

func envPort(name string, port int32) []corev1.EnvVar {
	if port == 0 {
		return nil
	}
	return env(name, strconv.Itoa(int(port)))
}

// envJSON is a variable that holds a value as JSON, or none where the value is zero.
func envJSON(name string, value any) []corev1.EnvVar {
	if reflect.ValueOf(value).IsZero() {
		return nil
	}
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // all are types of Kubernetes' own
	}
	return env(name, string(text))
}
