package custommetrics

import (
	"fmt"
	"maps"
	"regexp"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// ScrapeConfig is a job of Prometheus: what is scraped, and how.
type ScrapeConfig struct {
	// The job's name, which all of its series have in the label job.
	JobName string `json:"jobName" jsonschema:"required,minLength=1"`

	// Pods, Services and the like as Kubernetes knows them. Exactly one of this and targets is
	// given.
	Kubernetes *Discovery `json:"kubernetes,omitempty"`

	// Addresses: "exporter.example.com:9100".
	Targets []string `json:"targets,omitempty" jsonschema:"minItems=1"`

	// How often: as Prometheus' own option says, where it is left out.
	Interval metav1.Duration `json:"interval,omitzero"`

	// How long that may take.
	Timeout metav1.Duration `json:"timeout,omitzero"`

	// The path: "/metrics" where it is left out.
	Path string `json:"path,omitempty" jsonschema:"pattern=^/[^ ]*$"`

	// "http" where it is left out, or "https".
	Scheme Scheme `json:"scheme,omitempty"`

	// Parameters of the URL.
	Params map[string][]string `json:"params,omitempty"`

	// Keeps the labels that the target gives where Prometheus has one of the same name.
	HonorLabels bool `json:"honorLabels,omitempty"`

	// Sends the token of Prometheus' own service account along.
	ServiceAccountToken bool `json:"serviceAccountToken,omitempty"`

	// Knows the target's certificate by the cluster's CA.
	ClusterCA bool `json:"clusterCA,omitempty"`

	// Doesn't check the target's certificate.
	InsecureSkipVerify bool `json:"insecureSkipVerify,omitempty"`

	// What becomes of the labels of targets, in this order, before they are scraped.
	Relabelings []Relabeling `json:"relabelings,omitempty"`

	// What becomes of the labels of series, in this order, before they are kept.
	MetricRelabelings []Relabeling `json:"metricRelabelings,omitempty"`
}

// Validate refuses a job without targets.
func (c ScrapeConfig) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path, addon.Field("kubernetes", c.Kubernetes != nil), addon.Field("targets", len(c.Targets) > 0))
}

// Discovery finds targets in Kubernetes.
type Discovery struct {
	// What is found.
	Role Role `json:"role" jsonschema:"required"`

	// In which namespaces: in those of Prometheus' own option, where they are left out.
	Namespaces []string `json:"namespaces,omitempty" jsonschema:"uniqueItems,minLength=1,maxLength=63"`
}

// Role is what is found in Kubernetes.
type Role string

// The roles.
const (
	Pods           Role = "pod"
	Services       Role = "service"
	EndpointSlices Role = "endpointslice"
	Nodes          Role = "node"
	Ingresses      Role = "ingress"
)

// Enum lists the roles.
func (Role) Enum() []string { return addon.Values(Pods, Services, EndpointSlices, Nodes, Ingresses) }

// Scheme is how targets are spoken to.
type Scheme string

// The schemes.
const (
	HTTP  Scheme = "http"
	HTTPS Scheme = "https"
)

// Enum lists the schemes.
func (Scheme) Enum() []string { return addon.Values(HTTP, HTTPS) }

// Relabeling changes labels, or drops what has them.
type Relabeling struct {
	// The labels whose values are looked at, put together by semicolons.
	SourceLabels []string `json:"sourceLabels,omitempty"`

	// The regular expression that the values match as a whole: anything, where it is left out.
	Regex string `json:"regex,omitempty"`

	// The label that is written.
	TargetLabel string `json:"targetLabel,omitempty"`

	// What is written, which may refer to groups of the expression: "$1" where it is left out.
	Replacement *string `json:"replacement,omitempty"`

	// By what a hash of the values is divided, for hashmod.
	Modulus int64 `json:"modulus,omitempty" jsonschema:"minimum=1"`

	// What is done: "replace" where it is left out.
	Action Action `json:"action,omitempty"`
}

