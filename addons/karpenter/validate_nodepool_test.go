package karpenter_test

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addons/karpenter"
)

// pool is a good NodePool but for what change does to it.
func pool(change func(*karpenter.NodePoolSpec)) options {
	spec := karpenter.NodePoolSpec{Template: karpenter.NodeTemplate{Spec: karpenter.NodeSpec{NodeClassRef: karpenter.NodeClassReference{Name: "a"}}}}
	change(&spec)
	return options{NodePools: []karpenter.NamedNodePool{{Name: "a", NodePoolSpec: spec}}}
}

func TestBadNodePools(t *testing.T) {
	for _, tc := range []bad{{
		name:    "nothing",
		options: options{NodePools: []karpenter.NamedNodePool{{}}},
		want: []string{
			`nodePools[0].name: Required value: no default can know it`,
			`nodePools[0].template: Required value: no default can know it`,
		},
	}, {
		name: "labels and taints",
		options: pool(func(s *karpenter.NodePoolSpec) {
			s.Template.Metadata.Labels = map[string]string{"karpenter.sh/nodepool": "a", "kubernetes.io/hostname": "b", "a b": "c d", karpenter.LabelCapacityType: "spot"}
			s.Template.Spec.Taints = []corev1.Taint{{Key: "a", Effect: "No"}, {Key: "b", Value: "c", Effect: corev1.TaintEffectNoSchedule}}
			s.Template.Spec.StartupTaints = []corev1.Taint{{Key: "b", Effect: corev1.TaintEffectNoSchedule}}
			s.Template.Spec.ExpireAfter = "30d"
			s.Template.Spec.TerminationGracePeriod = &metav1.Duration{Duration: 1500 * time.Millisecond}
		}),
		want: []string{
			`nodePools[0].template.metadata.labels[a b]: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
			`nodePools[0].template.metadata.labels[a b]: Invalid value: "c d": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
			`nodePools[0].template.metadata.labels[karpenter.sh/nodepool]: Forbidden: labels of karpenter.sh are karpenter's own: the ones to use are capacity-type`,
			`nodePools[0].template.metadata.labels[kubernetes.io/hostname]: Forbidden: each node has its own: karpenter can't make one of a name`,
			`nodePools[0].template.spec.taints[0].effect: Unsupported value: "No": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"`,
			`nodePools[0].template.spec.startupTaints[0]: Duplicate value: "b:NoSchedule"`,
			`nodePools[0].template.spec.terminationGracePeriod: Invalid value: "1.5s": must be whole seconds`,
			`nodePools[0].template.spec.expireAfter: Invalid value: "30d": must match ^(([0-9]+(s|m|h))+|Never)$`,
		},
	}, {
		name: "requirements",
		options: pool(func(s *karpenter.NodePoolSpec) {
			s.Template.Spec.Requirements = []karpenter.Requirement{
				{Key: "karpenter.k8s.aws/instance-type", Operator: karpenter.In, Values: []string{"m7g.large"}},
				{Key: karpenter.LabelCapacityType, Operator: karpenter.In, Values: []string{"Spot", "on-demand"}},
				{Key: karpenter.LabelInstanceCPU, Operator: karpenter.Gt, Values: []string{"4", "8"}},
				{Key: karpenter.LabelInstanceCPU, Operator: karpenter.Lt, Values: []string{"-4"}},
				{Key: karpenter.LabelInstanceFamily, Operator: karpenter.In, Values: []string{"m7g"}, MinValues: 2},
				{Key: "a", Operator: karpenter.NotIn},
				{Key: "b", Operator: karpenter.Exists, Values: []string{"c"}},
				{Key: "d", Operator: "Matches"},
			}
		}),
		want: []string{
			`nodePools[0].template.spec.requirements[0].key: Forbidden: labels of karpenter.k8s.aws are karpenter's own: the ones to use are capacity-reservation-id, capacity-reservation-interruptible, capacity-reservation-type, ec2nodeclass, instance-accelerator-count, instance-accelerator-manufacturer, instance-accelerator-name, instance-capability-flex, instance-category, instance-cpu, instance-cpu-manufacturer, instance-cpu-sustained-clock-speed-mhz, instance-ebs-bandwidth, instance-encryption-in-transit-supported, instance-family, instance-generation, instance-gpu-count, instance-gpu-manufacturer, instance-gpu-memory, instance-gpu-name, instance-hypervisor, instance-local-nvme, instance-memory, instance-network-bandwidth, instance-size, instance-tenancy, placement-group-id, placement-group-partition`,
			`nodePools[0].template.spec.requirements[1].values[0]: Unsupported value: "Spot": supported values: "on-demand", "reserved", "spot"`,
			`nodePools[0].template.spec.requirements[2].values: Invalid value: ["4","8"]: must be one number, since the operator is Gt`,
			`nodePools[0].template.spec.requirements[3].values: Invalid value: ["-4"]: must be one number, since the operator is Lt`,
			`nodePools[0].template.spec.requirements[3].values[0]: Invalid value: "-4": must match ^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$`,
			`nodePools[0].template.spec.requirements[4].minValues: Invalid value: 2: must not be more than there are values, which is 1`,
			`nodePools[0].template.spec.requirements[5].values: Required value: the operator NotIn needs one at least`,
			`nodePools[0].template.spec.requirements[6].values: Forbidden: the operator Exists takes none`,
			`nodePools[0].template.spec.requirements[7].operator: Unsupported value: "Matches": supported values: "In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt", "Gte", "Lte"`,
		},
	}, {
		name: "disruption",
		options: pool(func(s *karpenter.NodePoolSpec) {
			s.Weight = 101
			s.Disruption = &karpenter.Disruption{ConsolidateAfter: "never", ConsolidationPolicy: "WhenUnderutilized", Budgets: []karpenter.Budget{
				{Nodes: "110%", Schedule: "@daily"},
				{Nodes: "1", Duration: *hours(1)},
				{Nodes: "1", Schedule: "0 9 * * mon-fri", Duration: metav1.Duration{Duration: 90 * time.Second}, Reasons: []karpenter.DisruptionReason{"Expired"}},
				{Nodes: "1", Schedule: "0 24 * *", Duration: *hours(1)},
				{Nodes: "1", Schedule: "0 24 * * *", Duration: *hours(1)},
				{Nodes: "1", Schedule: "@weekdays", Duration: *hours(1)},
			}}
		}),
		want: []string{
			`nodePools[0].disruption.consolidateAfter: Invalid value: "never": must match ^(([0-9]+(s|m|h))+|Never)$`,
			`nodePools[0].disruption.consolidationPolicy: Unsupported value: "WhenUnderutilized": supported values: "WhenEmpty", "WhenEmptyOrUnderutilized", "Balanced"`,
			`nodePools[0].disruption.budgets[0].duration: Required value: the schedule says only when the budget begins to hold`,
			`nodePools[0].disruption.budgets[0].nodes: Invalid value: "110%": must match ^((100|[0-9]{1,2})%|[0-9]+)$`,
			`nodePools[0].disruption.budgets[1].schedule: Required value: the duration counts from when the budget begins to hold`,
			`nodePools[0].disruption.budgets[2].duration: Invalid value: "1m30s": must be hours and minutes, without seconds`,
			`nodePools[0].disruption.budgets[2].reasons[0]: Unsupported value: "Expired": supported values: "Underutilized", "Empty", "Drifted"`,
			`nodePools[0].disruption.budgets[3].schedule: Invalid value: "0 24 * *": must have five fields, as in "0 9 * * mon-fri", or be one such as @daily`,
			`nodePools[0].disruption.budgets[4].schedule: Invalid value: "0 24 * * *": "24" is no hour: it goes from 0 to 23`,
			`nodePools[0].disruption.budgets[5].schedule: Invalid value: "@weekdays": must be one of @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly`,
			`nodePools[0].weight: Invalid value: 101: must be at most 100`,
		},
	}, {
		name: "a fixed number",
		options: options{
			FeatureGates: map[karpenter.FeatureGate]bool{karpenter.StaticCapacity: true},
			NodePools: pool(func(s *karpenter.NodePoolSpec) {
				s.Replicas, s.Weight, s.Limits = new(int64(0)), 1, quantities("cpu", "1", "nodes", "1")
			}).NodePools,
		},
		want: []string{
			`nodePools[0].weight: Forbidden: the number of nodes is fixed by replicas`,
			`nodePools[0].limits[cpu]: Forbidden: the number of nodes is fixed by replicas: only "nodes" can be limited`,
		},
	}} {
		tc.check(t)
	}
}
