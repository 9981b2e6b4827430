package main

import (
	"time"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/loki"
)

// recentLogs are those of two weeks, in Loki, for whoever is a developer to look at in Grafana.
// What probes ask for is left out.
func recentLogs() loki.Options {
	quantity := func(text string) *resource.Quantity { return new(resource.MustParse(text)) }
	days := func(n time.Duration) metav1.Duration { return metav1.Duration{Duration: n * 24 * time.Hour} }
	return loki.Options{
		Pods:    addon.Pods{Replicas: new(int32(3)), Resources: requests("500m", "2Gi")},
		Volume:  loki.Volume{StorageClassName: "gp3", Size: quantity("20Gi")},
		Storage: loki.Storage{S3: &loki.S3{Bucket: "example-prod-loki"}},
		Limits:  loki.Limits{RetentionPeriod: days(14), MaxQueryLength: new(days(7))},
		// Nothing here is anybody's own: all that may look see all.
		SingleTenant:  true,
		Ruler:         loki.Ruler{NoSidecar: true},
		ChunksCache:   loki.ChunksCache{Cache: loki.Cache{Memory: quantity("1Gi")}},
		ResultsCache:  loki.Cache{Memory: quantity("256Mi")},
		CacheExporter: loki.Exporter{Container: loki.Container{Resources: requests("10m", "32Mi")}},
		Gateway: loki.Gateway{
			Pods:     addon.Pods{Replicas: new(int32(2)), Resources: requests("20m", "64Mi")},
			Exporter: loki.Exporter{Container: loki.Container{Resources: requests("10m", "32Mi")}},
		},
		Canary:    loki.Canary{Pods: addon.Pods{Resources: requests("10m", "32Mi")}},
		Collector: loki.WithAlloy,
		Logs: loki.Logs{
			ExcludeNamespaces: []string{"kube-system", "loki"},
			Stages: []loki.Stage{
				{Match: &loki.MatchStage{Selector: `{app=~".+"} |= "GET /healthz"`, Drop: true}},
			},
		},
		Alloy: loki.Alloy{Pods: addon.Pods{Resources: requests("50m", "128Mi"), PriorityClassName: "system-node-critical"}},
		Grafana: loki.Grafana{
			Pods:        addon.Pods{Resources: requests("50m", "256Mi")},
			Persistence: &loki.Persistence{Claim: loki.Volume{StorageClassName: "gp3"}},
			Ingress: &loki.Ingress{
				Host: "grafana." + domain, ClassName: "nginx", TLSSecret: "grafana-tls",
				Issuer: &addon.IssuerRef{Kind: "ClusterIssuer", Name: "letsencrypt"},
			},
			SSO: &loki.SSO{
				Name: "GitHub", Issuer: issuer, ClientID: "grafana",
				ClientSecret: addon.SecretRef{Name: "grafana", Key: "client-secret"},
				Admins:       []string{"example:infrastructure"},
				AutoLogin:    true,
			},
		},
	}
}
