package metricsserver_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/addons/metricsserver"
	"github.com/fitout/fitout/cluster"
)

func TestAddon(t *testing.T) {
	others := cluster.Existing{CRDs: []string{"*.cert-manager.io", "servicemonitors.monitoring.coreos.com"}}
	addontest.Run(t, metricsserver.Definition,
		addontest.Case[metricsserver.Options]{Name: "defaults"},
		addontest.Case[metricsserver.Options]{Name: "upstream"},
		addontest.Case[metricsserver.Options]{
			Name:     "ha",
			Target:   addontest.AWS(),
			Existing: cluster.Existing{Secrets: map[string][]string{"kube-system/metrics-server-tls": {"tls.crt", "tls.key"}}},
			Options: metricsserver.Options{
				Pods:        addon.Pods{Replicas: new(int32(2))},
				Certificate: addon.ServingCertificate{Secret: "metrics-server-tls", CABundle: ca},
			},
		},
		addontest.Case[metricsserver.Options]{
			Name:     "full",
			Existing: others,
			Because:  map[string]string{"Deployment metrics-server": "the case sets hostNetwork"},
			Options: metricsserver.Options{
				Namespace: "metrics",
				Pods: addon.Pods{
					Replicas:  new(int32(2)),
					Image:     addon.Image{Tag: "v0.8.0"},
					ExtraArgs: []string{"--v=2"},
				},
				Port:                4443,
				HostNetwork:         true,
				MetricResolution:    metav1.Duration{Duration: 30 * time.Second},
				KubeletAddressTypes: []metricsserver.AddressType{metricsserver.InternalDNS},
				KubeletInsecureTLS:  true,
				Certificate: addon.ServingCertificate{CertManager: &addon.CertManager{
					Duration:    metav1.Duration{Duration: 2160 * time.Hour},
					RenewBefore: metav1.Duration{Duration: 360 * time.Hour},
				}},
				AnonymousMetrics: true,
				ServiceMonitor: &addon.ServiceMonitor{
					Labels:   map[string]string{"release": "prometheus"},
					Interval: metav1.Duration{Duration: time.Minute},
				},
				AddonResizer: metricsserver.AddonResizer{
					Enabled:        true,
					Image:          addon.Image{Tag: "1.8.22"},
					Resources:      corev1.ResourceRequirements{Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("20m")}},
					CPU:            resource.MustParse("20m"),
					CPUPerNode:     resource.MustParse("2m"),
					Memory:         resource.MustParse("15Mi"),
					MemoryPerNode:  resource.MustParse("3Mi"),
					MinClusterSize: 10,
					PollPeriod:     metav1.Duration{Duration: time.Minute},
					Threshold:      10,
				},
			},
		},
	)
}

// The API server refuses an APIService that has a CA and skips verifying, so the two must
// change together.
func TestAPIServiceVerifiesWhatItCan(t *testing.T) {
	for _, tc := range []struct {
		name        string
		certificate addon.ServingCertificate
		skips       bool
	}{
		{"its own", addon.ServingCertificate{}, true},
		{"secret", addon.ServingCertificate{Secret: "tls"}, true},
		{"secret and CA", addon.ServingCertificate{Secret: "tls", CABundle: ca}, false},
		{"cert-manager", addon.ServingCertificate{CertManager: &addon.CertManager{}}, false},
	} {
		objs, err := metricsserver.New(metricsserver.Options{Certificate: tc.certificate}).Objects(addontest.Target())
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range objs {
			if s, ok := o.(*kube.APIService); ok && s.Spec.InsecureSkipTLSVerify != tc.skips {
				t.Errorf("%s: insecureSkipTLSVerify is %v", tc.name, s.Spec.InsecureSkipTLSVerify)
			}
		}
	}
}

func TestBadOptions(t *testing.T) {
	_, err := metricsserver.New(metricsserver.Options{
		Port:                70000,
		MetricResolution:    metav1.Duration{Duration: time.Second},
		KubeletAddressTypes: []metricsserver.AddressType{"IP"},
		Certificate:         addon.ServingCertificate{Secret: "a", CABundle: "none", CertManager: &addon.CertManager{}},
	}).Objects(addontest.Target())
	var got []string
	for _, err := range addon.Errors(err) {
		got = append(got, err.Error())
	}
	want := []string{
		`port: Invalid value: 70000: must be at most 65535`,
		`kubeletAddressTypes[0]: Unsupported value: "IP": supported values: "InternalIP", "ExternalIP", "Hostname", "InternalDNS", "ExternalDNS"`,
		`certificate.secret: Forbidden: excludes certManager: only one of them can be set`,
		`certificate.caBundle: Invalid value: "none": must be a certificate in PEM`,
		`metricResolution: Invalid value: "1s": must be at least 10s: the server refuses to start`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

const ca = `-----BEGIN CERTIFICATE-----
MIIBdDCCARmgAwIBAgIUY2EgdGhhdCBzaWducyBub3RoaW5nMAoGCCqGSM49BAMC
-----END CERTIFICATE-----
`
