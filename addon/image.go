package addon

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

// Image names a container image. Fields that are left out keep the addon's own value, so
// that a tag alone changes the version, and a repository alone the place.
type Image struct {
	// The registry and path: "quay.io/jetstack/cert-manager-controller".
	Repository string `json:"repository,omitempty" jsonschema:"pattern=^[a-z0-9][a-z0-9._-]*(:[0-9]+)?(/[a-z0-9][a-z0-9._-]*)*$"`

	// The tag: "v1.21.1". An addon's own digest is dropped with it, unless a digest is
	// given too.
	Tag string `json:"tag,omitempty" jsonschema:"pattern=^[A-Za-z0-9_][A-Za-z0-9._-]{0\\,127}$"`

	// The digest, "sha256:…", which pins the image whatever the tag says.
	Digest string `json:"digest,omitempty" jsonschema:"pattern=^sha256:[0-9a-f]{64}$"`
}

// String is the reference: repository, ":tag" and "@digest".
func (i Image) String() string {
	s := i.Repository
	if i.Tag != "" {
		s += ":" + i.Tag
	}
	if i.Digest != "" {
		s += "@" + i.Digest
	}
	return s
}

// Validate refuses an image that nothing pins.
func (i Image) Validate(path *field.Path) field.ErrorList {
	switch {
	case i == Image{}:
		return nil
	case i.Repository == "":
		return field.ErrorList{field.Required(path.Child("repository"), "an image needs a repository")}
	case i.Tag == "" && i.Digest == "":
		return field.ErrorList{field.Required(path.Child("tag"), "an image needs a tag or a digest: without one it is whatever was pushed last")}
	}
	return nil
}

// over lays i over base: what i says replaces what base says. A digest belongs to one
// repository's tag, so base's goes when either changes.
func (i Image) over(base Image) Image {
	if i.Digest == "" && (i.Tag != "" && i.Tag != base.Tag) {
		base.Digest = ""
	}
	if i.Repository != "" {
		base.Repository = i.Repository
	}
	if i.Tag != "" {
		base.Tag = i.Tag
	}
	if i.Digest != "" {
		base.Digest = i.Digest
	}
	return base
}

// ParseImage takes a reference apart: "registry.k8s.io/pause:3.10@sha256:…".
func ParseImage(ref string) Image {
	ref, digest, _ := strings.Cut(ref, "@")
	repository, tag := ref, ""
	if i := strings.LastIndexByte(ref, ':'); i > strings.LastIndexByte(ref, '/') {
		repository, tag = ref[:i], ref[i+1:]
	}
	return Image{Repository: repository, Tag: tag, Digest: digest}
}

// Mirror says where images are pulled from: a registry, or a registry and the beginning
// of a path, to what stands in for it.
//
//	quay.io: 123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/quay
//
// The longest entry that matches whole path elements wins. Images without a registry are
// Docker Hub's: "nginx" is matched as "docker.io/library/nginx".
type Mirror map[string]string

// RegistryPattern is the regular expression that keys and values of a [Mirror] match.
const RegistryPattern = `^[a-z0-9][a-z0-9._-]*(:[0-9]+)?(/[a-z0-9][a-z0-9._-]*)*$`

var registryPattern = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(RegistryPattern) })

// Validate refuses entries that are no registry, and chains, whose result would depend on
// how often they are applied.
func (m Mirror) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for _, from := range slices.Sorted(maps.Keys(m)) {
		to := m[from]
		switch {
		case !registryPattern().MatchString(from):
			errs = append(errs, field.Invalid(path.Key(from), from, "must be a registry, or a registry and a path, without scheme or trailing slash"))
		case !registryPattern().MatchString(to):
			errs = append(errs, field.Invalid(path.Key(from), to, "must be a registry, or a registry and a path, without scheme or trailing slash"))
		case m.Rewrite(to+"/x") != to+"/x":
			errs = append(errs, field.Invalid(path.Key(from), to, "is itself mirrored by another entry: name the last place of the chain"))
		}
	}
	return errs
}

// Rewrite returns the reference by which an image is pulled through the mirror, or the
// same reference where no entry matches it.
func (m Mirror) Rewrite(ref string) string {
	if len(m) == 0 || ref == "" {
		return ref
	}
	full := qualify(ref)
	best := ""
	for from := range m {
		if len(from) > len(best) && strings.HasPrefix(full, from+"/") {
			best = from
		}
	}
	if best == "" {
		return ref
	}
	return m[best] + full[len(best):]
}

// qualify adds the registry that a reference leaves out.
func qualify(ref string) string {
	first, _, hasPath := strings.Cut(ref, "/")
	switch {
	case !hasPath:
		return "docker.io/library/" + ref
	case first == "localhost" || strings.ContainsAny(first, ".:"):
		return ref
	}
	return "docker.io/" + ref
}
