package vpa

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// Scaling is how the workloads of an addon are scaled by [Autoscale].
type Scaling struct {
	// When pods are changed: Off, to see what would be recommended, to begin with.
	Mode UpdateMode `json:"mode" jsonschema:"required"`

	// How many replicas there must be for pods to be evicted: the updater's minReplicas, where
	// it is left out.
	MinReplicas *int32 `json:"minReplicas,omitempty" jsonschema:"minimum=1"`

	// The least of CPU and memory that is recommended for a container.
	MinAllowed corev1.ResourceList `json:"minAllowed,omitempty"`

	// The most of CPU and memory that is recommended for a container.
	MaxAllowed corev1.ResourceList `json:"maxAllowed,omitempty"`

	// The resources that are scaled: both, where it is left out.
	ControlledResources []Resource `json:"controlledResources,omitempty" jsonschema:"uniqueItems"`

	// Whether limits keep their proportion to requests, as they do where it is left out.
	ControlledValues ControlledValues `json:"controlledValues,omitempty"`

	// Policies of single containers, in place of what is said above. One with the mode Off may
	// be for a container that is injected.
	Containers []ContainerPolicy `json:"containers,omitempty"`

	// The recommender that is responsible: that of the name "default", where it is left out.
	Recommender string `json:"recommender,omitempty"`
}

// Autoscale returns the addon with a VerticalPodAutoscaler for each of its Deployments,
// DaemonSets and StatefulSets, which goes by the workload's name and labels. [addon.Edit] and
// [addon.Without] change and remove single ones.
//
// It is an error, when the addon is built, if it has no workload, if one has an autoscaler
// already, if a HorizontalPodAutoscaler counts pods by a resource that is scaled, if no
// workload has the container of a policy, or if the cluster's version doesn't know the mode.
func Autoscale(a addon.Addon, s Scaling) addon.Addon { return autoscaled{a, s} }

// autoscaled is an addon whose workloads are scaled.
type autoscaled struct {
	addon.Addon
	scaling Scaling
}

// workload is what matters here of a workload.
type workload struct {
	metav1.ObjectMeta
	target     TargetRef
	containers []string
}

func (a autoscaled) Objects(t addon.Target) ([]addon.Object, error) {
	path := field.NewPath("autoscale")
	errs := append(addon.Check(a.scaling, path), checkVersion(t, a.scaling.Mode, path.Child("mode"))...)
	objs, err := a.Addon.Objects(t)
	if err != nil {
		return nil, errors.Join(err, errs.ToAggregate())
	}
	found, err := workloads(objs)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		errs = append(errs, field.Forbidden(path, "there is no Deployment, DaemonSet or StatefulSet to scale"))
	}
	errs = append(errs, a.scaling.fits(found, path)...)
	taken, err := a.scaling.conflicts(objs, found, path)
	if err != nil {
		return nil, err
	}
	if errs = append(errs, taken...); len(errs) > 0 {
		return nil, errs.ToAggregate()
	}
	for _, w := range found {
		meta := metav1.ObjectMeta{Name: w.Name, Namespace: w.Namespace, Labels: maps.Clone(w.Labels)}
		objs = append(objs, NewVerticalPodAutoscaler(meta, a.scaling.of(w)))
	}
	return objs, nil
}

// workloads are the Deployments, DaemonSets and StatefulSets among objects.
func workloads(objs []addon.Object) ([]workload, error) {
	var out []workload
	for _, o := range objs {
		gvk := o.GetObjectKind().GroupVersionKind()
		if gvk.Group != "apps" || !slices.Contains([]string{"Deployment", "DaemonSet", "StatefulSet"}, gvk.Kind) {
			continue
		}
		var with struct {
			Spec struct {
				Template corev1.PodTemplateSpec `json:"template"`
			} `json:"spec"`
		}
		if err := reread(o, &with); err != nil {
			return nil, err
		}
		w := workload{
			ObjectMeta: metav1.ObjectMeta{Name: o.GetName(), Namespace: o.GetNamespace(), Labels: o.GetLabels()},
			target:     TargetRef{APIVersion: gvk.GroupVersion().String(), Kind: gvk.Kind, Name: o.GetName()},
		}
		for _, c := range with.Spec.Template.Spec.Containers {
			w.containers = append(w.containers, c.Name)
		}
		out = append(out, w)
	}
	return out, nil
}

// reread reads what JSON has of an object, be it typed or not.
func reread(o addon.Object, into any) error {
	data, err := json.Marshal(o)
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		return fmt.Errorf("autoscale: %s: %w", addon.Describe(o), err)
	}
	return nil
}

