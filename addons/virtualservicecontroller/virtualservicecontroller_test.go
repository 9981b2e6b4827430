package virtualservicecontroller_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/controller"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/addons/virtualservicecontroller"
	"github.com/fitout/fitout/cluster"
)

type options = virtualservicecontroller.Options

// image is the company's own.
var image = addon.Pods{Image: addon.Image{Repository: "registry.example.com/virtual-service-controller", Tag: "1.4.0"}}

func TestAddon(t *testing.T) {
	addontest.Run(t, virtualservicecontroller.Definition,
		addontest.Case[options]{Name: "defaults", Options: options{Pods: image}},
		addontest.Case[options]{
			Name: "bare", // a program that neither elects nor is probed
			Options: options{
				Pods:       image,
				User:       65532,
				HealthPort: new(int32(0)),
				NoElection: true,
			},
		},
		addontest.Case[options]{
			Name: "full", Options: full(),
			Existing: cluster.Existing{CRDs: []string{"*.monitoring.coreos.com"}},
		},
	)
}

func full() options {
	pods := image
	pods.Replicas = new(int32(2))
	pods.ExtraArgs = []string{"--gateway=istio-ingress/gateway"}
	return options{
		Namespace:  "routing",
		Pods:       pods,
		User:       65532,
		Metrics:    controller.Metrics{Enabled: true, Port: 9090, ServiceMonitor: &addon.ServiceMonitor{}},
		Logging:    controller.Logging{Level: controller.LogInfo, Encoder: controller.LogJSON},
		HealthPort: new(int32(9091)),
		ExtraRules: []rbacv1.PolicyRule{kube.Rule("networking.istio.io", "gateways", "get list watch")},
	}
}

func TestBadOptions(t *testing.T) {
	for _, tc := range []struct {
		options options
		want    []string
	}{
		{
			options{
				User:    -1,
				Metrics: controller.Metrics{Port: 80},
				Logging: controller.Logging{Level: "loud"},
			},
			[]string{
				`user: Invalid value: -1: must be at least 1`,
				`metrics.port: Forbidden: needs enabled`,
				`metrics.port: Invalid value: 80: must be at least 1024`,
				`logging.level: Unsupported value: "loud": supported values: "debug", "info", "error"`,
				`pods.image: Required value: no default can know it`,
			},
		},
		{
			options{
				Pods:       addon.Pods{Image: addon.Image{Tag: "1.4.0"}, Replicas: new(int32(2))},
				HealthPort: new(int32(8080)),
				NoElection: true,
			},
			[]string{
				`pods.image.repository: Required value: an image needs a repository`,
				`pods.replicas: Invalid value: 2: must be 0 or 1 with noElection`,
				`healthPort: Invalid value: 8080: is the port for metrics`,
			},
		},
	} {
		_, err := virtualservicecontroller.New(tc.options).Objects(addontest.Target())
		var got []string
		for _, err := range addon.Errors(err) {
			got = append(got, err.Error())
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Error(diff)
		}
	}
}
