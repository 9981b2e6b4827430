package addon

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"

	"go.yaml.in/yaml/v3"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	sigsyaml "sigs.k8s.io/yaml"

	"github.com/fitout/fitout/addon/aws"
)

// Raw makes an addon of the YAML and JSON files in a file system, for what has no typed
// addon yet. All files that end in .yaml, .yml or .json are read, in folders too, and
// each may hold several documents; a List is taken apart. Objects are taken as they are
// but for the labels that every addon gets. [Edit] works on them.
//
//	//go:embed manifests
//	var manifests embed.FS
//
//	addon.Raw("node-problem-detector", manifests)
func Raw(name string, files fs.FS) Addon { return raw{name, files} }

type raw struct {
	name  string
	files fs.FS
}

func (r raw) Name() string { return r.name }

func (r raw) Card() Card { return Card{Name: r.name, Category: Platform} }

func (r raw) AWS(Target) ([]aws.Resource, error) { return nil, nil }

func (r raw) Objects(Target) ([]Object, error) {
	var objs []Object
	var errs []error
	err := fs.WalkDir(r.files, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() || !slices.Contains([]string{".yaml", ".yml", ".json"}, path.Ext(p)) {
			return nil
		}
		data, err := fs.ReadFile(r.files, p)
		if err != nil {
			return err
		}
		read, err := parseDocuments(data)
		objs = append(objs, read...)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", p, err))
		}
		return nil
	})
	if err := errors.Join(append(errs, err)...); err != nil {
		return nil, err
	}
	if len(objs) == 0 {
		return nil, errors.New("raw: no object in any .yaml, .yml or .json file")
	}
	return objs, stamp(r, objs)
}

// parseDocuments reads the objects of a stream of YAML documents.
func parseDocuments(data []byte) ([]Object, error) {
	var objs []Object
	dec := yaml.NewDecoder(bytes.NewReader(data))
	for n := 1; ; n++ {
		var node yaml.Node
		switch err := dec.Decode(&node); {
		case errors.Is(err, io.EOF):
			return objs, nil
		case err != nil:
			return objs, err
		}
		doc, err := yaml.Marshal(&node)
		if err != nil {
			return objs, fmt.Errorf("document %d: %w", n, err)
		}
		found, err := parseObject(doc)
		if err != nil {
			return objs, fmt.Errorf("document %d, line %d: %w", n, node.Line, err)
		}
		objs = append(objs, found...)
	}
}

// parseObject reads one object, or those of a List, or nothing of an empty document.
func parseObject(doc []byte) ([]Object, error) {
	json, err := sigsyaml.YAMLToJSONStrict(doc)
	if err != nil {
		return nil, err
	}
	if string(json) == "null" {
		return nil, nil
	}
	u := &unstructured.Unstructured{}
	if err := u.UnmarshalJSON(json); err != nil {
		return nil, err
	}
	if !u.IsList() {
		if u.GetName() == "" {
			return nil, fmt.Errorf("%s has no metadata.name", u.GetKind())
		}
		return []Object{u}, nil
	}
	var objs []Object
	err = u.EachListItem(func(o runtime.Object) error {
		objs = append(objs, o.(*unstructured.Unstructured))
		return nil
	})
	return objs, err
}
