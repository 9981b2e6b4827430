package vpa_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/vpa"
)

func TestBadOptions(t *testing.T) {
	off := vpa.AdmissionController{Disabled: true}
	for _, tc := range []struct {
		name    string
		options options
		want    []string
	}{{
		name:    "namespaces",
		options: options{WatchNamespace: "shop", IgnoredNamespaces: []string{"kube-system"}},
		want:    []string{`ignoredNamespaces: Forbidden: excludes watchNamespace: only one of them can be set`},
	}, {
		name:    "features",
		options: options{FeatureGates: map[vpa.FeatureGate]bool{"InPlaceOrRecreate": true}},
		want:    []string{`featureGates[InPlaceOrRecreate]: Unsupported value: "InPlaceOrRecreate": supported values: "AllAlpha", "AllBeta", "CPUStartupBoost", "InPlace", "PerVPAConfig"`},
	}, {
		name: "elections",
		options: options{
			Recommender: vpa.Recommender{LeaderElection: vpa.LeaderElection{LeaseName: "vpa", LeaseDuration: metav1.Duration{Duration: 5 * time.Second}}},
			Updater:     vpa.Updater{LeaderElection: vpa.LeaderElection{LeaseName: "vpa", Namespace: "kube-system", RetryPeriod: metav1.Duration{Duration: 10 * time.Second}}},
		},
		want: []string{
			`recommender.leaderElection.renewDeadline: Invalid value: "10s": must be less than leaseDuration, 5s`,
			`updater.leaderElection.retryPeriod: Invalid value: "10s": must be less than five sixths of renewDeadline, 10s`,
			`updater.leaderElection.leaseName: Duplicate value: "vpa"`,
		},
	}, {
		name: "an updater that waits for ever",
		options: options{
			AdmissionController: off,
			Updater:             vpa.Updater{EvictionBurst: 3},
		},
		want: []string{
			`admissionController.disabled: Forbidden: the updater changes nothing while no admission controller reports that it runs: set updater.disabled too, or updater.ignoreAdmissionStatus`,
			`updater.evictionBurst: Forbidden: needs evictionRate: without it there is no limit`,
		},
	}, {
		name: "what is recommended",
		options: options{Recommender: vpa.Recommender{
			CPU: vpa.CPU{Estimate: vpa.Estimate{Target: 0.4, Minimum: new(resource.MustParse("100u")), RoundTo: resource.MustParse("-1")}},
			Memory: vpa.Memory{Estimate: vpa.Estimate{
				UpperBound: 0.8, Minimum: new(resource.MustParse("1Gi")), Maximum: resource.MustParse("100m"),
			}},
			OOM: vpa.OOM{BumpUpRatio: 0.5, MinBumpUp: new(resource.MustParse("-1"))},
		}},
		want: []string{
			`recommender.oom.bumpUpRatio: Invalid value: 0.5: must be at least 1`,
			`recommender.cpu.minimum: Invalid value: "100u": must be whole millicores, and not negative`,
			`recommender.cpu.roundTo: Invalid value: "-1": must be whole millicores, and not negative`,
			`recommender.cpu.lowerBound: Invalid value: 0.5: must not be above target, which is 0.4`,
			`recommender.memory.maximum: Invalid value: "100m": must be whole bytes, and not negative`,
			`recommender.memory.upperBound: Invalid value: 0.8: must not be below target, which is 0.9`,
			`recommender.oom.minBumpUp: Invalid value: "-1": must be whole bytes, and not negative`,
		},
	}, {
		name: "where use is read from",
		options: options{Recommender: vpa.Recommender{
			Checkpoints: vpa.Checkpoints{GCInterval: metav1.Duration{Duration: time.Hour}},
			Prometheus: &vpa.Prometheus{
				Address:       "prometheus:9090",
				BasicAuth:     &vpa.BasicAuth{Username: addon.SecretRef{Name: "a", Key: "b"}},
				BearerToken:   &addon.SecretRef{Name: "a", Key: "b"},
				HistoryLength: metav1.Duration{Duration: 1500 * time.Millisecond},
				Labels:        vpa.PrometheusLabels{Container: "container"},
			},
			ExternalMetrics: &vpa.ExternalMetrics{ContainerLabel: "name"},
		}},
		want: []string{
			`recommender.prometheus.bearerToken: Forbidden: excludes basicAuth: only one of them can be set`,
			`recommender.prometheus.historyLength: Invalid value: "1.5s": must be whole seconds`,
			`recommender.prometheus.address: Invalid value: "prometheus:9090": must match ^https?://[^ ]+$`,
			`recommender.prometheus.basicAuth.password: Required value: no default can know it`,
			`recommender.externalMetrics: Required value: needs one of cpu, memory`,
			`recommender.checkpoints: Forbidden: there are none: prometheus takes their place`,
			`recommender.externalMetrics.containerLabel: Invalid value: "name": must be that of prometheus.labels.container, since one flag sets both`,
		},
	}, {
		name: "the webhook",
		options: options{AdmissionController: vpa.AdmissionController{
			Ports:         vpa.Ports{Webhook: 10250, Metrics: 10250},
			HostNetwork:   true,
			MinTLSVersion: vpa.TLS13,
			Ciphers:       []string{"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"},
			MaxStartupCPU: resource.MustParse("1u"),
			Webhook: vpa.Webhook{
				FailurePolicy:  "Maybe",
				TimeoutSeconds: 60,
				SecretKeys:     vpa.SecretKeys{Key: "key"},
			},
		}},
		want: []string{
			`admissionController.webhook.failurePolicy: Unsupported value: "Maybe": supported values: "Fail", "Ignore"`,
			`admissionController.webhook.timeoutSeconds: Invalid value: 60: must be at most 30`,
			`admissionController.ports.metrics: Invalid value: 10250: is the port for the webhook: take another`,
			`admissionController.ports.webhook: Invalid value: 10250: is the kubelet's or kube-proxy's in the network of the node: take another`,
			`admissionController.ports.metrics: Invalid value: 10250: is the kubelet's or kube-proxy's in the network of the node: take another`,
			`admissionController.ciphers: Forbidden: are for TLS 1.2: with minTLSVersion tls1_3 Go chooses`,
			`admissionController.maxStartupCPU: Invalid value: "1u": must be whole millicores, and not negative`,
			`admissionController.webhook.secretKeys: Forbidden: belong to the certificate of a secret: cert-manager's has keys of its own`,
		},
	}, {
		name: "a certificate that nobody trusts",
		options: options{AdmissionController: vpa.AdmissionController{Webhook: vpa.Webhook{
			Certificate: addon.ServingCertificate{Secret: "vpa-tls-certs"},
		}}},
		want: []string{`admissionController.webhook.certificate.caBundle: Required value: the API server trusts the certificate of a Secret by its CA alone`},
	}} {
		_, err := vpa.New(tc.options).Objects(addontest.Target())
		if diff := cmp.Diff(tc.want, messages(err)); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.name, diff)
		}
	}
}

