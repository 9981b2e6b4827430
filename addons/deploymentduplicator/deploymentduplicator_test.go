package deploymentduplicator_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/controller"
	"github.com/fitout/fitout/addons/deploymentduplicator"
	"github.com/fitout/fitout/cluster"
)

type options = deploymentduplicator.Options

// image is that of a commit.
var image = addon.Pods{Image: addon.Image{Tag: "6df7076f91efdd711739bf9cce26ab2bd8798729"}}

func TestAddon(t *testing.T) {
	addontest.Run(t, deploymentduplicator.Definition,
		addontest.Case[options]{Name: "defaults", Options: options{Pods: image}},
		addontest.Case[options]{Name: "upstream", Options: options{Pods: addon.Pods{Image: addon.Image{Repository: "controller", Tag: "6df7076"}}}},
		addontest.Case[options]{
			Name: "full", Options: full(),
			Existing: cluster.Existing{CRDs: []string{"*.monitoring.coreos.com"}, ConfigMaps: map[string][]string{"web/web": {"level"}}},
		},
	)
}

func full() options {
	pods := image
	pods.Replicas = new(int32(2))
	return options{
		Namespace: "duplication",
		Pods:      pods,
		Metrics:   controller.Metrics{Enabled: true, Port: 9090, ServiceMonitor: &addon.ServiceMonitor{}},
		Logging:   controller.Logging{Level: controller.LogInfo, Encoder: controller.LogJSON},
		Copies: []deploymentduplicator.NamedDeploymentCopy{{
			Name:      "try",
			Namespace: "web",
			DeploymentCopySpec: deploymentduplicator.DeploymentCopySpec{
				TargetDeploymentName: "web",
				NameSuffix:           "trial",
				Replicas:             1,
				Hostname:             "web-try",
				CustomLabels:         map[string]string{"variant": "try"},
				CustomAnnotations:    map[string]string{"example.com/owner": "web"},
				TargetContainers: []deploymentduplicator.Container{
					{Name: "web", Image: "registry.example.com/web:try", Env: []corev1.EnvVar{{Name: "FEATURE", Value: "on"}}},
					{Name: "log", Image: "registry.example.com/log:try"},
				},
			},
		}},
	}
}

// Each field of the types here is one of the definition's.
func TestCopiesFitTheirDefinition(t *testing.T) {
	objs, err := deploymentduplicator.New(full()).Objects(addontest.Target())
	if err != nil {
		t.Fatal(err)
	}
	if !addontest.Fit(t, objs, "duplication.k8s.wantedly.com")["DeploymentCopy"] {
		t.Error("no DeploymentCopy was checked")
	}
}

func TestBadOptions(t *testing.T) {
	container := []deploymentduplicator.Container{{Name: "web", Image: "web:try"}}
	named := func(spec deploymentduplicator.DeploymentCopySpec) deploymentduplicator.NamedDeploymentCopy {
		return deploymentduplicator.NamedDeploymentCopy{Name: "try", Namespace: "web", DeploymentCopySpec: spec}
	}
	_, err := deploymentduplicator.New(options{
		Metrics: controller.Metrics{Port: 80},
		Logging: controller.Logging{Level: "loud"},
		Copies: []deploymentduplicator.NamedDeploymentCopy{
			named(deploymentduplicator.DeploymentCopySpec{TargetDeploymentName: "web", TargetContainers: container}),
			named(deploymentduplicator.DeploymentCopySpec{CustomLabels: map[string]string{"variant": "try"}}),
		},
	}).Objects(addontest.Target())
	var got []string
	for _, err := range addon.Errors(err) {
		got = append(got, err.Error())
	}
	want := []string{
		`pods.image.tag: Required value: an image needs a tag or a digest: without one it is whatever was pushed last`,
		`metrics.port: Forbidden: needs enabled`,
		`metrics.port: Invalid value: 80: must be at least 1024`,
		`logging.level: Unsupported value: "loud": supported values: "debug", "info", "error"`,
		`copies[0].customLabels: Required value: without a label of its own the copy selects the pods of the original`,
		`copies[1].targetDeploymentName: Required value: no default can know it`,
		`copies[1].targetContainers: Required value: no default can know it`,
		`copies[1].name: Duplicate value: "try"`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
