package addon

import "k8s.io/apimachinery/pkg/util/intstr"

// RollingUpdate says how many pods may come and go at once. It is for addons whose upstream
// lets its users say so.
type RollingUpdate struct {
	// The number or percentage of pods that may be down; Kubernetes'
	// own default is 25 % for a Deployment and 1 for a DaemonSet.
	MaxUnavailable *intstr.IntOrString `json:"maxUnavailable,omitempty"`

	// The number or percentage of pods that may run in excess; Kubernetes' own default is 25 %
	// for a Deployment and 0 for a DaemonSet. It must be 0 where new pods wait for the ports of
	// old ones.
	MaxSurge *intstr.IntOrString `json:"maxSurge,omitempty"`
}
