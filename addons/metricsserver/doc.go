// Package metricsserver installs the Kubernetes Metrics Server, which answers
// metrics.k8s.io with the CPU and memory that pods and nodes use now.
//
// # What it is for
//
// Horizontal Pod Autoscalers, kubectl top and dashboards read it. Amazon EKS doesn't
// bring it. It holds the last few samples only: it is no monitoring.
//
// # Where it departs from upstream
//
// The objects are those of upstream's chart. With a certificate of cert-manager's, or of
// a Secret whose CA is given, the API server verifies it; the chart goes on skipping that
// unless told otherwise, and the API server refuses an APIService that has both a CA and
// skips verifying. Two or more replicas bring a PodDisruptionBudget and a spread over
// nodes and zones, which the chart leaves to its user.
//
// # What to watch
//
// The control plane must reach the pods' port, 10250 by default: on EKS a rule of the
// nodes' security group. While the APIService is unavailable autoscalers stand still and
// deleting any namespace hangs, so watch its condition Available. With hostNetwork the
// default port collides with the kubelet's. Each release supports few versions of
// Kubernetes: 0.8 needs 1.31.
package metricsserver
