// Package loki has Loki, Promtail and Alloy's parser themselves read the configuration that their
// addon writes. It is a module of its own, since Loki replaces modules by others.
package loki

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "google.golang.org/grpc/encoding/proto" // must be the first of Loki's, as in its own program

	"github.com/go-ini/ini"
	"github.com/go-kit/log"
	"github.com/google/go-cmp/cmp"
	"github.com/grafana/alloy/syntax/ast"
	"github.com/grafana/alloy/syntax/parser"
	"github.com/grafana/dskit/flagext"
	"github.com/grafana/loki/v3/clients/pkg/logentry/stages"
	promtail "github.com/grafana/loki/v3/clients/pkg/promtail/config"
	"github.com/grafana/loki/v3/pkg/loki"
	"github.com/grafana/loki/v3/pkg/util/cfg"
	"github.com/grafana/loki/v3/pkg/validation"
	"github.com/jmespath/go-jmespath"
	"github.com/prometheus/client_golang/prometheus"
	"gopkg.in/yaml.v2"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
)

const goldens = "../../addons/loki/testdata/"

// TestLoki starts each of Loki's pods as far as to what its arguments and its configuration say.
func TestLoki(t *testing.T) {
	for _, golden := range []string{"defaults", "upstream", "company", "scalable", "small", "full"} {
		objs := objects(t, goldens+golden+".yaml")
		commands := commands(objs)
		if len(commands) == 0 {
			t.Errorf("%s has no Loki", golden)
		}
		for name, args := range commands {
			t.Run(golden+"/"+name, func(t *testing.T) {
				if _, err := load(t, args, files(objs)["config.yaml"]); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

// TestAsUpstream compares what Loki makes of the addon's configuration with what it makes of the
// chart's.
func TestAsUpstream(t *testing.T) {
	dir := os.Getenv("FITOUT_UPSTREAM")
	if dir == "" {
		t.Skip("FITOUT_UPSTREAM is not set")
	}
	read := func(file string) string {
		objs := objects(t, file)
		c, err := load(t, commands(objs)["loki"], files(objs)["config.yaml"])
		if err != nil {
			t.Fatal(err)
		}
		c.ConfigFile = ""
		c.SchemaConfig.Configs[0].ObjectType = "s3"               // the chart's schema for trying things out is for files
		c.StorageConfig.BloomShipperConfig.WorkingDirectory = nil // which nobody uses
		text, err := yaml.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if diff := cmp.Diff(read(filepath.Join(dir, "loki.yaml")), read(goldens+"upstream.yaml")); diff != "" {
		t.Errorf("-upstream +addon:\n%s", diff)
	}
}

// TestFiles reads the other files of each golden's ConfigMaps.
func TestFiles(t *testing.T) {
	for file, read := range readers {
		found := 0
		paths, err := filepath.Glob(goldens + "*.yaml")
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			if strings.HasSuffix(path, ".cluster.yaml") {
				continue
			}
			text, ok := files(objects(t, path))[file]
			if !ok {
				continue
			}
			found++
			if err := read(text); err != nil {
				t.Errorf("%s: %s: %v\n%s", path, file, err, text)
			}
		}
		if found == 0 {
			t.Errorf("no golden has %s", file)
		}
	}
}

// What upstream refuses must fail here, or the tests above say nothing.
func TestBadFiles(t *testing.T) {
	for _, tc := range []struct{ file, text string }{
		{"runtime-config.yaml", "overrides: {a: {retention: 1h}}"},
		{"runtime-config.yaml", "overrides: {a: {retention_stream: [{selector: '{', period: 24h}]}}"},
		{"promtail.yaml", "client: {url: http://a}\nscrape_config: []"},
		{"promtail.yaml", "scrape_configs: [{job_name: a, pipeline_stages: [{house: {}}]}]"},
		{"promtail.yaml", "scrape_configs: [{job_name: a, pipeline_stages: [{regex: {expression: '('}}]}]"},
		{"promtail.yaml", "scrape_configs: [{job_name: a, relabel_configs: [{action: house}]}]"},
		{"config.alloy", "logging {"},
		{"config.alloy", `loki.process "a" { forward_to = [loki.write.b.receiver] }`},
		{"config.alloy", "loki.write \"b\" {}\nloki.process \"a\" { forward_to = [loki.write.b.output] }"},
		{"grafana.ini", "[auth\nname = a"},
		{"grafana.ini", "[auth]\nname = a # b"},
	} {
		if readers[tc.file](tc.text) == nil {
			t.Errorf("%s is taken:\n%s", tc.file, tc.text)
		}
	}
	for _, text := range []string{
		"house: true",
		"schema_config: {configs: [{from: 2024-04-01, store: house, object_store: s3, schema: v13}]}",
		"limits_config: {retention_period: 24h}\ncompactor: {retention_enabled: true}\nschema_config: {configs: [{from: 2024-04-01, store: tsdb, object_store: s3, schema: v13, index: {prefix: i, period: 24h}}]}",
	} {
		if _, err := load(t, []string{"-target=all"}, text); err == nil {
			t.Errorf("Loki takes:\n%s", text)
		}
	}
}

// TestRoles has users with groups come to Grafana.
func TestRoles(t *testing.T) {
	for _, tc := range []struct {
		golden string
		groups any // as the provider says them
		role   any // nil if Grafana is told none
	}{
		{"company", []any{"example-inc:platform", "example-inc:web"}, "Admin"},
		{"company", []any{"example-inc:web"}, "Editor"},
		{"company", nil, "Editor"},
		{"full", []any{"it's", "developers"}, "Admin"},
		{"full", []any{"developers", "everybody"}, "Editor"},
		{"full", []any{"everybody"}, "Viewer"},
		{"full", []any{"others"}, false},
		{"full", nil, false},
	} {
		f, err := ini.Load([]byte(files(objects(t, goldens+tc.golden+".yaml"))["grafana.ini"]))
		if err != nil {
			t.Fatal(err)
		}
		user := map[string]any{"email": "a@example.com"}
		if tc.groups != nil {
			user["groups"] = tc.groups
		}
		role, err := jmespath.Search(f.Section("auth.generic_oauth").Key("role_attribute_path").String(), user)
		if err != nil {
			t.Errorf("%s: %v: %v", tc.golden, tc.groups, err)
		}
		if role != tc.role {
			t.Errorf("%s: %v have the role %v, and not %v", tc.golden, tc.groups, role, tc.role)
		}
	}
}

// load is Loki's configuration, as it comes out of its arguments and the file.
func load(t *testing.T, args []string, text string) (*loki.ConfigWrapper, error) {
	t.Helper()
	for _, key := range []string{"LOKI_S3_ACCESS_KEY_ID", "LOKI_S3_SECRET_ACCESS_KEY"} {
		t.Setenv(key, "x")
	}
	file := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	args = append(slices.Clone(args), "-config.file="+file)

	flags := flag.NewFlagSet("loki", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	(&loki.ConfigWrapper{}).RegisterFlags(flags)
	if err := flags.Parse(args); err != nil {
		return nil, err // Loki itself would end here, and the test with it
	}
	c := &loki.ConfigWrapper{}
	if err := cfg.DynamicUnmarshal(c, args, flag.NewFlagSet("loki", flag.ContinueOnError)); err != nil {
		return nil, err
	}
	return c, c.Validate()
}

// readers read files as the programs do that they are for.
var readers = map[string]func(text string) error{
	"runtime-config.yaml": readOverrides,
	"promtail.yaml":       readPromtail,
	"config.alloy":        readAlloy,
	"grafana.ini":         readINI,
}

func readOverrides(text string) error {
	var all validation.Limits
	flagext.DefaultValues(&all)
	validation.SetDefaultLimitsForYAMLUnmarshalling(all)
	var f struct {
		Overrides map[string]*validation.Limits `yaml:"overrides"`
	}
	if err := yaml.UnmarshalStrict([]byte(text), &f); err != nil {
		return err
	}
	for _, l := range f.Overrides {
		if err := l.Validate(); err != nil {
			return err
		}
	}
	return nil
}

func readPromtail(text string) error {
	var c promtail.Config
	flagext.DefaultValues(&c)
	if err := yaml.UnmarshalStrict([]byte(text), &c); err != nil {
		return err
	}
	for _, job := range c.ScrapeConfig {
		if _, err := stages.NewPipeline(log.NewNopLogger(), job.PipelineStages, &job.JobName, prometheus.NewRegistry()); err != nil {
			return err
		}
	}
	return c.Validate()
}

// exports are what Alloy's blocks have to offer to others.
var exports = map[string]string{
	"discovery.kubernetes": "targets",
	"discovery.relabel":    "output",
	"loki.process":         "receiver",
	"loki.relabel":         "rules",
	"loki.write":           "receiver",
}

// readAlloy parses a file, and looks for the blocks that others refer to.
func readAlloy(text string) error {
	f, err := parser.ParseFile("config.alloy", []byte(text))
	if err != nil {
		return err
	}
	known := map[string]bool{"sys.env": true}
	for _, s := range f.Body {
		if b, ok := s.(*ast.BlockStmt); ok {
			name := strings.Join(b.Name, ".")
			known[name+"."+b.Label+"."+exports[name]] = true
		}
	}
	var missing visitor
	missing.known = known
	ast.Walk(&missing, f)
	if len(missing.names) > 0 {
		return fmt.Errorf("there is no %s", strings.Join(missing.names, ", "))
	}
	return nil
}

// visitor looks for names that aren't known.
type visitor struct {
	known map[string]bool
	names []string
}

func (v *visitor) Visit(n ast.Node) ast.Visitor {
	a, ok := n.(*ast.AccessExpr)
	if !ok {
		return v
	}
	if name := dotted(a); !v.known[name] {
		v.names = append(v.names, name)
	}
	return nil
}

func dotted(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.AccessExpr:
		return dotted(e.Value) + "." + e.Name.Name
	case *ast.IdentifierExpr:
		return e.Ident.Name
	}
	return fmt.Sprintf("%T", e)
}

// readINI wants each value to be what is written, quotes aside.
func readINI(text string) error {
	f, err := ini.Load([]byte(text))
	if err != nil {
		return err
	}
	section := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "["); ok {
			section = strings.TrimSuffix(name, "]")
			continue
		}
		key, value, _ := strings.Cut(line, " = ")
		if got, want := f.Section(section).Key(key).String(), strings.Trim(value, "`"); got != want {
			return fmt.Errorf("%s in [%s] is read as %q", key, section, got)
		}
	}
	return nil
}

// objects are those of a file.
func objects(t *testing.T, file string) []runtime.Object {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	scheme := runtime.NewScheme()
	utilruntime.Must(clientgoscheme.AddToScheme(scheme))
	var objs []runtime.Object
	for _, doc := range bytes.Split(data, []byte("\n---\n")) {
		obj, _, err := clientgoscheme.Codecs.UniversalDeserializer().Decode(doc, nil, nil)
		if runtime.IsNotRegisteredError(err) {
			continue // a custom resource
		}
		if err != nil {
			t.Fatalf("%s: %v\n%s", file, err, doc)
		}
		objs = append(objs, obj)
	}
	return objs
}

// files are those in ConfigMaps.
func files(objs []runtime.Object) map[string]string {
	all := map[string]string{}
	for _, o := range objs {
		if c, ok := o.(*corev1.ConfigMap); ok {
			for name, text := range c.Data {
				all[name] = text
			}
		}
	}
	return all
}

// commands are the arguments of Loki's pods, by the names of their workloads.
func commands(objs []runtime.Object) map[string][]string {
	all := map[string][]string{}
	add := func(name string, spec corev1.PodSpec) {
		if args := spec.Containers[0].Args; slices.Contains(args, "-config.file=/etc/loki/config/config.yaml") {
			all[name] = args
		}
	}
	for _, o := range objs {
		switch o := o.(type) {
		case *appsv1.Deployment:
			add(o.Name, o.Spec.Template.Spec)
		case *appsv1.StatefulSet:
			add(o.Name, o.Spec.Template.Spec)
		}
	}
	return all
}
