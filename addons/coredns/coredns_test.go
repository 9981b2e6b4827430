package coredns_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/coredns"
	"github.com/fitout/fitout/cluster"
)

func TestAddon(t *testing.T) {
	addontest.Run(t, coredns.Definition,
		addontest.Case[coredns.Options]{Name: "defaults"},
		addontest.Case[coredns.Options]{Name: "upstream", Options: coredns.Options{
			Linear: coredns.Linear{CoresPerReplica: new(256.0), NodesPerReplica: new(0.0), AllowSinglePointFailure: true},
		}},
		addontest.Case[coredns.Options]{
			Name:   "aws",
			Target: addontest.AWS(),
			Options: coredns.Options{Ladder: &coredns.Ladder{
				Cores:                     []coredns.Step{{From: 1, Replicas: 1}, {From: 64, Replicas: 3}},
				Nodes:                     []coredns.Step{{From: 1, Replicas: 1}, {From: 2, Replicas: 2}},
				IncludeUnschedulableNodes: true,
			}},
		},
		addontest.Case[coredns.Options]{
			Name:     "server",
			Because:  map[string]string{"Deployment coredns": "it listens on port 53, below 1024"},
			Existing: cluster.Existing{CRDs: []string{"servicemonitors.monitoring.coreos.com"}},
			Options: coredns.Options{Server: coredns.Server{
				Enabled:         true,
				Pods:            addon.Pods{Image: addon.Image{Tag: "v1.13.1"}},
				ClusterIP:       "172.20.0.10",
				Domain:          "prod.example.com",
				UpstreamServers: []string{"10.0.0.2", "tls://9.9.9.9"},
				CacheTTL:        metav1.Duration{Duration: time.Minute},
				LogQueries:      true,
				ServiceMonitor:  &addon.ServiceMonitor{Labels: map[string]string{"release": "prometheus"}},
			}},
		},
		addontest.Case[coredns.Options]{
			Name: "full",
			Options: coredns.Options{
				Namespace: "dns",
				Pods:      addon.Pods{Image: addon.Image{Tag: "v1.9.0"}},
				Target:    coredns.Target{Kind: coredns.ReplicaSet, Name: "dns"},
				Linear: coredns.Linear{
					CoresPerReplica:           new(128.0),
					NodesPerReplica:           new(7.5),
					Min:                       2,
					Max:                       20,
					AllowSinglePointFailure:   true,
					IncludeUnschedulableNodes: true,
				},
				PollPeriod:      metav1.Duration{Duration: time.Minute},
				NodeLabels:      map[string]string{"example.com/pool": "web", "kubernetes.io/os": "linux"},
				MaxSyncFailures: 5,
				Verbosity:       2,
			},
		},
	)
}

// The autoscaler reads steps as pairs, and refuses a ConfigMap with both ways.
func TestParameters(t *testing.T) {
	for _, tc := range []struct {
		options coredns.Options
		want    map[string]any
	}{
		{coredns.Options{}, map[string]any{"linear": map[string]any{
			"coresPerReplica": 256.0, "nodesPerReplica": 16.0, "preventSinglePointFailure": true,
		}}},
		{
			coredns.Options{Ladder: &coredns.Ladder{Nodes: []coredns.Step{{From: 1, Replicas: 1}, {From: 3, Replicas: 2}}}},
			map[string]any{"ladder": map[string]any{"nodesToReplicas": []any{[]any{1.0, 1.0}, []any{3.0, 2.0}}}},
		},
	} {
		objs, err := coredns.New(tc.options).Objects(addon.Target{})
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range objs {
			c, ok := o.(*corev1.ConfigMap)
			if !ok {
				continue
			}
			got := map[string]any{}
			for k, v := range c.Data {
				var parsed any
				if err := json.Unmarshal([]byte(v), &parsed); err != nil {
					t.Fatal(err)
				}
				got[k] = parsed
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		}
	}
}

func TestBadOptions(t *testing.T) {
	for _, tc := range []struct {
		options coredns.Options
		want    []string
	}{
		{
			coredns.Options{
				PollPeriod: metav1.Duration{Duration: 1500 * time.Millisecond},
				Linear:     coredns.Linear{CoresPerReplica: new(0.0), NodesPerReplica: new(0.0), Min: 3, Max: 2},
			},
			[]string{
				`pollPeriod: Invalid value: "1.5s": must be whole seconds`,
				`linear: Required value: needs one of coresPerReplica, nodesPerReplica above 0`,
				`linear.max: Invalid value: 2: must not be below min, 3`,
			},
		},
		{
			coredns.Options{Ladder: &coredns.Ladder{}},
			[]string{`ladder: Required value: needs one of cores, nodes`},
		},
		{
			coredns.Options{Ladder: &coredns.Ladder{Cores: []coredns.Step{{From: 8, Replicas: 2}, {From: 4, Replicas: 1}}}},
			[]string{`ladder.cores[1].from: Invalid value: 4: must be above that of the step before, 8`},
		},
		{
			coredns.Options{
				Target: coredns.Target{Name: "dns"},
				Server: coredns.Server{
					Enabled:         true,
					Pods:            addon.Pods{Replicas: new(int32(3))},
					ClusterIP:       "none",
					UpstreamServers: []string{"dns.example.com"},
					CacheTTL:        metav1.Duration{Duration: time.Millisecond},
				},
			},
			[]string{
				`server: Forbidden: installs deployment/coredns, which target must then name`,
				`server.pods.replicas: Forbidden: the autoscaler counts the copies: set linear.min or ladder`,
				`server.clusterIP: Invalid value: "none": must be an IP address, such as 10.96.0.10`,
				`server.upstreamServers[0]: Invalid value: "dns.example.com": must be an IP address, with a port if need be and tls:// in front for TLS`,
				`server.cacheTTL: Invalid value: "1ms": must be whole seconds`,
			},
		},
		{
			coredns.Options{Server: coredns.Server{Enabled: true}},
			[]string{`server.clusterIP: Required value: no default can know it`},
		},
	} {
		_, err := coredns.New(tc.options).Objects(addon.Target{})
		var got []string
		for _, err := range addon.Errors(err) {
			got = append(got, err.Error())
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Error(diff)
		}
	}
}
