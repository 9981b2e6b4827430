package argocd

import (
	"maps"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// values are those of a ConfigMap or Secret by their keys. What is left out among the options
// gets no key, so that Argo CD takes its own default.
type values map[string]string

func (v values) text(key, value string) {
	if value != "" {
		v[key] = value
	}
}

func (v values) number(key string, n int32) { v.text(key, kube.Number(n)) }

func (v values) yes(key string, set bool) {
	if set {
		v[key] = "true"
	}
}

func (v values) no(key string, set bool) {
	if set {
		v[key] = "false"
	}
}

func (v values) duration(key string, d metav1.Duration) { v.text(key, kube.Duration(d)) }

// durationOrZero is for durations of which 0 is a choice.
func (v values) durationOrZero(key string, d *metav1.Duration) {
	if d != nil {
		v[key] = d.Duration.String()
	}
}

func (v values) seconds(key string, d metav1.Duration) {
	v.number(key, int32(d.Seconds()))
}

func (v values) list(key string, items []string) { v.text(key, strings.Join(items, ",")) }

// document is a value that Argo CD reads as YAML.
func (v values) document(key string, value any) {
	text, err := yaml.Marshal(value)
	if err != nil {
		panic(err) // the value is of a type of our own
	}
	v[key] = string(text)
}

// documents is a list of them, and nothing where it is empty.
func documents[T any](v values, key string, list []T) {
	if len(list) > 0 {
		v.document(key, list)
	}
}

// under lays the values over others: a key that an option sets is refused among these.
func (v values) under(more map[string]string) values {
	maps.Copy(v, more)
	return v
}

// keys are sorted.
func (v values) keys() []string { return slices.Sorted(maps.Keys(v)) }

// reference is how a ConfigMap of Argo CD's names the key of a Secret.
func reference(r addon.SecretRef) string {
	if r.Name == secretName {
		return "$" + r.Key
	}
	return "$" + r.Name + ":" + r.Key
}