// of is what the autoscaler of a workload says.
func (s Scaling) of(w workload) VerticalPodAutoscalerSpec {
	spec := VerticalPodAutoscalerSpec{
		TargetRef:    w.target,
		UpdatePolicy: &UpdatePolicy{UpdateMode: s.Mode, MinReplicas: s.MinReplicas},
	}
	if s.Recommender != "" {
		spec.Recommenders = []RecommenderRef{{Name: s.Recommender}}
	}
	var policies []ContainerPolicy
	for _, p := range s.Containers {
		if p.Mode == ContainerOff || slices.Contains(w.containers, p.ContainerName) {
			policies = append(policies, p)
		}
	}
	if s.MinAllowed != nil || s.MaxAllowed != nil || s.ControlledResources != nil || s.ControlledValues != "" {
		policies = append(policies, s.others())
	}
	if policies != nil {
		spec.ResourcePolicy = &ResourcePolicy{ContainerPolicies: policies}
	}
	return spec
}

// others is the policy of the containers that have none of their own.
func (s Scaling) others() ContainerPolicy {
	return ContainerPolicy{
		ContainerName:       "*",
		MinAllowed:          s.MinAllowed,
		MaxAllowed:          s.MaxAllowed,
		ControlledResources: s.ControlledResources,
		ControlledValues:    s.ControlledValues,
	}
}

// controls tells whether a resource of some container of a workload is scaled.
func (s Scaling) controls(w workload, resource corev1.ResourceName) bool {
	return s.Mode != Off && slices.ContainsFunc(w.containers, func(name string) bool {
		policy := s.others()
		if i := slices.IndexFunc(s.Containers, func(p ContainerPolicy) bool { return p.ContainerName == name }); i >= 0 {
			policy = s.Containers[i]
		}
		return policy.Mode != ContainerOff && (len(policy.ControlledResources) == 0 || slices.Contains(policy.ControlledResources, Resource(resource)))
	})
}

// fits refuses policies of containers that no workload has.
func (s Scaling) fits(found []workload, path *field.Path) field.ErrorList {
	var names []string
	for _, w := range found {
		names = append(names, w.containers...)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	var errs field.ErrorList
	for i, p := range s.Containers {
		if p.ContainerName != "" && p.ContainerName != "*" && p.Mode != ContainerOff && !slices.Contains(names, p.ContainerName) {
			errs = append(errs, field.NotSupported(path.Child("containers").Index(i).Child("containerName"), p.ContainerName, names))
		}
	}
	return errs
}

// conflicts refuses a second autoscaler for the pods of a workload: a vertical one, and a
// horizontal one that goes by what the vertical one changes.
func (s Scaling) conflicts(objs []addon.Object, found []workload, path *field.Path) (field.ErrorList, error) {
	var errs field.ErrorList
	for _, o := range objs {
		switch o.GetObjectKind().GroupVersionKind().GroupKind() {
		case schema.GroupKind{Group: group, Kind: "VerticalPodAutoscaler"}:
			var other VerticalPodAutoscaler
			if err := reread(o, &other); err != nil {
				return nil, err
			}
			if w := scaledBy(found, o.GetNamespace(), other.Spec.TargetRef.Kind, other.Spec.TargetRef.Name); w != nil {
				errs = append(errs, field.Forbidden(path, fmt.Sprintf("%s %s has an autoscaler already: %s", w.target.Kind, w.Name, addon.Describe(o))))
			}
		case schema.GroupKind{Group: "autoscaling", Kind: "HorizontalPodAutoscaler"}:
			var other autoscalingv2.HorizontalPodAutoscaler
			if err := reread(o, &other); err != nil {
				return nil, err
			}
			w := scaledBy(found, o.GetNamespace(), other.Spec.ScaleTargetRef.Kind, other.Spec.ScaleTargetRef.Name)
			if w == nil {
				continue
			}
			both := slices.DeleteFunc(countsBy(other), func(r corev1.ResourceName) bool { return !s.controls(*w, r) })
			if len(both) > 0 {
				errs = append(errs, field.Forbidden(path.Child("controlledResources"), fmt.Sprintf(
					"%s counts the pods of %s %s by %s, of which each would undo the other's work: leave it out here, or take the mode Off",
					addon.Describe(o), w.target.Kind, w.Name, joined(both))))
			}
		}
	}
	return errs, nil
}

// scaledBy is the workload that an autoscaler is for, or nil.
func scaledBy(found []workload, namespace, kind, name string) *workload {
	i := slices.IndexFunc(found, func(w workload) bool {
		return w.Namespace == namespace && w.target.Kind == kind && w.Name == name
	})
	if i < 0 {
		return nil
	}
	return &found[i]
}

// countsBy are the resources by whose use an autoscaler counts pods: CPU, where it has no
// metrics.
func countsBy(h autoscalingv2.HorizontalPodAutoscaler) []corev1.ResourceName {
	if len(h.Spec.Metrics) == 0 {
		return []corev1.ResourceName{corev1.ResourceCPU}
	}
	var out []corev1.ResourceName
	for _, m := range h.Spec.Metrics {
		switch {
		case m.Resource != nil:
			out = append(out, m.Resource.Name)
		case m.ContainerResource != nil:
			out = append(out, m.ContainerResource.Name)
		}
	}
	return out
}

func joined(resources []corev1.ResourceName) string {
	var names []string
	for _, r := range resources {
		names = append(names, string(r))
	}
	return strings.Join(names, " and ")
}
