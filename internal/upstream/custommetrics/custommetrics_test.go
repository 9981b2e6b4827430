// Package custommetrics has Prometheus and prometheus-adapter themselves read the configuration
// that their addon writes.
package custommetrics

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/config"
	_ "github.com/prometheus/prometheus/discovery/kubernetes"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql/parser"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	adapter "sigs.k8s.io/prometheus-adapter/pkg/config"
	"sigs.k8s.io/prometheus-adapter/pkg/naming"
	"sigs.k8s.io/yaml"
)

// filled stands for what the adapter puts into the queries for CPU and memory.
var filled = strings.NewReplacer("<<.LabelMatchers>>", `namespace="web",pod=~"a|b"`, "<<.GroupBy>>", "pod")

// TestConfigurations reads each file of each golden's ConfigMaps.
func TestConfigurations(t *testing.T) {
	goldens, err := filepath.Glob("../../../addons/custommetrics/testdata/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	read := map[string]int{}
	for _, golden := range goldens {
		for name, text := range files(t, golden) {
			t.Run(filepath.Base(golden)+"/"+name, func(t *testing.T) {
				if err := load(name, text); err != nil {
					t.Errorf("%v\n%s", err, text)
				}
				read[name]++
			})
		}
	}
	for _, name := range []string{"config.yaml", "prometheus.yml", "recording_rules.yml"} {
		if read[name] == 0 {
			t.Errorf("no golden has %s", name)
		}
	}
}

// What upstream refuses must fail here, or the test above says nothing.
func TestBadConfigurations(t *testing.T) {
	for _, tc := range []struct{ name, text string }{
		{"prometheus.yml", "scrape_configs: [{job_name: a, metrics: /}]"},
		{"prometheus.yml", "scrape_configs: [{job_name: a, scrape_interval: 1m, scrape_timeout: 2m}]"},
		{"prometheus.yml", "scrape_configs: [{job_name: a, kubernetes_sd_configs: [{role: house}]}]"},
		{"recording_rules.yml", "groups: [{name: a, rules: [{record: a, expr: sum(}]}]"},
		{"config.yaml", "rules: [{seriesQuery: a, resource: {}}]"},
		{"config.yaml", "rules: [{seriesQuery: '{a', resources: {template: <<.Resource>>}}]"},
		{"config.yaml", "rules: [{seriesQuery: a, metricsQuery: 'sum(<<.Series>>', resources: {template: <<.Resource>>}}]"},
	} {
		if load(tc.name, tc.text) == nil {
			t.Errorf("%s is taken:\n%s", tc.name, tc.text)
		}
	}
}

// load reads a file as the program does that it is for.
func load(name, text string) error {
	switch name {
	case "prometheus.yml":
		_, err := config.Load(text, slog.New(slog.DiscardHandler))
		return err
	case "recording_rules.yml":
		_, errs := rulefmt.Parse([]byte(text), false, model.UTF8Validation, parser.NewParser(parser.Options{}), slog.New(slog.DiscardHandler))
		if len(errs) > 0 {
			return errs[0]
		}
		return nil
	}
	return loadAdapter(text)
}

// loadAdapter makes of the rules what the adapter makes of them when it starts, and parses
// the queries that it would send.
func loadAdapter(text string) error {
	c, err := adapter.FromYAML([]byte(text))
	if err != nil {
		return err
	}
	if err := yaml.UnmarshalStrict([]byte(text), &struct {
		Rules         []adapter.DiscoveryRule `json:"rules"`
		ExternalRules []adapter.DiscoveryRule `json:"externalRules"`
		ResourceRules any                     `json:"resourceRules"`
	}{}); err != nil {
		return err
	}
	var queries []string
	for _, r := range append(c.Rules, c.ExternalRules...) {
		queries = append(queries, r.SeriesQuery)
	}
	if r := c.ResourceRules; r != nil {
		for _, q := range []string{r.CPU.ContainerQuery, r.CPU.NodeQuery, r.Memory.ContainerQuery, r.Memory.NodeQuery} {
			queries = append(queries, filled.Replace(q))
		}
	}
	custom, err := naming.NamersFromConfig(c.Rules, mapper())
	if err != nil {
		return err
	}
	for _, n := range custom {
		q, err := n.QueryForSeries("requests_total", schema.GroupResource{Resource: "namespaces"}, "", labels.Everything(), "web", "shop")
		if err != nil {
			return err
		}
		queries = append(queries, string(q))
	}
	external, err := naming.NamersFromConfig(c.ExternalRules, mapper())
	if err != nil {
		return err
	}
	for _, n := range external {
		q, err := n.QueryForExternalSeries("requests_total", "web", labels.Everything())
		if err != nil {
			return err
		}
		queries = append(queries, string(q))
	}
	for _, q := range queries {
		if _, err := parser.NewParser(parser.Options{}).ParseExpr(q); err != nil {
			return err
		}
	}
	return nil
}

// mapper knows the kinds of objects that the goldens' metrics are of.
func mapper() meta.RESTMapper {
	m := meta.NewDefaultRESTMapper(nil)
	m.Add(corev1.SchemeGroupVersion.WithKind("Namespace"), meta.RESTScopeRoot)
	m.Add(corev1.SchemeGroupVersion.WithKind("Node"), meta.RESTScopeRoot)
	m.Add(corev1.SchemeGroupVersion.WithKind("Pod"), meta.RESTScopeNamespace)
	m.Add(networkingv1.SchemeGroupVersion.WithKind("Ingress"), meta.RESTScopeNamespace)
	return m
}

// files are those in the ConfigMaps of a golden.
func files(t *testing.T, golden string) map[string]string {
	t.Helper()
	data, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, doc := range bytes.Split(data, []byte("\n---\n")) {
		var o struct {
			Kind string
			Data map[string]string
		}
		if err := yaml.Unmarshal(doc, &o); err != nil {
			t.Fatal(err)
		}
		if o.Kind == "ConfigMap" {
			for name, text := range o.Data {
				all[name] = text
			}
		}
	}
	return all
}
