package custommetrics

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"sigs.k8s.io/yaml"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// Rule finds series, and says what they are called and of what they are. The fields are those
// of the adapter's configuration, where <<.Series>>, <<.LabelMatchers>>, <<.GroupBy>> and
// <<.Resource>> stand for what the adapter puts there.
type Rule struct {
	// Which series: '{__name__=~"^http_.*",namespace!="",pod!=""}'.
	SeriesQuery string `json:"seriesQuery" jsonschema:"required"`

	// What must hold for their names besides.
	SeriesFilters []SeriesFilter `json:"seriesFilters,omitzero"`

	// Of which objects they are, by their labels.
	Resources ResourceMapping `json:"resources,omitzero"`

	// What the metric is called: as the series, where it is left out.
	Name NameMapping `json:"name,omitzero"`

	// The query whose result is the metric: the sum of all series of an object, where it is
	// left out.
	MetricsQuery string `json:"metricsQuery,omitempty"`
}

// SeriesFilter is a condition of names. Exactly one of the two is given.
type SeriesFilter struct {
	// A regular expression that the name matches.
	Is string `json:"is,omitempty"`

	// A regular expression that it doesn't.
	IsNot string `json:"isNot,omitempty"`
}

// Validate refuses regular expressions that can't be read.
func (f SeriesFilter) Validate(path *field.Path) field.ErrorList {
	errs := addon.ExactlyOne(path, addon.Field("is", f.Is != ""), addon.Field("isNot", f.IsNot != ""))
	errs = append(errs, validateRegexp(f.Is, path.Child("is"))...)
	return append(errs, validateRegexp(f.IsNot, path.Child("isNot"))...)
}

// ResourceMapping says by which labels a series is an object's.
type ResourceMapping struct {
	// The labels one by one, and the kind of object whose name each is: {pod: {resource: pod}}.
	Overrides map[string]GroupResource `json:"overrides,omitempty"`

	// The label of any kind of object: "<<.Resource>>" if the label of pods is pod.
	Template string `json:"template,omitempty"`

	// Whether an external metric belongs to the namespace of who asks for it: yes, where it is
	// left out.
	Namespaced *bool `json:"namespaced,omitempty"`
}

// GroupResource is a kind of object.
type GroupResource struct {
	// The API group; the core group, where it is left out.
	Group string `json:"group,omitempty"`

	// The resource: "pod".
	Resource string `json:"resource" jsonschema:"required"`
}

// NameMapping says what a metric is called.
type NameMapping struct {
	// A regular expression that the name of the series matches.
	Matches string `json:"matches"`

	// The name, which may refer to groups of the expression: "${1}_per_second". The first group
	// of the expression, where it is left out, or all of the name.
	As string `json:"as"`
}

// Validate refuses a regular expression that can't be read.
func (n NameMapping) Validate(path *field.Path) field.ErrorList {
	return validateRegexp(n.Matches, path.Child("matches"))
}

// Validate refuses a template for the query that isn't one.
func (r Rule) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for _, q := range []struct{ name, query string }{{"seriesQuery", r.SeriesQuery}, {"metricsQuery", r.MetricsQuery}} {
		if strings.Count(q.query, "<<") != strings.Count(q.query, ">>") {
			errs = append(errs, field.Invalid(path.Child(q.name), q.query, "must have >> for each <<, as in <<.Series>>"))
		}
	}
	return errs
}

func validateRegexp(expression string, path *field.Path) field.ErrorList {
	if _, err := regexp.Compile(expression); err != nil {
		return field.ErrorList{field.Invalid(path, expression, "must be a regular expression: "+err.Error())}
	}
	return nil
}

// ResourceRules say how CPU and memory are measured.
type ResourceRules struct {
	// CPU, in cores.
	CPU ResourceRule `json:"cpu" jsonschema:"required"`

	// Memory, in bytes.
	Memory ResourceRule `json:"memory" jsonschema:"required"`

	// Over which time: 3m where it is left out.
	Window metav1.Duration `json:"window,omitzero"`
}

// ResourceRule says how one of them is measured.
type ResourceRule struct {
	// The query for containers.
	ContainerQuery string `json:"containerQuery" jsonschema:"required"`

	// The query for nodes.
	NodeQuery string `json:"nodeQuery" jsonschema:"required"`

	// Of which objects the series are.
	Resources ResourceMapping `json:"resources" jsonschema:"required"`

	// The label that has the container's name: "container".
	ContainerLabel string `json:"containerLabel" jsonschema:"required"`
}

// adapterFile is the adapter's configuration.
type adapterFile struct {
	Rules         []Rule         `json:"rules"`
	ResourceRules *resourceRules `json:"resourceRules,omitempty"`
	ExternalRules []Rule         `json:"externalRules,omitempty"`
}

type resourceRules struct {
	CPU    ResourceRule `json:"cpu"`
	Memory ResourceRule `json:"memory"`
	Window string       `json:"window"`
}

