package eks_test

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/addons/eks"
	"github.com/fitout/fitout/cluster"
)

// everything is what EKS can be told of an addon, without ACK.
var everything = eks.Managed{
	Version:  "v1.2.3-eksbuild.4",
	OnCreate: aws.Overwrite,
	OnUpdate: aws.Preserve,
	Preserve: true,
}

// byACK has ACK make an addon, of a cluster that ACK keeps, too.
func byACK(name string) eks.Managed {
	return eks.Managed{
		Version:  "v1.2.3-eksbuild.4",
		OnCreate: aws.Overwrite,
		OnUpdate: aws.Overwrite,
		ACK:      &eks.ACK{Namespace: "ack-system", Name: name, Cluster: &eks.ACKName{Name: "prod", Namespace: "clusters"}},
	}
}

// ack is a cluster in which ACK's controller runs.
func ack() cluster.Existing {
	e := agent()
	e.CRDs = []string{"addons.eks.services.k8s.aws"}
	return e
}

// agent is a cluster whose pods come by their roles through EKS Pod Identity.
func agent() cluster.Existing {
	return cluster.Existing{DaemonSets: []string{"kube-system/eks-pod-identity-agent"}}
}

func podIdentity() addon.Target {
	t := addontest.AWS()
	t.AWS.Roles.Identity = aws.PodIdentity
	t.AWS.Roles.Tags = map[string]string{"team": "infrastructure"}
	return t
}

var (
	resources = corev1.ResourceRequirements{
		Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("100m"), corev1.ResourceMemory: resource.MustParse("70Mi")},
		Limits:   corev1.ResourceList{corev1.ResourceMemory: resource.MustParse("170Mi")},
	}
	tolerations = []corev1.Toleration{{Key: "system", Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoSchedule}}
	selector    = map[string]string{"node-group": "system"}
	affinity    = &corev1.Affinity{NodeAffinity: &corev1.NodeAffinity{
		RequiredDuringSchedulingIgnoredDuringExecution: &corev1.NodeSelector{NodeSelectorTerms: []corev1.NodeSelectorTerm{{
			MatchExpressions: []corev1.NodeSelectorRequirement{{Key: "kubernetes.io/os", Operator: corev1.NodeSelectorOpIn, Values: []string{"linux"}}},
		}}},
	}}
	spread = []corev1.TopologySpreadConstraint{{
		MaxSkew:           1,
		TopologyKey:       "topology.kubernetes.io/zone",
		WhenUnsatisfiable: corev1.ScheduleAnyway,
		LabelSelector:     &metav1.LabelSelector{MatchLabels: map[string]string{"k8s-app": "kube-dns"}},
	}}
	annotations = map[string]string{"example.com/owner": "infrastructure"}
	labels      = map[string]string{"team": "infrastructure"}
)

func TestKubeProxy(t *testing.T) {
	addontest.Run(t, eks.KubeProxy,
		addontest.Case[eks.KubeProxyOptions]{Name: "defaults", Target: addontest.AWS()},
		addontest.Case[eks.KubeProxyOptions]{
			Name:   "full",
			Target: addontest.AWS(),
			Options: eks.KubeProxyOptions{Managed: everything, Configuration: eks.KubeProxyConfiguration{
				Mode:           eks.IPVSMode,
				IPVS:           eks.IPVS{Scheduler: eks.LeastConnection},
				PodAnnotations: annotations,
				PodLabels:      labels,
				Resources:      resources,
			}},
		},
		addontest.Case[eks.KubeProxyOptions]{
			Name:     "ack",
			Target:   addontest.AWS(),
			Existing: ack(),
			Options:  eks.KubeProxyOptions{Managed: byACK("proxy"), Configuration: eks.KubeProxyConfiguration{Mode: eks.NFTables}},
		},
	)
}

