package e2e

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/cluster"
	"github.com/fitout/fitout/render"
)

// document is an object of a stream, as it stands there and as it is read back.
type document struct {
	text  []byte
	addon string // who brings it, where that is known
	keep  bool   // whether its plan says that pruning leaves it alone
	*unstructured.Unstructured
}

// read takes a stream of YAML documents apart. The objects of a List count one by one, and
// of a definition all is read but its versions, which are nearly all of it.
func read(stream []byte) ([]document, error) {
	var docs []document
	for text := range bytes.SplitSeq(append([]byte("\n"), stream...), []byte("\n---")) {
		u := &unstructured.Unstructured{}
		toRead := text
		if definition.Match(text) {
			toRead, _, _ = bytes.Cut(text, []byte("\n  versions:\n"))
		}
		if err := yaml.Unmarshal(toRead, &u.Object); err != nil {
			return nil, err
		}
		if u.Object == nil {
			continue
		}
		if !u.IsList() {
			docs = append(docs, document{text: text, Unstructured: u})
			continue
		}
		list, err := u.ToList()
		if err != nil {
			return nil, err
		}
		for _, item := range list.Items {
			text, err := yaml.Marshal(item.Object)
			if err != nil {
				return nil, err
			}
			docs = append(docs, document{text: text, Unstructured: &item})
		}
	}
	return docs, nil
}

// rendered are the documents of a plan, each as the stream has it.
func rendered(t *testing.T, p *cluster.Plan) []document {
	t.Helper()
	docs := make([]document, len(p.Items))
	for i, it := range p.Items {
		text, err := render.Document(it.Object)
		if err != nil {
			t.Fatal(err)
		}
		one, err := read(text)
		if err != nil || len(one) != 1 {
			t.Fatalf("%s: %d documents: %v", addon.Describe(it.Object), len(one), err)
		}
		docs[i] = one[0]
		docs[i].addon, docs[i].keep = it.Addon, it.Keep
	}
	return docs
}

// String names the object and, where it is known, its addon.
func (d document) String() string {
	s := addon.Describe(d.Unstructured)
	if d.addon != "" {
		s = d.addon + ": " + s
	}
	return s
}

func (d document) isDefinition() bool { return d.GetKind() == "CustomResourceDefinition" }

// defines is what a CustomResourceDefinition brings.
func (d document) defines() (kind schema.GroupKind, plural string, namespaced bool) {
	group, _, _ := unstructured.NestedString(d.Object, "spec", "group")
	name, _, _ := unstructured.NestedString(d.Object, "spec", "names", "kind")
	plural, _, _ = unstructured.NestedString(d.Object, "spec", "names", "plural")
	scope, _, _ := unstructured.NestedString(d.Object, "spec", "scope")
	return schema.GroupKind{Group: group, Kind: name}, plural, scope == "Namespaced"
}

// lines puts errors below each other.
func lines(errs []error) string {
	var b strings.Builder
	for _, err := range errs {
		fmt.Fprintf(&b, "\n\t%v", err)
	}
	return b.String()
}
