package datadog

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// The environment variables are all of upstream's chart. An agent says nothing of one that it
// doesn't know: testdata/env.txt has their names, to which the tests hold this package.

// everywhere is the environment of agents, cluster agent and runners.
func (o Options) everywhere() []corev1.EnvVar {
	return slices.Concat(
		kube.Env("DD_CLUSTER_NAME", o.ClusterName),
		kube.Env("DD_TAGS", encoded(o.Tags)),
		kube.Env("DD_KUBERNETES_NODE_LABELS_AS_TAGS", encoded(o.TagsFrom.NodeLabels)),
		kube.Env("DD_KUBERNETES_POD_LABELS_AS_TAGS", encoded(o.TagsFrom.PodLabels)),
		kube.Env("DD_KUBERNETES_POD_ANNOTATIONS_AS_TAGS", encoded(o.TagsFrom.PodAnnotations)),
		kube.Env("DD_KUBERNETES_NAMESPACE_LABELS_AS_TAGS", encoded(o.TagsFrom.NamespaceLabels)),
		kube.Env("DD_KUBERNETES_NAMESPACE_ANNOTATIONS_AS_TAGS", encoded(o.TagsFrom.NamespaceAnnotations)),
		kube.Env("DD_KUBERNETES_RESOURCES_LABELS_AS_TAGS", encoded(o.TagsFrom.ResourceLabels)),
		kube.Env("DD_KUBERNETES_RESOURCES_ANNOTATIONS_AS_TAGS", encoded(o.TagsFrom.ResourceAnnotations)),
		kube.Env("KUBERNETES", "yes"),
		kube.Env("DD_SITE", o.Site),
		kube.Env("DD_DD_URL", o.IntakeURL),
		kube.EnvIf(o.Containers.Pause, "DD_EXCLUDE_PAUSE_CONTAINER", "false"),
		kube.Env("DD_CSI_ENABLED", "false"),
	)
}

// onNodes is the environment of all containers of the agents.
func (o Options) onNodes() []corev1.EnvVar {
	return slices.Concat(
		[]corev1.EnvVar{secretEnv("DD_API_KEY", o.APIKey)},
		kube.Env("DD_REMOTE_CONFIGURATION_ENABLED", flag(!o.NoRemoteConfiguration)),
		kube.Env("DD_AUTH_TOKEN_FILE_PATH", confDir+"/auth/token"),
		o.everywhere(),
		o.languageEnv(),
		[]corev1.EnvVar{kube.FieldEnv("DD_KUBERNETES_KUBELET_HOST", "status.hostIP")},
		kube.EnvIf(o.Kubelet.InsecureSkipTLSVerify, "DD_KUBELET_TLS_VERIFY", "false"),
		kube.Env("DD_KUBELET_USE_API_SERVER", flag(o.Kubelet.UseAPIServer)),
		kube.Env("DD_KUBELET_CLIENT_CA", o.Kubelet.caPath()),
		kube.Env("DD_KUBERNETES_USE_ENDPOINT_SLICES", flag(!o.ClusterAgent.NoEndpointSlices)),
		kube.EnvIf(o.HostnameFromFile, "DD_HOSTNAME_FILE", instanceIDFile),
		kube.Env("DD_CONTAINER_INCLUDE", words(o.Containers.Include)),
		kube.Env("DD_CONTAINER_EXCLUDE", words(o.Containers.Exclude)),
		kube.Env("DD_CONTAINER_INCLUDE_METRICS", words(o.Containers.IncludeMetrics)),
		kube.Env("DD_CONTAINER_EXCLUDE_METRICS", words(o.Containers.ExcludeMetrics)),
		kube.Env("DD_CONTAINER_INCLUDE_LOGS", words(o.Containers.IncludeLogs)),
		kube.Env("DD_CONTAINER_EXCLUDE_LOGS", words(o.Containers.ExcludeLogs)),
		kube.Env("DD_OTLP_CONFIG_RECEIVER_PROTOCOLS_GRPC_ENDPOINT", o.OTLP.GRPC.endpoint(4317)),
		kube.Env("DD_OTLP_CONFIG_RECEIVER_PROTOCOLS_HTTP_ENDPOINT", o.OTLP.HTTP.endpoint(4318)),
		kube.Env("DD_OTLP_CONFIG_LOGS_ENABLED", flag(o.OTLP.Logs)),
		kube.EnvIf(o.CRISocketPath != "", "DD_CRI_SOCKET_PATH", "/host"+o.CRISocketPath),
		o.ExtraEnv,
	)
}

