package kube

import (
	"maps"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// Identity is what the objects of one component go by: where they are, the labels that
// they carry and the labels by which their pods are selected.
type Identity struct {
	Name      string // app.kubernetes.io/name
	Instance  string // app.kubernetes.io/instance
	Component string // app.kubernetes.io/component; may be empty
	Namespace string

	// Selector selects the component's pods where it is not made of the three labels
	// above. Upstream's install may have chosen other labels, and they can't be changed.
	Selector map[string]string
}

// Identify returns the identity of an addon's objects. The instance may be empty.
func Identify(name, namespace, instance string) Identity {
	return Identity{Name: name, Namespace: namespace, Instance: addon.InstanceName(name, instance)}
}

// Of returns the identity of one of the addon's components.
func (id Identity) Of(component string) Identity {
	id.Component = component
	return id
}

// In returns the identity in another namespace.
func (id Identity) In(namespace string) Identity {
	id.Namespace = namespace
	return id
}

// Meta is the metadata of an object in the identity's namespace.
func (id Identity) Meta(name string) metav1.ObjectMeta {
	return metav1.ObjectMeta{Name: name, Namespace: id.Namespace, Labels: id.labels()}
}

// ClusterMeta is the metadata of an object that is in no namespace.
func (id Identity) ClusterMeta(name string) metav1.ObjectMeta {
	return metav1.ObjectMeta{Name: name, Labels: id.labels()}
}

// PodLabels are the labels by which the component's pods are selected. The map is the
// caller's own.
func (id Identity) PodLabels() map[string]string {
	if id.Selector != nil {
		return maps.Clone(id.Selector)
	}
	return id.labels()
}

// LabelSelector selects the component's pods.
func (id Identity) LabelSelector() *metav1.LabelSelector {
	return &metav1.LabelSelector{MatchLabels: id.PodLabels()}
}

func (id Identity) labels() map[string]string {
	labels := map[string]string{
		addon.LabelName:     id.Name,
		addon.LabelInstance: id.Instance,
	}
	if id.Component != "" {
		labels[addon.LabelComponent] = id.Component
	}
	return labels
}
