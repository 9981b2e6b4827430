package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/cluster"
	"github.com/fitout/fitout/internal/yamlenc"
)

// chunk is how many bytes are gathered before they are written.
const chunk = 1 << 16

// YAML writes the objects of a plan as a stream of YAML documents, in the order in which
// they are applied. It writes nothing of a plan with problems that are errors, and returns
// them; see [cluster.Plan.Err].
func YAML(w io.Writer, p *cluster.Plan) error {
	if err := p.Err(); err != nil {
		return err
	}
	var buf []byte
	for i, it := range p.Items {
		if i > 0 {
			buf = append(buf, "---\n"...)
		}
		var err error
		if buf, err = appendDocument(buf, it.Object); err != nil {
			return err
		}
		if len(buf) >= chunk || i == len(p.Items)-1 {
			if _, err := w.Write(buf); err != nil {
				return err
			}
			buf = buf[:0]
		}
	}
	return nil
}

// JSON writes the objects of a plan as a stream of JSON documents, one a line, in the
// order in which they are applied. Like [YAML] it writes nothing of a plan with errors.
func JSON(w io.Writer, p *cluster.Plan) error {
	if err := p.Err(); err != nil {
		return err
	}
	for _, it := range p.Items {
		v, err := clean(it.Object)
		if err != nil {
			return err
		}
		doc, err := json.Marshal(v)
		if err != nil {
			return fmt.Errorf("%s: %w", addon.Describe(it.Object), err)
		}
		if _, err := w.Write(append(doc, '\n')); err != nil {
			return err
		}
	}
	return nil
}

// Document is an object as one YAML document: keys sorted, without what is empty and
// means nothing.
func Document(o addon.Object) ([]byte, error) { return appendDocument(nil, o) }

func appendDocument(dst []byte, o addon.Object) ([]byte, error) {
	var err error
	if crd, ok := o.(*kube.CRD); ok {
		dst, err = crd.AppendYAML(dst)
	} else {
		dst, err = yamlenc.Append(dst, o)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", addon.Describe(o), err)
	}
	return dst, nil
}

// clean returns an object as JSON has it, without its status and without what Go's
// encoding of native structs adds to what was set: null, and the structs that are empty
// because nothing in them is.
func clean(o addon.Object) (map[string]any, error) {
	data, err := json.Marshal(o)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", addon.Describe(o), err)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var v map[string]any
	if err := dec.Decode(&v); err != nil {
		return nil, fmt.Errorf("%s: %w", addon.Describe(o), err)
	}
	delete(v, "status")
	cleanMap(v)
	if spec, ok := v["spec"].(map[string]any); ok && len(spec) == 0 && v["kind"] == "Namespace" {
		delete(v, "spec")
	}
	return v, nil
}

// hollow are the structs of Kubernetes' types that are encoded even when they are empty.
// Any other empty struct says something, as emptyDir: {} does.
var hollow = map[string]bool{
	"metadata":       true,
	"strategy":       true,
	"updateStrategy": true,
	"resources":      true,
	"loadBalancer":   true,
	"status":         true,
}

func cleanMap(m map[string]any) {
	for k, v := range m {
		switch v := v.(type) {
		case nil:
			delete(m, k)
		case map[string]any:
			cleanMap(v)
			if len(v) == 0 && hollow[k] {
				delete(m, k)
			}
		case []any:
			cleanList(v)
		}
	}
}

func cleanList(l []any) {
	for _, v := range l {
		switch v := v.(type) {
		case map[string]any:
			cleanMap(v)
		case []any:
			cleanList(v)
		}
	}
}
