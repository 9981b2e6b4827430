package datadog_test

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/datadog"
	"github.com/fitout/fitout/cluster"
)

// Logs and traces of all pods, the Redis within the cluster, wherever it runs, and an RDS
// outside. The password is in a Secret, of which the plan tells.
func Example() {
	plan, err := cluster.Cluster{
		Target: addon.Target{Name: "prod", Kubernetes: "1.34"},
		Existing: cluster.Existing{Secrets: map[string][]string{
			"datadog/datadog":               {"api-key"},
			"datadog/datadog-cluster-agent": {"token"},
			"datadog/databases":             {"orders"},
		}},
		Addons: []addon.Addon{
			datadog.New(datadog.Options{
				APIKey:              addon.SecretRef{Name: "datadog", Key: "api-key"},
				Logs:                datadog.Logs{Enabled: true, AllContainers: true},
				ClusterChecksRunner: datadog.ClusterChecksRunner{Enabled: true},
				Checks: datadog.Checks{
					Redis: []datadog.Redis{{Check: datadog.Check{Name: "all", Images: []string{"redis"}}}},
					Postgres: []datadog.Postgres{{
						Check:    datadog.Check{Name: "orders", Tags: []string{"service:orders"}},
						Host:     "orders.abc.ap-northeast-1.rds.amazonaws.com",
						TLS:      datadog.TLSRequire,
						Password: &addon.SecretRef{Name: "databases", Key: "orders"},
					}},
				},
			}),
		},
	}.Plan()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, it := range plan.Items {
		if m, ok := it.Object.(*corev1.ConfigMap); ok {
			fmt.Print(m.Data["redisdb.d--all.yaml"], m.Data["postgres.d--orders.yaml"])
		}
	}
	// Output:
	// cluster_check: true
	// init_config: {}
	// instances:
	// - host: orders.abc.ap-northeast-1.rds.amazonaws.com
	//   password: ENC[file@/etc/datadog-passwords/databases/orders]
	//   port: 5432
	//   ssl: require
	//   tags:
	//   - service:orders
	//   username: datadog
	// ad_identifiers:
	// - redis
	// init_config: {}
	// instances:
	// - host: '%%host%%'
	//   port: 6379
}
