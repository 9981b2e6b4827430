// Package v1beta1 has the kinds of deployment-duplicator, whose own module can't be had. The
// fields are those of its api/v1beta1.
//
// +kubebuilder:object:generate=true
// +groupName=duplication.k8s.wantedly.com
// +versionName=v1beta1
package v1beta1

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// DeploymentCopy is a copy of a Deployment.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
type DeploymentCopy struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`

	Spec   DeploymentCopySpec   `json:"spec,omitempty"`
	Status DeploymentCopyStatus `json:"status,omitempty"`
}

// DeploymentCopySpec says what is copied, and how the copy differs.
type DeploymentCopySpec struct {
	CustomLabels         map[string]string `json:"customLabels,omitempty"`
	CustomAnnotations    map[string]string `json:"customAnnotations,omitempty"`
	Replicas             int32             `json:"replicas"`
	TargetDeploymentName string            `json:"targetDeploymentName"`
	Hostname             string            `json:"hostname"`
	NameSuffix           string            `json:"nameSuffix"`
	TargetContainers     []Container       `json:"targetContainers"`
}

// Container is a container whose image and environment differ.
type Container struct {
	Name  string          `json:"name"`
	Image string          `json:"image"`
	Env   []corev1.EnvVar `json:"env"`
}

// DeploymentCopyStatus is empty.
type DeploymentCopyStatus struct{}
