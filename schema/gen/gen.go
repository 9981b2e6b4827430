// Package gen makes JSON Schemas of addons' options, for editors. Fitout's own stand in
// the package schema; a program with addons of its own makes its own here:
//
//	g, err := gen.New(gen.Source{Package: "example.com/infra", Dir: "."})
//	data, err := g.Cluster(append(addons.All, myaddon.Definition))
//
// The hover text of an option is the comment on its field, read from the source; that of
// Kubernetes' own types is what they say of themselves.
package gen

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"reflect"
	"strings"

	"github.com/invopop/jsonschema"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/cluster"
)

// Source is where the Go source of a module, or of a part of it, can be read.
type Source struct {
	Package string // the import path of the folder
	Dir     string // the folder
}

// Generator makes schemas.
type Generator struct{ comments map[string]string }

// New returns a generator that knows the comments in the given sources. Without sources,
// options are left without hover text.
func New(sources ...Source) (*Generator, error) {
	g := &Generator{comments: map[string]string{}}
	for _, s := range sources {
		// The reader of comments puts the path that it is given behind the package.
		var r jsonschema.Reflector
		if err := inDir(s.Dir, func() error { return r.AddGoComments(s.Package, ".") }); err != nil {
			return nil, fmt.Errorf("comments of %s: %w", s.Package, err)
		}
		for k, v := range r.CommentMap {
			g.comments[k] = v
		}
	}
	return g, nil
}

func inDir(dir string, do func() error) error {
	old, err := os.Getwd()
	if err != nil {
		return err
	}
	if err := os.Chdir(dir); err != nil {
		return err
	}
	return errors.Join(do(), os.Chdir(old))
}

// Addon returns the schema of an addon's options. It stands for itself where shared is
// empty. Otherwise the types that addons share are not in it but referred to in the schema
// of a cluster file, whose relative address shared is: "cluster.schema.json".
func (g *Generator) Addon(f addon.Factory, shared string) ([]byte, error) {
	card := f.Info()
	r := g.reflector()
	s := r.ReflectFromType(f.Options())
	describe(s, f)
	s.Title = card.Name
	if err := setDefaults(s, s, f); err != nil {
		return nil, err
	}
	if shared == "" {
		return encode(s)
	}
	var elsewhere []string
	for n := range s.Definitions {
		if !strings.HasPrefix(n, pkg(f)) {
			delete(s.Definitions, n)
			elsewhere = append(elsewhere, `"#/$defs/`+n+`"`, `"`+shared+`#/$defs/`+n+`"`)
		}
	}
	data, err := encode(s)
	return []byte(strings.NewReplacer(elsewhere...).Replace(string(data))), err
}

// pkg is what the names of an addon's own types begin with in $defs.
func pkg(f addon.Factory) string {
	n := name(f.Options())
	return n[:strings.LastIndexByte(n, '.')+1]
}

// Cluster returns the schema of a cluster file whose addons the factories make.
func (g *Generator) Cluster(factories []addon.Factory) ([]byte, error) {
	r := g.reflector()
	s := r.ReflectFromType(reflect.TypeFor[cluster.File]())
	s.Title = "Fitout cluster"

	addons, _ := s.Properties.Get("addons")
	one := uint64(1)
	addons.MinProperties = &one
	addons.Properties = jsonschema.NewProperties()
	addons.AdditionalProperties = jsonschema.FalseSchema
	addons.PatternProperties = map[string]*jsonschema.Schema{}
	for _, f := range factories {
		name := f.Info().Name
		options := r.ReflectFromType(f.Options())
		describe(options, f)
		for n, def := range options.Definitions {
			s.Definitions[n] = def
		}
		options.Definitions, options.Version = nil, ""
		def := "addons." + name
		s.Definitions[def] = options
		if err := setDefaults(options, s, f); err != nil {
			return nil, err
		}
		ref := &jsonschema.Schema{Ref: "#/$defs/" + def, Description: options.Description}
		addons.Properties.Set(name, ref)
		if f.Instantiable() {
			addons.PatternProperties["^"+name+"/"+strings.TrimPrefix(addon.InstancePattern, "^")] = ref
		}
	}
	return encode(s)
}

// describe gives a schema of options the text of the addon's card.
func describe(s *jsonschema.Schema, f addon.Factory) {
	card := f.Info()
	s.Description = card.Summary() + "."
	if card.Lifecycle.Stage != "" {
		s.Description += " Upstream: " + card.Lifecycle.String() + "."
	}
	s.Deprecated = card.Lifecycle.Stage == addon.Deprecated || card.Lifecycle.Stage == addon.Retired
}

func (g *Generator) reflector() *jsonschema.Reflector {
	return &jsonschema.Reflector{
		Anonymous:                  true,
		ExpandedStruct:             true,
		RequiredFromJSONSchemaTags: true,
		Namer:                      name,
		Mapper:                     custom,
		LookupComment:              g.comment,
	}
}

// name is what a type goes by in $defs: "addon.Pods", "core.v1.Toleration".
func name(t reflect.Type) string {
	if t.Name() == "" {
		return ""
	}
	p := path.Base(t.PkgPath())
	if rest, ok := strings.CutPrefix(t.PkgPath(), "k8s.io/api/"); ok {
		p = strings.ReplaceAll(rest, "/", ".")
	}
	return strings.TrimPrefix(p+"."+t.Name(), ".")
}

// comment is the hover text of a type, or of a field of it.
func (g *Generator) comment(t reflect.Type, field string) string {
	if d, ok := reflect.Zero(t).Interface().(interface{ SwaggerDoc() map[string]string }); ok {
		key := ""
		if field != "" {
			f, _ := t.FieldByName(field)
			key, _, _ = strings.Cut(f.Tag.Get("json"), ",")
		}
		return d.SwaggerDoc()[key]
	}
	key := t.PkgPath() + "." + t.Name()
	if field != "" {
		key += "." + field
	}
	return paragraphs(g.comments[key])
}

// paragraphs undoes the line breaks of a comment, but for those between paragraphs.
func paragraphs(s string) string {
	ps := strings.Split(strings.TrimSpace(s), "\n\n")
	for i, p := range ps {
		ps[i] = strings.Join(strings.Fields(p), " ")
	}
	return strings.Join(ps, "\n\n")
}

// encode returns a schema indented, with a newline at the end.
func encode(s *jsonschema.Schema) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(s); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
