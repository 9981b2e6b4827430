package argoworkflows_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/addons/argoworkflows"
)

// The full definitions tell what the API server would drop.
func TestTypesFitTheirDefinitions(t *testing.T) {
	objs := addontest.Objects[addon.Object](t, addontest.Target(), argoworkflows.New(full()))
	all := map[string]bool{"ClusterWorkflowTemplate": true, "CronWorkflow": true, "WorkflowTemplate": true}
	if diff := cmp.Diff(all, addontest.Fit(t, objs, "argoproj.io")); diff != "" {
		t.Errorf("kinds that are held to a definition: -want +got:\n%s", diff)
	}
}

func TestDefinitions(t *testing.T) {
	for _, tc := range []struct {
		crds argoworkflows.CRDs
		want int
		full bool
	}{
		{"", 8, false},
		{argoworkflows.MinimalCRDs, 8, false},
		{argoworkflows.FullCRDs, 8, true},
		{argoworkflows.SkipCRDs, 0, false},
	} {
		definitions := addontest.Objects[*kube.CRD](t, addontest.Target(), argoworkflows.New(options{CRDs: tc.crds}))
		if len(definitions) != tc.want {
			t.Errorf("%q: %d definitions, not %d", tc.crds, len(definitions), tc.want)
		}
		full := slices.ContainsFunc(definitions, func(c *kube.CRD) bool {
			return c.Kind() == "Workflow" && strings.Contains(c.Spec, "entrypoint:")
		})
		if full != tc.full {
			t.Errorf("%q: a Workflow has fields: %t", tc.crds, full)
		}
	}
}

// Pods run as an account that can report what became of them.
func TestWorkflowsHaveAnAccount(t *testing.T) {
	named := spec{ServiceAccountName: "own", Entrypoint: "a", Templates: []template{echo("a", nil)}}
	unnamed := named
	unnamed.ServiceAccountName = ""
	elsewhere := spec{WorkflowTemplateRef: &argoworkflows.WorkflowTemplateRef{Name: "a"}}
	for _, tc := range []struct {
		name     string
		spec     spec
		defaults *argoworkflows.WorkflowDefaults
		want     string
	}{
		{"its own", named, nil, "own"},
		{"its namespace's", unnamed, nil, "argo-workflow"},
		{"the defaults'", unnamed, &argoworkflows.WorkflowDefaults{WorkflowSpec: spec{ServiceAccountName: "all"}}, ""},
		{"its WorkflowTemplate's", elsewhere, nil, ""},
	} {
		o := cronOf(tc.spec)
		o.WorkflowDefaults = tc.defaults
		w := addontest.Objects[*argoworkflows.CronWorkflow](t, addontest.Target(), argoworkflows.New(o))[0]
		if got := w.Spec.WorkflowSpec.ServiceAccountName; got != tc.want || w.Namespace != "batch" {
			t.Errorf("%s: the account is %q in %s, not %q", tc.name, got, w.Namespace, tc.want)
		}
	}
}