func (o Options) languageEnv() []corev1.EnvVar {
	return slices.Concat(
		kube.Env("DD_LANGUAGE_DETECTION_ENABLED", flag(o.detectsLanguages())),
		kube.Env("DD_LANGUAGE_DETECTION_REPORTING_ENABLED", flag(o.detectsLanguages())),
	)
}

func (o Options) detectsLanguages() bool {
	return o.APM.Instrumentation.Enabled && !o.APM.Instrumentation.NoLanguageDetection
}

// clusterAgentEnv is how the cluster agent is found.
func (o Options) clusterAgentEnv() []corev1.EnvVar {
	return slices.Concat(
		kube.Env("DD_CLUSTER_AGENT_ENABLED", "true"),
		kube.Env("DD_CLUSTER_AGENT_KUBERNETES_SERVICE_NAME", clusterAgentName),
		[]corev1.EnvVar{secretEnv("DD_CLUSTER_AGENT_AUTH_TOKEN", o.ClusterAgent.Token)},
	)
}

func (o Options) dogStatsDEnv() []corev1.EnvVar {
	d := o.DogStatsD
	return slices.Concat(
		kube.Env("DD_DOGSTATSD_PORT", kube.Number(d.Port)),
		kube.EnvIf(!d.LocalTrafficOnly, "DD_DOGSTATSD_NON_LOCAL_TRAFFIC", "true"),
		kube.EnvIf(d.OriginDetection, "DD_DOGSTATSD_ORIGIN_DETECTION", "true"),
		kube.EnvIf(d.OriginDetection, "DD_DOGSTATSD_ORIGIN_DETECTION_CLIENT", "true"),
		kube.EnvIf(o.TagsFrom.UnifiedOrigin, "DD_ORIGIN_DETECTION_UNIFIED", "true"),
		kube.Env("DD_DOGSTATSD_TAG_CARDINALITY", d.TagCardinality),
		kube.Env("DD_DOGSTATSD_TAGS", words(d.Tags)),
		kube.Env("DD_DOGSTATSD_SOCKET", d.SocketPath),
	)
}

func (o Options) processEnv() []corev1.EnvVar {
	p := o.Processes
	return slices.Concat(
		kube.Env("DD_PROCESS_CONFIG_PROCESS_COLLECTION_ENABLED", flag(p.Enabled)),
		kube.Env("DD_PROCESS_CONFIG_CONTAINER_COLLECTION_ENABLED", flag(!p.NoContainers)),
		kube.Env("DD_PROCESS_AGENT_DISCOVERY_ENABLED", flag(!p.NoDiscovery)),
		kube.Env("DD_STRIP_PROCESS_ARGS", flag(p.StripArguments)),
		kube.Env("DD_PROCESS_CONFIG_RUN_IN_CORE_AGENT_ENABLED", "true"),
	)
}

// apmEnv is how traces are taken.
func (o Options) apmEnv() []corev1.EnvVar {
	return slices.Concat(
		kube.Env("DD_APM_NON_LOCAL_TRAFFIC", "true"),
		kube.Env("DD_APM_RECEIVER_PORT", kube.Number(o.APM.Port)),
		kube.EnvIf(!o.APM.NoSocket, "DD_APM_RECEIVER_SOCKET", o.APM.SocketPath),
	)
}

// installEnv tells traces how Datadog was installed.
func installEnv() []corev1.EnvVar {
	var env []corev1.EnvVar
	for _, key := range []string{"install_time", "install_id", "install_type"} {
		env = append(env, corev1.EnvVar{
			Name: "DD_INSTRUMENTATION_" + strings.ToUpper(key),
			ValueFrom: &corev1.EnvVarSource{ConfigMapKeyRef: &corev1.ConfigMapKeySelector{
				LocalObjectReference: corev1.LocalObjectReference{Name: telemetryName},
				Key:                  key,
			}},
		})
	}
	return env
}

