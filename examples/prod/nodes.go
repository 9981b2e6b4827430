package main

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/clusterautoscaler"
	"github.com/fitout/fitout/addons/efscsi"
	"github.com/fitout/fitout/addons/karpenter"
	"github.com/fitout/fitout/addons/nvidiadeviceplugin"
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

// jobNodes are spot instances for batch jobs, as many as there is work for. The groups above
// are for all else, and for Karpenter itself.
func jobNodes() karpenter.Options {
	discovery := map[string]string{"karpenter.sh/discovery": "prod"}
	return karpenter.Options{
		Pods: addon.Pods{Resources: requests("1", "1Gi")},
		NodeClasses: []karpenter.NamedNodeClass{{
			Name: "default",
			EC2NodeClassSpec: karpenter.EC2NodeClassSpec{
				AMISelectorTerms:           []karpenter.AMISelectorTerm{{Alias: "al2023@v20260801"}},
				SubnetSelectorTerms:        []karpenter.SubnetSelectorTerm{{Tags: discovery}},
				SecurityGroupSelectorTerms: []karpenter.SecurityGroupSelectorTerm{{Tags: discovery}},
			},
		}},
		NodePools: []karpenter.NamedNodePool{{
			Name: "jobs",
			NodePoolSpec: karpenter.NodePoolSpec{
				Template: karpenter.NodeTemplate{Spec: karpenter.NodeSpec{
					NodeClassRef: karpenter.NodeClassReference{Name: "default"},
					Requirements: []karpenter.Requirement{
						{Key: karpenter.LabelCapacityType, Operator: karpenter.In, Values: []string{"spot"}},
						{Key: karpenter.LabelInstanceCategory, Operator: karpenter.In, Values: []string{"c", "g", "m", "r"}},
					},
					Taints: []corev1.Taint{{Key: "example.com/jobs", Effect: corev1.TaintEffectNoSchedule}},
				}},
				Disruption: &karpenter.Disruption{ConsolidateAfter: "5m", ConsolidationPolicy: karpenter.WhenEmpty},
				Limits:     corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("500")},
			},
		}},
	}
}

// gpus are for machine learning: whole ones, and on nodes that are labelled so shared ones, for
// notebooks.
func gpus() nvidiadeviceplugin.Options {
	return nvidiadeviceplugin.Options{
		Pods:     addon.Pods{Resources: requests("10m", "64Mi")},
		GPUNodes: nvidiadeviceplugin.GPUNodes{Accelerator: true, Karpenter: true},
		Configs: map[string]nvidiadeviceplugin.Config{
			"default": {},
			"shared": {Sharing: &nvidiadeviceplugin.Sharing{TimeSlicing: &nvidiadeviceplugin.Shares{
				RenameByDefault: true,
				Resources:       []nvidiadeviceplugin.SharedResource{{Name: "nvidia.com/gpu", Replicas: 4}},
			}}},
		},
		ConfigManager: nvidiadeviceplugin.Container{Resources: requests("10m", "32Mi")},
		MPS:           nvidiadeviceplugin.MPS{Disabled: true},
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
		ServiceMonitor: &addon.ServiceMonitor{},
		PrometheusRule: &vpa.PrometheusRule{},
	}
}
