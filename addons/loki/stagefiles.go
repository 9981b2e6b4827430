package loki

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/fitout/fitout/addon/kube"
)

// stage is a stage as collectors have it. They call the same things by nearly the same names.
type stage struct {
	promtail, alloy string // the stage's name
	settings        []setting
	stages          []Stage // within it

	// bare tells that Promtail has the only setting's value right below the stage's name.
	bare bool
}

// setting is one of a stage's. Its value is a string, a bool, a number, a list or a map of
// strings; those that are zero are left out.
type setting struct {
	name  string
	value any
}

// joined is a list that Alloy has as one string, with commas.
type joined []string

// given are the settings that aren't zero.
func (s stage) given() []setting {
	return slices.DeleteFunc(slices.Clone(s.settings), func(x setting) bool { return reflect.ValueOf(x.value).IsZero() })
}

// neutral is the stage in the words of no collector.
func (s Stage) neutral() stage {
	switch {
	case s.JSON != nil:
		return named("json", setting{"expressions", s.JSON.Expressions}, setting{"source", s.JSON.Source}, setting{"drop_malformed", s.JSON.DropMalformed})
	case s.Logfmt != nil:
		return named("logfmt", setting{"mapping", s.Logfmt.Mapping}, setting{"source", s.Logfmt.Source})
	case s.Regex != nil:
		return named("regex", setting{"expression", s.Regex.Expression}, setting{"source", s.Regex.Source})
	case s.Replace != nil:
		return named("replace", setting{"expression", s.Replace.Expression}, setting{"source", s.Replace.Source}, setting{"replace", s.Replace.Replace})
	case s.Template != nil:
		return named("template", setting{"source", s.Template.Source}, setting{"template", s.Template.Template})
	case len(s.Labels) > 0:
		return values("labels", "labels", sources(s.Labels))
	case len(s.StaticLabels) > 0:
		return values("static_labels", "static_labels", s.StaticLabels)
	case len(s.LabelDrop) > 0:
		return values("labeldrop", "label_drop", s.LabelDrop)
	case len(s.LabelKeep) > 0:
		return values("labelallow", "label_keep", s.LabelKeep)
	case len(s.StructuredMetadata) > 0:
		return values("structured_metadata", "structured_metadata", sources(s.StructuredMetadata))
	case s.Timestamp != nil:
		t := s.Timestamp
		return named("timestamp",
			setting{"source", t.Source}, setting{"format", t.Format}, setting{"fallback_formats", t.FallbackFormats},
			setting{"location", t.Location}, setting{"action_on_failure", string(t.ActionOnFailure)},
		)
	case s.Output != "":
		return named("output", setting{"source", s.Output})
	case s.Tenant != nil:
		return named("tenant", setting{"label", s.Tenant.Label}, setting{"source", s.Tenant.Source}, setting{"value", s.Tenant.Value})
	case s.Match != nil:
		return s.Match.neutral()
	case s.Drop != nil:
		d := s.Drop
		return named("drop",
			setting{"source", joined(d.Sources)}, setting{"value", d.Value}, setting{"expression", d.Expression},
			setting{"older_than", kube.Duration(d.OlderThan)}, setting{"longer_than", inBytes(d.LongerThan)}, setting{"drop_counter_reason", d.Reason},
		)
	case s.Multiline != nil:
		m := s.Multiline
		return named("multiline", setting{"firstline", m.FirstLine}, setting{"max_wait_time", kube.Duration(m.MaxWaitTime)}, setting{"max_lines", m.MaxLines})
	case s.Limit != nil:
		l := s.Limit
		return named("limit", setting{"rate", l.Rate}, setting{"burst", l.Burst}, setting{"drop", l.Drop}, setting{"by_label_name", l.ByLabelName})
	}
	return named("decolorize")
}

func (s MatchStage) neutral() stage {
	n := named("match", setting{"selector", s.Selector})
	if s.Drop {
		n.settings = append(n.settings, setting{"action", "drop"})
	}
	n.stages = s.Stages
	return n
}

func named(name string, settings ...setting) stage {
	return stage{promtail: name, alloy: name, settings: settings}
}

func values(promtail, alloy string, v any) stage {
	return stage{promtail: promtail, alloy: alloy, settings: []setting{{"values", v}}, bare: true}
}

// sources are the values that become labels, by the labels.
func sources(labels map[string]string) map[string]string {
	out := map[string]string{}
	for label, source := range labels {
		out[label] = cmp.Or(source, label)
	}
	return out
}

// inBytes is a size as both collectors read it.
func inBytes(q *resource.Quantity) string {
	if q == nil {
		return ""
	}
	return fmt.Sprintf("%dB", q.Value())
}
