package coredns

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	id := o.identity()
	sa := kube.ServiceAccount(id, autoscaler, o.Pods)
	objs := []addon.Object{
		sa,
		clusterRole(o),
		kube.BindClusterRole(id, autoscaler, autoscaler, sa),
		role(o),
		kube.BindRole(id, autoscaler, autoscaler, sa),
		parameters(o),
		deployment(t, o),
	}
	return append(objs, server(t, o)...), nil
}

// clusterRole lets the autoscaler count nodes and their cores.
func clusterRole(o Options) *rbacv1.ClusterRole {
	return &rbacv1.ClusterRole{
		ObjectMeta: o.identity().ClusterMeta(autoscaler),
		Rules:      []rbacv1.PolicyRule{kube.Rule("", "nodes", "list watch")},
	}
}

// role lets the autoscaler set the number of copies and read how many there should be.
func role(o Options) *rbacv1.Role {
	return &rbacv1.Role{
		ObjectMeta: o.identity().Meta(autoscaler),
		Rules: []rbacv1.PolicyRule{
			kube.Rule("", "replicationcontrollers/scale", "get update"),
			kube.Rule("extensions apps", "deployments/scale replicasets/scale", "get update"),
			kube.Rule("", "configmaps", "get"),
		},
	}
}

// parameters is read at every poll.
func parameters(o Options) *corev1.ConfigMap {
	data := map[string]string{"linear": text(o.Linear.parameters())}
	if o.Ladder != nil {
		data = map[string]string{"ladder": text(o.Ladder.parameters())}
	}
	return &corev1.ConfigMap{ObjectMeta: o.identity().Meta(autoscaler), Data: data}
}

// linearParameters are the parameters as the autoscaler reads them.
type linearParameters struct {
	CoresPerReplica           float64 `json:"coresPerReplica,omitempty"`
	NodesPerReplica           float64 `json:"nodesPerReplica,omitempty"`
	Min                       int32   `json:"min,omitempty"`
	Max                       int32   `json:"max,omitempty"`
	PreventSinglePointFailure bool    `json:"preventSinglePointFailure,omitempty"`
	IncludeUnschedulableNodes bool    `json:"includeUnschedulableNodes,omitempty"`
}

func (l Linear) parameters() linearParameters {
	return linearParameters{
		CoresPerReplica:           *l.CoresPerReplica,
		NodesPerReplica:           *l.NodesPerReplica,
		Min:                       l.Min,
		Max:                       l.Max,
		PreventSinglePointFailure: !l.AllowSinglePointFailure,
		IncludeUnschedulableNodes: l.IncludeUnschedulableNodes,
	}
}

// ladderParameters are the parameters as the autoscaler reads them: each step is a pair.
type ladderParameters struct {
	CoresToReplicas           [][2]int32 `json:"coresToReplicas,omitempty"`
	NodesToReplicas           [][2]int32 `json:"nodesToReplicas,omitempty"`
	IncludeUnschedulableNodes bool       `json:"includeUnschedulableNodes,omitempty"`
}

func (l Ladder) parameters() ladderParameters {
	pairs := func(steps []Step) (pairs [][2]int32) {
		for _, s := range steps {
			pairs = append(pairs, [2]int32{s.From, s.Replicas})
		}
		return pairs
	}
	return ladderParameters{pairs(l.Cores), pairs(l.Nodes), l.IncludeUnschedulableNodes}
}

func text(parameters any) string {
	data, err := json.Marshal(parameters)
	if err != nil {
		panic(err) // they are structs of our own
	}
	return string(data)
}

func deployment(t addon.Target, o Options) *appsv1.Deployment {
	healthy := &corev1.Probe{ProbeHandler: corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: "/healthz", Port: intstr.FromInt32(8080)}}}
	return kube.Deployment(o.identity(), autoscaler, o.Pods, corev1.PodSpec{
		ServiceAccountName: autoscaler,
		Containers: []corev1.Container{{
			Name:           autoscaler,
			Image:          t.Image(o.Pods.Image),
			Args:           args(o),
			LivenessProbe:  healthy,
			ReadinessProbe: healthy,
		}},
	})
}

func args(o Options) []string {
	period := ""
	if o.PollPeriod.Duration > 0 {
		period = fmt.Sprint(int(o.PollPeriod.Duration / time.Second))
	}
	var labels []string
	for _, k := range slices.Sorted(maps.Keys(o.NodeLabels)) {
		labels = append(labels, k+"="+o.NodeLabels[k])
	}
	return slices.Concat(
		kube.Flag("--configmap", autoscaler),
		kube.Flag("--logtostderr", "true"),
		kube.Flag("--namespace", o.Namespace),
		kube.Flag("--nodelabels", strings.Join(labels, ",")),
		kube.Flag("--poll-period-seconds", period),
		kube.Flag("--target", string(o.Target.Kind)+"/"+o.Target.Name),
		kube.Flag("--v", fmt.Sprint(o.Verbosity)),
		kube.Flag("--max-sync-failures", fmt.Sprint(o.MaxSyncFailures)),
	)
}
