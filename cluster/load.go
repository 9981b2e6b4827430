package cluster

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// File is a cluster as a YAML file has it. [Load] reads it, and the schema in the package
// schema describes it to editors.
type File struct {
	addon.Target `json:",inline"`

	// Labels that every object gets, such as those by which costs are divided.
	Labels map[string]string `json:"labels,omitempty"`

	// What the cluster has already, beside the addons.
	Existing Existing `json:"existing,omitzero"`

	// The problems that are known, each with the reason for which it is accepted.
	Accept []Accept `json:"accept,omitempty"`

	// The addons by name, each with its options; {} takes all defaults. A second install
	// of an addon has its instance behind a slash: "ingress-nginx/internal".
	Addons map[string]json.RawMessage `json:"addons" jsonschema:"required"`
}

// Load reads a cluster from a YAML file whose addons are made by the factories, usually
// addons.All. It is strict: an unknown or repeated key, a value of the wrong type or out
// of its range is an error. The error joins all that is wrong, each fault with the file's
// name if r is a file, its line and its path.
func Load(r io.Reader, factories []addon.Factory) (Cluster, error) {
	l := loader{name: "cluster file"}
	if f, ok := r.(fs.File); ok { // an *os.File, or one that is embedded
		if info, err := f.Stat(); err == nil {
			l.name = info.Name()
		}
	}
	data, err := io.ReadAll(r)
	if err != nil {
		return Cluster{}, fmt.Errorf("%s: %w", l.name, err)
	}
	root, err := l.parse(data)
	if err != nil {
		return Cluster{}, fmt.Errorf("%s: %w", l.name, err)
	}
	c := l.cluster(root, factories)
	if len(l.errs) > 0 {
		return Cluster{}, errors.Join(l.errs...)
	}
	return c, nil
}

// loader collects what is wrong with a file.
type loader struct {
	name string
	errs []error
}

// tabbed is a line that is indented with a tab.
var tabbed = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?m)^ *\t`) })

// parse returns the root of the file's one document.
func (l *loader) parse(data []byte) (*yaml.Node, error) {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var doc, next yaml.Node
	if err := dec.Decode(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, errors.New("is empty")
		}
		if at := tabbed().FindIndex(data); at != nil {
			return nil, fmt.Errorf("%w (line %d is indented with a tab: YAML wants spaces)", err, 1+bytes.Count(data[:at[0]], []byte("\n")))
		}
		return nil, err
	}
	if err := dec.Decode(&next); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("line %d: a second document: a file holds one cluster", next.Line)
	}
	return doc.Content[0], nil
}

// cluster reads the cluster, with faults noted in l.
func (l *loader) cluster(root *yaml.Node, factories []addon.Factory) Cluster {
	var f File
	head := newReader(root)
	head.read(root, &f)
	l.report(head, "", head.errs)
	if len(head.errs) == 0 {
		l.report(head, "", checkHead(f.Target, f.Existing, f.Accept))
	}

	c := Cluster{Target: f.Target, Labels: f.Labels, Existing: f.Existing, Accept: f.Accept}
	list := valueOf(root, "addons")
	if list == nil || list.Kind != yaml.MappingNode || len(list.Content) == 0 {
		l.report(head, "", field.ErrorList{noAddons()})
		return c
	}
	for i := 0; i < len(list.Content); i += 2 {
		key, value := list.Content[i], list.Content[i+1]
		if a := l.addon(key, value, f.Target, factories); a != nil {
			c.Addons = append(c.Addons, a)
		}
	}
	return c
}

// addon reads one addon, or returns nil with the faults noted.
func (l *loader) addon(key, value *yaml.Node, target addon.Target, factories []addon.Factory) addon.Addon {
	name, instance, more := strings.Cut(key.Value, "/")
	i := slices.IndexFunc(factories, func(f addon.Factory) bool { return f.Info().Name == name })
	switch {
	case i < 0:
		var names []string
		for _, f := range factories {
			names = append(names, f.Info().Name)
		}
		l.fault(key.Line, "addons: there is no addon %q%s", name, didYouMean(name, names))
		return nil
	case more && !factories[i].Instantiable():
		l.fault(key.Line, "addons: %s: %s can be installed once in a cluster: leave %q away", key.Value, name, "/"+instance)
		return nil
	case more && instance == "":
		l.fault(key.Line, "addons: %s: names no instance behind the slash", key.Value)
		return nil
	}
	options := reflect.New(factories[i].Options())
	r := newReader(value)
	r.read(value, options.Interface())
	l.report(r, key.Value, r.errs)
	if len(r.errs) > 0 {
		return nil
	}
	if instance != "" {
		options.Elem().FieldByName("Instance").SetString(instance)
	}
	l.report(r, key.Value, factories[i].Check(target, options.Elem().Interface()))
	return factories[i].Make(options.Elem().Interface())
}

// report notes errors with the lines of their fields.
func (l *loader) report(r *reader, addon string, errs field.ErrorList) {
	if addon != "" {
		addon += ": "
	}
	for _, err := range errs {
		what := err.Error()
		if err.Field == "" || err.Field == "<nil>" { // the whole of the file, or of the addon
			what = err.ErrorBody()
		}
		l.fault(r.lineOf(err), "%s%s", addon, what)
	}
}

func (l *loader) fault(line int, format string, args ...any) {
	l.errs = append(l.errs, fmt.Errorf("%s:%d: "+format, append([]any{l.name, line}, args...)...))
}

// valueOf returns the value of a key of a mapping, or nil.
func valueOf(n *yaml.Node, key string) *yaml.Node {
	if n.Kind == yaml.MappingNode {
		for i := 0; i < len(n.Content); i += 2 {
			if n.Content[i].Value == key {
				return n.Content[i+1]
			}
		}
	}
	return nil
}
