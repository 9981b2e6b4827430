package karpenter_test

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
	"github.com/fitout/fitout/addons/karpenter"
	"github.com/fitout/fitout/cluster"
)

type options = karpenter.Options

func TestAddon(t *testing.T) {
	monitors := []string{"servicemonitors.monitoring.coreos.com"}
	addontest.Run(t, karpenter.Definition,
		addontest.Case[options]{Name: "defaults"},
		addontest.Case[options]{Name: "upstream"},
		addontest.Case[options]{
			// Services on what is cheap, jobs on spot, and GPUs where they are asked for.
			Name:     "aws",
			Target:   addontest.AWS(),
			Existing: cluster.Existing{CRDs: monitors},
			Options:  company(),
		},
		addontest.Case[options]{
			// Where the role, the profile and the queue are Terraform's.
			Name:    "existing",
			Target:  addontest.AWS(),
			Options: existing(),
		},
		addontest.Case[options]{
			// Without interruptions, as where there are no spot instances.
			Name:    "noqueue",
			Target:  addontest.AWS(),
			Options: options{InterruptionQueue: karpenter.InterruptionQueue{Disabled: true}},
		},
		addontest.Case[options]{
			Name:     "full",
			Target:   addontest.AWS(),
			Existing: cluster.Existing{CRDs: monitors, Namespaces: []string{"shop"}},
			Because:  map[string]string{"Deployment karpenter": "the case sets hostNetwork"},
			Options:  full(),
		},
	)
}

func company() options {
	discovered := map[string]string{"karpenter.sh/discovery": "prod"}
	class := func(name, size string) karpenter.NamedNodeClass {
		return karpenter.NamedNodeClass{Name: name, EC2NodeClassSpec: karpenter.EC2NodeClassSpec{
			AMISelectorTerms:           []karpenter.AMISelectorTerm{{Alias: "al2023@v20260801"}},
			SubnetSelectorTerms:        []karpenter.SubnetSelectorTerm{{Tags: discovered}},
			SecurityGroupSelectorTerms: []karpenter.SecurityGroupSelectorTerm{{Tags: discovered}},
			Tags:                       map[string]string{"team": "platform"},
			BlockDeviceMappings: []karpenter.BlockDeviceMapping{{
				DeviceName: "/dev/xvda",
				EBS:        &karpenter.BlockDevice{VolumeSize: new(resource.MustParse(size)), VolumeType: karpenter.GP3, Encrypted: new(true), DeleteOnTermination: new(true)},
			}},
		}}
	}
	pool := func(name, class string, spec karpenter.NodeSpec) karpenter.NamedNodePool {
		spec.NodeClassRef.Name = class
		return karpenter.NamedNodePool{Name: name, NodePoolSpec: karpenter.NodePoolSpec{
			Template: karpenter.NodeTemplate{Spec: spec},
			Limits:   corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("500")},
		}}
	}
	services := pool("services", "default", karpenter.NodeSpec{
		Requirements: []karpenter.Requirement{
			in(karpenter.LabelCapacityType, "on-demand"),
			in(karpenter.LabelInstanceCategory, "c", "m", "r"),
			{Key: karpenter.LabelInstanceGeneration, Operator: karpenter.Gt, Values: []string{"5"}},
		},
		TerminationGracePeriod: hours(24),
	})
	services.Disruption = &karpenter.Disruption{
		ConsolidateAfter:    "5m",
		ConsolidationPolicy: karpenter.Balanced,
		Budgets: []karpenter.Budget{
			{Nodes: "10%"},
			{Nodes: "0", Schedule: "0 0 * * mon-fri", Duration: *hours(10), Reasons: []karpenter.DisruptionReason{karpenter.Drifted, karpenter.Underutilized}},
		},
	}
	jobs := pool("jobs", "default", karpenter.NodeSpec{
		Requirements: []karpenter.Requirement{
			in(karpenter.LabelCapacityType, "spot"),
			{Key: karpenter.LabelInstanceFamily, Operator: karpenter.Exists, MinValues: 5},
		},
		Taints:      []corev1.Taint{{Key: "example.com/jobs", Effect: corev1.TaintEffectNoSchedule}},
		ExpireAfter: karpenter.Never,
	})
	jobs.Disruption = &karpenter.Disruption{ConsolidationPolicy: karpenter.WhenEmpty}
	return options{
		Pods: addon.Pods{Resources: corev1.ResourceRequirements{
			Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("1"), corev1.ResourceMemory: resource.MustParse("1Gi")},
			Limits:   corev1.ResourceList{corev1.ResourceMemory: resource.MustParse("1Gi")},
		}},
		NodeClasses: []karpenter.NamedNodeClass{class("default", "100Gi"), class("gpu", "500Gi")},
		NodePools: []karpenter.NamedNodePool{services, jobs, pool("gpu", "gpu", karpenter.NodeSpec{
			Requirements: []karpenter.Requirement{in(karpenter.LabelInstanceCategory, "g"), in(karpenter.LabelCapacityType, "spot", "on-demand")},
			Taints:       []corev1.Taint{{Key: "nvidia.com/gpu", Effect: corev1.TaintEffectNoSchedule}},
		})},
		ServiceMonitor: &addon.ServiceMonitor{Labels: map[string]string{"release": "prometheus"}},
	}
}

