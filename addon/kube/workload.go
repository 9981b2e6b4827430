package kube

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
)

// Deployment returns a Deployment whose pods have the given spec, tuned by pods; see
// [PodTemplate].
func Deployment(id Identity, name string, pods addon.Pods, spec corev1.PodSpec) *appsv1.Deployment {
	return &appsv1.Deployment{
		ObjectMeta: id.Meta(name),
		Spec: appsv1.DeploymentSpec{
			Replicas:             pods.Replicas,
			RevisionHistoryLimit: pods.RevisionHistoryLimit,
			Selector:             id.LabelSelector(),
			Template:             PodTemplate(id, spread(id, pods), spec),
		},
	}
}

// StatefulSet returns a StatefulSet whose pods have the given spec, tuned by pods; see
// [PodTemplate]. The Service that names the pods, and their claims, are the addon's to set.
func StatefulSet(id Identity, name string, pods addon.Pods, spec corev1.PodSpec) *appsv1.StatefulSet {
	return &appsv1.StatefulSet{
		ObjectMeta: id.Meta(name),
		Spec: appsv1.StatefulSetSpec{
			Replicas:             pods.Replicas,
			RevisionHistoryLimit: pods.RevisionHistoryLimit,
			Selector:             id.LabelSelector(),
			Template:             PodTemplate(id, spread(id, pods), spec),
		},
	}
}

// DaemonSet returns a DaemonSet whose pods have the given spec, tuned by pods; see
// [PodTemplate]. The number of replicas means nothing to it.
func DaemonSet(id Identity, name string, pods addon.Pods, spec corev1.PodSpec) *appsv1.DaemonSet {
	return &appsv1.DaemonSet{
		ObjectMeta: id.Meta(name),
		Spec: appsv1.DaemonSetSpec{
			RevisionHistoryLimit: pods.RevisionHistoryLimit,
			Selector:             id.LabelSelector(),
			Template:             PodTemplate(id, pods, spec),
		},
	}
}

// Strategy is how a Deployment replaces its pods; Kubernetes' own where nothing is said.
func Strategy(u addon.RollingUpdate) appsv1.DeploymentStrategy {
	if u == (addon.RollingUpdate{}) {
		return appsv1.DeploymentStrategy{}
	}
	return appsv1.DeploymentStrategy{
		Type:          appsv1.RollingUpdateDeploymentStrategyType,
		RollingUpdate: &appsv1.RollingUpdateDeployment{MaxUnavailable: u.MaxUnavailable, MaxSurge: u.MaxSurge},
	}
}

// UpdateStrategy is [Strategy] for a DaemonSet.
func UpdateStrategy(u addon.RollingUpdate) appsv1.DaemonSetUpdateStrategy {
	if u == (addon.RollingUpdate{}) {
		return appsv1.DaemonSetUpdateStrategy{}
	}
	return appsv1.DaemonSetUpdateStrategy{
		Type:          appsv1.RollingUpdateDaemonSetStrategyType,
		RollingUpdate: &appsv1.RollingUpdateDaemonSet{MaxUnavailable: u.MaxUnavailable, MaxSurge: u.MaxSurge},
	}
}

// PodTemplate returns a template of pods with the given spec, tuned by pods. The first
// container is the main one: resources, extra arguments, environment and mounts are its.
// The addon sets its image, since only the target can tell from where it is pulled.
func PodTemplate(id Identity, pods addon.Pods, spec corev1.PodSpec) corev1.PodTemplateSpec {
	labels := id.labels()
	maps.Copy(labels, pods.Labels)
	maps.Copy(labels, id.Selector)

	main := &spec.Containers[0]
	main.Resources = pods.Resources
	main.Args = slices.Concat(main.Args, pods.ExtraArgs)
	main.Env = slices.Concat(main.Env, pods.ExtraEnv)
	main.VolumeMounts = slices.Concat(main.VolumeMounts, pods.ExtraVolumeMounts)

	spec.Volumes = slices.Concat(spec.Volumes, pods.ExtraVolumes)
	spec.NodeSelector = pods.NodeSelector
	spec.Tolerations = pods.Tolerations
	spec.Affinity = pods.Affinity
	spec.TopologySpreadConstraints = withSelector(id, pods.TopologySpread)
	spec.PriorityClassName = pods.PriorityClassName
	if pods.RuntimeClassName != "" {
		spec.RuntimeClassName = &pods.RuntimeClassName
	}
	spec.ImagePullSecrets = pods.ImagePullSecrets
	spec.DNSPolicy = pods.DNSPolicy
	spec.DNSConfig = pods.DNSConfig
	spec.HostAliases = pods.HostAliases
	spec.TerminationGracePeriodSeconds = pods.TerminationGracePeriodSeconds

	return corev1.PodTemplateSpec{
		ObjectMeta: metav1.ObjectMeta{Labels: labels, Annotations: maps.Clone(pods.Annotations)},
		Spec:       spec,
	}
}

