package kube

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// APIService registers an API that a Service serves, such as metrics.k8s.io. The type is
// that of k8s.io/kube-aggregator, which would bring a whole API server with it.
type APIService = Custom[APIServiceSpec]

// APIServiceSpec says which API is served, and by whom.
type APIServiceSpec struct {
	CABundle              []byte            `json:"caBundle,omitempty"`
	Group                 string            `json:"group"`
	GroupPriorityMinimum  int32             `json:"groupPriorityMinimum"`
	InsecureSkipTLSVerify bool              `json:"insecureSkipTLSVerify,omitempty"`
	Service               *ServiceReference `json:"service"`
	Version               string            `json:"version"`
	VersionPriority       int32             `json:"versionPriority"`
}

// ServiceReference names the Service that serves an API.
type ServiceReference struct {
	Name      string `json:"name"`
	Namespace string `json:"namespace"`
	Port      *int32 `json:"port,omitempty"`
}

// NewAPIService returns an APIService. Its name must be "<version>.<group>".
func NewAPIService(meta metav1.ObjectMeta, spec APIServiceSpec) *APIService {
	return NewCustom("apiregistration.k8s.io/v1", "APIService", meta, spec)
}
