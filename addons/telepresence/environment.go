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
		kube.Env("LOG_LEVEL", o.LogLevel),
		kube.Env("REGISTRY", path.Dir(repository)),
		kube.Env("SERVER_PORT", kube.Number(o.APIPort)),
		kube.Env("POD_CIDR_STRATEGY", o.PodCIDRStrategy),
		kube.Env("POD_CIDRS", strings.Join(o.PodCIDRs, " ")),
		kube.Env("TRACING_GRPC_PORT", kube.Number(o.TracingPort)),
		kube.Env("AGENT_REST_API_PORT", kube.Number(o.Agent.APIPort)),
		kube.Env("GRPC_MAX_RECEIVE_SIZE", o.MaxReceiveSize.String()),
		kube.Env("ARGO_ROLLOUTS_ENABLED", strconv.FormatBool(o.ArgoRollouts)),
		injectorEnvironment(o, path.Base(repository)),
		kube.Env("PROMETHEUS_PORT", kube.Number(o.Metrics.Port)),
		[]corev1.EnvVar{kube.FieldEnv("MANAGER_NAMESPACE", "metadata.namespace"), kube.FieldEnv("POD_IP", "status.podIP")},
		kube.Env("MANAGED_NAMESPACES", strings.Join(o.managed(), " ")),
		kube.Env("CLIENT_CONNECTION_TTL", kube.Duration(o.Client.ConnectionTTL)),
		kube.Env("CLIENT_ROUTING_ALSO_PROXY_SUBNETS", strings.Join(o.Client.Routing.AlsoProxySubnets, " ")),
		kube.Env("CLIENT_ROUTING_NEVER_PROXY_SUBNETS", strings.Join(o.Client.Routing.NeverProxySubnets, " ")),
		kube.Env("CLIENT_ROUTING_ALLOW_CONFLICTING_SUBNETS", strings.Join(o.Client.Routing.AllowConflictingSubnets, " ")),
		kube.Env("CLIENT_DNS_EXCLUDE_SUFFIXES", strings.Join(o.Client.DNS.ExcludeSuffixes, " ")),
		kube.Env("CLIENT_DNS_INCLUDE_SUFFIXES", strings.Join(o.Client.DNS.IncludeSuffixes, " ")),
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
		kube.Env("MUTATOR_WEBHOOK_PORT", kube.Number(i.Port)),
		kube.Env("AGENT_INJECTOR_SECRET", secret),
		kube.Env("AGENT_ARRIVAL_TIMEOUT", kube.Duration(a.ArrivalTimeout)),
		kube.Env("AGENT_INJECT_POLICY", i.Policy),
		kube.Env("AGENT_INJECTOR_NAME", injectorName),
		kube.Env("AGENT_LOG_LEVEL", a.LogLevel),
		kube.Env("AGENT_PORT", kube.Number(a.Port)),
		kube.Env("AGENT_APP_PROTO_STRATEGY", a.AppProtocolStrategy),
		envJSON("AGENT_RESOURCES", a.Resources),
		envJSON("AGENT_INIT_RESOURCES", a.InitResources),
		kube.Env("AGENT_IMAGE_NAME", image),
		kube.Env("AGENT_IMAGE_TAG", a.Image.Tag),
		envJSON("AGENT_IMAGE_PULL_SECRETS", a.ImagePullSecrets),
		kube.Env("AGENT_IMAGE_PULL_POLICY", a.ImagePullPolicy),
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

// envJSON is a variable that holds a value as JSON, or none where the value is zero.
func envJSON(name string, value any) []corev1.EnvVar {
	if reflect.ValueOf(value).IsZero() {
		return nil
	}
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // all are types of Kubernetes' own
	}
	return kube.Env(name, string(text))
}
