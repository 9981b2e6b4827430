// Package addontest is what every addon's test runs.
//
//	func TestAddon(t *testing.T) {
//		addontest.Run(t, metricsserver.Definition,
//			addontest.Case[metricsserver.Options]{Name: "defaults"},
//			addontest.Case[metricsserver.Options]{Name: "full", Options: …},
//		)
//	}
//
// Each case renders a cluster that has this one addon and compares it with the golden
// file testdata/<name>.yaml. With UPDATE=1 in the environment the files are rewritten
// instead: read them, as the person who will apply them, before they are committed. The
// schemas of CustomResourceDefinitions are left out, but for the case "upstream", which is
// compared with what upstream's own manifests render.
//
// In testdata/<name>.cluster.yaml stands the same case as a cluster file; it must render to
// the same bytes. In testdata/<name>.aws.json stands what the case needs in an AWS account,
// if it needs anything there.
//
// Beside the goldens, Run holds each case to what every addon promises: the same input
// gives the same bytes, the checks of a plan find nothing, images go through the mirror, two
// installs don't meet, what is privileged is explained, and each option is shown in some
// golden.
package addontest

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/cluster"
	"github.com/fitout/fitout/render"
)

// Case is a set of options and what they render to.
type Case[O any] struct {
	// Name is that of the golden file: "defaults", "full", "upstream", "aws". Options that
	// are too many for one case are in several, "full" and "full-" with a word.
	Name string

	// Options are the addon's.
	Options O

	// Target is what the addon is built for: [Target], where it is left out.
	Target addon.Target

	// Existing is what the cluster has beside the addon, such as the definitions of
	// custom resources that the addon writes and another one brings.
	Existing cluster.Existing

	// Second changes the options of the second install that the test makes in one cluster
	// with the first, where the case names what a cluster can have once.
	Second func(*O)

	// Because explains what an addon should not do without a reason. The key is an
	// object, as in "DaemonSet ingress-nginx-controller" or "ClusterRole admin".
	Because map[string]string
}

// Target is a cluster that is nowhere in particular.
func Target() addon.Target { return addon.Target{Name: "prod", Kubernetes: "1.34"} }

// AWS is an EKS cluster.
func AWS() addon.Target {
	t := Target()
	t.Domain = "dev.example.com"
	t.AWS = &aws.Account{
		ID:         "123456789012",
		Region:     "ap-northeast-1",
		VPC:        "vpc-0123456789abcdef0",
		OIDCIssuer: "oidc.eks.ap-northeast-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",
	}
	return t
}

// Run runs each case as a subtest, and then what holds for the cases together. There must
// be a case "defaults", with no options but those that are required, and a case "full".
func Run[O any](t *testing.T, def addon.Definition[O], cases ...Case[O]) {
	t.Helper()
	names := map[string]bool{}
	for _, c := range cases {
		names[c.Name] = true
		t.Run(c.Name, func(t *testing.T) { c.run(t, def) })
	}
	for _, name := range []string{"defaults", "full"} {
		if !names[name] {
			t.Errorf("there is no case %q", name)
		}
	}
	t.Run("every option is in a golden", func(t *testing.T) { covered(t, cases) })
	t.Run("schema and Go agree", func(t *testing.T) { agree(t, def, cases) })
	t.Run("card", func(t *testing.T) { card(t, def.Card) })
}

func (c Case[O]) run(t *testing.T, def addon.Definition[O]) {
	plan := c.plan(t, c.target(), def.New(c.Options))
	got := stream(t, plan)
	dir := folderOf(def.Card)
	if c.Name == upstream {
		dir.golden(t, c.Name, got)
	} else {
		dir.golden(t, c.Name, withoutSchemas(got))
	}
	dir.onAWS(t, c.Name, plan)
	if again := stream(t, c.plan(t, c.target(), def.New(c.Options))); !bytes.Equal(got, again) {
		t.Errorf("the same options render differently the second time:\n%s", cmp.Diff(string(got), string(again)))
	}
	c.fromFile(t, def, got)
	c.invariants(t, plan)
	c.mirrored(t, def, plan)
	c.twice(t, def)
}

func (c Case[O]) target() addon.Target {
	if c.Target.Name == "" {
		return Target()
	}
	return c.Target
}

func (c Case[O]) plan(t *testing.T, target addon.Target, addons ...addon.Addon) *cluster.Plan {
	t.Helper()
	plan, err := cluster.Cluster{Target: target, Addons: addons, Existing: c.Existing}.Plan()
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func stream(t *testing.T, plan *cluster.Plan) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := render.YAML(&b, plan); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// upstream is the case that is compared with what upstream's own manifests render.
const upstream = "upstream"

var definition = regexp.MustCompile(`(?ms)^kind: CustomResourceDefinition\nmetadata:\n.*?^(spec:\n.*?)(^---$|\z)`)

// withoutSchemas leaves the specs of CustomResourceDefinitions out of a stream: they are
// those in crds.yaml, to the byte, and no option changes them.
func withoutSchemas(stream []byte) []byte {
	return definition.ReplaceAllFunc(stream, func(doc []byte) []byte {
		m := definition.FindSubmatch(doc)
		head := doc[:len(doc)-len(m[1])-len(m[2])]
		return slices.Concat(head, []byte("# spec: crds.yaml\n"), m[2])
	})
}

// folder is where the goldens are: testdata, or testdata/<addon> in a package that has
// several addons, each with a folder there.
type folder string

func folderOf(card addon.Card) folder {
	if dir := filepath.Join("testdata", card.Name); isDir(dir) {
		return folder(dir)
	}
	return "testdata"
}

func isDir(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

func (f folder) path(name string) string { return filepath.Join(string(f), name) }

// golden compares a stream with <name>.yaml, first as objects, since their difference is
// what one wants to read, and then as bytes.
func (f folder) golden(t *testing.T, name string, got []byte) {
	t.Helper()
	want := f.read(t, name+".yaml", got)
	if bytes.Equal(want, got) {
		return
	}
	if diff := cmp.Diff(objects(t, want), objects(t, got)); diff != "" {
		t.Fatalf("%s.yaml (-golden +rendered), rewrite it with UPDATE=1 go test:\n%s", name, diff)
	}
	t.Fatalf("%s.yaml has the same objects in other words, rewrite it with UPDATE=1 go test:\n%s", name, cmp.Diff(string(want), string(got)))
}

// read returns a file of the folder, after writing it if that is asked for.
func (f folder) read(t *testing.T, name string, got []byte) []byte {
	t.Helper()
	file := f.path(name)
	if os.Getenv("UPDATE") != "" {
		if err := os.MkdirAll(string(f), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v\nwrite it with: UPDATE=1 go test", err)
	}
	return want
}

// objects reads a stream into objects by kind, namespace and name.
func objects(t *testing.T, stream []byte) map[string]any {
	t.Helper()
	out := map[string]any{}
	for doc := range bytes.SplitSeq(stream, []byte("\n---\n")) {
		var o struct {
			Kind     string
			Metadata struct{ Namespace, Name string }
		}
		var all any
		if err := yaml.Unmarshal(doc, &o); err != nil {
			t.Fatal(err)
		}
		if err := yaml.Unmarshal(doc, &all); err != nil {
			t.Fatal(err)
		}
		out[o.Kind+" "+o.Metadata.Namespace+"/"+o.Metadata.Name] = all
	}
	return out
}