// adapterConfig is the adapter's configuration as it reads it.
func (o Options) adapterConfig() string {
	f := adapterFile{Rules: []Rule{}, ExternalRules: summed(o.ExternalRules)}
	if !o.NoDefaultRules {
		f.Rules = append(f.Rules, defaultRules()...)
	}
	f.Rules = append(f.Rules, o.readyRules()...)
	f.Rules = append(f.Rules, summed(o.Rules)...)
	if r := o.ResourceRules; r != nil {
		window := kube.Duration(r.Window)
		if window == "" {
			window = "3m"
		}
		f.ResourceRules = &resourceRules{r.CPU, r.Memory, window}
	}
	data, err := yaml.Marshal(f)
	if err != nil {
		panic(fmt.Sprintf("custommetrics: %v", err)) // it is a struct of our own
	}
	return string(data)
}

// summed are rules with a query, without which the adapter asks for nothing.
func summed(rules []Rule) []Rule {
	var out []Rule
	for _, r := range rules {
		if r.MetricsQuery == "" {
			r.MetricsQuery = "sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)"
		}
		if r.SeriesFilters == nil {
			r.SeriesFilters = []SeriesFilter{}
		}
		out = append(out, r)
	}
	return out
}

// byPod says that a series with these labels is a pod's.
func byPod() ResourceMapping {
	return ResourceMapping{Overrides: map[string]GroupResource{"namespace": {Resource: "namespace"}, "pod": {Resource: "pod"}}}
}

// defaultRules are upstream's chart's: all series of containers, and all others that have the
// label of a namespace, gauges as they are and counters as rates.
func defaultRules() []Rule {
	const (
		containers = `{__name__=~"^container_.*",container!="POD",namespace!="",pod!=""}`
		others     = `{namespace!="",__name__!~"^container_.*"}`
		rate       = `sum(rate(<<.Series>>{<<.LabelMatchers>>,container!="POD"}[5m])) by (<<.GroupBy>>)`
	)
	byLabel := ResourceMapping{Template: "<<.Resource>>"}
	return []Rule{
		{SeriesQuery: containers, SeriesFilters: []SeriesFilter{}, Resources: byPod(), Name: NameMapping{Matches: "^container_(.*)_seconds_total$"}, MetricsQuery: rate},
		{SeriesQuery: containers, SeriesFilters: []SeriesFilter{{IsNot: "^container_.*_seconds_total$"}}, Resources: byPod(), Name: NameMapping{Matches: "^container_(.*)_total$"}, MetricsQuery: rate},
		{SeriesQuery: containers, SeriesFilters: []SeriesFilter{{IsNot: "^container_.*_total$"}}, Resources: byPod(), Name: NameMapping{Matches: "^container_(.*)$"}, MetricsQuery: `sum(<<.Series>>{<<.LabelMatchers>>,container!="POD"}) by (<<.GroupBy>>)`},
		{SeriesQuery: others, SeriesFilters: []SeriesFilter{{IsNot: ".*_total$"}}, Resources: byLabel, MetricsQuery: `sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)`},
		{SeriesQuery: others, SeriesFilters: []SeriesFilter{{IsNot: ".*_seconds_total"}}, Resources: byLabel, Name: NameMapping{Matches: "^(.*)_total$"}, MetricsQuery: `sum(rate(<<.Series>>{<<.LabelMatchers>>}[5m])) by (<<.GroupBy>>)`},
		{SeriesQuery: others, SeriesFilters: []SeriesFilter{}, Resources: byLabel, Name: NameMapping{Matches: "^(.*)_seconds_total$"}, MetricsQuery: `sum(rate(<<.Series>>{<<.LabelMatchers>>}[5m])) by (<<.GroupBy>>)`},
	}
}

// readyRules are those of NGINX and Envoy. They come after upstream's: of two rules that serve
// one name the last counts.
func (o Options) readyRules() []Rule {
	var rules []Rule
	if n := o.NGINX; n != nil {
		state := n.State
		if state == "" {
			state = ActiveConnections
		}
		rules = append(rules, Rule{
			SeriesQuery:   NGINXConnections + `{namespace!="",pod!=""}`,
			SeriesFilters: []SeriesFilter{},
			Resources:     byPod(),
			Name:          NameMapping{Matches: "^" + NGINXConnections + "$", As: NGINXConnections},
			MetricsQuery:  fmt.Sprintf("sum(<<.Series>>{<<.LabelMatchers>>,state=%q}) by (<<.GroupBy>>)", state),
		})
	}
	if e := o.Envoy; e != nil {
		series := e.series()
		rules = append(rules, Rule{
			SeriesQuery:   series + `{namespace!="",pod!=""}`,
			SeriesFilters: []SeriesFilter{},
			Resources:     byPod(),
			Name:          NameMapping{Matches: "^" + regexp.QuoteMeta(series) + "$", As: EnvoyRequests},
			MetricsQuery:  fmt.Sprintf("sum(rate(<<.Series>>{<<.LabelMatchers>>%s}[%s])) by (<<.GroupBy>>)", e.matchers(), e.window()),
		})
	}
	return rules
}

func (e Envoy) series() string {
	if e.Series != "" {
		return e.Series
	}
	return "envoy_http_downstream_rq_total"
}

func (e Envoy) window() string {
	if e.Window.Duration != 0 {
		return kube.Duration(e.Window)
	}
	return "2m"
}

// matchers are what holds for the labels, behind those of the adapter.
func (e Envoy) matchers() string {
	var b strings.Builder
	for _, k := range slices.Sorted(maps.Keys(e.Labels)) {
		fmt.Fprintf(&b, ",%s=%s", k, strconv.Quote(e.Labels[k]))
	}
	return b.String()
}
