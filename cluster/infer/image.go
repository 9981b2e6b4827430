package infer

import (
	"strings"
)

// Image is a reference to a container image at one place in an object.
type Image struct {
	// Ref is the reference: "quay.io/jetstack/cert-manager-controller:v1.21.1".
	Ref string

	// Object is what names the image.
	Object *Object

	// Field is where: "spec.template.spec.containers[0].image".
	Field string

	// Run tells that a container of the object's pods runs the image. Others stand in
	// arguments, in the environment, in configuration and in custom resources.
	Run bool
}

func (f *Facts) image(o *Object, field, ref string, run bool) {
	if ref != "" {
		f.Images = append(f.Images, Image{ref, o, field, run})
	}
}

// imagesIn notes the images in a text. The name is that of the flag, the variable or the
// field that holds the text: where it speaks of an image, the text may be one without a
// registry.
func (f *Facts) imagesIn(o *Object, field, name, text string) {
	found := false
	for len(text) > 0 {
		i := strings.IndexFunc(text, separates)
		token := text
		if i >= 0 {
			token, text = text[:i], text[i+1:]
		} else {
			text = ""
		}
		token = strings.TrimRight(token, ".:")
		if isImage(token) || text == "" && !found && isImageName(name) && isShortImage(token) {
			f.image(o, field, token, false)
			found = true
		}
	}
}

// separates tells whether a character ends a word: anything that no reference has in it.
func separates(r rune) bool {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		return false
	}
	return !strings.ContainsRune("./:@_-", r)
}

// isImageName tells whether a flag, a variable or a field speaks of an image.
func isImageName(name string) bool {
	return len(name) >= 5 && strings.EqualFold(name[len(name)-5:], "image")
}

// isImage tells whether a word is a reference to an image that names its registry, and a
// tag or a digest. Anything else can't be told from an address.
func isImage(s string) bool {
	registry, rest, ok := strings.Cut(s, "/")
	if !ok || !strings.Contains(registry, ".") || strings.Contains(rest, "//") || !isHost(registry) {
		return false
	}
	return isShortImage(rest)
}

// isShortImage tells whether a word is a repository with a tag or a digest.
func isShortImage(s string) bool {
	s, digest, pinned := strings.Cut(s, "@")
	if pinned && !strings.HasPrefix(digest, "sha256:") {
		return false
	}
	repository, tag, tagged := strings.Cut(s, ":")
	switch tag {
	case "NoSchedule", "PreferNoSchedule", "NoExecute": // a taint
		return false
	}
	return (pinned || tagged && tag != "" && !strings.ContainsAny(tag, ":/")) &&
		repository != "" && repository == strings.ToLower(repository)
}

// isHost tells whether a word is a host name, with a port or without.
func isHost(s string) bool {
	host, port, hasPort := strings.Cut(s, ":")
	return host != "" && host == strings.ToLower(host) && !strings.ContainsAny(host, "@_") &&
		(!hasPort || port != "" && strings.Trim(port, "0123456789") == "")
}
