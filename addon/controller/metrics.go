package controller

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// Metrics is an option of a controller's addon: how the metrics are served.
type Metrics struct {
	// Serves metrics to others than the pod itself.
	Enabled bool `json:"enabled,omitempty"`

	// The port: 8443 for a program that protects its metrics, and 8080 for one that doesn't.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1024,maximum=65535"`

	// Has Prometheus scrape the metrics.
	ServiceMonitor *addon.ServiceMonitor `json:"serviceMonitor,omitempty"`
}

// Validate refuses to scrape what isn't served, and the port on which kubebuilder's programs
// answer probes.
func (m Metrics) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	refuse := func(name string, set bool) {
		if set && !m.Enabled {
			errs = append(errs, field.Forbidden(path.Child(name), "needs enabled"))
		}
	}
	refuse("port", m.Port != 0)
	refuse("serviceMonitor", m.ServiceMonitor != nil)
	if m.Port == 8081 {
		errs = append(errs, field.Invalid(path.Child("port"), m.Port, "is the port for probes"))
	}
	return errs
}

// metricsPort is the port that metrics are served on, and metricsScheme its name.
func (c Controller) metricsPort() int32 {
	switch {
	case c.Metrics.Port != 0:
		return c.Metrics.Port
	case c.ProtectsMetrics:
		return 8443
	}
	return 8080
}

func (c Controller) metricsScheme() string {
	if c.ProtectsMetrics {
		return "https"
	}
	return "http"
}

func (c Controller) metricsFlags() []string {
	if !c.ServesMetrics {
		return nil
	}
	if !c.Metrics.Enabled {
		return []string{"--metrics-bind-address=127.0.0.1:8080"} // which nobody else reaches
	}
	flags := []string{fmt.Sprintf("--metrics-bind-address=:%d", c.metricsPort())}
	return append(flags, kube.FlagIf(c.ProtectsMetrics, "--metrics-secure")...)
}

func (c Controller) metricsPorts() []corev1.ContainerPort {
	if !c.ServesMetrics || !c.Metrics.Enabled {
		return nil
	}
	return []corev1.ContainerPort{{Name: c.metricsScheme(), ContainerPort: c.metricsPort(), Protocol: corev1.ProtocolTCP}}
}

func (c Controller) metricsObjects(sa *corev1.ServiceAccount) []addon.Object {
	if !c.ServesMetrics || !c.Metrics.Enabled {
		return nil
	}
	service := c.Workload + "-metrics-service"
	objs := []addon.Object{
		&corev1.Service{
			ObjectMeta: c.Identity.Meta(service),
			Spec: corev1.ServiceSpec{
				Selector: c.Identity.PodLabels(),
				Ports: []corev1.ServicePort{{
					Name: c.metricsScheme(), Port: c.metricsPort(), Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromString(c.metricsScheme()),
				}},
			},
		},
		kube.NewServiceMonitor(c.Identity, c.Workload, c.Metrics.ServiceMonitor, c.endpoint()),
	}
	if !c.ProtectsMetrics {
		return objs
	}
	objs = append(objs, c.clusterRights("metrics-auth", []rbacv1.PolicyRule{
		kube.Rule("authentication.k8s.io", "tokenreviews", "create"),
		kube.Rule("authorization.k8s.io", "subjectaccessreviews", "create"),
	}, sa)...)
	return append(objs, &rbacv1.ClusterRole{
		ObjectMeta: c.Identity.ClusterMeta(c.Name + "-metrics-reader"),
		Rules:      []rbacv1.PolicyRule{{NonResourceURLs: []string{"/metrics"}, Verbs: []string{"get"}}},
	})
}

// endpoint is what is scraped. The program signs its certificate itself, so that none is
// checked.
func (c Controller) endpoint() kube.Endpoint {
	e := kube.Endpoint{Port: c.metricsScheme(), Path: "/metrics"}
	if c.ProtectsMetrics {
		e.Scheme = "https"
		e.BearerTokenFile = "/var/run/secrets/kubernetes.io/serviceaccount/token"
		e.TLSConfig = &kube.TLSConfig{InsecureSkipVerify: true}
	}
	return e
}
