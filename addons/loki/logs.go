package loki

import (
	"regexp"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// Logs is what is collected, and what becomes of it on its way. It is the same for all
// collectors.
type Logs struct {
	// Labels that all logs get, such as the cluster's name.
	ExternalLabels map[string]string `json:"externalLabels,omitempty"`

	// The namespaces whose logs are collected: all, where neither this nor excludeNamespaces
	// is given.
	Namespaces []string `json:"namespaces,omitempty" jsonschema:"uniqueItems,minLength=1,maxLength=63"`

	// The namespaces whose logs aren't collected.
	ExcludeNamespaces []string `json:"excludeNamespaces,omitempty" jsonschema:"uniqueItems,minLength=1,maxLength=63"`

	// What becomes of the labels of containers, in this order, after those that they get
	// anyway: namespace, pod, container, app, instance, component, job and node_name.
	Relabelings []Relabeling `json:"relabelings,omitempty"`

	// What becomes of the lines of containers, in this order, after what the container runtime
	// has put before them is taken off.
	Stages []Stage `json:"stages,omitempty"`

	// Further logs of nodes, beside those of containers.
	ScrapeConfigs []ScrapeConfig `json:"scrapeConfigs,omitempty"`

	// How much is sent at once: 1Mi where it is left out.
	BatchSize *resource.Quantity `json:"batchSize,omitempty"`

	// How long lines wait for others to be sent with: 1s where it is left out.
	BatchWait metav1.Duration `json:"batchWait,omitzero"`

	// How long sending may take: 10s where it is left out.
	Timeout metav1.Duration `json:"timeout,omitzero"`

	// How often it is tried before logs are lost: 10 times where it is left out.
	MaxRetries int32 `json:"maxRetries,omitempty" jsonschema:"minimum=1"`

	// How much the collector logs itself: "info" where it is left out.
	LogLevel LogLevel `json:"logLevel,omitempty"`

	// The form of that log: "logfmt" where it is left out.
	LogFormat LogFormat `json:"logFormat,omitempty"`
}

// Validate refuses two answers to whose logs are collected.
func (l Logs) Validate(path *field.Path) field.ErrorList {
	errs := addon.AtMostOne(path, addon.Field("namespaces", l.Namespaces != nil), addon.Field("excludeNamespaces", l.ExcludeNamespaces != nil))
	names := map[string]bool{podsJob: true}
	for i, c := range l.ScrapeConfigs {
		if names[c.JobName] {
			errs = append(errs, field.Duplicate(path.Child("scrapeConfigs").Index(i).Child("jobName"), c.JobName))
		}
		names[c.JobName] = true
	}
	return errs
}

// ScrapeConfig is a job of the collector: logs of nodes, and what becomes of them. Exactly one
// of files and journal is given.
type ScrapeConfig struct {
	// The job's name, which its logs have in the label job.
	JobName string `json:"jobName" jsonschema:"required,pattern=^[a-z]([-a-z0-9]*[a-z0-9])?$,maxLength=40"`

	// Files on nodes.
	Files *Files `json:"files,omitempty"`

	// The journal of systemd's.
	Journal *Journal `json:"journal,omitempty"`

	// Labels that the logs get.
	Labels map[string]string `json:"labels,omitempty"`

	// What becomes of the labels, in this order.
	Relabelings []Relabeling `json:"relabelings,omitempty"`

	// What becomes of the lines, in this order.
	Stages []Stage `json:"stages,omitempty"`
}

// Validate wants one place.
func (c ScrapeConfig) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path, addon.Field("files", c.Files != nil), addon.Field("journal", c.Journal != nil))
}

// Files are files on nodes.
type Files struct {
	// The folder, which the collector's pods mount: "/var/log/audit".
	Folder string `json:"folder" jsonschema:"required,pattern=^(/[^/:]+)+$"`

	// The names of the files in it: "*.log", or "**/*.log" for those in folders of its own.
	Pattern string `json:"pattern" jsonschema:"required,pattern=^[^/].*$"`
}

