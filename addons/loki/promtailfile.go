package loki

import (
	"cmp"

	"github.com/fitout/fitout/addon/kube"
)

// The structs below are Promtail's configuration as it reads it.
type (
	promtailFile struct {
		Server        promtailServer   `json:"server"`
		Clients       []promtailClient `json:"clients"`
		Positions     promtailPosition `json:"positions"`
		ScrapeConfigs []promtailJob    `json:"scrape_configs"`
		Tracing       enabledFile      `json:"tracing"`
	}

	promtailServer struct {
		HTTPPort  int       `json:"http_listen_port"`
		LogLevel  LogLevel  `json:"log_level"`
		LogFormat LogFormat `json:"log_format"`
	}

	promtailClient struct {
		URL            string             `json:"url"`
		TenantID       string             `json:"tenant_id,omitempty"`
		BasicAuth      *promtailBasicAuth `json:"basic_auth,omitempty"`
		BatchSize      *int64             `json:"batchsize,omitempty"`
		BatchWait      string             `json:"batchwait,omitempty"`
		Timeout        string             `json:"timeout,omitempty"`
		Backoff        *promtailBackoff   `json:"backoff_config,omitempty"`
		ExternalLabels map[string]string  `json:"external_labels,omitempty"`
	}

	promtailBasicAuth struct {
		Username     string `json:"username"`
		PasswordFile string `json:"password_file"`
	}

	promtailBackoff struct {
		MaxRetries int32 `json:"max_retries"`
	}

	promtailPosition struct {
		Filename string `json:"filename"`
	}

	promtailJob struct {
		JobName    string              `json:"job_name"`
		Kubernetes []promtailDiscovery `json:"kubernetes_sd_configs,omitempty"`
		Static     []promtailStatic    `json:"static_configs,omitempty"`
		Journal    *promtailJournal    `json:"journal,omitempty"`
		Relabel    []promtailRelabel   `json:"relabel_configs,omitempty"`
		Stages     []map[string]any    `json:"pipeline_stages,omitempty"`
	}

	promtailDiscovery struct {
		Role string `json:"role"`
	}

	promtailStatic struct {
		Targets []string          `json:"targets"`
		Labels  map[string]string `json:"labels"`
	}

	promtailJournal struct {
		Path   string            `json:"path"`
		MaxAge string            `json:"max_age,omitempty"`
		Labels map[string]string `json:"labels"`
	}

	promtailRelabel struct {
		SourceLabels []string `json:"source_labels,omitempty"`
		Separator    string   `json:"separator,omitempty"`
		Regex        string   `json:"regex,omitempty"`
		TargetLabel  string   `json:"target_label,omitempty"`
		Replacement  *string  `json:"replacement,omitempty"`
		Modulus      int64    `json:"modulus,omitempty"`
		Action       Action   `json:"action,omitempty"`
	}
)

// promtailFile is Promtail's configuration.
func (o Options) promtailFile() promtailFile {
	l := o.Logs
	client := promtailClient{
		URL:            o.pushURL(),
		BatchSize:      bytesOf(l.BatchSize),
		BatchWait:      kube.Duration(l.BatchWait),
		Timeout:        kube.Duration(l.Timeout),
		Backoff:        unless(promtailBackoff{l.MaxRetries}),
		ExternalLabels: l.ExternalLabels,
	}
	if !o.SingleTenant {
		client.TenantID = o.Tenant
	}
	if auth := o.Gateway.BasicAuth; auth != nil {
		client.BasicAuth = &promtailBasicAuth{auth.Username, passwordDir + "/password"}
	}
	f := promtailFile{
		Server:    promtailServer{promtailPort, cmp.Or(l.LogLevel, Info), cmp.Or(l.LogFormat, Logfmt)},
		Clients:   []promtailClient{client},
		Positions: promtailPosition{positionsFile},
		ScrapeConfigs: []promtailJob{{
			JobName:    podsJob,
			Kubernetes: []promtailDiscovery{{"pod"}},
			Relabel:    promtailRelabels(l.relabelings()),
			Stages:     append([]map[string]any{{"cri": map[string]any{}}}, promtailStages(l.Stages)...),
		}},
	}
	for _, c := range l.ScrapeConfigs {
		f.ScrapeConfigs = append(f.ScrapeConfigs, c.promtail())
	}
	return f
}

func (c ScrapeConfig) promtail() promtailJob {
	labels := kube.Over(map[string]string{"job": c.JobName}, c.Labels)
	job := promtailJob{JobName: c.JobName, Relabel: promtailRelabels(c.Relabelings), Stages: promtailStages(c.Stages)}
	if c.Files != nil {
		labels["__path__"] = c.Files.glob()
		job.Static = []promtailStatic{{[]string{"localhost"}, labels}} // a target without which there are no labels
	}
	if c.Journal != nil {
		job.Journal = &promtailJournal{c.Journal.path(), kube.Duration(c.Journal.MaxAge), labels}
	}
	return job
}

func promtailRelabels(relabelings []Relabeling) []promtailRelabel {
	var files []promtailRelabel
	for _, r := range relabelings {
		files = append(files, promtailRelabel(r))
	}
	return files
}

// promtailStages are stages as Promtail reads them: each is a map with its name as the only
// key.
func promtailStages(stages []Stage) []map[string]any {
	var files []map[string]any
	for _, s := range stages {
		n := s.neutral()
		var settings any
		if n.bare {
			settings = n.settings[0].value
		} else {
			all := map[string]any{}
			for _, x := range n.given() {
				all[x.name] = x.value
			}
			if n.stages != nil {
				all["stages"] = promtailStages(n.stages)
			}
			settings = all
		}
		files = append(files, map[string]any{n.promtail: settings})
	}
	return files
}
