package main

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/datadog"
)

// observe is Datadog's monitoring: metrics, traces and logs of all pods, and the databases in the
// cluster and outside.
func observe() datadog.Options {
	password := func(key string) *addon.SecretRef { return &addon.SecretRef{Name: "databases", Key: key} }
	return datadog.Options{
		APIKey: addon.SecretRef{Name: "datadog", Key: "api-key"},
		Tags:   []string{"env:prod"},
		Pods: addon.Pods{
			Resources:         requests("200m", "512Mi"),
			Tolerations:       []corev1.Toleration{{Operator: corev1.TolerationOpExists}},
			PriorityClassName: "system-node-critical",
		},
		HostnameFromFile: true,
		APM:              datadog.APM{Container: datadog.Container{Resources: requests("100m", "256Mi")}},
		Logs:             datadog.Logs{Enabled: true, AllContainers: true},
		Processes:        datadog.Processes{Enabled: true, StripArguments: true, Container: datadog.Container{Resources: requests("50m", "128Mi")}},
		Network:          datadog.Network{Enabled: true},
		SystemProbe:      datadog.SystemProbe{Container: datadog.Container{Resources: requests("100m", "512Mi")}},
		KubeState:        datadog.KubeState{OnRunners: true, NoSecrets: true},
		Checks: datadog.Checks{
			Postgres: []datadog.Postgres{
				{Check: datadog.Check{Name: "development", Images: []string{"postgres"}}, Password: password("postgres")},
				{
					Check: datadog.Check{Name: "orders", Tags: []string{"db:orders"}},
					Host:  "orders.abcdefghijkl.ap-northeast-1.rds.amazonaws.com",
					AWS:   &datadog.PostgresAWS{IAM: true, ResourceID: "db-ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
				},
			},
			Redis: []datadog.Redis{
				{Check: datadog.Check{Name: "development", Images: []string{"redis"}}},
				{Check: datadog.Check{Name: "sessions"}, Host: "sessions.abcdef.apne1.cache.amazonaws.com", TLS: true, Password: password("sessions")},
			},
			Elasticsearch: []datadog.Elasticsearch{{
				Check: datadog.Check{Name: "search", Images: []string{"elasticsearch"}},
				HTTP:  datadog.HTTP{Username: "datadog", Password: password("search")},
			}},
		},
		ClusterAgent:        datadog.ClusterAgent{Pods: addon.Pods{Replicas: new(int32(2)), Resources: requests("200m", "512Mi")}},
		ClusterChecksRunner: datadog.ClusterChecksRunner{Enabled: true, Pods: addon.Pods{Resources: requests("100m", "512Mi")}},
	}
}