// Journal is what systemd logs on nodes.
type Journal struct {
	// The folder, which the collector's pods mount: "/var/log/journal" where it is left out.
	Path string `json:"path,omitempty" jsonschema:"pattern=^(/[^/:]+)+$"`

	// How old entries may be when the collector starts: 7h where it is left out.
	MaxAge metav1.Duration `json:"maxAge,omitzero"`
}

// Relabeling changes labels, or drops what has them.
type Relabeling struct {
	// The labels whose values are looked at, put together by the separator.
	SourceLabels []string `json:"sourceLabels,omitempty"`

	// What stands between the values: ";" where it is left out.
	Separator string `json:"separator,omitempty"`

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

// Validate refuses what collectors don't start with.
func (r Relabeling) Validate(path *field.Path) field.ErrorList {
	errs := checkRegex(r.Regex, path.Child("regex"))
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

func checkRegex(expr string, path *field.Path) field.ErrorList {
	if _, err := regexp.Compile(expr); err != nil {
		return field.ErrorList{field.Invalid(path, expr, "must be a regular expression: "+err.Error())}
	}
	return nil
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

const (
	podsJob     = "kubernetes-pods"
	podLogs     = "/var/log/pods"
	dockerLogs  = "/var/lib/docker/containers" // where Docker has what podLogs points to
	journalPath = "/var/log/journal"
	machineID   = "/etc/machine-id" // by which journals are known
)

// relabelings are those of the logs of containers. The labels are upstream's.
func (l Logs) relabelings() []Relabeling {
	const meta = "__meta_kubernetes_"
	first := func(target string, labels ...string) Relabeling {
		return Relabeling{SourceLabels: labels, Regex: `^;*([^;]+)(;.*)?$`, TargetLabel: target, Action: Replace}
	}
	from := func(target, label string) Relabeling {
		return Relabeling{SourceLabels: []string{label}, TargetLabel: target, Action: Replace}
	}
	const path = podLogs + "/*$1/*.log"
	all := []Relabeling{
		{SourceLabels: []string{meta + "pod_controller_name"}, Regex: `([0-9a-z-.]+?)(-[0-9a-f]{8,10})?`, TargetLabel: "__tmp_controller_name", Action: Replace},
		first("app", meta+"pod_label_app_kubernetes_io_name", meta+"pod_label_app", "__tmp_controller_name", meta+"pod_name"),
		first("instance", meta+"pod_label_app_kubernetes_io_instance", meta+"pod_label_instance"),
		first("component", meta+"pod_label_app_kubernetes_io_component", meta+"pod_label_component"),
		from("node_name", meta+"pod_node_name"),
		from("namespace", meta+"namespace"),
		{SourceLabels: []string{"namespace", "app"}, Separator: "/", TargetLabel: "job", Replacement: new("$1"), Action: Replace},
		from("pod", meta+"pod_name"),
		from("container", meta+"pod_container_name"),
		{SourceLabels: []string{meta + "pod_uid", meta + "pod_container_name"}, Separator: "/", TargetLabel: "__path__", Replacement: new(path), Action: Replace},
		{
			SourceLabels: []string{meta + "pod_annotationpresent_kubernetes_io_config_hash", meta + "pod_annotation_kubernetes_io_config_hash", meta + "pod_container_name"},
			Separator:    "/", Regex: "true/(.*)", TargetLabel: "__path__", Replacement: new(path), Action: Replace,
		},
	}
	if l.Namespaces != nil {
		all = append(all, ofNamespaces(l.Namespaces, Keep))
	}
	if l.ExcludeNamespaces != nil {
		all = append(all, ofNamespaces(l.ExcludeNamespaces, Drop))
	}
	return append(all, l.Relabelings...)
}

func ofNamespaces(names []string, action Action) Relabeling {
	expr := ""
	for _, n := range names {
		if expr != "" {
			expr += "|"
		}
		expr += regexp.QuoteMeta(n)
	}
	return Relabeling{SourceLabels: []string{"namespace"}, Regex: expr, Action: action}
}
