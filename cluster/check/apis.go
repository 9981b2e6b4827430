package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/fitout/fitout/addon"
)

// APIs finds objects of Kubernetes' own kinds in a version that the cluster doesn't serve:
// its Kubernetes has dropped that version, or is older than it. The API server refuses such
// an object, and the cluster's next update can make one of an object that works today; so the
// check also warns of versions that are deprecated, and says when they go.
//
// Write the object in the version that the line names, which is the newest that this cluster
// serves. Its fields may have other names or other defaults, so changing apiVersion alone is
// not always enough. Where an addon brings the object, a newer version of the addon mostly
// has it right.
//
// Alpha versions, and beta versions that came with Kubernetes 1.24 or later, are served only
// if the API server is told to. The check assumes that it is.
var APIs = Check{Name: "apis", Run: apis}

func apis(p *Pass) {
	t := p.Target.Kubernetes
	dates := apiDatesByKind()
	for _, o := range p.Objects {
		gvk := o.GetObjectKind().GroupVersionKind()
		name := gvk.GroupVersion().String() + " " + gvk.Kind
		d, ok := dates[name]
		switch {
		case !ok:
		case !t.AtLeast(d.introduced):
			p.Error(o, "apiVersion", fmt.Sprintf("%s is not served before Kubernetes %s", name, d.introduced),
				"update the cluster, or leave the object out")
		case reached(t, d.removed):
			p.Error(o, "apiVersion", fmt.Sprintf("%s is no longer served since Kubernetes %s", name, d.removed), d.replacement(t))
		case reached(t, d.deprecated):
			what := fmt.Sprintf("%s is deprecated since Kubernetes %s", name, d.deprecated)
			if d.removed != "" {
				what += " and goes in " + string(d.removed)
			}
			p.Warn(o, "apiVersion", what, d.replacement(t))
		}
	}
}

// apiDates are the dates of one kind in one version, and what comes after it.
type apiDates struct {
	apiVersion
	later   []apiVersion
	instead string
}

// apiDatesByKind are the dates by apiVersion and kind: "policy/v1 PodDisruptionBudget".
var apiDatesByKind = sync.OnceValue(func() map[string]apiDates {
	dates := map[string]apiDates{}
	for _, h := range apiHistories {
		for kind := range strings.FieldsSeq(h.kinds) {
			for i, v := range h.versions {
				dates[v.name+" "+kind] = apiDates{v, h.versions[i+1:], h.instead}
			}
		}
	}
	return dates
})

// replacement tells what to use in a cluster of version t: the last of the later versions
// that it serves.
func (d apiDates) replacement(t addon.Version) string {
	for _, v := range slices.Backward(d.later) {
		if t.AtLeast(v.introduced) && !reached(t, v.removed) {
			return fmt.Sprintf("use %s, served since %s", v.name, v.introduced)
		}
	}
	return cmp.Or(d.instead, "nothing replaces it yet")
}

// reached tells whether t is the version in which something happens, or later. What never
// happens has no version.
func reached(t, when addon.Version) bool { return when != "" && t.AtLeast(when) }
