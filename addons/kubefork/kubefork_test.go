package kubefork_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/controller"
	"github.com/fitout/fitout/addons/kubefork"
	"github.com/fitout/fitout/cluster"
)

type options = kubefork.Options

// image is that of a commit.
var image = addon.Pods{Image: addon.Image{Tag: "cb0e10c17a248892422d815dbeefbd497fdfcbef"}}

func TestAddon(t *testing.T) {
	addontest.Run(t, kubefork.Definition,
		addontest.Case[options]{Name: "defaults", Options: options{Pods: image}},
		addontest.Case[options]{Name: "upstream", Options: options{Pods: addon.Pods{Image: addon.Image{Tag: "main"}}}},
		addontest.Case[options]{
			Name: "full", Options: full(),
			Existing: cluster.Existing{
				CRDs:    []string{"*.monitoring.coreos.com"},
				Secrets: map[string][]string{"forking/honeybadger": {"api-key"}},
			},
		},
	)
}

func full() options {
	pods := image
	pods.Replicas = new(int32(2))
	return options{
		Namespace:   "forking",
		Pods:        pods,
		Metrics:     controller.Metrics{Enabled: true, Port: 9090, ServiceMonitor: &addon.ServiceMonitor{}},
		Logging:     controller.Logging{Level: controller.LogInfo, Encoder: controller.LogJSON},
		Honeybadger: &kubefork.Honeybadger{APIKey: addon.SecretRef{Name: "honeybadger", Key: "api-key"}, Environment: "production"},
		Managers: []kubefork.NamedForkManager{{
			Name:      "forks",
			Namespace: "gateway",
			ForkManagerSpec: kubefork.ForkManagerSpec{
				AmbassadorID: "default",
				HeaderKey:    "x-fork-identifier",
				Upstreams: []kubefork.Upstream{
					{Host: "www.example.com", Original: "web.shop:80", HostRewrite: "web.shop.svc.cluster.local"},
					{Host: "api.example.com", Original: "api.shop:80"},
					{Host: "blog.example.com"},
				},
			},
		}},
		Forks: []kubefork.NamedFork{{
			Name:      "staged",
			Namespace: "shop",
			ForkSpec: kubefork.ForkSpec{
				Manager:        "gateway/forks",
				Identifier:     "staged",
				Deadline:       &metav1.Time{Time: time.Date(2026, time.September, 1, 0, 0, 0, 0, time.UTC)},
				GatewayOptions: &kubefork.GatewayOptions{AddRequestHeaders: map[string]string{"x-stage": "next"}, AllowUpgrade: []string{"spdy/3.1"}},
				Services:       &kubefork.ForkedServices{Selector: selector("web")},
				Deployments: &kubefork.ForkedDeployments{
					Selector: selector("web"),
					Template: kubefork.PodTemplate{
						Metadata: kubefork.PodMetadata{
							Labels:      map[string]string{"app": "web-staged"},
							Annotations: map[string]string{"example.com/owner": "shop"},
						},
						Spec: kubefork.PodSpec{Containers: []kubefork.Container{
							{Name: "web", Image: "registry.example.com/web:next", Env: []corev1.EnvVar{{Name: "FORK_IDENTIFIER", Value: "staged"}}},
							{Name: "log", Image: "registry.example.com/log:next"},
						}},
					},
					Replicas: new(int32(2)),
				},
			},
		}},
		VSConfigs: []kubefork.NamedVSConfig{{
			Name:         "web-beta",
			Namespace:    "shop",
			VSConfigSpec: kubefork.VSConfigSpec{Host: "web", Service: "web-beta", HeaderName: "x-beta", HeaderValue: "on"},
		}},
	}
}

// selector is that of what has the label app.
func selector(app string) *metav1.LabelSelector {
	return &metav1.LabelSelector{MatchLabels: map[string]string{"app": app}}
}

// Each field of the types here is one of the definitions'.
func TestResourcesFitTheirDefinitions(t *testing.T) {
	objs, err := kubefork.New(full()).Objects(addontest.Target())
	if err != nil {
		t.Fatal(err)
	}
	fitted := addontest.Fit(t, objs, "fork.k8s.wantedly.com")
	for _, kind := range []string{"Fork", "ForkManager", "VSConfig"} {
		if !fitted[kind] {
			t.Errorf("no %s was checked", kind)
		}
	}
}

