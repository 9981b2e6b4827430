package custommetrics

import (
	"fmt"
	"time"

	"sigs.k8s.io/yaml"

	"github.com/fitout/fitout/addon/kube"
)

const minute = time.Minute

// Where a pod has the token and the CA of its service account.
const serviceAccount = "/var/run/secrets/kubernetes.io/serviceaccount"

// The types of Prometheus' configuration.
type (
	promFile struct {
		Global        promGlobal   `json:"global"`
		ScrapeConfigs []promScrape `json:"scrape_configs"`
		RuleFiles     []string     `json:"rule_files,omitempty"`
	}

	promGlobal struct {
		EvaluationInterval string `json:"evaluation_interval"`
		ScrapeInterval     string `json:"scrape_interval"`
		ScrapeTimeout      string `json:"scrape_timeout"`
	}

	promScrape struct {
		JobName         string              `json:"job_name"`
		ScrapeInterval  string              `json:"scrape_interval,omitempty"`
		ScrapeTimeout   string              `json:"scrape_timeout,omitempty"`
		MetricsPath     string              `json:"metrics_path,omitempty"`
		Scheme          Scheme              `json:"scheme,omitempty"`
		Params          map[string][]string `json:"params,omitempty"`
		HonorLabels     bool                `json:"honor_labels,omitempty"`
		BearerTokenFile string              `json:"bearer_token_file,omitempty"`
		TLSConfig       *promTLS            `json:"tls_config,omitempty"`
		Kubernetes      []promDiscovery     `json:"kubernetes_sd_configs,omitempty"`
		Static          []promStatic        `json:"static_configs,omitempty"`
		Relabel         []promRelabel       `json:"relabel_configs,omitempty"`
		MetricRelabel   []promRelabel       `json:"metric_relabel_configs,omitempty"`
	}

	promTLS struct {
		CAFile             string `json:"ca_file,omitempty"`
		InsecureSkipVerify bool   `json:"insecure_skip_verify,omitempty"`
	}

	promDiscovery struct {
		Role       Role            `json:"role"`
		Namespaces *promNamespaces `json:"namespaces,omitempty"`
	}

	promNamespaces struct {
		Names []string `json:"names"`
	}

	promStatic struct {
		Targets []string `json:"targets"`
	}

	promRelabel struct {
		SourceLabels []string `json:"source_labels,omitempty"`
		Regex        string   `json:"regex,omitempty"`
		TargetLabel  string   `json:"target_label,omitempty"`
		Replacement  *string  `json:"replacement,omitempty"`
		Modulus      int64    `json:"modulus,omitempty"`
		Action       Action   `json:"action,omitempty"`
	}

	promRules struct {
		Groups []promGroup `json:"groups"`
	}

	promGroup struct {
		Name  string          `json:"name"`
		Rules []RecordingRule `json:"rules"`
	}
)

// prometheusFiles are Prometheus' configuration, by the names of files.
func (o Options) prometheusFiles() map[string]string {
	p := o.Prometheus
	f := promFile{Global: promGlobal{
		EvaluationInterval: kube.Duration(p.EvaluationInterval),
		ScrapeInterval:     kube.Duration(p.ScrapeInterval),
		ScrapeTimeout:      kube.Duration(p.ScrapeTimeout),
	}}
	for _, c := range o.jobs() {
		f.ScrapeConfigs = append(f.ScrapeConfigs, c.file(p))
	}
	files := map[string]string{}
	if len(p.RecordingRules) > 0 {
		f.RuleFiles = []string{"/etc/config/recording_rules.yml"}
		files["recording_rules.yml"] = text(promRules{Groups: []promGroup{{Name: name, Rules: p.RecordingRules}}})
	}
	files["prometheus.yml"] = text(f)
	return files
}

func (c ScrapeConfig) file(p Prometheus) promScrape {
	f := promScrape{
		JobName:        c.JobName,
		ScrapeInterval: kube.Duration(c.Interval),
		ScrapeTimeout:  kube.Duration(c.Timeout),
		MetricsPath:    c.Path,
		Scheme:         c.Scheme,
		Params:         c.Params,
		HonorLabels:    c.HonorLabels,
		Relabel:        relabelFiles(c.Relabelings),
		MetricRelabel:  relabelFiles(c.MetricRelabelings),
	}
	if c.ServiceAccountToken {
		f.BearerTokenFile = serviceAccount + "/token"
	}
	if c.ClusterCA || c.InsecureSkipVerify {
		f.TLSConfig = &promTLS{InsecureSkipVerify: c.InsecureSkipVerify}
		if c.ClusterCA {
			f.TLSConfig.CAFile = serviceAccount + "/ca.crt"
		}
	}
	if d := c.Kubernetes; d != nil {
		sd := promDiscovery{Role: d.Role}
		names := d.Namespaces
		if names == nil && d.Role != Nodes {
			names = p.Namespaces
		}
		if len(names) > 0 {
			sd.Namespaces = &promNamespaces{names}
		}
		f.Kubernetes = []promDiscovery{sd}
	}
	if len(c.Targets) > 0 {
		f.Static = []promStatic{{c.Targets}}
	}
	return f
}

func relabelFiles(relabelings []Relabeling) []promRelabel {
	var files []promRelabel
	for _, r := range relabelings {
		files = append(files, promRelabel(r))
	}
	return files
}

// text is a file as Prometheus reads it.
func text(file any) string {
	data, err := yaml.Marshal(file)
	if err != nil {
		panic(fmt.Sprintf("custommetrics: %v", err)) // it is a struct of our own
	}
	return string(data)
}
