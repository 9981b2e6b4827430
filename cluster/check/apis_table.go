package check

import "github.com/fitout/fitout/addon"

// apiHistory is how the API of some kinds went on, from version to version.
type apiHistory struct {
	kinds    string // separated by spaces: those whose dates are all the same
	instead  string // what to do where no later version is served
	versions []apiVersion
}

// apiVersion is a version of an API, with the versions of Kubernetes that first served it,
// deprecated it and dropped it. Those that didn't happen are empty.
type apiVersion struct {
	name                            string // "policy/v1", as in an object's apiVersion
	introduced, deprecated, removed addon.Version
}

// apiHistories are the histories of Kubernetes' own APIs, by group, of which a version is
// deprecated or newer than Kubernetes 1.28, each from its oldest version to its newest. An
// object moves from one group to another where upstream moved it.
//
// The dates are those that the API server itself goes by, from k8s.io/api,
// k8s.io/apiextensions-apiserver and k8s.io/kube-aggregator at v0.37; a test holds them to
// k8s.io/api. Those that lie ahead can still change. What left these modules has its dates
// from the last that had it. Alpha versions that left them aren't listed: no cluster serves
// one unless it is told to.
var apiHistories = []apiHistory{
	{kinds: "ComponentStatus", instead: "leave it out, since only the API server makes it", versions: []apiVersion{
		{"v1", "1.0", "1.19", ""},
	}},
	{kinds: "Endpoints", instead: "use EndpointSlice of discovery.k8s.io/v1, served since 1.21", versions: []apiVersion{
		{"v1", "1.0", "1.33", ""},
	}},
	{kinds: "MutatingAdmissionPolicy MutatingAdmissionPolicyBinding", versions: []apiVersion{
		{"admissionregistration.k8s.io/v1alpha1", "1.32", "1.35", "1.38"},
		{"admissionregistration.k8s.io/v1beta1", "1.34", "1.37", "1.40"},
		{"admissionregistration.k8s.io/v1", "1.36", "", ""},
	}},
	{kinds: "MutatingWebhookConfiguration ValidatingWebhookConfiguration", versions: []apiVersion{
		{"admissionregistration.k8s.io/v1beta1", "1.9", "1.16", "1.22"},
		{"admissionregistration.k8s.io/v1", "1.16", "", ""},
	}},
	{kinds: "ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding", versions: []apiVersion{
		{"admissionregistration.k8s.io/v1alpha1", "1.26", "1.29", "1.32"},
		{"admissionregistration.k8s.io/v1beta1", "1.28", "1.31", "1.34"},
		{"admissionregistration.k8s.io/v1", "1.30", "", ""},
	}},
	{kinds: "APIGroupDiscovery", versions: []apiVersion{
		{"apidiscovery.k8s.io/v2beta1", "1.26", "1.32", "1.35"},
		{"apidiscovery.k8s.io/v2", "1.30", "", ""},
	}},
	{kinds: "CustomResourceDefinition", versions: []apiVersion{
		{"apiextensions.k8s.io/v1beta1", "1.7", "1.16", "1.22"},
		{"apiextensions.k8s.io/v1", "1.16", "", ""},
	}},
	{kinds: "APIService", versions: []apiVersion{
		{"apiregistration.k8s.io/v1beta1", "1.7", "1.19", "1.22"},
		{"apiregistration.k8s.io/v1", "1.10", "", ""},
	}},
	{kinds: "ControllerRevision", versions: []apiVersion{
		{"apps/v1beta1", "1.7", "1.8", "1.16"},
		{"apps/v1beta2", "1.8", "1.9", "1.16"},
		{"apps/v1", "1.9", "", ""},
	}},
	{kinds: "DaemonSet", versions: []apiVersion{
		{"extensions/v1beta1", "1.1", "1.8", "1.16"},
		{"apps/v1beta2", "1.8", "1.9", "1.16"},
		{"apps/v1", "1.9", "", ""},
	}},
	{kinds: "Deployment", versions: []apiVersion{
		{"extensions/v1beta1", "1.1", "1.8", "1.16"},
		{"apps/v1beta1", "1.6", "1.8", "1.16"},
		{"apps/v1beta2", "1.8", "1.9", "1.16"},
		{"apps/v1", "1.9", "", ""},
	}},
	{kinds: "ReplicaSet", versions: []apiVersion{
		{"extensions/v1beta1", "1.2", "1.8", "1.16"},
		{"apps/v1beta2", "1.8", "1.9", "1.16"},
		{"apps/v1", "1.9", "", ""},
	}},
	{kinds: "StatefulSet", versions: []apiVersion{
		{"apps/v1beta1", "1.5", "1.8", "1.16"},
		{"apps/v1beta2", "1.8", "1.9", "1.16"},
		{"apps/v1", "1.9", "", ""},
	}},
	{kinds: "SelfSubjectReview", versions: []apiVersion{
		{"authentication.k8s.io/v1alpha1", "1.26", "1.29", "1.32"},
		{"authentication.k8s.io/v1beta1", "1.27", "1.30", "1.33"},
		{"authentication.k8s.io/v1", "1.28", "", ""},
	}},
	{kinds: "TokenReview", versions: []apiVersion{
		{"authentication.k8s.io/v1beta1", "1.4", "1.19", "1.22"},
		{"authentication.k8s.io/v1", "1.6", "", ""},
	}},
	{kinds: "LocalSubjectAccessReview SelfSubjectAccessReview", versions: []apiVersion{
		{"authorization.k8s.io/v1beta1", "1.2", "1.19", "1.22"},
		{"authorization.k8s.io/v1", "1.19", "", ""},
	}},
	{kinds: "SelfSubjectRulesReview", versions: []apiVersion{
		{"authorization.k8s.io/v1beta1", "1.8", "1.19", "1.22"},
		{"authorization.k8s.io/v1", "1.19", "", ""},
	}},
	{kinds: "SubjectAccessReview", versions: []apiVersion{
		{"authorization.k8s.io/v1beta1", "1.2", "1.19", "1.22"},
		{"authorization.k8s.io/v1", "1.6", "", ""},
	}},
	{kinds: "HorizontalPodAutoscaler", versions: []apiVersion{
		{"autoscaling/v1", "1.2", "", ""},
		{"autoscaling/v2beta1", "1.8", "1.22", "1.25"},
		{"autoscaling/v2beta2", "1.12", "1.23", "1.26"},
		{"autoscaling/v2", "1.23", "", ""},
	}},
	{kinds: "Scale", versions: []apiVersion{
		{"extensions/v1beta1", "1.1", "1.2", "1.16"},
		{"apps/v1beta1", "1.6", "1.8", "1.16"},
		{"apps/v1beta2", "1.8", "1.9", "1.16"},
		{"autoscaling/v1", "1.2", "", ""},
	}},
	{kinds: "CronJob", versions: []apiVersion{
		{"batch/v1beta1", "1.8", "1.21", "1.25"},
		{"batch/v1", "1.21", "", ""},
	}},
	{kinds: "CertificateSigningRequest", versions: []apiVersion{
		{"certificates.k8s.io/v1beta1", "1.12", "1.19", "1.22"},
		{"certificates.k8s.io/v1", "1.19", "", ""},
	}},
	{kinds: "ClusterTrustBundle", versions: []apiVersion{
		{"certificates.k8s.io/v1alpha1", "1.26", "1.34", "1.37"},
		{"certificates.k8s.io/v1beta1", "1.33", "1.37", "1.40"},
		{"certificates.k8s.io/v1", "1.37", "", ""},
	}},
	{kinds: "PodCertificateRequest", versions: []apiVersion{
		{"certificates.k8s.io/v1beta1", "1.35", "1.37", "1.40"},
		{"certificates.k8s.io/v1", "1.37", "", ""},
	}},
	{kinds: "Lease", versions: []apiVersion{
		{"coordination.k8s.io/v1beta1", "1.12", "1.19", "1.22"},
		{"coordination.k8s.io/v1", "1.14", "", ""},
	}},
	{kinds: "LeaseCandidate", versions: []apiVersion{
		{"coordination.k8s.io/v1alpha2", "1.32", "1.35", "1.38"},
		{"coordination.k8s.io/v1beta1", "1.33", "1.36", "1.39"},
	}},
	{kinds: "EndpointSlice", versions: []apiVersion{
		{"discovery.k8s.io/v1beta1", "1.16", "1.21", "1.25"},
		{"discovery.k8s.io/v1", "1.21", "", ""},
	}},
	{kinds: "Event", versions: []apiVersion{
		{"events.k8s.io/v1beta1", "1.8", "1.22", "1.25"},
		{"events.k8s.io/v1", "1.19", "", ""},
	}},
	{kinds: "FlowSchema PriorityLevelConfiguration", versions: []apiVersion{
		{"flowcontrol.apiserver.k8s.io/v1beta1", "1.20", "1.23", "1.26"},
		{"flowcontrol.apiserver.k8s.io/v1beta2", "1.23", "1.26", "1.29"},
		{"flowcontrol.apiserver.k8s.io/v1beta3", "1.26", "1.29", "1.32"},
		{"flowcontrol.apiserver.k8s.io/v1", "1.29", "", ""},
	}},
	{kinds: "Eviction EvictionRequest", versions: []apiVersion{
		{"lifecycle.k8s.io/v1alpha1", "1.37", "1.40", "1.43"},
	}},
	{kinds: "IPAddress ServiceCIDR", versions: []apiVersion{
		{"networking.k8s.io/v1beta1", "1.31", "1.34", "1.37"},
		{"networking.k8s.io/v1", "1.33", "", ""},
	}},
	{kinds: "Ingress", versions: []apiVersion{
		{"extensions/v1beta1", "1.1", "1.14", "1.22"},
		{"networking.k8s.io/v1beta1", "1.14", "1.19", "1.22"},
		{"networking.k8s.io/v1", "1.19", "", ""},
	}},
	{kinds: "IngressClass", versions: []apiVersion{
		{"networking.k8s.io/v1beta1", "1.18", "1.19", "1.22"},
		{"networking.k8s.io/v1", "1.19", "", ""},
	}},
	{kinds: "NetworkPolicy", versions: []apiVersion{
		{"extensions/v1beta1", "1.3", "1.9", "1.16"},
		{"networking.k8s.io/v1", "1.7", "", ""},
	}},
	{kinds: "RuntimeClass", versions: []apiVersion{
		{"node.k8s.io/v1beta1", "1.13", "1.22", "1.25"},
		{"node.k8s.io/v1", "1.20", "", ""},
	}},
	{kinds: "Eviction", versions: []apiVersion{
		{"policy/v1beta1", "1.5", "1.22", "1.25"},
		{"policy/v1", "1.22", "", ""},
	}},
	{kinds: "PodDisruptionBudget", versions: []apiVersion{
		{"policy/v1beta1", "1.5", "1.21", "1.25"},
		{"policy/v1", "1.21", "", ""},
	}},
	{kinds: "PodSecurityPolicy", instead: "give the namespaces a Pod Security level", versions: []apiVersion{
		{"extensions/v1beta1", "1.2", "1.11", "1.16"},
		{"policy/v1beta1", "1.10", "1.21", "1.25"},
	}},
	{kinds: "ClusterRole ClusterRoleBinding Role RoleBinding", versions: []apiVersion{
		{"rbac.authorization.k8s.io/v1beta1", "1.6", "1.17", "1.22"},
		{"rbac.authorization.k8s.io/v1", "1.8", "", ""},
	}},
	{kinds: "DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice", versions: []apiVersion{
		{"resource.k8s.io/v1beta1", "1.32", "1.35", "1.38"},
		{"resource.k8s.io/v1beta2", "1.33", "1.36", "1.39"},
		{"resource.k8s.io/v1", "1.34", "", ""},
	}},
	{kinds: "DeviceTaintRule", versions: []apiVersion{
		{"resource.k8s.io/v1alpha3", "1.33", "1.36", "1.39"},
		{"resource.k8s.io/v1beta2", "1.36", "1.39", "1.42"},
		{"resource.k8s.io/v1", "1.37", "", ""},
	}},
	{kinds: "ResourcePoolStatusRequest", versions: []apiVersion{
		{"resource.k8s.io/v1alpha3", "1.36", "1.39", "1.42"},
	}},
	{kinds: "PodGroup Workload", versions: []apiVersion{
		{"scheduling.k8s.io/v1beta1", "1.37", "1.40", "1.43"},
	}},
	{kinds: "PriorityClass", versions: []apiVersion{
		{"scheduling.k8s.io/v1beta1", "1.11", "1.14", "1.22"},
		{"scheduling.k8s.io/v1", "1.14", "", ""},
	}},
	{kinds: "CSIDriver", versions: []apiVersion{
		{"storage.k8s.io/v1beta1", "1.14", "1.19", "1.22"},
		{"storage.k8s.io/v1", "1.18", "", ""},
	}},
	{kinds: "CSINode", versions: []apiVersion{
		{"storage.k8s.io/v1beta1", "1.14", "1.17", "1.22"},
		{"storage.k8s.io/v1", "1.17", "", ""},
	}},
	{kinds: "CSIStorageCapacity", versions: []apiVersion{
		{"storage.k8s.io/v1alpha1", "1.19", "1.21", "1.24"},
		{"storage.k8s.io/v1beta1", "1.21", "1.24", "1.27"},
		{"storage.k8s.io/v1", "1.24", "", ""},
	}},
	{kinds: "StorageClass", versions: []apiVersion{
		{"storage.k8s.io/v1beta1", "1.4", "1.19", "1.22"},
		{"storage.k8s.io/v1", "1.6", "", ""},
	}},
	{kinds: "VolumeAttachment", versions: []apiVersion{
		{"storage.k8s.io/v1alpha1", "1.9", "1.21", "1.24"},
		{"storage.k8s.io/v1beta1", "1.10", "1.19", "1.22"},
		{"storage.k8s.io/v1", "1.13", "", ""},
	}},
	{kinds: "VolumeAttributesClass", versions: []apiVersion{
		{"storage.k8s.io/v1alpha1", "1.29", "1.32", "1.35"},
		{"storage.k8s.io/v1beta1", "1.31", "1.34", "1.37"},
		{"storage.k8s.io/v1", "1.34", "", ""},
	}},
	{kinds: "StorageVersionMigration", versions: []apiVersion{
		{"storagemigration.k8s.io/v1beta1", "1.35", "1.37", "1.40"},
		{"storagemigration.k8s.io/v1", "1.37", "", ""},
	}},
}