// TemplateOf returns the template of the pods that a workload makes, in the object itself;
// nil for anything else.
func TemplateOf(o addon.Object) *corev1.PodTemplateSpec {
	switch o := o.(type) {
	case *appsv1.Deployment:
		return &o.Spec.Template
	case *appsv1.DaemonSet:
		return &o.Spec.Template
	case *appsv1.StatefulSet:
		return &o.Spec.Template
	case *appsv1.ReplicaSet:
		return &o.Spec.Template
	case *batchv1.Job:
		return &o.Spec.Template
	case *batchv1.CronJob:
		return &o.Spec.JobTemplate.Spec.Template
	}
	return nil
}

// SelectorOf returns the selector by which a workload knows its pods; nil for anything
// else, and for Jobs, which the cluster gives one.
func SelectorOf(o addon.Object) *metav1.LabelSelector {
	switch o := o.(type) {
	case *appsv1.Deployment:
		return o.Spec.Selector
	case *appsv1.DaemonSet:
		return o.Spec.Selector
	case *appsv1.StatefulSet:
		return o.Spec.Selector
	case *appsv1.ReplicaSet:
		return o.Spec.Selector
	}
	return nil
}

// spread returns the pods with a spread over nodes and zones, if there are several and
// nothing is said about spreading. Pods run all the same where it can't be had.
func spread(id Identity, pods addon.Pods) addon.Pods {
	if !several(pods) || pods.TopologySpread != nil {
		return pods
	}
	for _, key := range []string{corev1.LabelHostname, corev1.LabelTopologyZone} {
		pods.TopologySpread = append(pods.TopologySpread, corev1.TopologySpreadConstraint{
			MaxSkew:           1,
			TopologyKey:       key,
			WhenUnsatisfiable: corev1.ScheduleAnyway,
			LabelSelector:     id.LabelSelector(),
		})
	}
	return pods
}

// withSelector returns the constraints with the component's own selector where they have
// none: without one they would select nothing.
func withSelector(id Identity, constraints []corev1.TopologySpreadConstraint) []corev1.TopologySpreadConstraint {
	constraints = slices.Clone(constraints)
	for i := range constraints {
		if constraints[i].LabelSelector == nil {
			constraints[i].LabelSelector = id.LabelSelector()
		}
	}
	return constraints
}

func several(pods addon.Pods) bool { return pods.Replicas != nil && *pods.Replicas > 1 }

// DisruptionBudget returns the PodDisruptionBudget of a component's pods, or nil if there
// are fewer than two and none is asked for: a budget on a single pod blocks the drain of
// its node.
func DisruptionBudget(id Identity, name string, pods addon.Pods) *policyv1.PodDisruptionBudget {
	b := pods.DisruptionBudget
	switch {
	case b != nil:
	case several(pods):
		b = &addon.DisruptionBudget{MaxUnavailable: new(intstr.FromInt32(1))}
	default:
		return nil
	}
	budget := &policyv1.PodDisruptionBudget{
		ObjectMeta: id.Meta(name),
		Spec: policyv1.PodDisruptionBudgetSpec{
			MinAvailable:   b.MinAvailable,
			MaxUnavailable: b.MaxUnavailable,
			Selector:       id.LabelSelector(),
		},
	}
	if b.UnhealthyPodEvictionPolicy != "" {
		budget.Spec.UnhealthyPodEvictionPolicy = new(policyv1.UnhealthyPodEvictionPolicyType(b.UnhealthyPodEvictionPolicy))
	}
	return budget
}

// Confined is the security context of a container that needs nothing special: no root, no
// capabilities, a root file system that can't be written. Use it where the image is known
// to run so.
func Confined() *corev1.SecurityContext {
	return &corev1.SecurityContext{
		AllowPrivilegeEscalation: new(false),
		Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
		ReadOnlyRootFilesystem:   new(true),
		RunAsNonRoot:             new(true),
		SeccompProfile:           &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
	}
}

// Port is a port of a container, for TCP.
func Port(name string, number int32) corev1.ContainerPort {
	return corev1.ContainerPort{Name: name, ContainerPort: number, Protocol: corev1.ProtocolTCP}
}

// ReadAtStart returns the pods with a hash of the configuration that they read only when they
// start, so that they start anew when it changes.
func ReadAtStart(pods addon.Pods, config any) addon.Pods {
	annotations := map[string]string{"checksum/config": Checksum(config)}
	maps.Copy(annotations, pods.Annotations)
	pods.Annotations = annotations
	return pods
}

// Checksum is a hash of configuration that a pod reads only when it starts. As a pod
// annotation it makes the pods start anew when the configuration changes.
func Checksum(config any) string {
	data, err := json.Marshal(config)
	if err != nil {
		panic(err) // the configuration is a struct or map of our own
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}
