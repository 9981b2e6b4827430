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

// YAML writes the objects of a plan as a stream of YAML documents, in the order in which
// they are applied. It writes nothing of a plan with problems that are errors, and returns
// them, see [cluster.Plan.Err]; nor of one with an object that can't be encoded.
func YAML(w io.Writer, p *cluster.Plan) error {
	if err := p.Err(); err != nil {
		return err
	}
	text := make([]byte, 0, 2048*len(p.Items)) // of all documents, but for the specs of definitions
	var specs []spec
	for i, it := range p.Items {
		if i > 0 {
			text = append(text, "---\n"...)
		}
		var rest string
		var err error
		if text, rest, err = appendObject(text, it.Object); err != nil {
			return err
		}
		if rest != "" {
			specs = append(specs, spec{len(text), rest})
		}
	}
	written := 0
	for _, s := range append(specs, spec{at: len(text)}) {
		if _, err := w.Write(text[written:s.at]); err != nil {
			return err
		}
		if _, err := io.WriteString(w, s.text); err != nil {
			return err
		}
		written = s.at
	}
	return nil
}

// spec is the text of a definition's spec, and behind how much of the other text it stands.
// It may be megabytes, and is written from where it is.
type spec struct {
	at   int
	text string
}

// JSON writes the objects of a plan as a stream of JSON documents, one a line, in the
// order in which they are applied. It writes nothing where [YAML] doesn't.
func JSON(w io.Writer, p *cluster.Plan) error {
	if err := p.Err(); err != nil {
		return err
	}
	var text bytes.Buffer
	for _, it := range p.Items {
		v, err := clean(it.Object)
		if err != nil {
			return err
		}
		doc, err := json.Marshal(v)
		if err != nil {
			return fmt.Errorf("%s: %w", addon.Describe(it.Object), err)
		}
		text.Write(doc)
		text.WriteByte('\n')
	}
	_, err := w.Write(text.Bytes())
	return err
}

// Document is an object as one YAML document: keys sorted, without what is empty and
// means nothing.
func Document(o addon.Object) ([]byte, error) {
	text, rest, err := appendObject(nil, o)
	if err != nil {
		return nil, err
	}
	return append(text, rest...), nil
}

// appendObject appends an object's document. What is left over, which is the spec of a
// definition, goes behind it as it is.
func appendObject(dst []byte, o addon.Object) (text []byte, rest string, err error) {
	if crd, ok := o.(*kube.CRD); ok {
		rest = crd.Spec
		text, err = crd.AppendHead(dst)
	} else {
		text, err = yamlenc.Append(dst, o)
	}
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", addon.Describe(o), err)
	}
	return text, rest, nil
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

func cleanMap(m map[string]any) {
	for k, v := range m {
		switch v := v.(type) {
		case nil:
			delete(m, k)
		case map[string]any:
			cleanMap(v)
			if len(v) == 0 && yamlenc.Hollow(k) {
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
