package addon

import "strings"

// Card says what an addon is. It feeds the catalogue, the schema and the checks.
type Card struct {
	// Name is kebab-case and unique: "cert-manager".
	Name string

	// Doc is the source of the package's doc.go, embedded. See [Card.Text].
	Doc string

	Category Category

	// Version is upstream's version of what is installed, "0.8.1"; empty where the addon
	// installs nothing of upstream's.
	Version string

	// Source is where the upstream manifests that the addon follows can be read.
	Source string

	// Kubernetes is the range of Kubernetes versions that upstream supports: ">=1.25" or
	// ">=1.25 <1.36". Empty means all. See [Version.In].
	Kubernetes string

	// Namespace is where the addon goes unless its options say otherwise. It is empty
	// where all objects are cluster-wide.
	Namespace string

	// Lifecycle tells whether upstream still keeps the addon up.
	Lifecycle Lifecycle
}

// Text is the package comment of Doc, without comment marks.
func (c Card) Text() string {
	var b strings.Builder
	for line := range strings.Lines(c.Doc) {
		if strings.HasPrefix(line, "package ") {
			break
		}
		if text, ok := strings.CutPrefix(line, "//"); ok {
			b.WriteString(strings.TrimPrefix(text, " "))
		}
	}
	return strings.TrimSpace(b.String())
}

// Summary is the first sentence of Text on one line, without the words "Package x" and
// the full stop.
func (c Card) Summary() string {
	para, _, _ := strings.Cut(c.Text(), "\n\n")
	sentence, _, _ := strings.Cut(strings.Join(strings.Fields(para), " "), ". ")
	if words := strings.SplitN(sentence, " ", 3); len(words) == 3 && words[0] == "Package" {
		sentence = words[2]
	}
	sentence = strings.TrimSuffix(sentence, ".")
	if sentence == "" {
		return ""
	}
	return strings.ToUpper(sentence[:1]) + sentence[1:]
}

// Category groups addons by what they are for.
type Category string

// The categories.
const (
	Networking    Category = "networking"
	Delivery      Category = "delivery"
	Observability Category = "observability"
	Storage       Category = "storage"
	Scaling       Category = "scaling"
	Security      Category = "security"
	Tenancy       Category = "tenancy"
	Platform      Category = "platform"
)

// Lifecycle is where an upstream project stands.
type Lifecycle struct {
	// Stage is Active where it is left empty.
	Stage Stage

	// Since is the day or month, "2026-03", in which the stage began.
	Since string

	// Successor is what upstream recommends instead.
	Successor string
}

// String returns the stage, with since when and what follows: "retired since 2026-03,
// successor: Gateway API".
func (l Lifecycle) String() string {
	s := string(l.Stage)
	if s == "" {
		s = string(Active)
	}
	if l.Since != "" {
		s += " since " + l.Since
	}
	if l.Successor != "" {
		s += ", successor: " + l.Successor
	}
	return s
}

// Stage is a step in the life of an upstream project.
type Stage string

// The stages.
const (
	Active      Stage = "active"      // features and fixes
	Maintenance Stage = "maintenance" // fixes only
	Deprecated  Stage = "deprecated"  // works, but upstream asks to move away
	Retired     Stage = "retired"     // no fixes, not even for security
)
