package eks

import (
	"cmp"
	"maps"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/addon/kube"
)

// ACK says what the custom resource is called by which ACK's controller for EKS makes an
// addon. The controller, and with it the definition of Addons, must be in the cluster: so a
// new cluster can't get in this way what the controller itself needs to run, which are the
// VPC CNI, kube-proxy and CoreDNS.
type ACK struct {
	// The namespace of the custom resource; kube-system, where it is left out.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// The name of the custom resource; the addon's name in EKS, where it is left out.
	Name string `json:"name,omitempty" jsonschema:"maxLength=253"`

	// The custom resource of the cluster, where ACK keeps that, too. The cluster is called
	// by the target's name, where it is left out.
	Cluster *ACKName `json:"cluster,omitempty"`
}

// ACKName names a custom resource of ACK's.
type ACKName struct {
	// The name.
	Name string `json:"name" jsonschema:"required"`

	// The namespace; that of the addon's custom resource, where it is left out.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`
}

// Addon is a managed addon to ACK's controller for EKS.
type Addon = kube.Custom[AddonSpec]

// AddonSpec is the addon that ACK makes. The fields are those of the controller's v1.20.
type AddonSpec struct {
	Name                    string                   `json:"name"`
	AddonVersion            string                   `json:"addonVersion,omitempty"`
	ClusterName             string                   `json:"clusterName,omitempty"`
	ClusterRef              *AddonReference          `json:"clusterRef,omitempty"`
	ConfigurationValues     string                   `json:"configurationValues,omitempty"`
	PodIdentityAssociations []PodIdentityAssociation `json:"podIdentityAssociations,omitempty"`
	ResolveConflicts        aws.Conflict             `json:"resolveConflicts,omitempty"`
	ServiceAccountRoleARN   string                   `json:"serviceAccountRoleARN,omitempty"`
	Tags                    map[string]string        `json:"tags,omitempty"`
}

// AddonReference refers to another custom resource of ACK's.
type AddonReference struct {
	From ACKName `json:"from"`
}

// PodIdentityAssociation gives a service account of the addon a role.
type PodIdentityAssociation struct {
	ServiceAccount string `json:"serviceAccount"`
	RoleARN        string `json:"roleARN"`
}

// resource is the custom resource for an addon. ACK has one answer for conflicts, and where
// an update preserves what was changed, EKS takes PRESERVE for NONE when it makes the addon.
func (k ACK) resource(t addon.Target, a *aws.ManagedAddon) *Addon {
	spec := AddonSpec{
		Name:                a.Name,
		AddonVersion:        a.Version,
		ClusterName:         t.Name,
		ConfigurationValues: string(a.Configuration),
		ResolveConflicts:    cmp.Or(a.OnUpdate, a.OnCreate),
		Tags:                maps.Clone(t.AWS.Roles.Tags),
	}
	if k.Cluster != nil {
		spec.ClusterName, spec.ClusterRef = "", &AddonReference{From: *k.Cluster}
	}
	switch {
	case a.Role == nil:
	case t.PodIdentity():
		spec.PodIdentityAssociations = []PodIdentityAssociation{{
			ServiceAccount: a.Role.ServiceAccount.Name,
			RoleARN:        t.RoleARN(*a.Role),
		}}
	default:
		spec.ServiceAccountRoleARN = t.RoleARN(*a.Role)
	}
	meta := metav1.ObjectMeta{Namespace: cmp.Or(k.Namespace, kubeSystem), Name: cmp.Or(k.Name, a.Name)}
	return kube.NewCustom("eks.services.k8s.aws/v1alpha1", "Addon", meta, spec)
}
