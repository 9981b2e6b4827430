package addon

import (
	"cmp"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon/aws"
)

// Target is the cluster that an addon is built for: the facts that are the cluster's and
// not the addon's.
type Target struct {
	// The cluster's name, as the cloud knows it.
	Name string `json:"name" jsonschema:"required,pattern=^[0-9A-Za-z][0-9A-Za-z_.-]*$,maxLength=100"`

	// The Kubernetes version that the cluster runs, major and minor: "1.34". Quote it,
	// since YAML reads 1.30 as the number 1.3.
	Kubernetes Version `json:"kubernetes" jsonschema:"required"`

	// The domain under which the cluster's own tools are served, such as
	// "dev.example.com".
	Domain string `json:"domain,omitempty" jsonschema:"pattern=^([a-z0-9]([-a-z0-9]*[a-z0-9])?\\.)+[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// The AWS account that the cluster lives in. Leave it out elsewhere.
	AWS *aws.Account `json:"aws,omitempty"`

	// Where images are pulled from in place of their own registries.
	Mirror Mirror `json:"mirror,omitempty"`

	// What holds for the pods of every addon: node selector, tolerations, priority and
	// so on. An addon's own defaults and options come on top, but for an addon's default
	// affinity, and tolerations are added to the default ones. Node agents run on their
	// nodes whatever is said here. What only makes sense for one addon (replicas, image,
	// arguments, environment, volumes) is refused.
	Pods Pods `json:"pods,omitzero"`
}

// Validate refuses pods that can't be meant for every addon.
func (t Target) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	refuse := func(name string, set bool) {
		if set {
			errs = append(errs, field.Forbidden(path.Child("pods", name), "is a matter of a single addon: set it in the addon's own options"))
		}
	}
	p := t.Pods
	refuse("replicas", p.Replicas != nil)
	refuse("image", p.Image != Image{})
	refuse("resources", p.Resources.Requests != nil || p.Resources.Limits != nil || p.Resources.Claims != nil)
	refuse("extraArgs", p.ExtraArgs != nil)
	refuse("extraEnv", p.ExtraEnv != nil)
	refuse("extraVolumes", p.ExtraVolumes != nil)
	refuse("extraVolumeMounts", p.ExtraVolumeMounts != nil)
	refuse("serviceAccountAnnotations", p.ServiceAccountAnnotations != nil)
	refuse("disruptionBudget", p.DisruptionBudget != nil)
	return errs
}

// Image is the reference under which the target's nodes pull an image: by way of the
// mirror, if there is one for it.
func (t Target) Image(i Image) string { return t.Mirror.Rewrite(i.String()) }

// Version is a Kubernetes version, major and minor: "1.34".
type Version string

// Validate refuses anything but a major and a minor number.
func (v Version) Validate(path *field.Path) field.ErrorList {
	if v != "" && v.number() == 0 {
		return field.ErrorList{field.Invalid(path, string(v), `must be a major and a minor version, as in "1.34"`)}
	}
	return nil
}

// VersionPattern is the regular expression that a [Version] matches.
const VersionPattern = `^[1-9][0-9]{0,2}\.(0|[1-9][0-9]{0,2})$`

// number is the version as a number that grows with it; 0 where it is not valid.
func (v Version) number() int {
	a, b, _ := strings.Cut(string(v), ".")
	major, minor := versionPart(a), versionPart(b)
	if major < 1 || minor < 0 {
		return 0
	}
	return major*1000 + minor
}

// versionPart reads one of a version's two numbers, as VersionPattern has them; -1 is for
// what isn't one, such as "+1" and "01".
func versionPart(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 999 || strconv.Itoa(n) != s {
		return -1
	}
	return n
}

// Compare returns -1, 0 or +1 as v is before, equal to or after w. A version that is not
// valid is before all others.
func (v Version) Compare(w Version) int { return cmp.Compare(v.number(), w.number()) }

// AtLeast tells whether v is w or later.
func (v Version) AtLeast(w Version) bool { return v.Compare(w) >= 0 }

// In tells whether v lies in a range such as ">=1.25" or ">=1.25 <1.36": terms that all
// must hold, each of >=, >, <=, < or = and a version. The empty range holds all.
func (v Version) In(rang string) bool {
	for term := range strings.FieldsSeq(rang) {
		op := strings.TrimRight(term, "0123456789.")
		c := v.Compare(Version(term[len(op):]))
		ok := false
		switch op {
		case ">=":
			ok = c >= 0
		case ">":
			ok = c > 0
		case "<=":
			ok = c <= 0
		case "<":
			ok = c < 0
		case "=", "":
			ok = c == 0
		}
		if !ok {
			return false
		}
	}
	return true
}
