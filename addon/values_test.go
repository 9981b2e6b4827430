package addon_test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addon"
)

func sorted(s []string) []string { return slices.Sorted(slices.Values(s)) }

func TestVersionIn(t *testing.T) {
	for _, tc := range []struct {
		version addon.Version
		rang    string
		want    bool
	}{
		{"1.34", "", true},
		{"1.34", ">=1.25", true},
		{"1.34", ">=1.25 <1.34", false},
		{"1.34", ">=1.25 <=1.34", true},
		{"1.9", ">=1.10", false}, // as numbers, not as text
		{"1.34", "=1.34", true},
		{"1.34", "1.33", false},
		{"1.34", ">1.34", false},
		{"2.0", ">1.34", true},
	} {
		if got := tc.version.In(tc.rang); got != tc.want {
			t.Errorf("%s in %q: %v", tc.version, tc.rang, got)
		}
	}
}

// The schema has the pattern and Go has Validate: both take the same versions.
func TestVersionPattern(t *testing.T) {
	pattern := regexp.MustCompile(addon.VersionPattern)
	for _, v := range []addon.Version{
		"1.34", "1.0", "1.9", "10.10", "999.999",
		"0.1", "1000.1", "1.1000", "1.034", "01.34", "1.00", "1", "1.", ".34", ".", "1.34.1", "v1.34",
		"+1.34", "1.+34", "-1.34", "1.-34", "1.-0", " 1.34", "1.34\n", "1.3_4", "1.0x1", "1.３",
		"1.99999999999999999999",
	} {
		valid := len(v.Validate(nil)) == 0
		if want := pattern.MatchString(string(v)); valid != want {
			t.Errorf("%q matches the pattern: %v, and is valid: %v", v, want, valid)
		}
	}
}

func TestMirror(t *testing.T) {
	m := addon.Mirror{
		"quay.io":                   "mirror.example.com/quay",
		"quay.io/jetstack":          "mirror.example.com/cert-manager",
		"docker.io":                 "mirror.example.com/hub",
		"registry.example.com:5000": "mirror.example.com/own",
	}
	for _, tc := range []struct{ ref, want string }{
		{"quay.io/dexidp/dex:v1", "mirror.example.com/quay/dexidp/dex:v1"},
		{"quay.io/jetstack/controller:v1@sha256:x", "mirror.example.com/cert-manager/controller:v1@sha256:x"},
		{"quay.io/jetstackish/x", "mirror.example.com/quay/jetstackish/x"},
		{"nginx:1", "mirror.example.com/hub/library/nginx:1"},
		{"hashicorp/vault:1", "mirror.example.com/hub/hashicorp/vault:1"},
		{"registry.example.com:5000/a:1", "mirror.example.com/own/a:1"},
		{"ghcr.io/a/b:1", "ghcr.io/a/b:1"},
		{"mirror.example.com/quay/a:1", "mirror.example.com/quay/a:1"}, // a second time changes nothing
		{"", ""},
	} {
		if got := m.Rewrite(tc.ref); got != tc.want {
			t.Errorf("%s becomes %s, not %s", tc.ref, got, tc.want)
		}
	}
}

func TestMirrorRefusesChains(t *testing.T) {
	got := messages(addon.Mirror{
		"a.example.com": "b.example.com",
		"b.example.com": "c.example.com",
		"https://d":     "e.example.com/",
	}.Validate(nil))
	want := []string{
		`[a.example.com]: Invalid value: "b.example.com": is itself mirrored by another entry: name the last place of the chain`,
		`[https://d]: Invalid value: "https://d": must be a registry, or a registry and a path, without scheme or trailing slash`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestParseImage(t *testing.T) {
	for _, ref := range []string{
		"nginx", "nginx:1", "localhost:5000/a/b", "localhost:5000/a/b:c", "quay.io/a/b:v1@sha256:0", "quay.io/a/b@sha256:0",
	} {
		if got := addon.ParseImage(ref).String(); got != ref {
			t.Errorf("%s comes back as %s", ref, got)
		}
	}
	if diff := cmp.Diff(addon.Image{Repository: "localhost:5000/a", Tag: "b", Digest: "sha256:0"}, addon.ParseImage("localhost:5000/a:b@sha256:0")); diff != "" {
		t.Error(diff)
	}
}

func TestCardText(t *testing.T) {
	c := addon.Card{Doc: "// Package thing does a thing,\n// and does it well. It is fast.\n//\n// # More\n//\n//\tcode\npackage thing\n// not this\n"}
	if got, want := c.Summary(), "Does a thing, and does it well"; got != want {
		t.Errorf("summary %q", got)
	}
	if got, want := c.Text(), "Package thing does a thing,\nand does it well. It is fast.\n\n# More\n\n\tcode"; got != want {
		t.Errorf("text %q", got)
	}
}

func TestLifecycle(t *testing.T) {
	if got := (addon.Lifecycle{}).String(); got != "active" {
		t.Error(got)
	}
	l := addon.Lifecycle{Stage: addon.Retired, Since: "2026-03", Successor: "Gateway API"}
	if got, want := l.String(), "retired since 2026-03, successor: Gateway API"; got != want {
		t.Error(got)
	}
}