func TestCoreDNS(t *testing.T) {
	addontest.Run(t, eks.CoreDNS,
		addontest.Case[eks.CoreDNSOptions]{Name: "defaults", Target: addontest.AWS()},
		addontest.Case[eks.CoreDNSOptions]{
			Name:   "full",
			Target: addontest.AWS(),
			Options: eks.CoreDNSOptions{Managed: everything, Configuration: eks.CoreDNSConfiguration{
				Affinity:                  affinity,
				ComputeType:               eks.Fargate,
				Corefile:                  ".:53 {\n    errors\n    health\n    ready\n    kubernetes cluster.local in-addr.arpa ip6.arpa\n    forward . /etc/resolv.conf\n    cache 30\n    reload\n}\n",
				NodeSelector:              selector,
				PodAnnotations:            annotations,
				PodDisruptionBudget:       eks.CoreDNSDisruptionBudget{Enabled: new(true), MaxUnavailable: new(intstr.FromString("50%"))},
				PodLabels:                 labels,
				ReplicaCount:              3,
				Resources:                 resources,
				Tolerations:               tolerations,
				TopologySpreadConstraints: spread,
			}},
		},
		addontest.Case[eks.CoreDNSOptions]{
			Name:   "scaled",
			Target: addontest.AWS(),
			Options: eks.CoreDNSOptions{Configuration: eks.CoreDNSConfiguration{
				AutoScaling:         eks.CoreDNSAutoScaling{Enabled: new(true), MinReplicas: 3, MaxReplicas: 10},
				PodDisruptionBudget: eks.CoreDNSDisruptionBudget{MinAvailable: new(intstr.FromInt32(2))},
			}},
		},
		addontest.Case[eks.CoreDNSOptions]{
			Name:     "ack",
			Target:   addontest.AWS(),
			Existing: ack(),
			Options:  eks.CoreDNSOptions{Managed: byACK("dns"), Configuration: eks.CoreDNSConfiguration{ReplicaCount: 3}},
		},
	)
}

func TestPodIdentityAgent(t *testing.T) {
	addontest.Run(t, eks.PodIdentityAgent,
		addontest.Case[eks.PodIdentityAgentOptions]{Name: "defaults", Target: addontest.AWS()},
		addontest.Case[eks.PodIdentityAgentOptions]{
			Name:   "full",
			Target: podIdentity(),
			Options: eks.PodIdentityAgentOptions{Managed: everything, Configuration: eks.PodIdentityAgentConfiguration{
				Affinity: affinity,
				Agent:    eks.IdentityAgent{AdditionalArgs: map[string]string{"-b": "169.254.170.23"}},
				DaemonSets: eks.IdentityDaemonSets{
					Hybrid:             eks.IdentityDaemonSet{Create: true},
					HybridBottlerocket: eks.IdentityDaemonSet{Create: true},
				},
				PodLabels:   labels,
				Tolerations: tolerations,
			}},
		},
		addontest.Case[eks.PodIdentityAgentOptions]{
			Name:     "ack",
			Target:   podIdentity(),
			Existing: ack(),
			Options:  eks.PodIdentityAgentOptions{Managed: byACK("agent")},
		},
	)
}

func TestSnapshotController(t *testing.T) {
	addontest.Run(t, eks.SnapshotController,
		addontest.Case[eks.SnapshotControllerOptions]{Name: "defaults", Target: addontest.AWS()},
		addontest.Case[eks.SnapshotControllerOptions]{
			Name:   "full",
			Target: addontest.AWS(),
			Options: eks.SnapshotControllerOptions{Managed: everything, Configuration: eks.SnapshotControllerConfiguration{
				NodeSelector: selector,
				Tolerations:  tolerations,
			}},
		},
		addontest.Case[eks.SnapshotControllerOptions]{
			Name:     "ack",
			Target:   addontest.AWS(),
			Existing: ack(),
			Options:  eks.SnapshotControllerOptions{Managed: byACK("snapshots")},
		},
	)
}
