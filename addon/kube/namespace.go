package kube

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// PodSecurity is a level of the Pod Security Standards that a namespace enforces.
type PodSecurity string

// The levels, the strictest first.
const (
	Restricted PodSecurity = "restricted"
	Baseline   PodSecurity = "baseline"
	Privileged PodSecurity = "privileged"
)

// Enum lists the levels.
func (PodSecurity) Enum() []string { return addon.Values(Restricted, Baseline, Privileged) }

// LabelPodSecurity is the label by which a namespace enforces a level.
const LabelPodSecurity = "pod-security.kubernetes.io/enforce"

// Namespace asks for a namespace that enforces a level, or none where level is empty.
// Addons return it among their objects; the plan makes one namespace of all that ask for
// it, with all their labels and the laxest level that one of them needs.
func Namespace(name string, level PodSecurity) *corev1.Namespace {
	ns := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name}}
	if level != "" {
		ns.Labels = map[string]string{LabelPodSecurity: string(level)}
	}
	return ns
}
