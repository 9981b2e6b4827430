package datadog

import (
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// podAddress stands for the address of the pod that a check has found.
const podAddress = "%%host%%"

// serviceAccountDir is where pods have the token and the CA of their service account.
const serviceAccountDir = "/var/run/secrets/kubernetes.io/serviceaccount"

// checkFile is a check's configuration as the agents read it.
type checkFile[I any] struct {
	ADIdentifiers []string `json:"ad_identifiers,omitempty"`
	ClusterCheck  bool     `json:"cluster_check,omitempty"`
	InitConfig    struct{} `json:"init_config"`
	Instances     []I      `json:"instances"`
}

// instanceFile are the keys of all instances.
type instanceFile struct {
	Tags     []string `json:"tags,omitempty"`
	Service  string   `json:"service,omitempty"`
	Interval int64    `json:"min_collection_interval,omitempty"`
}

func (c Check) instance() instanceFile { return instanceFile{c.Tags, c.Service, seconds(c.Interval)} }

// httpFile are the keys of all instances that ask by HTTP.
type httpFile struct {
	Username  string            `json:"username,omitempty"`
	Password  string            `json:"password,omitempty"`
	TLSVerify *bool             `json:"tls_verify,omitempty"`
	TLSCA     string            `json:"tls_ca_cert,omitempty"`
	Headers   map[string]string `json:"extra_headers,omitempty"`
	Timeout   int64             `json:"timeout,omitempty"`
}

func (h HTTP) file() httpFile {
	return httpFile{h.Username, handle(h.Password), unless(h.InsecureSkipTLSVerify), h.CAFile, h.Headers, seconds(h.Timeout)}
}

// unless is false where something is switched off, and says nothing otherwise.
func unless(off bool) *bool {
	if off {
		return new(false)
	}
	return nil
}

func seconds(d metav1.Duration) int64 { return int64(d.Seconds()) }

// configured is a check with its file.
type configured struct {
	Check
	integration string
	file        func() string
	password    *addon.SecretRef
}

// onNodes tells whether the check looks for containers.
func (c configured) onNodes() bool { return len(c.Images) > 0 }

func configure[I any](c Check, integration string, password *addon.SecretRef, instance I) configured {
	file := func() string {
		return text(checkFile[I]{ADIdentifiers: c.Images, ClusterCheck: len(c.Images) == 0, Instances: []I{instance}})
	}
	return configured{c, integration, file, password}
}

// all are the checks with their files.
func (c Checks) all(t addon.Target) []configured {
	var all []configured
	for _, p := range c.Postgres {
		all = append(all, configure(p.Check, "postgres", p.Password, p.file(t)))
	}
	for _, r := range c.Redis {
		all = append(all, configure(r.Check, "redisdb", r.Password, r.file()))
	}
	for _, e := range c.Elasticsearch {
		all = append(all, configure(e.Check, "elastic", e.Password, e.file()))
	}
	for _, m := range c.OpenMetrics {
		all = append(all, configure(m.Check, "openmetrics", m.Password, m.file()))
	}
	return all
}

// checksOn are the checks that agents on nodes read, or those of the cluster agent.
func (o Options) checksOn(t addon.Target, nodes bool) []configured {
	return slices.DeleteFunc(o.Checks.all(t), func(c configured) bool { return c.onNodes() != nodes })
}

// confd are the files of checks, by their keys in a ConfigMap, and where the agents look for
// each.
func confd(checks []configured) (data map[string]string, items []corev1.KeyToPath) {
	data = map[string]string{}
	for _, c := range checks {
		key := c.integration + ".d--" + c.Name + ".yaml"
		data[key] = c.file()
		items = append(items, corev1.KeyToPath{Key: key, Path: c.integration + ".d/" + c.Name + ".yaml"})
	}
	return data, items
}

// confdSources are all files of checks: those of the addon's own ConfigMap, if it has any, and
// those that others bring.
func (c Checks) confdSources(configMap string, items []corev1.KeyToPath, cluster bool) []corev1.VolumeProjection {
	var sources []corev1.VolumeProjection
	add := func(configMap string, items ...corev1.KeyToPath) {
		sources = append(sources, corev1.VolumeProjection{ConfigMap: &corev1.ConfigMapProjection{
			LocalObjectReference: corev1.LocalObjectReference{Name: configMap},
			Items:                items,
		}})
	}
	if len(items) > 0 {
		add(configMap, items...)
	}
	for _, f := range c.Files {
		if f.Cluster == cluster {
			add(f.ConfigMap, corev1.KeyToPath{Key: f.Key, Path: f.Integration + ".d/" + f.ConfigMap + "-" + f.Key})
		}
	}
	return sources
}

// autoconfigured are the integrations whose automatic configuration the addon's own checks take
// the place of.
func (o Options) autoconfigured(t addon.Target) string {
	names := o.IgnoreAutoConfig
	for _, c := range o.checksOn(t, true) {
		if c.integration != "openmetrics" && !slices.Contains(names, c.integration) { // which has none
			names = append(slices.Clone(names), c.integration)
		}
	}
	if !o.KubeState.Disabled && !slices.Contains(names, "kubernetes_state") {
		names = append(slices.Clone(names), "kubernetes_state")
	}
	return strings.Join(names, " ")
}
