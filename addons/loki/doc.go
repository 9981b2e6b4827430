// Package loki installs Loki, which keeps logs and answers queries for them, with a collector of
// the logs of containers, and Grafana to look at them.
//
// # What it is for
//
// The logs of containers of the last days, at once, with nothing to set up for a new service:
// Promtail or Alloy runs on each node and sends what containers print to Loki, which keeps it in
// S3; Grafana has Loki as a data source from the start, and lets people in by dex.
//
//	loki.New(loki.Options{
//		Storage: loki.Storage{S3: &loki.S3{Bucket: "example-prod-loki"}},
//		Limits:  loki.Limits{RetentionPeriod: metav1.Duration{Duration: 14 * 24 * time.Hour}},
//	})
//
// It is not for months. A query over a long range reads everything that its streams have in that
// time, and fails at its timeout or the memory of the pods. Package fluentbit writes the same
// logs to S3 for Athena, which is slow and doesn't mind: have both.
//
// # Tenants
//
// By default Loki wants to be told in each request whose logs it is about. The collector writes
// the logs of the option tenant, Grafana reads them, and the canary has a tenant of its own. A
// stage of the collector's can make tenants of labels. With singleTenant nobody need say
// anything.
//
// # From Promtail to Alloy
//
// What is collected is said once, by the option logs, for both. With collector: alloy and
// alloy.afterPromtail Alloy reads on where Promtail has stopped on each node, and its logs have
// the same labels. Apply that while Promtail's DaemonSet is still there, and take it away then.
//
// # Where it departs from upstream
//
// The objects are those of upstream's charts loki, promtail and grafana, as releases of these
// names in one namespace, and of the chart alloy, except for these:
//
//   - Grafana has its data source, and Promtail says the tenant, without which Loki refuses its
//     logs. The charts know nothing of each other.
//   - Promtail's configuration is a ConfigMap where the chart makes a Secret of it: there is
//     nothing secret in it. The administrator's password of Grafana is in a Secret that somebody
//     makes, and not one that is drawn by lot.
//   - The collectors may read pods, and nothing else: with the chart's right to nodes/proxy they
//     could run commands in all pods. The sidecar for rules may read ConfigMaps and Secrets where
//     it looks, and not in the whole cluster. Roles without rules are left out.
//   - The schema has logs in S3, where they are. The chart's schema for trying things out says
//     that they are in files.
//   - The durations among the gateway's metrics are in seconds, as their names say. The chart of
//     this version divides them by 1000.
//   - The data of Grafana's volume are given to its user by Kubernetes, and not by a container
//     that runs as root. A Grafana with a volume is stopped before its successor starts.
//   - Alloy keeps what it has read on its node, and starts anew for a new configuration, without
//     a container that watches for one. It has no custom resources.
//   - The image's pages of /ui, parts of the mode distributed, dashboards and alerts of Loki
//     itself are left out.
//
// # Why an install can't be taken over
//
// The chart's DaemonSet of Promtail mounts a Secret by the name of config, and this one a
// ConfigMap: a volume can't be both, so that the API server refuses the change. Delete the
// DaemonSet first, kubectl delete daemonset promtail; what it has read it knows from its node.
// Everything else is taken over.
//
// # What to watch
//
// Promtail has had no fixes since March 2026, not even for security. Take Alloy for what is new.
// The mode scalable will be gone with Loki 4.
//
// The cache for chunks asks for 9830Mi of memory, which is more than small nodes have: its pod
// then waits for ever. Say chunksCache.memory, or chunksCache.disabled where there is little to
// read.
//
// Without limits.retentionPeriod nothing is ever deleted. A rule of the bucket's that deletes
// objects must keep them for longer than that, and must leave the folder index alone.
//
// Each value of a label is a stream of its own. Labels such as a user or a request make
// thousands of them, which Loki refuses or is slow by: those belong in the line, or in structured
// metadata.
//
// The volumes hold what isn't in the bucket yet, two hours at most. With one pod, Loki takes no
// logs while it starts anew; the collector waits, and tries for about ten minutes. Three pods
// keep each line three times, and lose none when one goes. No two of Loki's pods run on one node.
//
// A new period of the schema must begin in the days to come, and old ones stay. The size of
// claims can't be changed: delete the StatefulSet with --cascade=orphan, and apply it anew.
//
// Whoever reaches the gateway reads all tenants' logs, by naming them, unless it wants a
// password. So does whoever may look at anything in Grafana.
//
// Watch loki_canary_missing_entries_total, loki_discarded_samples_total, whose label reason says
// why, loki_request_duration_seconds, and on nodes promtail_dropped_entries_total or
// loki_write_dropped_entries_total.
package loki
