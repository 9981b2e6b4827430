// Package v1beta1 has the kinds of kubefork-controller, whose own module can't be had. The
// fields are those of its api/v1beta1.
//
// +kubebuilder:object:generate=true
// +groupName=fork.k8s.wantedly.com
// +versionName=v1beta1
package v1beta1

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Fork is a copy of some Services, for requests with an identifier.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
type Fork struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`

	Spec   ForkSpec `json:"spec,omitempty"`
	Status Status   `json:"status,omitempty"`
}

// ForkSpec says which requests are meant, and what is copied for them.
type ForkSpec struct {
	Manager        string          `json:"manager"`
	Identifier     string          `json:"identifier"`
	Deadline       *metav1.Time    `json:"deadline,omitempty"`
	GatewayOptions *GatewayOptions `json:"gatewayOptions,omitempty"`
	Services       *Services       `json:"services,omitempty"`
	Deployments    *Deployments    `json:"deployments,omitempty"`
}

// GatewayOptions say what the gateway does with the requests.
type GatewayOptions struct {
	AddRequestHeaders map[string]string `json:"addRequestHeaders,omitempty"`
	AllowUpgrade      []string          `json:"allowUpgrade,omitempty"`
}

// Services are the Services that are copied.
type Services struct {
	Selector *metav1.LabelSelector `json:"selector,omitempty"`
}

// Deployments are the Deployments that are copied.
type Deployments struct {
	Selector *metav1.LabelSelector `json:"selector,omitempty"`
	Template *Template             `json:"template,omitempty"`
	Replicas *int32                `json:"replicas,omitempty"`
}

// Template is what differs of the copies' pods.
type Template struct {
	Metadata TemplateMeta `json:"metadata,omitempty"`
	Spec     TemplateSpec `json:"spec,omitempty"`
}

// TemplateMeta is what a definition knows of metadata within an object.
type TemplateMeta struct {
	Name        string            `json:"name,omitempty"`
	Namespace   string            `json:"namespace,omitempty"`
	Labels      map[string]string `json:"labels,omitempty"`
	Annotations map[string]string `json:"annotations,omitempty"`
	Finalizers  []string          `json:"finalizers,omitempty"`
}

// TemplateSpec is what differs of the copies' containers.
type TemplateSpec struct {
	Containers []corev1.Container `json:"containers"`
	Hostname   string             `json:"hostname,omitempty"`
}

// ForkManager is a gateway that leads to forks.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
type ForkManager struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`

	Spec   ForkManagerSpec `json:"spec,omitempty"`
	Status Status          `json:"status,omitempty"`
}

// ForkManagerSpec is a gateway, the header that it sets, and its hosts.
type ForkManagerSpec struct {
	AmbassadorID string     `json:"ambassadorID"`
	HeaderKey    string     `json:"headerKey"`
	Upstreams    []Upstream `json:"upstreams,omitempty"`
}

// Upstream is a host, and what serves it.
type Upstream struct {
	Host        string `json:"host"`
	HostRewrite string `json:"host_rewrite,omitempty"`
	Original    string `json:"original,omitempty"`
}

// VSConfig leads requests to a Service elsewhere.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
type VSConfig struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`

	Spec   VSConfigSpec `json:"spec,omitempty"`
	Status Status       `json:"status,omitempty"`
}

// VSConfigSpec says which requests go where.
type VSConfigSpec struct {
	Host        string `json:"host"`
	Service     string `json:"service"`
	HeaderName  string `json:"headerName"`
	HeaderValue string `json:"headerValue"`
}

// Status is empty.
type Status struct{}