func existing() options {
	return options{
		NodeClasses: []karpenter.NamedNodeClass{
			{Name: "default", EC2NodeClassSpec: karpenter.EC2NodeClassSpec{
				AMISelectorTerms:           []karpenter.AMISelectorTerm{{ID: "ami-0123456789abcdef0"}},
				AMIFamily:                  karpenter.AL2023,
				SubnetSelectorTerms:        []karpenter.SubnetSelectorTerm{{ID: "subnet-0123456789abcdef0"}},
				SecurityGroupSelectorTerms: []karpenter.SecurityGroupSelectorTerm{{ID: "sg-0123456789abcdef0"}},
			}},
			{Name: "isolated", EC2NodeClassSpec: karpenter.EC2NodeClassSpec{
				AMISelectorTerms:           []karpenter.AMISelectorTerm{{Alias: "bottlerocket@v1.42.0"}},
				SubnetSelectorTerms:        []karpenter.SubnetSelectorTerm{{ID: "subnet-0123456789abcdef0"}},
				SecurityGroupSelectorTerms: []karpenter.SecurityGroupSelectorTerm{{Name: "nodes"}},
				InstanceProfile:            "nodes",
			}},
		},
		NodeRole:          karpenter.NodeRole{Existing: "arn:aws:iam::123456789012:role/clusters/nodes"},
		InterruptionQueue: karpenter.InterruptionQueue{Existing: "instances"},
		IsolatedVPC:       true,
	}
}

func full() options {
	return options{
		Namespace: "karpenter",
		Pods: addon.Pods{
			Replicas: new(int32(3)),
			Image:    addon.Image{Tag: "1.14.2"},
			Affinity: &corev1.Affinity{NodeAffinity: &corev1.NodeAffinity{RequiredDuringSchedulingIgnoredDuringExecution: pools("system", "spare")}},
			ExtraEnv: []corev1.EnvVar{{Name: "GODEBUG", Value: "madvdontneed=1"}},
			ExtraVolumes: []corev1.Volume{{Name: "logs", VolumeSource: corev1.VolumeSource{
				EmptyDir: &corev1.EmptyDirVolumeSource{SizeLimit: new(resource.MustParse("1Gi"))},
			}}},
			ExtraVolumeMounts: []corev1.VolumeMount{{Name: "logs", MountPath: "/var/log"}},
			DNSPolicy:         corev1.DNSDefault,
		},
		RollingUpdate:     addon.RollingUpdate{MaxUnavailable: new(intstr.FromInt32(2)), MaxSurge: new(intstr.FromInt32(0))},
		NodeClasses:       []karpenter.NamedNodeClass{{Name: "all", EC2NodeClassSpec: nodeClass()}, {Name: "profile", EC2NodeClassSpec: profile()}},
		NodePools:         []karpenter.NamedNodePool{{Name: "all", NodePoolSpec: nodePool()}, {Name: "static", NodePoolSpec: static()}},
		NodeOverlays:      overlays(),
		CapacityBuffers:   buffers(),
		ClusterName:       "prod-blue",
		ClusterEndpoint:   "https://api.example.com",
		ClusterCABundle:   ca,
		EKSControlPlane:   true,
		Region:            "us-east-1",
		IsolatedVPC:       true,
		InterruptionQueue: karpenter.InterruptionQueue{Name: "interruptions"},
		NodeRole:          karpenter.NodeRole{Name: "nodes", ManagedPolicies: []string{"AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"}},
		ZonalShift:        true,
		BatchMaxDuration:  metav1.Duration{Duration: 30 * time.Second},
		BatchIdleDuration: metav1.Duration{Duration: 1500 * time.Millisecond},
		PreferencePolicy:  karpenter.PreferencesIgnored,
		MinValuesPolicy:   karpenter.MinValuesBestEffort,

		VMMemoryOverheadPercent: new(0.0),
		ReservedENIs:            1,
		DRARequests:             true,
		AMIRefreshInterval:      *hours(1),
		SubnetRefreshInterval:   metav1.Duration{Duration: 5 * time.Minute},
		DisableDryRun:           true,
		FeatureGates: map[karpenter.FeatureGate]bool{
			karpenter.SpotToSpotConsolidation: true,
			karpenter.NodeOverlays:            true,
			karpenter.StaticCapacity:          true,
			karpenter.CapacityBuffers:         true,
		},
		DisableClusterStateObservability: true,
		KubeAPI:                          karpenter.KubeAPI{QPS: 100, Burst: 150},
		Warmup:                           true,
		LogLevel:                         karpenter.LogDebug,
		LogOutputPaths:                   []string{"stdout", "/var/log/karpenter.log"},
		LogErrorOutputPaths:              []string{"stderr", "/var/log/errors.log"},
		Ports:                            karpenter.Ports{Metrics: 18080, Health: 18081},
		Profiling:                        true,
		HostNetwork:                      true,
		ExtraRules:                       []rbacv1.PolicyRule{{APIGroups: []string{"argoproj.io"}, Resources: []string{"rollouts"}, Verbs: []string{"get"}}},
		ServiceAnnotations:               map[string]string{"example.com/team": "platform"},
		ServiceMonitor:                   &addon.ServiceMonitor{Interval: metav1.Duration{Duration: time.Minute}},
	}
}

func in(key string, values ...string) karpenter.Requirement {
	return karpenter.Requirement{Key: key, Operator: karpenter.In, Values: values}
}

func hours(n int) *metav1.Duration {
	return &metav1.Duration{Duration: time.Duration(n) * time.Hour}
}

// pools select nodes of one of the pools, each by a term of its own.
func pools(names ...string) *corev1.NodeSelector {
	var s corev1.NodeSelector
	for _, n := range names {
		s.NodeSelectorTerms = append(s.NodeSelectorTerms, corev1.NodeSelectorTerm{MatchExpressions: []corev1.NodeSelectorRequirement{{
			Key: "pool", Operator: corev1.NodeSelectorOpIn, Values: []string{n},
		}}})
	}
	return &s
}
