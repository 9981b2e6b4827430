package loki

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/hpa"
)

// Component is some of Loki's pods, in the mode scalable.
type Component struct {
	// The pods.
	Pods addon.Pods `json:"pods,omitzero"`

	// What each of them keeps.
	Volume Volume `json:"volume,omitzero"`
}

// Reader is the pods that answer queries, in the mode scalable.
type Reader struct {
	// The pods.
	Pods addon.Pods `json:"pods,omitzero"`

	// Has their number follow their load.
	Autoscaling hpa.Autoscaling `json:"autoscaling,omitzero"`

	// How pods are replaced by newer ones: one goes before one comes, where it is left out.
	RollingUpdate addon.RollingUpdate `json:"rollingUpdate,omitzero"`
}

// Volume is where a pod keeps what must last: a claim of 10Gi, where nothing is said.
type Volume struct {
	// Keeps it for as long as the pod lives. What isn't in the bucket yet is lost with the pod.
	Ephemeral bool `json:"ephemeral,omitempty"`

	// The size of the claim, or the most that may be kept with ephemeral: 10Gi for a claim,
	// and what the node has for the other, where it is left out. That of a claim can't be
	// changed afterwards.
	Size *resource.Quantity `json:"size,omitempty"`

	// The StorageClass of the claim: the cluster's default where it is left out. It can't be
	// changed afterwards.
	StorageClassName string `json:"storageClassName,omitempty" jsonschema:"maxLength=253"`
}

// Validate refuses a class for what is no claim.
func (v Volume) Validate(path *field.Path) field.ErrorList {
	return addon.AtMostOne(path, addon.Field("ephemeral", v.Ephemeral), addon.Field("storageClassName", v.StorageClassName != ""))
}

// Container is a container beside the main one.
type Container struct {
	// Its image.
	Image addon.Image `json:"image,omitzero"`

	// The CPU and memory that it asks for and may use.
	Resources corev1.ResourceRequirements `json:"resources,omitzero"`
}

// Exporter is a container that tells metrics of another one.
type Exporter struct {
	// Leaves it out.
	Disabled bool `json:"disabled,omitempty"`

	Container `json:",inline"`
}

// Ingress makes a Service reachable from outside.
type Ingress struct {
	// The name under which it is reached.
	Host string `json:"host" jsonschema:"required,maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// The class; the cluster's default, where it is left out.
	ClassName string `json:"className,omitempty" jsonschema:"maxLength=253"`

	// The Secret with the certificate.
	TLSSecret string `json:"tlsSecret,omitempty" jsonschema:"maxLength=253"`

	// The issuer by which cert-manager writes the Secret.
	Issuer *addon.IssuerRef `json:"issuer,omitempty"`

	// Annotations, such as those of package addon/alb.
	Annotations map[string]string `json:"annotations,omitempty"`
}

// Validate wants to know where a certificate is written.
func (i Ingress) Validate(path *field.Path) field.ErrorList {
	if i.Issuer != nil && i.TLSSecret == "" {
		return field.ErrorList{field.Required(path.Child("tlsSecret"), "the issuer's certificate needs a Secret to be written to")}
	}
	return nil
}

// Service is the Service by which something is reached.
type Service struct {
	// The type: "ClusterIP" where it is left out. Cloud providers make a load balancer for
	// LoadBalancer.
	Type corev1.ServiceType `json:"type,omitempty" jsonschema:"enum=ClusterIP,enum=NodePort,enum=LoadBalancer"`

	// What it is annotated with. Cloud providers are told by it what load balancer to make.
	Annotations map[string]string `json:"annotations,omitempty"`

	// Which controller makes the load balancer, where it isn't the cloud provider, as in
	// "service.k8s.aws/nlb". It can't be changed afterwards.
	LoadBalancerClass string `json:"loadBalancerClass,omitempty" jsonschema:"maxLength=316"`

	// The CIDRs that may reach the load balancer; all of them where it is left out.
	LoadBalancerSourceRanges []string `json:"loadBalancerSourceRanges,omitempty" jsonschema:"uniqueItems"`
}

// Validate refuses what the API server would.
func (s Service) Validate(path *field.Path) field.ErrorList {
	return addon.CheckService(s.spec(), path)
}

// spec is that of the Service, without what it selects and its ports.
func (s Service) spec() corev1.ServiceSpec {
	spec := corev1.ServiceSpec{Type: s.Type, LoadBalancerSourceRanges: s.LoadBalancerSourceRanges}
	if s.LoadBalancerClass != "" {
		spec.LoadBalancerClass = &s.LoadBalancerClass
	}
	return spec
}
