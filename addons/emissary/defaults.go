package emissary

import (
	"cmp"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/hpa"
	"github.com/fitout/fitout/addon/kube"
)

func defaults(addon.Target) Options {
	return Options{
		Kind: Deployment,
		Pods: addon.Pods{
			Image: addon.Image{Repository: "ghcr.io/emissary-ingress/emissary", Tag: version},
			Resources: corev1.ResourceRequirements{
				Requests: corev1.ResourceList{
					corev1.ResourceCPU:    resource.MustParse("200m"),
					corev1.ResourceMemory: resource.MustParse("300Mi"),
				},
				Limits: corev1.ResourceList{corev1.ResourceMemory: resource.MustParse("600Mi")},
			},
		},
		ProgressDeadlineSeconds: new(int32(600)),
		Autoscaling: hpa.Autoscaling{
			MinReplicas:  2,
			MaxReplicas:  5,
			TargetCPU:    new(int32(300)),
			TargetMemory: new(int32(100)),
		},
		LivenessProbe:  Probe{InitialDelaySeconds: 30, PeriodSeconds: 3, FailureThreshold: 3},
		ReadinessProbe: Probe{InitialDelaySeconds: 30, PeriodSeconds: 3, FailureThreshold: 3},
		Service: Service{
			Type: corev1.ServiceTypeLoadBalancer,
			Ports: []ServicePort{
				{Name: "http", Port: 80, TargetPort: 8080},
				{Name: "https", Port: 443, TargetPort: 8443},
			},
		},
		AdminService: AdminService{Type: corev1.ServiceTypeClusterIP, Port: 8877, SnapshotPort: 8005},
		// Upstream's chart closes the diagnostics to clients and leaves the admin port open.
		Module: ModuleSettings{Diagnostics: Diagnostics{Enabled: new(false), AllowNonLocal: new(true)}},
		Legacy: Legacy{
			Namespace: "emissary-system",
			Pods: addon.Pods{
				Replicas: new(int32(3)),
				Image:    addon.Image{Repository: "ghcr.io/emissary-ingress/apiext", Tag: version},
			},
		},
	}
}

// fullname is what the names of all objects begin with; Helm users know it as the release.
func (o Options) fullname() string { return addon.InstanceName(name, o.Instance) }

// identity is what the addon's objects go by. Upstream's chart takes the release for both
// labels, and selectors can't be changed.
func (o Options) identity() kube.Identity {
	id := kube.Identity{Name: o.fullname(), Instance: o.fullname(), Namespace: o.Namespace}
	id.Selector = id.PodLabels()
	return id
}

// className is the name of the ingress class.
func (o Options) className() string {
	return cmp.Or(o.IngressClass.Name, addon.InstanceName("ambassador", o.Instance))
}

// defaultID is the ID of resources that name none.
const defaultID = "default"

// id is the ID by which resources choose this Emissary.
func (o Options) id() string { return cmp.Or(o.AmbassadorID, o.Instance, defaultID) }

// ids are what the resources among the options name as their ID where they name none: nil
// for the default.
func (o Options) ids() []string {
	if o.id() == defaultID {
		return nil
	}
	return []string{o.id()}
}
