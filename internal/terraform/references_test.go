package terraform

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	hcljson "github.com/hashicorp/hcl/v2/json"
	"github.com/hashicorp/terraform-config-inspect/tfconfig"
)

// The goldens of package render, and their names.
const goldens = "../../render/testdata"

var cases = []string{"govcloud", "irsa", "pod-identity"}

// Terraform's own reader of modules finds what there should be, and nothing wrong.
func TestModules(t *testing.T) {
	for _, tc := range []struct {
		name                          string
		required, optional            []string
		outputs, addons, associations []string
	}{
		{
			name:     "govcloud",
			required: []string{"oidc_provider_arn"},
			optional: []string{"cluster_name"},
			outputs:  []string{"ci_canary_role_arn", "ci_role_arn", "ebs_role_arn", "reader_role_arn", "uploader_internal_role_arn", "uploader_role_arn", "vpc_cni_role_arn"},
			addons:   []string{"kube_proxy", "vpc_cni"},
		},
		{
			name:     "irsa",
			optional: []string{"cluster_name", "oidc_provider_arn"},
			outputs:  []string{"ci_role_arn", "ebs_role_arn", "uploader_internal_role_arn", "uploader_role_arn", "vpc_cni_role_arn"},
			addons:   []string{"kube_proxy", "vpc_cni"},
		},
		{
			name:         "pod-identity",
			optional:     []string{"cluster_name"},
			outputs:      []string{"ci_role_arn", "ebs_role_arn", "uploader_internal_role_arn", "uploader_role_arn", "vpc_cni_role_arn"},
			addons:       []string{"kube_proxy", "vpc_cni"},
			associations: []string{"reader", "uploader", "uploader_internal"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			module, diags := tfconfig.LoadModule(filepath.Join(goldens, "terraform", tc.name))
			if diags.HasErrors() || len(diags) > 0 {
				t.Fatal(diags)
			}
			var required, optional []string
			for name, v := range module.Variables {
				if v.Required {
					required = append(required, name)
				} else {
					optional = append(optional, name)
				}
				if v.Type != "string" || v.Description == "" {
					t.Errorf("variable %s has type %q and description %q", name, v.Type, v.Description)
				}
			}
			var outputs []string
			for name, o := range module.Outputs {
				outputs = append(outputs, name)
				if o.Description == "" {
					t.Errorf("output %s has no description", name)
				}
			}
			resources := map[string][]string{}
			for _, r := range module.ManagedResources {
				resources[r.Type] = append(resources[r.Type], r.Name)
			}
			for what, lists := range map[string][2][]string{
				"required variables": {tc.required, required},
				"optional variables": {tc.optional, optional},
				"outputs":            {tc.outputs, outputs},
				"addons":             {tc.addons, resources["aws_eks_addon"]},
				"associations":       {tc.associations, resources["aws_eks_pod_identity_association"]},
			} {
				slices.Sort(lists[1])
				if diff := cmp.Diff(lists[0], lists[1]); diff != "" {
					t.Errorf("%s:\n%s", what, diff)
				}
			}
			if p := module.RequiredProviders["aws"]; p == nil || p.Source != "hashicorp/aws" {
				t.Errorf("it requires the provider %v", p)
			}
		})
	}
}

// Every reference leads to something, and every variable and local has one that leads to it.
func TestReferences(t *testing.T) {
	for _, name := range cases {
		t.Run(name, func(t *testing.T) {
			files := map[string][]byte{}
			paths, err := filepath.Glob(filepath.Join(goldens, "terraform", name, "*.tf.json"))
			if err != nil || len(paths) < 3 {
				t.Fatal(paths, err)
			}
			for _, path := range paths {
				data, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				files[filepath.Base(path)] = data
			}
			r := references(t, files)
			if dangling := r.dangling(); len(dangling) > 0 {
				t.Errorf("nothing has the address %v", dangling)
			}
			if idle := r.idle(); len(idle) > 0 {
				t.Errorf("nothing refers to %v", idle)
			}
			// What finds nothing must be able to.
			delete(files, "fitout.tf.json")
			if !slices.Contains(references(t, files).dangling(), "var.cluster_name") {
				t.Error("doesn't notice that a variable is missing")
			}
		})
	}
}

// graph is what a module has, and what it refers to, by address.
type graph struct{ has, needs map[string]bool }

func (g graph) dangling() []string { return missing(g.needs, g.has) }

func (g graph) idle() []string {
	return slices.DeleteFunc(missing(g.has, g.needs), func(address string) bool { return strings.HasPrefix(address, "aws_") })
}

// missing are those of the first set that are not in the second one.
func missing(a, b map[string]bool) []string {
	var out []string
	for address := range a {
		if !b[address] {
			out = append(out, address)
		}
	}
	slices.Sort(out)
	return out
}

func references(t *testing.T, files map[string][]byte) graph {
	t.Helper()
	g := graph{map[string]bool{}, map[string]bool{}}
	schema := &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
		{Type: "terraform"}, {Type: "locals"}, {Type: "variable", LabelNames: []string{"name"}}, {Type: "output", LabelNames: []string{"name"}},
		{Type: "data", LabelNames: []string{"type", "name"}}, {Type: "resource", LabelNames: []string{"type", "name"}},
	}}
	for name, data := range files {
		file, diags := hcljson.Parse(data, name)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		content, diags := file.Body.Content(schema)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		for _, b := range content.Blocks {
			if b.Type == "terraform" {
				continue
			}
			attributes, diags := b.Body.JustAttributes()
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			switch b.Type {
			case "variable":
				g.has["var."+b.Labels[0]] = true
				continue // nothing in it is evaluated
			case "data":
				g.has["data."+strings.Join(b.Labels, ".")] = true
			case "resource":
				g.has[strings.Join(b.Labels, ".")] = true
			}
			for _, a := range attributes {
				if b.Type == "locals" {
					g.has["local."+a.Name] = true
				}
				for _, traversal := range traversals(t, a) {
					g.needs[address(traversal)] = true
				}
			}
		}
	}
	return g
}

// traversals are the references in an attribute. Those of depends_on are written without
// "${".
func traversals(t *testing.T, a *hcl.Attribute) []hcl.Traversal {
	t.Helper()
	if a.Name != "depends_on" {
		return a.Expr.Variables()
	}
	list, diags := hcl.ExprList(a.Expr)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	var all []hcl.Traversal
	for _, e := range list {
		value, _ := e.Value(nil)
		traversal, diags := hclsyntax.ParseTraversalAbs([]byte(value.AsString()), a.Name, hcl.InitialPos)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		all = append(all, traversal)
	}
	return all
}

// address is that of what a reference leads to.
func address(traversal hcl.Traversal) string {
	parts := 2
	if traversal.RootName() == "data" {
		parts = 3
	}
	var names []string
	for _, step := range traversal[:min(parts, len(traversal))] {
		switch step := step.(type) {
		case hcl.TraverseRoot:
			names = append(names, step.Name)
		case hcl.TraverseAttr:
			names = append(names, step.Name)
		}
	}
	return strings.Join(names, ".")
}
