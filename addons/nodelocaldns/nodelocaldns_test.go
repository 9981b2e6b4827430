package nodelocaldns_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/nodelocaldns"
	"github.com/fitout/fitout/cluster"
)

// because says why the pods have more rights than others.
var because = map[string]string{"DaemonSet node-local-dns": "it makes an interface and rules of iptables on its node"}

func TestAddon(t *testing.T) {
	addontest.Run(t, nodelocaldns.Definition,
		addontest.Case[nodelocaldns.Options]{Name: "defaults", Because: because, Options: nodelocaldns.Options{ClusterDNS: "10.96.0.10"}},
		addontest.Case[nodelocaldns.Options]{Name: "upstream", Because: because, Options: nodelocaldns.Options{ClusterDNS: "172.20.0.10"}},
		addontest.Case[nodelocaldns.Options]{
			Name:    "ipvs",
			Because: because,
			Target:  addontest.AWS(),
			Options: nodelocaldns.Options{ClusterDNS: "172.20.0.10", Mode: nodelocaldns.IPVS},
		},
		addontest.Case[nodelocaldns.Options]{
			Name:     "full",
			Because:  because,
			Existing: cluster.Existing{CRDs: []string{"servicemonitors.monitoring.coreos.com"}},
			Options: nodelocaldns.Options{
				Namespace:        "kube-system",
				Pods:             addon.Pods{Image: addon.Image{Tag: "1.26.5"}, Annotations: map[string]string{"example.com/team": "platform"}},
				ClusterDNS:       "fd00:10:96::a",
				LocalIP:          "fd00::10",
				Domain:           "prod.example.com",
				Mode:             nodelocaldns.Iptables,
				NoIptables:       true,
				InterfaceName:    "dnscache",
				Ebtables:         true,
				SkipTeardown:     true,
				HealthPort:       8081,
				MetricsPort:      9254,
				SetupMetricsPort: 9354,
				ServiceMonitor:   &addon.ServiceMonitor{Labels: map[string]string{"release": "prometheus"}},
				UpstreamServers:  []string{"10.0.0.2", "10.0.0.3:5353"},
				Cache: nodelocaldns.Cache{
					Success: nodelocaldns.Kept{Capacity: 5000, TTL: metav1.Duration{Duration: time.Minute}},
					Denial:  nodelocaldns.Kept{Capacity: 1000, TTL: metav1.Duration{Duration: time.Second}},
				},
				OtherCacheTTL: metav1.Duration{Duration: 10 * time.Second},
				LogQueries:    true,
				Zones: []nodelocaldns.Zone{
					{
						Names:         []string{"corp.example.com", "example.internal"},
						Servers:       []string{"tls://10.1.0.2", "tls://10.1.0.3"},
						ForceTCP:      true,
						TLSServerName: "dns.example.com",
						Policy:        nodelocaldns.Sequential,
						CacheTTL:      metav1.Duration{Duration: time.Minute},
					},
					{Names: []string{"consul"}, Servers: []string{"10.2.0.2:8600"}},
				},
				MaxUnavailable: new(intstr.FromInt32(1)),
			},
		},
		addontest.Case[nodelocaldns.Options]{
			Name:    "no-interface",
			Because: because,
			Options: nodelocaldns.Options{ClusterDNS: "10.96.0.10", NoInterface: true, NoIptables: true},
		},
	)
}

// In iptables mode the cache takes over the address of kube-dns and is told at run time how
// CoreDNS is reached; in IPVS mode that address is CoreDNS's own.
func TestModes(t *testing.T) {
	for mode, want := range map[nodelocaldns.Mode]struct{ bind, forward string }{
		nodelocaldns.Iptables: {"bind 169.254.20.10 172.20.0.10", "forward . __PILLAR__CLUSTER__DNS__ {"},
		nodelocaldns.IPVS:     {"bind 169.254.20.10\n", "forward . 172.20.0.10 {"},
	} {
		objs, err := nodelocaldns.New(nodelocaldns.Options{ClusterDNS: "172.20.0.10", Mode: mode}).Objects(addon.Target{})
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range objs {
			if c, ok := o.(*corev1.ConfigMap); ok {
				for _, line := range []string{want.bind, want.forward} {
					if !strings.Contains(c.Data["Corefile"], line) {
						t.Errorf("%s: the Corefile has no line %q:\n%s", mode, line, c.Data["Corefile"])
					}
				}
			}
		}
	}
}

func TestBadOptions(t *testing.T) {
	for _, tc := range []struct {
		options nodelocaldns.Options
		want    []string
	}{
		{nodelocaldns.Options{}, []string{`clusterDNS: Required value: no default can know it`}},
		{
			nodelocaldns.Options{ClusterDNS: "kube-dns", LocalIP: "fd00::10"},
			[]string{`clusterDNS: Invalid value: "kube-dns": must be an IP address, such as 172.20.0.10`},
		},
		{
			nodelocaldns.Options{ClusterDNS: "10.96.0.10", LocalIP: "fd00::10"},
			[]string{`localIP: Invalid value: "fd00::10": must be of the same family as clusterDNS, 10.96.0.10: the cache refuses to start`},
		},
		{
			nodelocaldns.Options{ClusterDNS: "10.96.0.10", LocalIP: "10.96.0.10", HealthPort: 9253, Mode: nodelocaldns.IPVS, NoIptables: true, NoInterface: true, InterfaceName: "dns"},
			[]string{
				`localIP: Invalid value: "10.96.0.10": must not be the cluster DNS address`,
				`metricsPort: Invalid value: 9253: is taken by healthPort`,
				`noIptables: Forbidden: the rules are for the mode iptables`,
				`interfaceName: Forbidden: noInterface makes none`,
			},
		},
		{
			nodelocaldns.Options{
				ClusterDNS:      "10.96.0.10",
				UpstreamServers: []string{"dns.example.com"},
				OtherCacheTTL:   metav1.Duration{Duration: 1500 * time.Millisecond},
				Zones: []nodelocaldns.Zone{
					{Names: []string{"cluster.local", "a.example.com"}, Servers: []string{"10.0.0.2"}, TLSServerName: "dns"},
					{Names: []string{"a.example.com"}, Servers: []string{"tls://10.0.0.2:port"}},
				},
			},
			[]string{
				`upstreamServers[0]: Invalid value: "dns.example.com": must be an IP address, with a port if need be and tls:// in front for TLS`,
				`otherCacheTTL: Invalid value: "1.5s": must be whole seconds`,
				`zones[0].names[0]: Duplicate value: "cluster.local"`,
				`zones[0].tlsServerName: Forbidden: no server is asked by TLS: write tls:// in front of one`,
				`zones[1].names[0]: Duplicate value: "a.example.com"`,
				`zones[1].servers[0]: Invalid value: "tls://10.0.0.2:port": must be an IP address, with a port if need be and tls:// in front for TLS`,
			},
		},
	} {
		_, err := nodelocaldns.New(tc.options).Objects(addon.Target{})
		var got []string
		for _, err := range addon.Errors(err) {
			got = append(got, err.Error())
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Error(diff)
		}
	}
}