// Images of workflows are pulled as those of the addon are. What is a variable is left alone.
func TestImagesOfWorkflowsGoThroughTheMirror(t *testing.T) {
	target := addontest.Target()
	target.Mirror = addon.Mirror{"example.com": "mirror.example.net/example", "docker.io": "mirror.example.net/hub"}
	container := func(image string) argoworkflows.Container { return argoworkflows.Container{Image: image} }
	s := spec{
		Entrypoint:       "a",
		TemplateDefaults: &template{Container: &argoworkflows.Container{Image: "python:3"}},
		Templates: []template{
			{
				Name: "a", Container: &argoworkflows.Container{Image: "example.com/a:v1"},
				InitContainers: []argoworkflows.UserContainer{{Name: "b", Container: container("example.com/b:v1")}},
				Sidecars:       []argoworkflows.UserContainer{{Name: "c", Container: container("{{workflow.name}}:v1")}},
			},
			{Name: "d", Script: &argoworkflows.Script{Container: container("example.com/d:{{workflow.name}}"), Source: "true"}},
		},
	}
	got := addontest.Objects[*argoworkflows.CronWorkflow](t, target, argoworkflows.New(cronOf(s)))[0].Spec.WorkflowSpec
	want := spec{
		Entrypoint: "a", ServiceAccountName: "argo-workflow",
		TemplateDefaults: &template{Container: &argoworkflows.Container{Image: "mirror.example.net/hub/library/python:3"}},
		Templates: []template{
			{
				Name: "a", Container: &argoworkflows.Container{Image: "mirror.example.net/example/a:v1"},
				InitContainers: []argoworkflows.UserContainer{{Name: "b", Container: container("mirror.example.net/example/b:v1")}},
				Sidecars:       []argoworkflows.UserContainer{{Name: "c", Container: container("{{workflow.name}}:v1")}},
			},
			{Name: "d", Script: &argoworkflows.Script{Container: container("mirror.example.net/example/d:{{workflow.name}}"), Source: "true"}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if s.Templates[0].Container.Image != "example.com/a:v1" || s.Templates[0].InitContainers[0].Image != "example.com/b:v1" {
		t.Error("the options themselves have changed")
	}
}

// A role reaches what its workflows can choose, and nothing where they have keys or another
// service.
func TestRoles(t *testing.T) {
	in := func(bucket, format string) *argoworkflows.S3Repository {
		return &argoworkflows.S3Repository{S3Bucket: argoworkflows.S3Bucket{Bucket: bucket}, KeyFormat: format}
	}
	keys, elsewhere := in("b", ""), in("b", "")
	keys.AccessKeySecret, keys.SecretKeySecret = new(secret("a", "b")), new(secret("a", "b"))
	elsewhere.Endpoint = "minio.example.com"
	for _, tc := range []struct {
		name string
		s3   *argoworkflows.S3Repository
		want map[string]string // from the role to what it reads
	}{
		{"all of a bucket", in("b", ""), map[string]string{"argo-workflows-batch": "arn:aws:s3:::b/*", "argo-workflows-server": "arn:aws:s3:::b/*"}},
		{"a folder", in("b", "prod/{{workflow.name}}"), map[string]string{"argo-workflows-batch": "arn:aws:s3:::b/prod/*", "argo-workflows-server": "arn:aws:s3:::b/prod/*"}},
		{
			"a folder of each namespace", in("b", "{{workflow.namespace}}/{{workflow.name}}"),
			map[string]string{"argo-workflows-batch": "arn:aws:s3:::b/batch/*", "argo-workflows-server": "arn:aws:s3:::b/*"},
		},
		{"keys", keys, map[string]string{}},
		{"elsewhere", elsewhere, map[string]string{}},
	} {
		resources, err := argoworkflows.New(options{
			WorkflowNamespaces: []argoworkflows.WorkflowNamespace{{Name: "batch"}},
			ArtifactRepository: &argoworkflows.ArtifactRepository{S3: tc.s3},
		}).AWS(addontest.AWS())
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		for _, r := range resources {
			for _, s := range r.(*aws.Role).Policies[0].Statements {
				if s.SID == "ReadArtifacts" {
					got[r.(*aws.Role).Name] = strings.Join(s.Resources, " ")
				}
			}
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.name, diff)
		}
	}
}

// AWS in China has an endpoint of its own.
func TestTheBucketsEndpoint(t *testing.T) {
	for region, want := range map[string]string{
		"eu-central-1": "endpoint: s3.amazonaws.com\n",
		"cn-north-1":   "endpoint: s3.cn-north-1.amazonaws.com.cn\n",
	} {
		target := addontest.AWS()
		target.AWS.Region = region
		s3 := &argoworkflows.S3Repository{S3Bucket: argoworkflows.S3Bucket{Bucket: "b"}}
		a := argoworkflows.New(options{ArtifactRepository: &argoworkflows.ArtifactRepository{S3: s3}})
		config := addontest.Objects[*corev1.ConfigMap](t, target, a)[0].Data["config"]
		if !strings.Contains(config, want) || !strings.Contains(config, "region: "+region+"\n") {
			t.Errorf("%s: the configuration has not %s%s", region, want, config)
		}
	}
}
