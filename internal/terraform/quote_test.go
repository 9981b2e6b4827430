package terraform

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	hcljson "github.com/hashicorp/hcl/v2/json"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/cluster"
	"github.com/fitout/fitout/render"
)

// needing is an addon that needs things from AWS for service accounts that are there.
func needing(name string, needs ...aws.Resource) addon.Addon {
	type options struct{}
	return addon.Definition[options]{
		Card:    addon.Card{Name: name, Category: addon.Platform, Namespace: "tools"},
		Objects: func(addon.Target, options) ([]addon.Object, error) { return nil, nil },
		AWS:     func(addon.Target, options) ([]aws.Resource, error) { return needs, nil },
	}.New(options{})
}

func module(t testing.TB, existing cluster.Existing, addons ...addon.Addon) render.Files {
	t.Helper()
	plan, err := cluster.Cluster{
		Target:   addon.Target{Name: "prod", Kubernetes: "1.34", AWS: &aws.Account{ID: "123456789012", Region: "eu-west-1"}},
		Existing: existing,
		Addons:   addons,
	}.Plan()
	if err != nil {
		t.Fatal(err)
	}
	files, err := render.Terraform(plan)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// Whatever stands in a configuration is what Terraform makes of it, be it a key or a value.
func FuzzStringsSurvive(f *testing.F) {
	for _, s := range []string{
		"", "$", "%", "${", "%{", "${a}", "%{a}", "$${", "%%{", "$${a}", "$$${a}", "$$$${a}", "%%%{a}", "$%{a}", "%${a}",
		"${${a}}", "$", "$$", "a$", "{", "}", `\${a}`, `"${a}"`, "&{aws:username}", "<&>", "\n\t", "~}", "${~ a ~}",
		"${aws:PrincipalTag/team}", "//", "${ \"${\" }",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII }) {
			t.Skip("Terraform composes letters with their accents, and can't read JSON in which a quote follows U+0600")
		}
		want, err := json.Marshal(map[string]any{"k" + s: []any{s, map[string]any{s + "k": s}}})
		if err != nil {
			t.Fatal(err)
		}
		files := module(t, cluster.Existing{}, needing("dns", &aws.ManagedAddon{Name: "coredns", Configuration: want}))
		file, diags := hcljson.Parse(files["dns.tf.json"], "dns.tf.json")
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		content, _, diags := file.Body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "locals"}}})
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		locals, diags := content.Blocks[0].Body.JustAttributes()
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		value, diags := locals["coredns_configuration"].Expr.Value(&hcl.EvalContext{})
		if diags.HasErrors() {
			t.Fatalf("%q: %v", s, diags)
		}
		got, err := ctyjson.Marshal(value, value.Type())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(parsed(t, want), parsed(t, got)); diff != "" {
			t.Errorf("%q:\n%s", s, diff)
		}
	})
}

func parsed(t testing.TB, data []byte) any {
	t.Helper()
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatalf("%v: %s", err, data)
	}
	return v
}
