package kube

import (
	"encoding/json"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// Custom is a custom resource with a typed spec and no status. An addon declares
//
//	type ClusterIssuer = kube.Custom[ClusterIssuerSpec]
//
// with a constructor that sets its apiVersion and kind by [NewCustom].
type Custom[Spec any] struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`

	Spec Spec `json:"spec"`
}

// NewCustom returns a custom resource of an apiVersion such as "cert-manager.io/v1".
func NewCustom[Spec any](apiVersion, kind string, meta metav1.ObjectMeta, spec Spec) *Custom[Spec] {
	return &Custom[Spec]{
		TypeMeta:   metav1.TypeMeta{APIVersion: apiVersion, Kind: kind},
		ObjectMeta: meta,
		Spec:       spec,
	}
}

// DeepCopyObject copies the resource by way of JSON, which a spec must survive anyway. It
// panics when the spec doesn't.
func (c *Custom[Spec]) DeepCopyObject() runtime.Object {
	out := &Custom[Spec]{TypeMeta: c.TypeMeta, ObjectMeta: *c.ObjectMeta.DeepCopy()}
	data, err := json.Marshal(c.Spec)
	if err == nil {
		err = json.Unmarshal(data, &out.Spec)
	}
	if err != nil {
		panic(fmt.Sprintf("kube: %s %q: %v", c.Kind, c.Name, err))
	}
	return out
}
