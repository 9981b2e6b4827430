package vpa

import (
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// The ports for metrics and health of the components that have no other.
const (
	recommenderPort = 8942
	updaterPort     = 8943
)

// The names of ports, of pods and of Services for metrics.
const (
	podMetrics     = "prometheus"
	serviceMetrics = "metrics"
)

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	if errs := tooNew(t, o); errs != nil {
		return nil, errs.ToAggregate()
	}
	return slices.Concat(
		definitions(o),
		[]addon.Object{namespace(o)},
		recommenderObjects(t, o),
		updaterObjects(t, o),
		admissionObjects(t, o),
		[]addon.Object{serviceMonitor(o), prometheusRule(o)},
		autoscalers(o),
	), nil
}

// tooNew refuses modes that the cluster's version doesn't know.
func tooNew(t addon.Target, o Options) field.ErrorList {
	var errs field.ErrorList
	for i, a := range o.Autoscalers {
		if a.UpdatePolicy != nil {
			errs = append(errs, checkVersion(t, a.UpdatePolicy.UpdateMode, field.NewPath("autoscalers").Index(i).Child("updatePolicy", "updateMode"))...)
		}
	}
	return errs
}

// checkVersion refuses a mode that the cluster's version doesn't know.
func checkVersion(t addon.Target, mode UpdateMode, path *field.Path) field.ErrorList {
	if (mode == InPlaceOrRecreate || mode == InPlace) && !t.Kubernetes.AtLeast("1.33") {
		return field.ErrorList{field.Forbidden(path, string(mode)+" needs Kubernetes 1.33, and the cluster has "+string(t.Kubernetes)+": take Recreate")}
	}
	return nil
}

func definitions(o Options) []addon.Object {
	objs := kube.CRDs(crds)
	for _, crd := range objs {
		crd.SetLabels(o.identity().ClusterMeta("").Labels)
	}
	return objs
}

// namespace asks for a namespace that allows pods in the network of their nodes.
func namespace(o Options) *corev1.Namespace {
	if a := o.AdmissionController; a.Disabled || !a.HostNetwork {
		return nil
	}
	return kube.Namespace(o.Namespace, kube.Privileged)
}

// deployment is what the Deployments of the components have in common.
func deployment(id kube.Identity, sa *corev1.ServiceAccount, p addon.Pods, spec corev1.PodSpec) *appsv1.Deployment {
	main := &spec.Containers[0]
	main.Name = id.Component
	main.ImagePullPolicy = corev1.PullIfNotPresent
	main.Env = append([]corev1.EnvVar{kube.FieldEnv("NAMESPACE", "metadata.namespace")}, main.Env...)
	main.LivenessProbe = healthProbe(5)
	main.ReadinessProbe = healthProbe(0)
	main.SecurityContext = kube.Confined()
	spec.ServiceAccountName = sa.Name
	spec.SecurityContext = &corev1.PodSecurityContext{RunAsNonRoot: new(true), RunAsUser: new(int64(65534))}
	return kube.Deployment(id, sa.Name, p, spec)
}

func healthProbe(delay int32) *corev1.Probe {
	return &corev1.Probe{
		ProbeHandler: corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{
			Path: "/health-check", Port: intstr.FromString(podMetrics), Scheme: corev1.URISchemeHTTP,
		}},
		InitialDelaySeconds: delay,
		PeriodSeconds:       10,
		FailureThreshold:    3,
	}
}

func metricsContainerPort(number int32) corev1.ContainerPort {
	return corev1.ContainerPort{Name: podMetrics, ContainerPort: number, Protocol: corev1.ProtocolTCP}
}

// several tells whether there is more than one copy.
func several(p addon.Pods) bool { return *p.Replicas > 1 }

// budget keeps one copy, as upstream's chart does, where nothing else is asked for.
func budget(id kube.Identity, sa *corev1.ServiceAccount, p addon.Pods) *policyv1.PodDisruptionBudget {
	if several(p) && p.DisruptionBudget == nil {
		p.DisruptionBudget = &addon.DisruptionBudget{MinAvailable: new(intstr.FromInt32(1))}
	}
	return kube.DisruptionBudget(id, sa.Name, p)
}

// metricsService is what a ServiceMonitor scrapes of a component.
func metricsService(o Options, component string) *corev1.Service {
	if o.ServiceMonitor == nil {
		return nil
	}
	id := o.component(component)
	return service(id, id.Meta(name+"-"+component), corev1.ServicePort{
		Name: serviceMetrics, Port: 8080, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromString(podMetrics),
	})
}

func serviceMonitor(o Options) *kube.ServiceMonitor {
	return kube.NewServiceMonitor(o.identity(), name, o.ServiceMonitor, kube.Endpoint{Port: serviceMetrics, Path: "/metrics"})
}
