// Has EKS keep the EKS Pod Identity Agent, from which pods get the credentials of their AWS
// role.
//
// # What it is for
//
// Where the target's identity is pod-identity, the roles of all addons reach their pods by
// it. It runs on every node and answers the AWS SDKs in the node's pods.
//
// # Where it departs from upstream
//
// The default options install what EKS installs. It needs no role of its own: it has the
// rights of the nodes, whose role needs eks-auth:AssumeRoleForPodIdentity, which AWS's
// AmazonEKSWorkerNodePolicy has.
//
// # What to watch
//
// It doesn't reach pods on Fargate and on Windows: these need roles by IRSA. EKS Auto Mode has
// it built in, and needs this addon not. It listens on the node's address 169.254.170.23 and,
// by IPv6, on fd00:ec2::23, at port 80: pods with proxy settings, and network policies, must
// let both through. Where nodes have IPv6 switched off it doesn't start: give it
// agent.additionalArgs "-b" with the IPv4 address alone. Nodes in private subnets need an
// endpoint of the EKS Auth API.

package eks

import (
	_ "embed"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
)

//go:embed podidentity.go
var podIdentityDoc string

// PodIdentityAgent is the addon eks-pod-identity-agent.
var PodIdentityAgent = addon.Definition[PodIdentityAgentOptions]{
	Card: addon.Card{
		Name:      "eks-pod-identity-agent",
		Doc:       podIdentityDoc,
		Category:  addon.Security,
		Source:    "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html",
		Namespace: kubeSystem,
	},
	Validate: func(o PodIdentityAgentOptions, path *field.Path) field.ErrorList {
		return o.Managed.validate(path)
	},
	Objects: func(t addon.Target, o PodIdentityAgentOptions) ([]addon.Object, error) {
		return o.objects(t, o.managed)
	},
	AWS: func(t addon.Target, o PodIdentityAgentOptions) ([]aws.Resource, error) {
		return []aws.Resource{o.managed(t)}, nil
	},
}

// PodIdentityAgentOptions are the options of eks-pod-identity-agent.
type PodIdentityAgentOptions struct {
	Managed `json:",inline"`

	// What EKS sets in the addon otherwise than by default.
	Configuration PodIdentityAgentConfiguration `json:"configuration,omitzero"`
}

// PodIdentityAgentConfiguration is what EKS lets one set in the agent. It follows what is
// public of the schema of v1.3.2-eksbuild.2, and for hybrid nodes AWS's documentation:
// https://docs.aws.amazon.com/eks/latest/userguide/hybrid-nodes-add-ons.html.
type PodIdentityAgentConfiguration struct {
	// The nodes on which the agent runs. It replaces EKS's own: Linux nodes in EC2.
	Affinity *corev1.Affinity `json:"affinity,omitempty"`

	// The agent itself.
	Agent IdentityAgent `json:"agent,omitzero"`

	// More DaemonSets, for nodes outside AWS.
	DaemonSets IdentityDaemonSets `json:"daemonsets,omitzero"`

	// Labels of the pods. It needs version v1.3.10.
	PodLabels map[string]string `json:"podLabels,omitempty"`

	// The taints that the pods run in spite of: all, where it is left out.
	Tolerations []corev1.Toleration `json:"tolerations,omitempty"`
}

// IdentityAgent is the agent itself.
type IdentityAgent struct {
	// More arguments, by their flag: {"-b": "169.254.170.23"} has it listen by IPv4 alone.
	AdditionalArgs map[string]string `json:"additionalArgs,omitempty"`
}

// IdentityDaemonSets are the DaemonSets for nodes outside AWS.
type IdentityDaemonSets struct {
	// That for hybrid nodes.
	Hybrid IdentityDaemonSet `json:"hybrid,omitzero"`

	// That for hybrid nodes of Bottlerocket.
	HybridBottlerocket IdentityDaemonSet `json:"hybrid-bottlerocket,omitzero"`
}

// IdentityDaemonSet is one of these.
type IdentityDaemonSet struct {
	// Makes it.
	Create bool `json:"create,omitempty"`
}

func (o PodIdentityAgentOptions) managed(addon.Target) *aws.ManagedAddon {
	a := o.managedAddon("eks-pod-identity-agent", o.Configuration)
	a.Installs = []aws.Object{installed("DaemonSet", "eks-pod-identity-agent")}
	return a
}
