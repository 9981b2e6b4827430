package clusterautoscaler_test

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/clusterautoscaler"
	"github.com/fitout/fitout/cluster"
)

type options = clusterautoscaler.Options

func TestAddon(t *testing.T) {
	monitors := cluster.Existing{CRDs: []string{"servicemonitors.monitoring.coreos.com"}}
	newest := addontest.Target()
	newest.Kubernetes = "1.36"
	addontest.Run(t, clusterautoscaler.Definition,
		addontest.Case[options]{Name: "defaults"},
		addontest.Case[options]{
			Name: "upstream",
			// The chart has the first image of its minor version.
			Target:  addon.Target{Name: "prod", Kubernetes: "1.35"},
			Options: options{Region: "ap-northeast-1", Pods: addon.Pods{Image: addon.Image{Tag: "v1.35.0"}}},
		},
		addontest.Case[options]{Name: "aws", Target: addontest.AWS(), Existing: monitors, Options: company()},
		addontest.Case[options]{Name: "groups", Target: addontest.AWS(), Options: groups()},
		addontest.Case[options]{
			Name:   "full",
			Target: newest,
			Existing: cluster.Existing{
				CRDs:    monitors.CRDs,
				Secrets: map[string][]string{"autoscaling/aws": {"id", "secret"}, "autoscaling/expander": {"ca.crt", "cloud.conf"}},
			},
			Because: map[string]string{"Deployment cluster-autoscaler-aws-cluster-autoscaler": "the case sets hostNetwork"},
			Options: full(),
		},
	)
}

// company prefers spot nodes, and takes nodes away fast.
func company() options {
	return options{
		Pods: addon.Pods{
			Replicas:  new(int32(2)),
			Resources: requests("100m", "600Mi"),
			DNSPolicy: corev1.DNSDefault,
		},
		Expanders: []clusterautoscaler.Expander{clusterautoscaler.Priority, clusterautoscaler.LeastWaste},
		Priorities: clusterautoscaler.Priorities{Groups: []clusterautoscaler.GroupPriority{
			{Priority: 1, Names: []string{".*"}},
			{Priority: 50, Names: []string{`-spot-`, `^eks-ml-\w+-spot$`}},
		}},
		Balancing: clusterautoscaler.Balancing{Enabled: true, IgnoreLabels: []string{"example.com/zone"}},
		ScaleUp:   clusterautoscaler.ScaleUp{MaxNodeProvisionTime: minutes(10), StartupTaints: []string{"ebs.csi.aws.com/agent-not-ready", "efs.csi.aws.com/agent-not-ready"}},
		ScaleDown: clusterautoscaler.ScaleDown{
			UnneededTime:         new(minutes(5)),
			DelayAfterAdd:        new(minutes(0)),
			UtilizationThreshold: new(0.6),
			EvictLocalStorage:    true,
			EvictSystemPods:      true,
			DrainPriorities: []clusterautoscaler.DrainPriority{
				{Priority: -1000, GracePeriod: minutes(1)},
				{Priority: 0, GracePeriod: minutes(10)},
			},
		},
		Limits:         clusterautoscaler.Limits{MaxNodes: 200},
		ServiceMonitor: &addon.ServiceMonitor{Labels: map[string]string{"release": "prometheus"}},
	}
}

// groups scales two groups by their names, without a look at the list of instance types.
func groups() options {
	return options{
		Groups: []clusterautoscaler.Group{
			{Name: "prod-apps", MinSize: 3, MaxSize: 30},
			{Name: "prod-gpu", MaxSize: 4},
		},
		StaticInstanceTypes: true,
		Expanders:           []clusterautoscaler.Expander{clusterautoscaler.LeastNodes, clusterautoscaler.Priority, clusterautoscaler.Random},
		Priorities:          clusterautoscaler.Priorities{Existing: true},
		Balancing:           clusterautoscaler.Balancing{Labels: []string{"eks.amazonaws.com/nodegroup"}},
		NoStatusConfigMap:   true,
		Service:             clusterautoscaler.Service{Disabled: true},
	}
}

