package eks_test

import (
	"fmt"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/addons/eks"
	"github.com/fitout/fitout/cluster"
)

// What the nodes of a cluster need, with fewer addresses held ready, CoreDNS that grows with
// the cluster, and disks that are encrypted with a key of one's own. What was installed with
// the cluster is taken over.
func Example() {
	takeOver := eks.Managed{OnCreate: aws.Overwrite, OnUpdate: aws.Overwrite}
	plan, err := cluster.Cluster{
		Target: addon.Target{
			Name:       "prod",
			Kubernetes: "1.34",
			AWS:        &aws.Account{ID: "123456789012", Region: "ap-northeast-1", Roles: aws.Roles{Identity: aws.PodIdentity}},
		},
		Addons: []addon.Addon{
			eks.PodIdentityAgent.New(eks.PodIdentityAgentOptions{}),
			eks.VPCCNI.New(eks.VPCCNIOptions{Managed: takeOver, Configuration: eks.VPCCNIConfiguration{
				Env: eks.VPCCNIEnv{WarmIPTarget: 2, MinimumIPTarget: 10},
			}}),
			eks.KubeProxy.New(eks.KubeProxyOptions{Managed: takeOver}),
			eks.CoreDNS.New(eks.CoreDNSOptions{Managed: takeOver, Configuration: eks.CoreDNSConfiguration{
				AutoScaling: eks.CoreDNSAutoScaling{Enabled: new(true), MaxReplicas: 10},
			}}),
			eks.EBSCSI.New(eks.EBSCSIOptions{KMSKeys: []string{"arn:aws:kms:ap-northeast-1:123456789012:key/0123"}}),
		},
	}.Plan()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range plan.AWS() {
		a := r.Resource.(*aws.ManagedAddon)
		configuration := "EKS's defaults"
		if a.Configuration != nil {
			configuration = string(a.Configuration)
		}
		fmt.Println(a.Name+":", configuration)
	}
	// Output:
	// aws-ebs-csi-driver: EKS's defaults
	// coredns: {"autoScaling":{"enabled":true,"maxReplicas":10}}
	// kube-proxy: EKS's defaults
	// eks-pod-identity-agent: EKS's defaults
	// vpc-cni: {"env":{"MINIMUM_IP_TARGET":"10","WARM_IP_TARGET":"2"}}
}
