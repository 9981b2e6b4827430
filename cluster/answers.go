package cluster

import (
	"cmp"
	"slices"
	"strings"

	"github.com/fitout/fitout/cluster/infer"
)

// Place is a place in a plan where something is named.
type Place struct {
	// Addon is the name of the addon that the object is part of.
	Addon string `json:"addon,omitempty"`

	// Object is what names it, as in "Deployment dns/external-dns".
	Object string `json:"object"`

	// Field is where in the object.
	Field string `json:"field"`
}

func place(o *infer.Object, field string) Place { return Place{o.Addon, o.Key.String(), field} }

// comparePlaces orders places by addon, object and field.
func comparePlaces(a, b Place) int {
	return cmp.Or(strings.Compare(a.Addon, b.Addon), strings.Compare(a.Object, b.Object), strings.Compare(a.Field, b.Field))
}

// Image is a container image that is used in a cluster.
type Image struct {
	// Ref is the reference by which it is pulled.
	Ref string `json:"image"`

	// Used is where the image is named.
	Used []Place `json:"used"`
}

// Images are all images that the plan's objects name, sorted: those of containers, and
// those in arguments, environment variables, ConfigMaps and custom resources, from which a
// controller makes containers.
func (p *Plan) Images() []Image {
	ours, used := p.names(), map[string][]Place{}
	for _, i := range p.facts.Images {
		if ours[i.Object.Addon] {
			used[i.Ref] = append(used[i.Ref], place(i.Object, i.Field))
		}
	}
	var out []Image
	for ref, places := range used {
		slices.SortFunc(places, comparePlaces)
		out = append(out, Image{ref, places})
	}
	slices.SortFunc(out, func(a, b Image) int { return strings.Compare(a.Ref, b.Ref) })
	return out
}

// Secret is a Secret that is read in a cluster.
type Secret struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`

	// Keys are those that are read. It is empty where the Secret is read as a whole.
	Keys []string `json:"keys,omitempty"`

	// Optional tells that everything works without the Secret.
	Optional bool `json:"optional,omitempty"`

	// From is the object that is the Secret, or for which a controller writes it, as in
	// "Certificate kube-system/metrics-server"; "existing" where the cluster has the Secret
	// already. Where it is empty the Secret must be created.
	From string `json:"from,omitempty"`

	// Read is where the Secret is named.
	Read []Place `json:"read"`
}

// FromExisting is where a Secret comes from that the cluster has already.
const FromExisting = "existing"

// Secrets are all Secrets that the plan's objects read, by namespace and name: which must
// exist, with which keys, and who reads them. None of their values is known here.
func (p *Plan) Secrets() []Secret {
	ours, all := p.names(), map[infer.Key]*Secret{}
	for _, r := range p.facts.Refs {
		if r.To.Kind != "Secret" || !ours[r.From.Addon] {
			continue
		}
		s := all[r.To]
		if s == nil {
			s = &Secret{Namespace: r.To.Namespace, Name: r.To.Name, Optional: true, From: p.from(r.To)}
			all[r.To] = s
		}
		s.Optional = s.Optional && r.Optional
		s.Keys = append(s.Keys, r.Keys...)
		s.Read = append(s.Read, place(r.From, r.Field))
	}
	var out []Secret
	for _, s := range all {
		slices.Sort(s.Keys)
		s.Keys = slices.Compact(s.Keys)
		slices.SortFunc(s.Read, comparePlaces)
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b Secret) int {
		return cmp.Or(strings.Compare(a.Namespace, b.Namespace), strings.Compare(a.Name, b.Name))
	})
	return out
}

func (p *Plan) from(k infer.Key) string {
	source, ok := p.facts.Source(k)
	switch {
	case source.Object != nil:
		return source.Object.Key.String()
	case ok:
		return FromExisting
	}
	return ""
}

// Dependency says that an addon needs another one.
type Dependency struct {
	// Addon is the one that needs the other.
	Addon string `json:"addon"`

	// On is the addon that is needed.
	On string `json:"on"`

	// Because are the objects that tie them.
	Because []Tie `json:"because"`
}

// Tie is a reference from an object of one addon to an object of another.
type Tie struct {
	// Object is what refers, as in "Certificate kube-system/metrics-server".
	Object string `json:"object"`

	// Field is where in the object.
	Field string `json:"field"`

	// To is what it refers to, as in "ClusterIssuer internal".
	To string `json:"to"`
}

// Graph tells which addons need which others, by name, and by what objects. It is inferred
// from the objects alone.
func (p *Plan) Graph() []Dependency {
	ours, ties := p.names(), map[[2]string][]Tie{}
	for _, r := range p.facts.Refs {
		if !ours[r.From.Addon] {
			continue
		}
		to := p.facts.Find(r.To)
		if source, _ := p.facts.Source(r.To); source.Object != nil {
			to = source.Object
		}
		if to == nil || to.Addon == r.From.Addon || to.Addon == "" {
			continue
		}
		k := [2]string{r.From.Addon, to.Addon}
		ties[k] = append(ties[k], Tie{r.From.Key.String(), r.Field, r.To.String()})
	}
	var out []Dependency
	for k, list := range ties {
		slices.SortFunc(list, func(a, b Tie) int {
			return cmp.Or(strings.Compare(a.Object, b.Object), strings.Compare(a.Field, b.Field), strings.Compare(a.To, b.To))
		})
		out = append(out, Dependency{k[0], k[1], slices.Compact(list)})
	}
	slices.SortFunc(out, func(a, b Dependency) int {
		return cmp.Or(strings.Compare(a.Addon, b.Addon), strings.Compare(a.On, b.On))
	})
	return out
}

// names are those of the plan's addons, which [Plan.Only] makes fewer than the facts know.
func (p *Plan) names() map[string]bool {
	names := make(map[string]bool, len(p.Addons))
	for _, a := range p.Addons {
		names[a.Name()] = true
	}
	return names
}
