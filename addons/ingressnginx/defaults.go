package ingressnginx

import (
	"cmp"

	admissionv1 "k8s.io/api/admissionregistration/v1"
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
			Image: addon.Image{
				Repository: "registry.k8s.io/ingress-nginx/controller",
				Tag:        "v1.15.1",
				Digest:     "sha256:594ceea76b01c592858f803f9ff4d2cb40542cae2060410b2c95f75907d659e1",
			},
			Resources: corev1.ResourceRequirements{Requests: corev1.ResourceList{
				corev1.ResourceCPU:    resource.MustParse("100m"),
				corev1.ResourceMemory: resource.MustParse("90Mi"),
			}},
			NodeSelector:                  linux(),
			TerminationGracePeriodSeconds: new(int64(300)),
		},
		Autoscaling: hpa.Autoscaling{
			MinReplicas:  1,
			MaxReplicas:  11,
			TargetCPU:    new(int32(50)),
			TargetMemory: new(int32(50)),
		},
		Webhook: Webhook{
			FailurePolicy: admissionv1.Fail,
			Port:          8443,
			Certgen: addon.Pods{
				Image: addon.Image{
					Repository: "registry.k8s.io/ingress-nginx/kube-webhook-certgen",
					Tag:        "v1.6.9",
					Digest:     "sha256:01038e7de14b78d702d2849c3aad72fd25903c4765af63cf16aa3398f5d5f2dd",
				},
				NodeSelector: linux(),
			},
		},
		Service: Service{
			Type:           corev1.ServiceTypeLoadBalancer,
			IPFamilyPolicy: corev1.IPFamilyPolicySingleStack,
			Ports:          ServicePorts{HTTP: 80, HTTPS: 443},
		},
		Ports:    Ports{HTTP: 80, HTTPS: 443, Health: 10254},
		HostPort: HostPort{HTTP: 80, HTTPS: 443},
		DefaultBackend: DefaultBackend{
			Pods: addon.Pods{
				Replicas:                      new(int32(1)),
				Image:                         addon.Image{Repository: "registry.k8s.io/defaultbackend-amd64", Tag: "1.5"},
				NodeSelector:                  linux(),
				TerminationGracePeriodSeconds: new(int64(60)),
			},
			Port: 8080,
		},
	}
}

// linux selects the nodes that the images can run on. Each component has a map of its own.
func linux() map[string]string { return map[string]string{corev1.LabelOSStable: "linux"} }

// identity is what the addon's objects go by.
func (o Options) identity() kube.Identity { return kube.Identify(name, o.Namespace, o.Instance) }

// controller is what the controller and its Services go by.
func (o Options) controller() kube.Identity { return o.identity().Of("controller") }

// fullname is what the names of all objects begin with; Helm users know it as the release.
func (o Options) fullname() string { return o.identity().Instance }

// controllerName is the name of the controller, its ConfigMap and its Service.
func (o Options) controllerName() string { return o.fullname() + "-controller" }

// className is the name of the ingress class. Without one of its own an instance would
// serve the Ingresses of another.
func (o Options) className() string {
	return cmp.Or(o.IngressClass.Name, addon.InstanceName("nginx", o.Instance))
}

// controllerValue is what the ingress class names its controller by.
func (o Options) controllerValue() string {
	return cmp.Or(o.IngressClass.ControllerValue, "k8s.io/"+o.fullname())
}

// electionID is the name of the Lease that the pods of this install contend for, and those
// of no other.
func (o Options) electionID() string {
	return cmp.Or(o.LeaderElection.ID, o.fullname()+"-leader")
}

// defaultCertificate is the Secret of the default certificate as the controller reads it;
// empty where there is none.
func (o Options) defaultCertificate() string {
	c := o.DefaultCertificate
	if c == nil {
		return ""
	}
	return cmp.Or(c.Namespace, o.Namespace) + "/" + c.Name
}

// metrics tells whether metrics are collected.
func (o Options) metrics() bool { return o.Metrics.Enabled || o.Metrics.ServiceMonitor != nil }

// elsewhere tells whether the one namespace that the controller watches is not its own: of
// its own it then sees nothing but its ConfigMap, and that only when it starts.
func (o Options) elsewhere() bool { return o.WatchNamespace != "" && o.WatchNamespace != o.Namespace }
