package main

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/clusterautoscaler"
	"github.com/fitout/fitout/addons/efscsi"
	"github.com/fitout/fitout/addons/vpa"
)

// nodeGroups grow and shrink with what pods ask for: those of spot instances first.
func nodeGroups() clusterautoscaler.Options {
	return clusterautoscaler.Options{
		// The nodes' own DNS, since CoreDNS may wait for a node.
		Pods:      addon.Pods{Replicas: new(int32(2)), Resources: requests("100m", "600Mi"), DNSPolicy: corev1.DNSDefault},
		Expanders: []clusterautoscaler.Expander{clusterautoscaler.Priority, clusterautoscaler.LeastWaste},
		Priorities: clusterautoscaler.Priorities{Groups: []clusterautoscaler.GroupPriority{
			{Priority: 50, Names: []string{"-spot-"}},
			{Priority: 1, Names: []string{".*"}},
		}},
		Balancing: clusterautoscaler.Balancing{Enabled: true},
		ScaleUp:   clusterautoscaler.ScaleUp{StartupTaints: []string{"ebs.csi.aws.com/agent-not-ready", "efs.csi.aws.com/agent-not-ready"}},
		ScaleDown: clusterautoscaler.ScaleDown{EvictLocalStorage: true},
		Limits:    clusterautoscaler.Limits{MaxNodes: 200},
	}
}

// sharedFiles are those of machine learning, whose class mounts with the rights of nodes.
func sharedFiles() efscsi.Options {
	sidecar := efscsi.Container{Resources: requests("10m", "40Mi")}
	return efscsi.Options{
		Pods:          addon.Pods{Resources: requests("20m", "128Mi")},
		Provisioner:   efscsi.Provisioner{Container: sidecar},
		LivenessProbe: sidecar,
		Registrar:     sidecar,
		Unprivileged:  true,
		Node:          efscsi.Node{Pods: addon.Pods{Resources: requests("20m", "400Mi")}, MountRole: true},
		FileSystems:   []string{"arn:aws:elasticfilesystem:ap-northeast-1:123456789012:file-system/fs-0123456789abcdef0"},
		Tags:          map[string]string{"team": "machine-learning"},
	}
}

// rightSizes are what pods should ask for, within what the largest node has. Autoscalers come
// with the services; here is that of an addon whose use grows with the cluster.
func rightSizes() vpa.Options {
	return vpa.Options{
		Recommender: vpa.Recommender{
			Pods:   addon.Pods{Resources: requests("50m", "500Mi")},
			CPU:    vpa.CPU{Estimate: vpa.Estimate{Minimum: new(resource.MustParse("10m")), Maximum: resource.MustParse("4")}},
			Memory: vpa.Memory{Estimate: vpa.Estimate{Minimum: new(resource.MustParse("50Mi")), Maximum: resource.MustParse("16Gi")}},
		},
		Updater:             vpa.Updater{Pods: addon.Pods{Resources: requests("50m", "200Mi")}},
		AdmissionController: vpa.AdmissionController{Pods: addon.Pods{Resources: requests("50m", "200Mi")}},
		Autoscalers: []vpa.NamedAutoscaler{{
			Name:      "metrics-server",
			Namespace: "kube-system",
			VerticalPodAutoscalerSpec: vpa.VerticalPodAutoscalerSpec{
				TargetRef:    vpa.TargetRef{APIVersion: "apps/v1", Kind: "Deployment", Name: "metrics-server"},
				UpdatePolicy: &vpa.UpdatePolicy{UpdateMode: vpa.InPlaceOrRecreate},
			},
		}},
	}
}