// sentDirectly has the probe send connections itself, by the main container's configuration.
func (o Options) sentDirectly() []corev1.EnvVar {
	return slices.Concat(
		kube.EnvIf(o.needsProcessAgent(), "DD_AGENT_IPC_PORT", "5009"),
		kube.EnvIf(o.needsProcessAgent(), "DD_AGENT_IPC_CONFIG_REFRESH_INTERVAL", "60"),
	)
}

// networkEnv says whether connections are collected.
func (o Options) networkEnv() []corev1.EnvVar {
	return slices.Concat(
		kube.Env("DD_SYSTEM_PROBE_ENABLED", flag(o.Network.Enabled)),
		kube.EnvIf(o.Network.Enabled, "DD_SYSTEM_PROBE_NETWORK_ENABLED", "true"),
	)
}

func (o Options) scrapeEnv() []corev1.EnvVar {
	p := o.PrometheusScrape
	if !p.Enabled {
		return nil
	}
	return slices.Concat(
		kube.Env("DD_PROMETHEUS_SCRAPE_ENABLED", "true"),
		kube.Env("DD_PROMETHEUS_SCRAPE_SERVICE_ENDPOINTS", flag(p.ServiceEndpoints)),
		kube.Env("DD_PROMETHEUS_SCRAPE_CHECKS", encoded(p.files())),
		kube.Env("DD_PROMETHEUS_SCRAPE_VERSION", kube.Number(p.Version)),
	)
}

// The types of DD_PROMETHEUS_SCRAPE_CHECKS.
type (
	scrapeRuleFile struct {
		Autodiscovery  scrapeDiscovery `json:"autodiscovery,omitzero"`
		Configurations []scrapeFile    `json:"configurations"`
	}

	scrapeDiscovery struct {
		Annotations    scrapeAnnotations `json:"kubernetes_annotations,omitzero"`
		ContainerNames []string          `json:"kubernetes_container_names,omitempty"`
	}

	scrapeAnnotations struct {
		Include map[string]string `json:"include,omitempty"`
		Exclude map[string]string `json:"exclude,omitempty"`
	}
)

func (p PrometheusScrape) files() []scrapeRuleFile {
	var files []scrapeRuleFile
	for _, r := range p.Rules {
		files = append(files, scrapeRuleFile{
			scrapeDiscovery{scrapeAnnotations{r.Annotations, r.ExceptAnnotations}, r.ContainerNames},
			[]scrapeFile{r.Scrape.file()},
		})
	}
	return files
}

// endpoint is where the receiver listens, or nothing where it doesn't.
func (r Receiver) endpoint(port int32) string {
	if !r.Enabled {
		return ""
	}
	return fmt.Sprintf("0.0.0.0:%d", r.port(port))
}

func (r Receiver) port(otherwise int32) int32 {
	if r.Port != 0 {
		return r.Port
	}
	return otherwise
}

// caPath is where the agents find the kubelet's CA, if they are given one.
func (k Kubelet) caPath() string {
	if k.HostCAPath == "" {
		return ""
	}
	return "/var/run/kubelet-ca/" + path.Base(k.HostCAPath)
}

func secretEnv(name string, ref addon.SecretRef) corev1.EnvVar {
	return corev1.EnvVar{Name: name, ValueFrom: &corev1.EnvVarSource{SecretKeyRef: ref.Selector()}}
}

func flag(on bool) string { return strconv.FormatBool(on) }

func words(all []string) string { return strings.Join(all, " ") }

// wholeSeconds is empty for zero, which for an option means that it is left out.
func wholeSeconds(d metav1.Duration) string { return kube.Number(int32(d.Seconds())) }

// encoded is a list or a map as JSON, or nothing where it is empty.
func encoded[T []string | []scrapeRuleFile | map[string]string | map[string]map[string]string](v T) string {
	if len(v) == 0 {
		return ""
	}
	data, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("datadog: %v", err)) // it is of our own types
	}
	return string(data)
}

// text is a file as the agents read it.
func text(file any) string {
	data, err := yaml.Marshal(file)
	if err != nil {
		panic(fmt.Sprintf("datadog: %v", err)) // it is a struct of our own
	}
	return string(data)
}
