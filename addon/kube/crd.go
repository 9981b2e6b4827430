package kube

import (
	"errors"
	"fmt"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/yaml"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/internal/yamlenc"
)

// CRD is a CustomResourceDefinition. Its metadata are typed; its spec is carried as text
// that is already what rendering prints, so that megabytes of schemas are never parsed.
type CRD struct {
	metav1.TypeMeta
	metav1.ObjectMeta

	// Spec is what stands under "spec:" in canonical YAML, indented as it stands there:
	// keys sorted, two spaces a level, as sigs.k8s.io/yaml prints it.
	Spec string
}

// CRDs reads the CustomResourceDefinitions of an addon, a stream of documents as
// internal/crdgen writes it. They are parts of the text, which is embedded and may be
// megabytes: nothing of it is copied.
//
//	//go:embed crds.yaml
//	var crds string
//
// It panics on text of another form: the generator's tests keep it in this one.
func CRDs(text string) []addon.Object {
	var objs []addon.Object
	for more := true; more; {
		all := text
		var doc string
		if doc, text, more = strings.Cut(all, "\n---\n"); more {
			doc = all[:len(doc)+1] // with its last line break
		}
		crd, err := parseCRD(doc)
		if err != nil {
			panic(fmt.Sprintf("kube: definition %d: %v", len(objs)+1, err))
		}
		objs = append(objs, crd)
	}
	return objs
}

// specLine is the line that parts a canonical document's head from its spec.
const specLine = "\nspec:\n"

// crdHead is what stands above the spec.
type crdHead struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata"`
}

// parseCRD splits a canonical document into its head, which is parsed, and its spec.
func parseCRD(doc string) (*CRD, error) {
	head, spec, ok := strings.Cut(doc, specLine)
	if !ok {
		return nil, errors.New("has no spec")
	}
	h, ok := plainHead(head)
	if !ok {
		if err := yaml.UnmarshalStrict([]byte(head), &h); err != nil {
			return nil, err
		}
	}
	if h.Kind != "CustomResourceDefinition" {
		return nil, fmt.Errorf("is a %s", h.Kind)
	}
	return &CRD{TypeMeta: h.TypeMeta, ObjectMeta: h.ObjectMeta, Spec: spec}, nil
}

// plainHead reads a head as almost all are, of which a plan has many: apiVersion, kind and
// metadata of a name, annotations and labels, without anything quoted. Any other is left to
// the YAML library.
func plainHead(head string) (h crdHead, ok bool) {
	if strings.ContainsAny(head, "'\"|>&*!%@`{}[],#\\") {
		return h, false
	}
	var into map[string]string
	for line := range strings.Lines(head + "\n") {
		key, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), ":")
		value, found := strings.CutPrefix(value, " ")
		switch {
		case !ok || found == (value == ""):
			return h, false
		case key == "apiVersion":
			h.APIVersion = value
		case key == "kind":
			h.TypeMeta.Kind = value
		case key == "metadata" && !found:
		case key == "  name":
			h.Name = value
		case key == "  annotations" && !found:
			into = map[string]string{}
			h.Annotations = into
		case key == "  labels" && !found:
			into = map[string]string{}
			h.Labels = into
		case strings.HasPrefix(key, "    ") && found && into != nil:
			into[key[4:]] = value
		default:
			return h, false
		}
	}
	return h, true
}

// Kind is the kind that the definition brings, such as "ClusterIssuer".
func (c *CRD) Kind() string { return c.first("    kind: ") }

// Group is the API group that the kind is in.
func (c *CRD) Group() string { return c.first("  group: ") }

// Scope is "Namespaced" or "Cluster".
func (c *CRD) Scope() string { return c.first("  scope: ") }

// Versions are the names of the versions that the definition lists, in its order.
func (c *CRD) Versions() []string {
	const key = "name: "
	var out []string
	for at := 0; ; { // from one such key to the next, since there are thousands of lines
		i := strings.Index(c.Spec[at:], key)
		if i < 0 {
			return out
		}
		before := c.Spec[:at+i]
		at += i + len(key)
		if strings.HasSuffix(before, "\n    ") || strings.HasSuffix(before, "\n  - ") {
			name, _, _ := strings.Cut(c.Spec[at:], "\n")
			out = append(out, name)
		}
	}
}

// Converter is the Service that converts between the versions, if a webhook does.
func (c *CRD) Converter() (namespace, name string) {
	if !strings.HasPrefix(c.Spec, "  conversion:") {
		return "", ""
	}
	for line := range strings.Lines(c.Spec) {
		if v, ok := value(line, "          name: "); ok {
			name = v
		} else if v, ok := value(line, "          namespace: "); ok {
			namespace = v
		} else if _, ok := value(line, "  group: "); ok {
			break
		}
	}
	return namespace, name
}

// first returns the value on the first line that begins with key, indentation and all.
func (c *CRD) first(key string) string {
	for line := range strings.Lines(c.Spec) {
		if v, ok := value(line, key); ok {
			return v
		}
	}
	return ""
}

func value(line, key string) (string, bool) {
	v, ok := strings.CutPrefix(line, key)
	return strings.Trim(strings.TrimSpace(v), `"'`), ok
}

// DeepCopyObject copies the definition. The text of the spec is shared.
func (c *CRD) DeepCopyObject() runtime.Object {
	return &CRD{TypeMeta: c.TypeMeta, ObjectMeta: *c.ObjectMeta.DeepCopy(), Spec: c.Spec}
}

// AppendHead appends the definition to dst as YAML, canonical, up to and with the line
// "spec:". The rest is Spec.
func (c *CRD) AppendHead(dst []byte) ([]byte, error) {
	dst, err := yamlenc.Append(dst, &crdHead{c.TypeMeta, c.ObjectMeta})
	if err != nil {
		return dst, err
	}
	return append(dst, specLine[1:]...), nil
}

// MarshalJSON returns the whole definition.
func (c *CRD) MarshalJSON() ([]byte, error) {
	head, err := c.AppendHead(nil)
	if err != nil {
		return nil, err
	}
	return yaml.YAMLToJSON(append(head, c.Spec...))
}
