package loki

import (
	"cmp"
	"slices"
	"strings"

	"github.com/fitout/fitout/addon/kube"
)

// alloyFile is Alloy's configuration: the logs of containers, those of further jobs, and where
// they are sent.
func (o Options) alloyFile() string {
	blocks := slices.Concat([]alloyBlock{{
		name: "logging",
		body: attributes(setting{"level", string(cmp.Or(o.Logs.LogLevel, Info))}, setting{"format", string(cmp.Or(o.Logs.LogFormat, Logfmt))}),
	}}, o.alloyPods())
	for _, c := range o.Logs.ScrapeConfigs {
		blocks = append(blocks, c.alloy(o)...)
	}
	return alloyText(append(blocks, o.alloyWrite()))
}

// alloyPods are the logs of the containers of the node's own pods.
func (o Options) alloyPods() []alloyBlock {
	relabel := []alloyStatement{alloyAttribute{"targets", expression("discovery.kubernetes.pods.targets")}}
	stages := append([]alloyStatement{alloyBlock{name: "stage.cri"}}, alloyStages(o.Logs.Stages)...)
	return []alloyBlock{
		{"discovery.kubernetes", "pods", []alloyStatement{
			alloyAttribute{"role", "pod"},
			alloyBlock{name: "selectors", body: []alloyStatement{
				alloyAttribute{"role", "pod"},
				alloyAttribute{"field", expression(`"spec.nodeName=" + sys.env("HOSTNAME")`)},
			}},
		}},
		{"discovery.relabel", "pods", append(relabel, alloyRules(o.Logs.relabelings())...)},
		o.alloyFiles("pods", expression("discovery.relabel.pods.output"), receiver("loki.process.pods")),
		{"loki.process", "pods", append([]alloyStatement{alloyAttribute{"forward_to", receiver(writer)}}, stages...)},
	}
}

// writer is the block that sends logs to Loki.
const writer = "loki.write.loki"

func receiver(block string) []expression { return []expression{expression(block + ".receiver")} }

// alloyFiles reads files, and finds new ones.
func (o Options) alloyFiles(label string, targets any, to []expression) alloyBlock {
	body := attributes(setting{"targets", targets}, setting{"forward_to", to})
	if o.Alloy.AfterPromtail {
		body = append(body, alloyAttribute{"legacy_positions_file", positionsFile})
	}
	return alloyBlock{"loki.source.file", label, append(body, alloyBlock{name: "file_match", body: []alloyStatement{alloyAttribute{"enabled", true}}})}
}

// alloy is a further job.
func (c ScrapeConfig) alloy(o Options) []alloyBlock {
	label := strings.ReplaceAll(c.JobName, "-", "_")
	labels := kube.Over(map[string]string{"job": c.JobName}, c.Labels)
	process := alloyBlock{"loki.process", label, append([]alloyStatement{alloyAttribute{"forward_to", receiver(writer)}}, alloyStages(c.Stages)...)}
	if c.Files != nil {
		labels["__path__"] = c.Files.glob()
		targets := expression("[" + alloyValue(labels, "  ") + "]")
		if c.Relabelings == nil {
			return []alloyBlock{o.alloyFiles(label, targets, receiver("loki.process."+label)), process}
		}
		return []alloyBlock{
			{"discovery.relabel", label, append([]alloyStatement{alloyAttribute{"targets", targets}}, alloyRules(c.Relabelings)...)},
			o.alloyFiles(label, expression("discovery.relabel."+label+".output"), receiver("loki.process."+label)),
			process,
		}
	}
	rules := alloyBlock{"loki.relabel", label, append([]alloyStatement{alloyAttribute{"forward_to", []expression{}}}, alloyRules(c.Relabelings)...)}
	journal := attributes(
		setting{"path", c.Journal.path()}, setting{"max_age", kube.Duration(c.Journal.MaxAge)}, setting{"labels", labels},
		setting{"relabel_rules", expression("loki.relabel." + label + ".rules")}, setting{"forward_to", receiver("loki.process." + label)},
	)
	if o.Alloy.AfterPromtail {
		journal = append(journal, alloyBlock{name: "legacy_position", body: attributes(setting{"file", positionsFile}, setting{"name", c.JobName})})
	}
	return []alloyBlock{rules, {"loki.source.journal", label, journal}, process}
}

// alloyWrite sends logs to Loki.
func (o Options) alloyWrite() alloyBlock {
	l := o.Logs
	tenant := o.Tenant
	if o.SingleTenant {
		tenant = ""
	}
	endpoint := attributes(
		setting{"url", o.pushURL()}, setting{"tenant_id", tenant}, setting{"batch_size", inBytes(l.BatchSize)},
		setting{"batch_wait", kube.Duration(l.BatchWait)}, setting{"remote_timeout", kube.Duration(l.Timeout)}, setting{"max_backoff_retries", l.MaxRetries},
	)
	if auth := o.Gateway.BasicAuth; auth != nil {
		endpoint = append(endpoint, alloyBlock{name: "basic_auth", body: attributes(setting{"username", auth.Username}, setting{"password_file", passwordDir + "/password"})})
	}
	body := append([]alloyStatement{alloyBlock{name: "endpoint", body: endpoint}}, attributes(setting{"external_labels", l.ExternalLabels})...)
	return alloyBlock{"loki.write", "loki", body}
}

func alloyRules(relabelings []Relabeling) []alloyStatement {
	var rules []alloyStatement
	for _, r := range relabelings {
		rule := attributes(
			setting{"source_labels", r.SourceLabels}, setting{"separator", r.Separator}, setting{"regex", r.Regex}, setting{"modulus", r.Modulus},
			setting{"target_label", r.TargetLabel},
		)
		if r.Replacement != nil {
			rule = append(rule, alloyAttribute{"replacement", *r.Replacement})
		}
		rules = append(rules, alloyBlock{name: "rule", body: append(rule, attributes(setting{"action", string(r.Action)})...)})
	}
	return rules
}

func alloyStages(stages []Stage) []alloyStatement {
	var all []alloyStatement
	for _, s := range stages {
		n := s.neutral()
		all = append(all, alloyBlock{name: "stage." + n.alloy, body: append(attributes(n.settings...), alloyStages(n.stages)...)})
	}
	return all
}
