package certmanager

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// Webhook checks cert-manager's resources as they are written.
type Webhook struct {
	// The pods of the webhook.
	Pods addon.Pods `json:"pods,omitzero"`

	// The port that the pods serve HTTPS on. The control plane must reach it.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// Runs the pods in the network of their nodes, for networks in which the control
	// plane can't reach pods, such as EKS with another CNI than its own. The port must
	// then be one that the kubelet leaves free.
	HostNetwork bool `json:"hostNetwork,omitempty"`

	// How the webhook's Service is reached. Anything but ClusterIP is for control planes
	// outside the cluster's network.
	ServiceType corev1.ServiceType `json:"serviceType,omitempty" jsonschema:"enum=ClusterIP,enum=NodePort,enum=LoadBalancer"`

	// The host, or host and port, by which the control plane calls the webhook in place
	// of its Service.
	Host string `json:"host,omitempty" jsonschema:"pattern=^[A-Za-z0-9.-]+(:[0-9]+)?$"`

	// How many seconds the API server waits for an answer. The longer, the more of the
	// cause of a failure gets into its message.
	TimeoutSeconds int32 `json:"timeoutSeconds,omitempty" jsonschema:"minimum=1,maximum=30"`

	// The namespaces whose resources are checked; all but those labelled
	// cert-manager.io/disable-validation=true, where it is left out.
	ValidatedNamespaces *metav1.LabelSelector `json:"validatedNamespaces,omitempty"`

	// The namespaces in whose certificate requests the user who makes them is recorded;
	// all where it is left out. Approval goes by that record.
	MutatedNamespaces *metav1.LabelSelector `json:"mutatedNamespaces,omitempty"`

	// Features of the webhook that are switched on or off. It doesn't start with one that
	// it doesn't know.
	FeatureGates map[string]bool `json:"featureGates,omitempty"`
}

// CAInjector puts CAs where the API server looks for them.
type CAInjector struct {
	// Leaves the injector out, for clusters in which another one runs. Without any no
	// webhook gets its CA, and cert-manager's own neither.
	Disabled bool `json:"disabled,omitempty"`

	// The pods of the injector, of which one at a time is active.
	Pods addon.Pods `json:"pods,omitzero"`

	// Features of the injector that are switched on or off. It doesn't start with one
	// that it doesn't know.
	FeatureGates map[string]bool `json:"featureGates,omitempty"`
}

// LeaderElection says where and how fast copies agree which of them is active.
type LeaderElection struct {
	// The namespace of the leases, and of the roles that go with them.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// How long a lease is good for without being renewed; 60 s where it is left out.
	LeaseDuration metav1.Duration `json:"leaseDuration,omitzero"`

	// How long the active copy tries to renew its lease before it gives up, less than the
	// duration; 40 s where it is left out.
	RenewDeadline metav1.Duration `json:"renewDeadline,omitzero"`

	// How long copies wait between two tries, well less than the deadline; 15 s where it
	// is left out.
	RetryPeriod metav1.Duration `json:"retryPeriod,omitzero"`
}

// HTTP01Solver tunes what answers HTTP-01 challenges of all issuers: a pod for each, in
// the namespace of the certificate. A solver's own pod template comes on top.
type HTTP01Solver struct {
	// The image of the pods.
	Image addon.Image `json:"image,omitzero"`

	// The CPU and memory of the pods: requests of 10m and 64Mi, limits of 100m and 64Mi
	// where they are left out.
	Resources corev1.ResourceRequirements `json:"resources,omitzero"`

	// The RuntimeClass of the pods.
	RuntimeClassName string `json:"runtimeClassName,omitempty" jsonschema:"maxLength=253"`

	// Labels of the pods, and of the Services, Ingresses and HTTPRoutes that lead to them.
	Labels map[string]string `json:"labels,omitempty"`

	// The DNS servers, as host:port, by which the controller checks that a challenge can
	// be reached; the pod's own where it is left out.
	Nameservers []string `json:"nameservers,omitempty" jsonschema:"uniqueItems,pattern=^[^/]+:[0-9]+$"`
}

// NetworkPolicy lets through to the pods what they serve, and from them DNS and some ports.
type NetworkPolicy struct {
	// Switches the policies on. They take effect where the cluster's network enforces
	// them.
	Enabled bool `json:"enabled,omitempty"`

	// The TCP ports that the pods reach anywhere, beside DNS: 80, 443 and 6443 where it
	// is left out. Add the port of a Vault server, and those of DNS servers that don't
	// use 53.
	EgressPorts []int32 `json:"egressPorts,omitempty" jsonschema:"minItems=1,uniqueItems,minimum=1,maximum=65535"`
}