// Validate refuses what Prometheus doesn't start with.
func (r Relabeling) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if _, err := regexp.Compile(r.Regex); err != nil {
		errs = append(errs, field.Invalid(path.Child("regex"), r.Regex, "must be a regular expression: "+err.Error()))
	}
	switch r.Action {
	case "", Replace, HashMod, Lowercase, Uppercase:
		if r.TargetLabel == "" {
			errs = append(errs, field.Required(path.Child("targetLabel"), "the action writes one"))
		}
	case LabelDrop, LabelKeep:
		if r.Regex == "" {
			errs = append(errs, field.Required(path.Child("regex"), "it is the names of labels"))
		}
	}
	if (r.Action == HashMod) != (r.Modulus != 0) {
		errs = append(errs, field.Invalid(path.Child("modulus"), r.Modulus, "goes with the action hashmod, and with it only"))
	}
	return errs
}

// Action is what a relabeling does.
type Action string

// The actions.
const (
	Replace   Action = "replace"   // writes the target label
	Keep      Action = "keep"      // drops what doesn't match
	Drop      Action = "drop"      // drops what matches
	LabelMap  Action = "labelmap"  // writes labels whose names match under another name
	LabelDrop Action = "labeldrop" // takes labels away whose names match
	LabelKeep Action = "labelkeep" // takes labels away whose names don't
	HashMod   Action = "hashmod"   // writes a hash of the values
	Lowercase Action = "lowercase" // writes the values in lower case
	Uppercase Action = "uppercase" // writes the values in upper case
)

// Enum lists the actions.
func (Action) Enum() []string {
	return addon.Values(Replace, Keep, Drop, LabelMap, LabelDrop, LabelKeep, HashMod, Lowercase, Uppercase)
}

// RecordingRule makes a series of others.
type RecordingRule struct {
	// The series' name.
	Record string `json:"record" jsonschema:"required,pattern=^[a-zA-Z_:][a-zA-Z0-9_:]*$"`

	// The query that it is made by.
	Expr string `json:"expr" jsonschema:"required"`

	// Labels of the series.
	Labels map[string]string `json:"labels,omitempty"`
}

// Job is a job of upstream's chart.
type Job string

// The jobs. Those that are slow scrape every five minutes what asks for it by another
// annotation.
const (
	JobAPIServers           Job = "kubernetes-api-servers"
	JobNodes                Job = "kubernetes-nodes"          // of the kubelets
	JobContainers           Job = "kubernetes-nodes-cadvisor" // of all containers, and the largest by far
	JobPods                 Job = "kubernetes-pods"           // that ask for it by prometheus.io/scrape
	JobPodsSlow             Job = "kubernetes-pods-slow"
	JobServiceEndpoints     Job = "kubernetes-service-endpoints" // of Services that ask for it
	JobServiceEndpointsSlow Job = "kubernetes-service-endpoints-slow"
	JobServices             Job = "kubernetes-services" // that a blackbox exporter probes
	JobPrometheus           Job = "prometheus"          // itself
	JobPushgateway          Job = "prometheus-pushgateway"
)

// Enum lists the jobs.
func (Job) Enum() []string {
	return addon.Values(JobAPIServers, JobNodes, JobContainers, JobPods, JobPodsSlow, JobServiceEndpoints, JobServiceEndpointsSlow, JobServices, JobPrometheus, JobPushgateway)
}

// readyScrapes are the jobs of NGINX and Envoy: the pods that have a port of the name.
func (o Options) readyScrapes() []ScrapeConfig {
	var configs []ScrapeConfig
	if n := o.NGINX; n != nil {
		configs = append(configs, ofPort("nginx", orElse(n.PortName, "nginx-metrics"), orElse(n.Path, "/metrics")))
	}
	if e := o.Envoy; e != nil {
		configs = append(configs, ofPort("envoy", orElse(e.PortName, "http-envoy-prom"), orElse(e.Path, "/stats/prometheus")))
	}
	return configs
}