func TestBadAutoscalers(t *testing.T) {
	named := func(name, target string, mode vpa.UpdateMode) vpa.NamedAutoscaler {
		return vpa.NamedAutoscaler{Name: name, Namespace: "shop", VerticalPodAutoscalerSpec: vpa.VerticalPodAutoscalerSpec{
			TargetRef: deployment(target), UpdatePolicy: &vpa.UpdatePolicy{UpdateMode: mode},
		}}
	}
	boosted := named("boosted", "boosted", vpa.Off)
	boosted.StartupBoost = &vpa.StartupBoost{CPU: &vpa.Boost{Type: vpa.BoostFactor, Quantity: new(resource.MustParse("1"))}}
	boosted.UpdatePolicy.EvictAfterOOMSeconds = new(int32(60))
	boosted.ResourcePolicy = &vpa.ResourcePolicy{ContainerPolicies: []vpa.ContainerPolicy{
		{ContainerName: "a", Mode: vpa.ContainerOff, ControlledValues: vpa.RequestsAndLimits, OOMBumpUpRatio: new(resource.MustParse("900m"))},
		{ContainerName: "a", MinAllowed: corev1.ResourceList{"cpu": resource.MustParse("2")}, MaxAllowed: corev1.ResourceList{"cpu": resource.MustParse("1")}},
	}}
	unset := named("unset", "unset", "")
	unset.UpdatePolicy = nil
	unset.TargetRef.APIVersion = ""
	for _, tc := range []struct {
		name    string
		target  addon.Version
		options options
		want    []string
	}{{
		name: "two for one workload, and two of one name",
		options: options{
			IgnoredNamespaces: []string{"shop"},
			Autoscalers:       []vpa.NamedAutoscaler{named("a", "web", vpa.Off), named("a", "web", vpa.Off)},
		},
		want: []string{
			`autoscalers[0].namespace: Invalid value: "shop": must be one that the components look at: see watchNamespace and ignoredNamespaces`,
			`autoscalers[1].name: Duplicate value: "a"`,
			`autoscalers[1].targetRef: Forbidden: Deployment shop/web has an autoscaler already, and two would contradict each other`,
			`autoscalers[1].namespace: Invalid value: "shop": must be one that the components look at: see watchNamespace and ignoredNamespaces`,
		},
	}, {
		name: "modes that nobody acts by",
		options: options{
			Updater:             vpa.Updater{Disabled: true},
			AdmissionController: vpa.AdmissionController{Disabled: true},
			Autoscalers:         []vpa.NamedAutoscaler{named("a", "a", vpa.Initial), named("b", "b", vpa.Recreate), unset, named("d", "d", "Auto")},
		},
		want: []string{
			`autoscalers[2].targetRef.apiVersion: Required value: no default can know it`,
			`autoscalers[3].updatePolicy.updateMode: Unsupported value: "Auto": supported values: "Off", "Initial", "Recreate", "InPlaceOrRecreate", "InPlace"`,
			`autoscalers[0].updatePolicy.updateMode: Invalid value: "Initial": needs the admission controller, which is disabled: take Off`,
			`autoscalers[1].updatePolicy.updateMode: Invalid value: "Recreate": needs the updater, which is disabled: take Off or Initial`,
			`autoscalers[2].updatePolicy.updateMode: Invalid value: "Recreate": needs the updater, which is disabled: take Off or Initial`,
			`autoscalers[3].updatePolicy.updateMode: Invalid value: "Auto": needs the updater, which is disabled: take Off or Initial`,
		},
	}, {
		name:    "features",
		options: options{Autoscalers: []vpa.NamedAutoscaler{named("a", "a", vpa.InPlace), boosted}},
		want: []string{
			`autoscalers[1].resourcePolicy.containerPolicies[1].containerName: Duplicate value: "a"`,
			`autoscalers[1].resourcePolicy.containerPolicies[0].controlledValues: Forbidden: the mode is Off: nothing is controlled`,
			`autoscalers[1].resourcePolicy.containerPolicies[0].oomBumpUpRatio: Invalid value: "900m": must be at least 1`,
			`autoscalers[1].resourcePolicy.containerPolicies[1].maxAllowed[cpu]: Invalid value: "1": must not be below minAllowed, which is 2`,
			`autoscalers[1].startupBoost.cpu.type: Invalid value: "Factor": is not how the boost is measured`,
			`autoscalers[0].updatePolicy.updateMode: Invalid value: "InPlace": needs the feature InPlace`,
			`autoscalers[1].startupBoost: Forbidden: needs the feature CPUStartupBoost`,
			`autoscalers[1].updatePolicy.evictAfterOOMSeconds: Forbidden: needs the feature PerVPAConfig`,
			`autoscalers[1].resourcePolicy.containerPolicies[0].oomBumpUpRatio: Forbidden: needs the feature PerVPAConfig`,
		},
	}, {
		name:   "an old cluster",
		target: "1.32",
		options: options{
			FeatureGates: map[vpa.FeatureGate]bool{vpa.AllAlpha: true},
			Autoscalers:  []vpa.NamedAutoscaler{named("a", "a", vpa.InPlaceOrRecreate), named("b", "b", vpa.InPlace), named("c", "c", vpa.Recreate)},
		},
		want: []string{
			`autoscalers[0].updatePolicy.updateMode: Forbidden: InPlaceOrRecreate needs Kubernetes 1.33, and the cluster has 1.32: take Recreate`,
			`autoscalers[1].updatePolicy.updateMode: Forbidden: InPlace needs Kubernetes 1.33, and the cluster has 1.32: take Recreate`,
		},
	}} {
		target := addontest.Target()
		if tc.target != "" {
			target.Kubernetes = tc.target
		}
		_, err := vpa.New(tc.options).Objects(target)
		if diff := cmp.Diff(tc.want, messages(err)); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.name, diff)
		}
	}
}
