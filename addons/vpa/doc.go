// Package vpa installs the Vertical Pod Autoscaler, which has pods ask for the CPU and memory
// that they use.
//
// # What it is for
//
// Pods that ask for much more than they use cost money: nodes are paid for what is asked for.
// Of three components the recommender watches what pods use and writes a recommendation into
// each autoscaler, the updater evicts or resizes pods that ask for something else, and the
// admission controller, a webhook, has new pods ask for what is recommended. Each can be left
// out. The recommender alone only tells what it would do, in the autoscalers' status:
//
//	vpa.New(vpa.Options{
//		Updater:             vpa.Updater{Disabled: true},
//		AdmissionController: vpa.AdmissionController{Disabled: true},
//	})
//
// An autoscaler is a custom resource for one workload, with a mode: Off recommends, Initial
// changes new pods, Recreate evicts pods too, and InPlaceOrRecreate, from Kubernetes 1.33 on,
// resizes them where they run and evicts them only if that takes too long. InPlace, which
// never evicts, is a feature that has to be switched on. There is no mode Auto: it is
// deprecated, and means Recreate.
//
// Autoscalers come with the options, or for all workloads of another addon at once:
//
//	vpa.Autoscale(metricsserver.New(metricsserver.Options{}), vpa.Scaling{
//		Mode:       vpa.InPlaceOrRecreate,
//		MaxAllowed: corev1.ResourceList{corev1.ResourceMemory: resource.MustParse("1Gi")},
//	})
//
// Anywhere else [addon.With] adds what NewVerticalPodAutoscaler makes. Without autoscalers the
// addon changes nothing.
//
// # The webhook's certificate
//
// The chart has a job make a certificate and its CA, keep them in a Secret, and write the CA
// into the webhook configuration. Nobody renews them. Fitout generates no keys and runs no
// such job: cert-manager issues the certificate, by the objects that the chart has with
// certManager and an issuer of its own. Its CA is written into the webhook configuration at
// run time, and what applies the manifests must leave caBundle to it. An install by Helm is
// taken over with its Secret, vpa-tls-certs.
//
// In a cluster without cert-manager name a Secret and give its CA. The Secret that the job made
// goes on working: admissionController.webhook.certificate.secret is "vpa-tls-certs", caBundle
// what "ca" holds in it, and the secretKeys are "cert" and "key".
//
// # Where it departs from upstream
//
// The objects are those of upstream's chart, except for these:
//
//   - The certificate, as said above. It is valid for 90 days where the chart's of cert-manager
//     is for a week; the pods read a new one by themselves. They don't mount the CA, which they
//     never read, and which not every issuer gives.
//   - The admission controller doesn't write its own webhook configuration. For that it would
//     need the right to delete those of others.
//   - The webhook sees the namespaces that the components look at, where these are restricted.
//     The chart leaves them apart.
//   - With the failure policy Fail the webhook leaves the addon's own pods and autoscalers
//     alone, or nothing could start it again.
//   - Two or more replicas are spread over nodes and zones, beside the chart's preference for
//     nodes without one.
//   - The containers have no capabilities, a root file system that can't be written, and the
//     default seccomp profile.
//   - In the network of its node the admission controller resolves names as others do.
//   - Roles for leader election are where the leases are. Two or more replicas always elect.
//   - With external metrics the recommender may read those, which the chart leaves to its user,
//     and not those of metrics-server.
//   - Services for metrics, a ServiceMonitor and alerts can be had.
//
// # What to watch
//
// When it fails nothing breaks: pods go on with what they ask for, and the bill grows. The
// option prometheusRule brings an alert for each of these:
//
//   - Nothing is recommended: the metric vpa_recommender_vpa_objects_count is absent.
//   - Use can't be read: vpa_recommender_metric_server_responses counts errors.
//   - Autoscalers have pods and no recommendation, or are for what can't be scaled: the labels
//     has_recommendation and unsupported_config of vpa_recommender_vpa_objects_count.
//   - Pods aren't looked at: vpa_updater_execution_latency_seconds has no step ListVPAs. The
//     updater waits whenever the Lease vpa-admission-controller is not renewed.
//   - Pods should be evicted and none is, or evictions and resizes fail:
//     vpa_updater_evictable_pods_total, vpa_updater_failed_eviction_attempts_total and
//     vpa_updater_failed_in_place_update_attempts_total.
//   - The webhook answers with errors, or slowly:
//     vpa_admission_controller_admission_latency_seconds.
//   - The API server doesn't reach the webhook, and lets pods be: its own metric
//     apiserver_admission_webhook_fail_open_count.
//
// Watch also how much vpa_updater_evicted_pods_total grows. A workload that is evicted over and
// over has requests that somebody else sets back, such as an injector of sidecars, or bounds
// that don't fit.
//
// The control plane must reach port 8000 of the admission controller's pods: on EKS a rule of
// the nodes' security group. If it can't, each new pod of the cluster waits for the timeout, 5
// seconds here and 30 where the admission controller registers itself. With the failure policy
// Fail no pod starts at all: exclude kube-system and cert-manager's namespace.
//
// What is recommended may fit on no node, above all after a leak: set maxima, in
// recommender.cpu and recommender.memory, to what the largest node has left. Small pods are
// given more than they use, 25m and 250Mi, unless the minima are lowered. Limits grow with
// requests unless an autoscaler controls RequestsOnly.
//
// The updater evicts only pods of workloads with two or more replicas, unless minReplicas is
// lowered, and in keeping with PodDisruptionBudgets. A HorizontalPodAutoscaler that goes by CPU
// or memory must not have a vertical one change the same resource; Autoscale refuses it. Two
// autoscalers for the same pods contradict each other.
//
// Sidecars are scaled too, such as Istio's, whose webhook is asked before this one. Where they
// shouldn't be, give them a container policy with the mode Off.
//
// The recommender needs metrics-server. It forgets nothing as long as its checkpoints, custom
// resources beside the autoscalers, are there; deleting the definitions deletes them and all
// autoscalers. On GKE leave the recommender's Lease its name: that of another is similar.
package vpa
