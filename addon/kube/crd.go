package kube

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/yaml"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/internal/yamlenc"
)

// CRD is a CustomResourceDefinition. Its metadata are typed; its spec is carried as bytes
// that are already what rendering prints, so that megabytes of schemas are never parsed.
type CRD struct {
	metav1.TypeMeta
	metav1.ObjectMeta

	// Spec is what stands under "spec:" in canonical YAML, indented as it stands there:
	// keys sorted, two spaces a level, as sigs.k8s.io/yaml prints it.
	Spec []byte
}

// CRDs reads the CustomResourceDefinitions of an addon's crds folder, each in a file of
// its own as internal/crdgen writes them. The folder is embedded:
//
//	//go:embed crds
//	var crds embed.FS
//
// It panics on a file of another form: the generator's tests keep them in it.
func CRDs(folder fs.FS) []addon.Object {
	names, err := fs.Glob(folder, "crds/*.yaml")
	if err != nil || len(names) == 0 {
		panic(fmt.Sprintf("kube: no crds/*.yaml: %v", err))
	}
	objs := make([]addon.Object, len(names))
	for i, name := range names {
		data, err := fs.ReadFile(folder, name)
		if err == nil {
			objs[i], err = parseCRD(data)
		}
		if err != nil {
			panic(fmt.Sprintf("kube: %s: %v", name, err))
		}
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
func parseCRD(data []byte) (*CRD, error) {
	head, spec, ok := bytes.Cut(data, []byte(specLine))
	if !ok {
		return nil, errors.New("has no spec")
	}
	var h crdHead
	if err := yaml.UnmarshalStrict(head, &h); err != nil {
		return nil, err
	}
	if h.Kind != "CustomResourceDefinition" {
		return nil, fmt.Errorf("is a %s", h.Kind)
	}
	return &CRD{TypeMeta: h.TypeMeta, ObjectMeta: h.ObjectMeta, Spec: spec}, nil
}

// Kind is the kind that the definition brings, such as "ClusterIssuer".
func (c *CRD) Kind() string { return c.first("    kind: ") }

// Group is the API group that the kind is in.
func (c *CRD) Group() string { return c.first("  group: ") }

// Scope is "Namespaced" or "Cluster".
func (c *CRD) Scope() string { return c.first("  scope: ") }

// Versions are the names of the versions that the definition lists, in its order.
func (c *CRD) Versions() []string {
	var out []string
	for line := range bytes.Lines(c.Spec) {
		if v, ok := value(line, "    name: "); ok {
			out = append(out, v)
		} else if v, ok := value(line, "  - name: "); ok {
			out = append(out, v)
		}
	}
	return out
}

// Converter is the Service that converts between the versions, if a webhook does.
func (c *CRD) Converter() (namespace, name string) {
	if !bytes.HasPrefix(c.Spec, []byte("  conversion:")) {
		return "", ""
	}
	for line := range bytes.Lines(c.Spec) {
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
	for line := range bytes.Lines(c.Spec) {
		if v, ok := value(line, key); ok {
			return v
		}
	}
	return ""
}

func value(line []byte, key string) (string, bool) {
	v, ok := bytes.CutPrefix(line, []byte(key))
	if !ok {
		return "", false
	}
	return strings.Trim(strings.TrimSpace(string(v)), `"'`), true
}

// DeepCopyObject copies the definition. The bytes of the spec are shared: nobody changes
// them in place.
func (c *CRD) DeepCopyObject() runtime.Object {
	return &CRD{TypeMeta: c.TypeMeta, ObjectMeta: *c.ObjectMeta.DeepCopy(), Spec: c.Spec}
}

// AppendYAML appends the whole definition, canonical, to dst. The spec is copied.
func (c *CRD) AppendYAML(dst []byte) ([]byte, error) {
	dst, err := yamlenc.Append(dst, &crdHead{c.TypeMeta, c.ObjectMeta})
	if err != nil {
		return dst, err
	}
	return append(append(dst, specLine[1:]...), c.Spec...), nil
}

// MarshalJSON returns the whole definition.
func (c *CRD) MarshalJSON() ([]byte, error) {
	doc, err := c.AppendYAML(nil)
	if err != nil {
		return nil, err
	}
	return yaml.YAMLToJSON(doc)
}