func TestBadOptions(t *testing.T) {
	_, err := kubefork.New(options{
		Metrics:     controller.Metrics{Port: 80},
		Logging:     controller.Logging{Level: "loud"},
		Honeybadger: &kubefork.Honeybadger{Environment: "production"},
		Managers: []kubefork.NamedForkManager{
			{Name: "forks", Namespace: "gateway", ForkManagerSpec: kubefork.ForkManagerSpec{
				AmbassadorID: "default",
				HeaderKey:    "X-Fork",
				Upstreams: []kubefork.Upstream{
					{Host: "*.example.com"},
					{Host: "www.example.com", HostRewrite: "example.com"},
					{Host: "api.example.com", Original: "https://api.shop"},
				},
			}},
			{Name: "forks", Namespace: "other", ForkManagerSpec: kubefork.ForkManagerSpec{AmbassadorID: "other"}},
		},
		Forks: []kubefork.NamedFork{
			{Name: "a.b", Namespace: "shop", ForkSpec: kubefork.ForkSpec{
				Manager:        "forks",
				Identifier:     "A",
				GatewayOptions: &kubefork.GatewayOptions{AllowUpgrade: []string{"spdy/3.1"}},
				Deployments:    &kubefork.ForkedDeployments{Selector: selector("web")},
			}},
			{Name: "try", Namespace: "shop", ForkSpec: kubefork.ForkSpec{
				Manager:    "gateway/forks",
				Identifier: "try",
				Services:   &kubefork.ForkedServices{Selector: &metav1.LabelSelector{}},
				Deployments: &kubefork.ForkedDeployments{
					Selector: &metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{{Key: "app", Operator: "Like"}}},
					Template: kubefork.PodTemplate{
						Metadata: kubefork.PodMetadata{Labels: map[string]string{"app": "try"}},
						Spec:     kubefork.PodSpec{Containers: []kubefork.Container{{Name: "web"}}},
					},
				},
			}},
			{Name: "try", Namespace: "shop", ForkSpec: kubefork.ForkSpec{
				Manager:    "gateway/forks",
				Identifier: "try",
				Services: &kubefork.ForkedServices{Selector: &metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{
					{Key: "app", Operator: metav1.LabelSelectorOpNotIn, Values: []string{"web"}},
				}}},
			}},
		},
		VSConfigs: []kubefork.NamedVSConfig{
			{Name: "beta", Namespace: "shop", VSConfigSpec: kubefork.VSConfigSpec{Host: "web", Service: "beta", HeaderName: "X-Beta"}},
			{Name: "beta", Namespace: "shop", VSConfigSpec: kubefork.VSConfigSpec{Host: "web", Service: "beta", HeaderName: "x-beta", HeaderValue: "on"}},
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
		`honeybadger.apiKey: Required value: no default can know it`,
		`managers[0].headerKey: Invalid value: "X-Fork": must match ^[a-z0-9_-]+$`,
		`managers[0].upstreams[0].host: Invalid value: "*.example.com": must match ^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$`,
		`managers[0].upstreams[1].host_rewrite: Forbidden: needs original`,
		`managers[0].upstreams[2].host_rewrite: Required value: the host would be what is before the first colon of original, its scheme`,
		`managers[1].headerKey: Required value: no default can know it`,
		`forks[0].services: Required value: deployments are found by the Services in front of them`,
		`forks[0].name: Invalid value: "a.b": must match ^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`,
		`forks[0].manager: Invalid value: "forks": must match ^[a-z0-9]([-a-z0-9]*[a-z0-9])?/[a-z0-9]([-a-z0-9.]*[a-z0-9])?$`,
		`forks[0].identifier: Invalid value: "A": must match ^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`,
		`forks[0].gatewayOptions.allowUpgrade: Forbidden: needs addRequestHeaders: the controller passes it over without any`,
		`forks[0].deployments.template.metadata.labels: Required value: without a label in place of one of the original's, its Service leads to the copy as well`,
		`forks[0].deployments.template: Required value: no default can know it`,
		`forks[1].services.selector: Invalid value: "<none>": selects the copies too, which have none of the originals' labels: name one of those`,
		`forks[1].deployments.selector: Invalid value: "<error>": "Like" is not a valid label selector operator`,
		`forks[1].deployments.template.spec.containers[0].image: Required value: no default can know it`,
		`forks[2].services.selector: Invalid value: "app notin (web)": selects the copies too, which have none of the originals' labels: name one of those`,
		`vsConfigs[0].headerName: Invalid value: "X-Beta": must match ^[a-z0-9_-]+$`,
		`vsConfigs[0].headerValue: Required value: no default can know it`,
		`managers[1].name: Duplicate value: "forks"`,
		`forks[2].name: Duplicate value: "try"`,
		`vsConfigs[1].name: Duplicate value: "beta"`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
