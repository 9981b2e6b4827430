package loki_test

import (
	"fmt"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/addons/loki"
	"github.com/fitout/fitout/cluster"
)

// Two weeks of logs in S3, collected by Alloy, which members of an organization at GitHub look
// at in Grafana.
func Example() {
	plan, err := cluster.Cluster{
		Target: addon.Target{Name: "prod", Kubernetes: "1.34", AWS: &aws.Account{
			ID: "123456789012", Region: "ap-northeast-1", OIDCIssuer: "oidc.eks.ap-northeast-1.amazonaws.com/id/0123",
		}},
		Addons: []addon.Addon{loki.New(loki.Options{
			Storage:   loki.Storage{S3: &loki.S3{Bucket: "example-prod-loki"}},
			Limits:    loki.Limits{RetentionPeriod: metav1.Duration{Duration: 14 * 24 * time.Hour}},
			Collector: loki.WithAlloy,
			Grafana: loki.Grafana{
				RootURL: "https://grafana.dev.example.com",
				SSO: &loki.SSO{
					Issuer:       "https://dex.dev.example.com",
					ClientID:     "grafana",
					ClientSecret: addon.SecretRef{Name: "grafana-dex", Key: "client-secret"},
					Admins:       []string{"example-inc:platform"},
					OthersAre:    loki.EditorRole,
				},
			},
		})},
		Existing: cluster.Existing{
			StorageClasses: []string{"gp3"},
			Secrets:        map[string][]string{"loki/grafana": {"admin-user", "admin-password"}, "loki/grafana-dex": {"client-secret"}},
		},
	}.Plan()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, it := range plan.Items {
		switch o := it.Object.(type) {
		case *appsv1.Deployment, *appsv1.StatefulSet, *appsv1.DaemonSet:
			fmt.Println(addon.Describe(o))
		}
	}
	for _, r := range plan.AWS() {
		for _, s := range r.Resource.(*aws.Role).Policies[0].Statements {
			fmt.Println(s.SID, s.Resources)
		}
	}
	// Output:
	// DaemonSet loki/alloy
	// DaemonSet loki/loki-canary
	// Deployment loki/grafana
	// Deployment loki/loki-gateway
	// StatefulSet loki/loki
	// StatefulSet loki/loki-chunks-cache
	// StatefulSet loki/loki-results-cache
	// ListLogs [arn:aws:s3:::example-prod-loki]
	// KeepLogs [arn:aws:s3:::example-prod-loki/*]
}
