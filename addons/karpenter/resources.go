package karpenter

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// The names of the ports of pods and Service.
const (
	metricsPortName = "http-metrics"
	healthPortName  = "http"
)

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	if errs := tooOld(t, o); len(errs) > 0 {
		return nil, errs.ToAggregate()
	}
	id := o.identity()
	sa := serviceAccount(o)
	objs := []addon.Object{
		namespace(o),
		sa,
		adminRole(o),
		coreRole(o),
		kube.BindClusterRole(id, coreRoleName, coreRoleName, sa),
		awsRole(o),
		kube.BindClusterRole(id, name, name, sa),
		electionRole(o),
		kube.BindRole(id, name, name, sa),
		dnsRole(o),
		kube.BindRole(id.In(dnsNamespace), dnsRoleName, dnsRoleName, sa),
		deployment(t, o, sa),
		kube.DisruptionBudget(id, name, o.Pods),
		service(o),
		kube.NewServiceMonitor(id, name, o.ServiceMonitor, kube.Endpoint{Port: metricsPortName, Path: "/metrics"}),
	}
	return slices.Concat(definitions(o), objs, nodeClasses(o), nodePools(o), nodeOverlays(o), capacityBuffers(o)), nil
}

// tooOld refuses images that EKS no longer makes for the cluster's version.
func tooOld(t addon.Target, o Options) field.ErrorList {
	var errs field.ErrorList
	for i, class := range o.NodeClasses {
		for j, term := range class.AMISelectorTerms {
			if familyOf(term.Alias) == AL2 && t.Kubernetes.AtLeast("1.33") {
				p := field.NewPath("nodeClasses").Index(i).Child("amiSelectorTerms").Index(j).Child("alias")
				errs = append(errs, field.Invalid(p, term.Alias, "there are no such images from Kubernetes 1.33 on, and the cluster has "+string(t.Kubernetes)+": take al2023"))
			}
		}
	}
	return errs
}

// namespace asks for a namespace that allows pods in the network of their nodes.
func namespace(o Options) *corev1.Namespace {
	if !o.HostNetwork {
		return nil
	}
	return kube.Namespace(o.Namespace, kube.Privileged)
}

func definitions(o Options) []addon.Object {
	objs := kube.CRDs(crds)
	for _, crd := range objs {
		crd.SetLabels(o.identity().ClusterMeta("").Labels)
	}
	return objs
}

// service leads to the metrics.
func service(o Options) *corev1.Service {
	meta := o.identity().Meta(name)
	meta.Annotations = o.ServiceAnnotations
	return &corev1.Service{
		ObjectMeta: meta,
		Spec: corev1.ServiceSpec{
			Type:     corev1.ServiceTypeClusterIP,
			Selector: o.identity().PodLabels(),
			Ports: []corev1.ServicePort{{
				Name: metricsPortName, Port: o.Ports.Metrics, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromString(metricsPortName),
			}},
		},
	}
}

// nodeClasses are those of the options, with the addon's role for nodes where they name none.
func nodeClasses(o Options) []addon.Object {
	var objs []addon.Object
	for _, c := range o.NodeClasses {
		spec := c.EC2NodeClassSpec
		if spec.Role == "" && spec.InstanceProfile == "" {
			spec.Role = o.nodeRole()
		}
		objs = append(objs, NewEC2NodeClass(metav1.ObjectMeta{Name: c.Name}, spec))
	}
	return objs
}

func nodePools(o Options) []addon.Object {
	var objs []addon.Object
	for _, p := range o.NodePools {
		objs = append(objs, NewNodePool(metav1.ObjectMeta{Name: p.Name}, p.NodePoolSpec))
	}
	return objs
}

func nodeOverlays(o Options) []addon.Object {
	var objs []addon.Object
	for _, n := range o.NodeOverlays {
		objs = append(objs, NewNodeOverlay(metav1.ObjectMeta{Name: n.Name}, n.NodeOverlaySpec))
	}
	return objs
}

func capacityBuffers(o Options) []addon.Object {
	var objs []addon.Object
	for _, b := range o.CapacityBuffers {
		objs = append(objs, NewCapacityBuffer(metav1.ObjectMeta{Name: b.Name, Namespace: b.Namespace}, b.CapacityBufferSpec))
	}
	return objs
}