// ofPort scrapes the pods that have a port of the name.
func ofPort(job, port, path string) ScrapeConfig {
	return ScrapeConfig{
		JobName:    job,
		Kubernetes: &Discovery{Role: Pods},
		Path:       path,
		Relabelings: []Relabeling{
			{SourceLabels: []string{"__meta_kubernetes_pod_container_port_name"}, Regex: regexp.QuoteMeta(port), Action: Keep},
			{SourceLabels: []string{"__meta_kubernetes_pod_phase"}, Regex: "Pending|Succeeded|Failed|Completed", Action: Drop},
			{SourceLabels: []string{"__meta_kubernetes_namespace"}, TargetLabel: "namespace"},
			{SourceLabels: []string{"__meta_kubernetes_pod_name"}, TargetLabel: "pod"},
		},
	}
}

func orElse(s, or string) string {
	if s != "" {
		return s
	}
	return or
}

// upstreamJobs are those of upstream's chart, by their names.
func upstreamJobs() map[Job]ScrapeConfig {
	slow := func(c ScrapeConfig, name Job) ScrapeConfig {
		c.JobName = string(name)
		c.Interval.Duration, c.Timeout.Duration = 5*minute, minute/2
		return c
	}
	node := func(name Job, path string, more ...Relabeling) ScrapeConfig {
		return ScrapeConfig{
			JobName: string(name), Kubernetes: &Discovery{Role: Nodes}, Path: path,
			Scheme: HTTPS, ServiceAccountToken: true, ClusterCA: true, InsecureSkipVerify: true,
			Relabelings: append([]Relabeling{{Regex: "__meta_kubernetes_node_label_(.+)", Action: LabelMap}}, more...),
		}
	}
	jobs := []ScrapeConfig{
		{
			JobName: string(JobAPIServers), Kubernetes: &Discovery{Role: EndpointSlices},
			Scheme: HTTPS, ServiceAccountToken: true, ClusterCA: true,
			Relabelings: []Relabeling{{
				SourceLabels: []string{"__meta_kubernetes_namespace", "__meta_kubernetes_service_name", "__meta_kubernetes_endpointslice_port_name"},
				Regex:        "default;kubernetes;https", Action: Keep,
			}},
		},
		node(JobNodes, ""),
		node(JobContainers, "/metrics/cadvisor", Relabeling{SourceLabels: []string{"__metrics_path__"}, TargetLabel: "metrics_path"}),
		podJob(JobPods, "scrape", asked("pod", "scrape_slow", Drop)),
		slow(podJob(JobPodsSlow, "scrape_slow"), JobPodsSlow),
		serviceJob(JobServiceEndpoints, "scrape", asked("service", "scrape_slow", Drop)),
		slow(serviceJob(JobServiceEndpointsSlow, "scrape_slow"), JobServiceEndpointsSlow),
		{
			JobName: string(JobServices), Kubernetes: &Discovery{Role: Services}, Path: "/probe", HonorLabels: true,
			Params: map[string][]string{"module": {"http_2xx"}},
			Relabelings: []Relabeling{
				asked("service", "probe", Keep),
				{SourceLabels: []string{"__address__"}, TargetLabel: "__param_target"},
				{Replacement: new("blackbox"), TargetLabel: "__address__"},
				{SourceLabels: []string{"__param_target"}, TargetLabel: "instance"},
				{Regex: "__meta_kubernetes_service_label_(.+)", Action: LabelMap},
				{SourceLabels: []string{"__meta_kubernetes_namespace"}, TargetLabel: "namespace"},
				{SourceLabels: []string{"__meta_kubernetes_service_name"}, TargetLabel: "service"},
			},
		},
		{JobName: string(JobPrometheus), Targets: []string{"localhost:9090"}},
		{
			JobName: string(JobPushgateway), Kubernetes: &Discovery{Role: Services}, HonorLabels: true,
			Relabelings: []Relabeling{{SourceLabels: []string{annotation("service", "probe")}, Regex: "pushgateway", Action: Keep}},
		},
	}
	byName := map[Job]ScrapeConfig{}
	for _, c := range jobs {
		byName[Job(c.JobName)] = c
	}
	return byName
}

// annotation is the label that holds the annotation prometheus.io/what of a pod or Service.
func annotation(of, what string) string {
	return fmt.Sprintf("__meta_kubernetes_%s_annotation_prometheus_io_%s", of, what)
}