// full sets all that can be set at once.
func full() options {
	key := func(key string) addon.SecretRef { return addon.SecretRef{Name: "aws", Key: key} }
	return options{
		Namespace: "autoscaling",
		Pods: addon.Pods{
			Replicas:  new(int32(3)),
			Image:     addon.Image{Tag: "v1.36.0"},
			Resources: requests("200m", "1Gi"),
			ExtraArgs: []string{"--salvo-scale-up=true"},
			ExtraVolumes: []corev1.Volume{{Name: "expander", VolumeSource: corev1.VolumeSource{
				Secret: &corev1.SecretVolumeSource{SecretName: "expander"},
			}}},
			ExtraVolumeMounts: []corev1.VolumeMount{{Name: "expander", MountPath: "/etc/expander", ReadOnly: true}},
		},
		RollingUpdate: addon.RollingUpdate{MaxSurge: new(intstr.FromInt32(0)), MaxUnavailable: new(intstr.FromInt32(1))},
		ClusterName:   "prod-blue",
		DiscoveryTags: []clusterautoscaler.Tag{{Key: "k8s.io/cluster-autoscaler/prod-blue", Value: "owned"}, {Key: "team"}},
		Region:        "eu-central-1",
		AccessKey:     &clusterautoscaler.AccessKey{ID: key("id"), Secret: key("secret")},
		MaxAttempts:   5,
		CloudConfig:   "/etc/expander/cloud.conf",
		Expanders:     []clusterautoscaler.Expander{clusterautoscaler.GRPC, clusterautoscaler.Priority, clusterautoscaler.MostPods},
		Priorities: clusterautoscaler.Priorities{
			Groups:      []clusterautoscaler.GroupPriority{{Priority: 10, Names: []string{"it's"}}},
			Annotations: map[string]string{"example.com/owner": "infra"},
		},
		GRPCExpander: &clusterautoscaler.GRPCExpander{Address: "expander.autoscaling.svc:7000", CertFile: "/etc/expander/ca.crt"},
		ScaleUp: clusterautoscaler.ScaleUp{
			NotFromZero:            true,
			EnforceMinSize:         true,
			PodDelay:               seconds(30),
			ExpendablePriority:     new(int32(0)),
			BypassedSchedulers:     []string{"batch"},
			AllowedSchedulers:      []string{"batch", "default-scheduler"},
			MaxNodeProvisionTime:   minutes(20),
			MaxNodeStartupTime:     minutes(5),
			MaxNodes:               50,
			MaxGroupBinpackingTime: seconds(5),
			MaxBinpackingTime:      minutes(1),
			Parallel:               true,
			Proactive:              true,
			ForceDaemonSets:        true,
			FromUnschedulable:      true,
			StartupTaints:          []string{"node.cilium.io/agent-not-ready", "example.com/booting"},
			StartupTaintPrefixes:   []string{"boot.example.com/"},
			StatusTaints:           []string{"example.com/repairing"},
			InitialBackoff:         minutes(1),
			MaxBackoff:             minutes(15),
			BackoffReset:           minutes(60),
			NodeInfoCacheTime:      minutes(90),
		},
		Balancing: clusterautoscaler.Balancing{
			Enabled:               true,
			MemoryDifference:      new(0.1),
			AllocatableDifference: new(0.2),
			FreeDifference:        new(0.0),
		},
		ScaleDown: clusterautoscaler.ScaleDown{
			Disabled:                      true,
			KeepUnready:                   true,
			UnneededTime:                  new(minutes(0)),
			UnreadyTime:                   new(minutes(30)),
			DelayAfterAdd:                 new(minutes(1)),
			DelayAfterDelete:              seconds(20),
			DelayAfterFailure:             new(minutes(2)),
			DelayByGroup:                  true,
			UtilizationThreshold:          new(0.0),
			GPUUtilizationThreshold:       new(0.75),
			IgnoreDaemonSets:              true,
			IgnoreMirrorPods:              true,
			EvictLocalStorage:             true,
			BlockingSystemPodsTimeout:     minutes(15),
			EvictCustomControllers:        true,
			MinReplicas:                   2,
			NonEmptyCandidates:            new(int32(0)),
			CandidatesPoolRatio:           new(1.0),
			CandidatesPoolMinCount:        new(int32(10)),
			MaxParallelism:                20,
			MaxDrainParallelism:           5,
			MaxGracefulTermination:        minutes(5),
			MaxPodEvictionTime:            minutes(3),
			NoCordon:                      true,
			EvictDaemonSetsOfEmptyNodes:   true,
			KeepDaemonSetsOfOccupiedNodes: true,
			DeletionDelayTimeout:          minutes(4),
			DeletionBatchInterval:         seconds(15),
			DelayAfterTaint:               new(minutes(0)),
			RecheckTime:                   minutes(6),
			SimulationTimeout:             seconds(45),
			SoftTaints:                    new(int32(0)),
			SoftTaintTime:                 seconds(2),
		},
		Limits:                    clusterautoscaler.Limits{MaxNodes: 100, Cores: &clusterautoscaler.Range{Min: 8, Max: 1600}, Memory: &clusterautoscaler.Range{Max: 6400}},
		ScanInterval:              seconds(30),
		FrequentLoops:             new(false),
		MaxTotalUnreadyPercentage: new(int32(30)),
		OKTotalUnreadyCount:       new(int32(0)),
		MaxInactivity:             minutes(5),
		MaxFailingTime:            minutes(8),
		ProvisioningRequests:      true,
		StatusConfigMap:           "autoscaler-status",
		DuplicateEvents:           true,
		KubeAPI:                   clusterautoscaler.KubeAPI{QPS: 20, Burst: 40},
		LeaderElection:            clusterautoscaler.LeaderElection{LeaseDuration: seconds(60), RenewDeadline: seconds(40), RetryPeriod: seconds(5)},
		ExtraRules:                []rbacv1.PolicyRule{{APIGroups: []string{"example.com"}, Resources: []string{"pools"}, Verbs: []string{"get"}}},
		HostNetwork:               true,
		Port:                      18085,
		Service:                   clusterautoscaler.Service{Port: 80, Labels: map[string]string{"team": "infra"}, Annotations: map[string]string{"prometheus.io/scrape": "true"}},
		ServiceMonitor:            &addon.ServiceMonitor{Interval: minutes(1)},
		GroupMetrics:              true,
		Profiling:                 true,
		DebuggingSnapshot:         true,
		LogLevel:                  new(int32(0)),
		LogFormat:                 clusterautoscaler.LogJSON,
	}
}

func minutes(n int) metav1.Duration {
	return metav1.Duration{Duration: time.Duration(n) * time.Minute}
}

func seconds(n int) metav1.Duration {
	return metav1.Duration{Duration: time.Duration(n) * time.Second}
}

func requests(cpu, memory string) corev1.ResourceRequirements {
	return corev1.ResourceRequirements{Requests: corev1.ResourceList{
		corev1.ResourceCPU:    resource.MustParse(cpu),
		corev1.ResourceMemory: resource.MustParse(memory),
	}}
}
