package istio

import (
	"embed"
	"encoding/json"
	"path"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/internal/yamlenc"
)

// templates are upstream's injection templates, a file for each by its name. Istiod
// evaluates them; here they are text. A note on where they come from stands above each.
//
//go:embed injection/*.yaml
var templates embed.FS

// injectorFile is the configuration of the injector as istiod reads it.
type injectorFile struct {
	DefaultTemplates     []string               `json:"defaultTemplates"`
	Policy               string                 `json:"policy"`
	AlwaysInjectSelector []metav1.LabelSelector `json:"alwaysInjectSelector"`
	NeverInjectSelector  []metav1.LabelSelector `json:"neverInjectSelector"`
	InjectedAnnotations  map[string]string      `json:"injectedAnnotations"`

	// Template is where releases before 1.10 had their only one. They fail with its text,
	// and so tell that they are too old for the rest.
	Template  string            `json:"template"`
	Templates map[string]string `json:"templates"`
}

const tooOld = "{{ Template_Version_And_Istio_Version_Mismatched_Check_Installation }}"

// injectorConfigMap holds what istiod injects: the templates, and the values that it
// evaluates them with.
func injectorConfigMap(t addon.Target, o Options) (addon.Object, error) {
	file, err := o.injectorFile()
	if err != nil {
		return nil, err
	}
	config, err := yamlenc.Append(nil, file)
	if err != nil {
		return nil, err
	}
	values, err := json.MarshalIndent(injectorValues(t, o), "", "  ")
	if err != nil {
		return nil, err
	}
	return &corev1.ConfigMap{
		ObjectMeta: o.meta(o.named("istio-sidecar-injector")),
		Data:       map[string]string{"config": string(config), "values": string(values)},
	}, nil
}

func (o Options) injectorFile() (injectorFile, error) {
	i := o.Injection
	file := injectorFile{
		DefaultTemplates:     i.DefaultTemplates,
		Policy:               o.injectionPolicy(),
		AlwaysInjectSelector: listed(i.AlwaysInjectSelector),
		NeverInjectSelector:  listed(i.NeverInjectSelector),
		InjectedAnnotations:  orEmpty(i.InjectedAnnotations),
		Template:             tooOld,
		Templates:            map[string]string{},
	}
	if i.DefaultTemplates == nil {
		file.DefaultTemplates = []string{"sidecar"}
	}
	for _, name := range templateNames() {
		text, err := templates.ReadFile("injection/" + name + ".yaml")
		if err != nil {
			return file, err
		}
		_, body, _ := strings.Cut(string(text), "\n\n") // the note ends with a blank line
		file.Templates[name] = body
	}
	for name, text := range i.Templates {
		file.Templates[name] = text
	}
	return file, nil
}

// injectionPolicy tells whether pods of a namespace with injection get a proxy unasked.
func (o Options) injectionPolicy() string {
	if o.Injection.OptIn {
		return "disabled"
	}
	return "enabled"
}

// templateNames are the names of upstream's templates.
func templateNames() []string {
	entries, err := templates.ReadDir("injection")
	if err != nil {
		panic(err) // it is embedded
	}
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), path.Ext(e.Name())))
	}
	return names
}

// listed is a list that is written as [] where there is none.
func listed[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