// asked keeps, or drops, what asks for something by an annotation.
func asked(of, what string, action Action) Relabeling {
	return Relabeling{SourceLabels: []string{annotation(of, what)}, Regex: "true", Action: action}
}

// podJob scrapes the pods that ask for it.
func podJob(name Job, by string, more ...Relabeling) ScrapeConfig {
	const of = "pod"
	const ip = "__meta_kubernetes_pod_ip"
	return ScrapeConfig{
		JobName: string(name), Kubernetes: &Discovery{Role: Pods}, HonorLabels: true,
		Relabelings: slices.Concat([]Relabeling{asked(of, by, Keep)}, more, []Relabeling{
			{SourceLabels: []string{annotation(of, "scheme")}, Regex: "(https?)", TargetLabel: "__scheme__", Action: Replace},
			{SourceLabels: []string{annotation(of, "path")}, Regex: "(.+)", TargetLabel: "__metrics_path__", Action: Replace},
			{SourceLabels: []string{annotation(of, "port"), ip}, Regex: `(\d+);(([A-Fa-f0-9]{1,4}::?){1,7}[A-Fa-f0-9]{1,4})`, Replacement: new("[$2]:$1"), TargetLabel: "__address__", Action: Replace},
			{SourceLabels: []string{annotation(of, "port"), ip}, Regex: `(\d+);((([0-9]+?)(\.|$)){4})`, Replacement: new("$2:$1"), TargetLabel: "__address__", Action: Replace},
			{Regex: annotation(of, "param_(.+)"), Replacement: new("__param_$1"), Action: LabelMap},
			{Regex: "__meta_kubernetes_pod_label_(.+)", Action: LabelMap},
			{SourceLabels: []string{"__meta_kubernetes_namespace"}, TargetLabel: "namespace", Action: Replace},
			{SourceLabels: []string{"__meta_kubernetes_pod_name"}, TargetLabel: "pod", Action: Replace},
			{SourceLabels: []string{"__meta_kubernetes_pod_phase"}, Regex: "Pending|Succeeded|Failed|Completed", Action: Drop},
			{SourceLabels: []string{"__meta_kubernetes_pod_node_name"}, TargetLabel: "node", Action: Replace},
		}),
	}
}

// serviceJob scrapes what is behind Services that ask for it.
func serviceJob(name Job, by string, more ...Relabeling) ScrapeConfig {
	const of = "service"
	return ScrapeConfig{
		JobName: string(name), Kubernetes: &Discovery{Role: EndpointSlices}, HonorLabels: true,
		Relabelings: slices.Concat([]Relabeling{asked(of, by, Keep)}, more, []Relabeling{
			{SourceLabels: []string{annotation(of, "scheme")}, Regex: "(https?)", TargetLabel: "__scheme__", Action: Replace},
			{SourceLabels: []string{annotation(of, "path")}, Regex: "(.+)", TargetLabel: "__metrics_path__", Action: Replace},
			{SourceLabels: []string{"__address__", annotation(of, "port")}, Regex: `(.+?)(?::\d+)?;(\d+)`, Replacement: new("$1:$2"), TargetLabel: "__address__", Action: Replace},
			{Regex: annotation(of, "param_(.+)"), Replacement: new("__param_$1"), Action: LabelMap},
			{Regex: "__meta_kubernetes_service_label_(.+)", Action: LabelMap},
			{SourceLabels: []string{"__meta_kubernetes_namespace"}, TargetLabel: "namespace", Action: Replace},
			{SourceLabels: []string{"__meta_kubernetes_service_name"}, TargetLabel: "service", Action: Replace},
			{SourceLabels: []string{"__meta_kubernetes_pod_node_name"}, TargetLabel: "node", Action: Replace},
		}),
	}
}

// jobs are all that Prometheus scrapes.
func (o Options) jobs() []ScrapeConfig {
	byName := upstreamJobs()
	for _, j := range o.Prometheus.WithoutJobs {
		delete(byName, j)
	}
	var jobs []ScrapeConfig
	for _, j := range slices.Sorted(maps.Keys(byName)) {
		jobs = append(jobs, byName[j])
	}
	return slices.Concat(jobs, o.readyScrapes(), o.Prometheus.ScrapeConfigs)
}
