// Package datadog installs Datadog's agents, which collect metrics, traces and logs of a cluster
// and of the databases that it uses.
//
// # What it is for
//
// Monitoring by Datadog. An agent on each node collects metrics of nodes and containers, takes
// metrics and traces that applications send, reads logs and processes if that is asked for, and
// runs checks. The cluster agent asks the Kubernetes API on behalf of all agents, collects the
// state of Kubernetes' objects and events, and hands out cluster checks. Applications reach the
// agent of their node by a socket, or by the Service "datadog", at port 8125 for metrics and
// 8126 for traces: Istio's proxies send theirs to datadog.datadog.svc.cluster.local:8126.
//
// Databases are looked at by checks, whose options are those of Datadog's integrations. One with
// images looks for containers of these images, wherever they run. Any other runs once in the
// cluster, which is how RDS, ElastiCache and an Elasticsearch outside are seen;
// clusterChecksRunner brings pods of their own for these, so that no node's agent has them on
// top. Other integrations are configured by annotations of pods and Services, or by files that
// checks.files names.
//
// Manifests of Datadog break silently: an agent reads settings by environment variables, and
// passes over one that it doesn't know. Every variable and every key of a file that this package
// writes is therefore held by tests to lists of upstream's: what the chart sets by default and by
// its options, what agents of this version know, and what the integrations read. Take an option
// before extraEnv, of which nobody knows whether it is read.
//
// # Secrets
//
// The API key and the cluster agent's token are in Secrets that options name. Passwords of checks
// are too. A check's file has a handle for the password, and whoever runs the check asks a
// program of the image for it, which reads the file that the Secret is mounted as. The cluster
// agent has neither the password nor that program: it passes the handle on. With aws.iam a check
// of RDS has no password at all, but a role of the runners'. Checks in annotations of pods name a
// Secret as ENC[k8s_secret@namespace/name/key], if readableSecrets has it.
//
// # Where it departs from upstream
//
// The objects are those of upstream's chart, without its operator, except for these:
//
//   - The cluster agent's token isn't made up at each render. clusterAgent.token names the Secret
//     that has it, which is the chart's where nothing is said.
//   - The cluster has a name at Datadog: the target's, where nothing is said. The chart leaves it
//     to be guessed.
//   - What the chart tells Datadog of an install, a random ID and the time, is what it has for
//     those who don't tell.
//   - There are no rights for OpenShift, none in the group extensions, which no cluster serves any
//     more, and none by which the injector of App and API Protection writes ConfigMaps in all
//     namespaces. The chart gives them to everybody.
//   - The system probe's configuration has no word on what isn't offered here, and is off by
//     itself: runtime security, compliance, GPUs, dynamic instrumentation.
//   - The registry from which libraries are injected goes through the mirror, as all images do.
//   - The right to read extension-apiserver-authentication is given in kube-system, where the role
//     is. The chart binds it in its own namespace.
//   - With networkPolicies the cluster agent reaches the runners, whose work it spreads by what
//     their checks cost. The chart's policies keep it from them.
//   - The AppArmor profile of the system probe is a field, which Kubernetes knows from 1.30 on.
//
// Not offered are the products beside monitoring (security, SBOM, autoscaling of workloads,
// private actions), OpenTelemetry's collector, the FIPS proxy, Windows, and GKE's, AKS' and
// OpenShift's own ways.
//
// # What to watch
//
// No service fails when monitoring does, so nobody notices. Have a monitor at Datadog for each
// thing that must be there: datadog.agent.running for the agents of a cluster, and for each check
// its service check, such as postgres.can_connect, with an alert on no data. Compare the number
// of hosts that report with the number of nodes.
//
// The token must have at least 32 characters, and be the same for all: agents with another one
// go on without cluster checks and without tags of the cluster. Pods take a new token, key or
// password only when they start, and a line break at the end of a password is part of it. Helm
// takes the chart's Secret datadog-cluster-agent with it when it goes, unless that is marked
// helm.sh/resource-policy: keep.
//
// Where pods can't reach the metadata service of EC2, as with a hop limit of 1, hosts get names
// that no integration of AWS knows, and may count twice: set hostnameFromFile. Where the
// kubelet's certificate isn't signed by the cluster's CA there are no metrics of pods, with a word
// in the log: kubelet.hostCAPath, or kubelet.insecureSkipTLSVerify.
//
// The agents have no requests and no limits by themselves, and bear no taints: set
// pods.resources, those of apm, processes and systemProbe, and pods.tolerations, or there are
// nodes that nobody watches. A PriorityClass has them find room on nodes that are full.
//
// A check that looks for containers takes the place of the agents' automatic configuration of
// that integration, for all containers, so that nothing is counted twice: name all images. One
// that another image goes by is found by the annotation ad.datadoghq.com/<container>.check.id.
//
// kubeState collects the names and types of Secrets, for which the cluster agent may list all
// Secrets of the cluster, with what they hold: noSecrets does without. The API server's metrics
// are collected twice with clusterAgent.eksControlPlane beside an annotation of
// default/kubernetes: take one of the two.
//
// The cluster agent writes its webhook configurations itself. They stay when the addon goes, or
// clusterAgent.admission is disabled: delete the MutatingWebhookConfiguration and the
// ValidatingWebhookConfiguration datadog-webhook. With failurePolicy Fail no pod starts while the cluster agent is away, its own
// among them if unlabelled is set.
//
// All that reaches a port of a node can send metrics and traces there: hostPort, and otlp with
// its ports, need a firewall.
package datadog
