package argoworkflows

import (
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	schedulingv1 "k8s.io/api/scheduling/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/alb"
	"github.com/fitout/fitout/addon/hpa"
	"github.com/fitout/fitout/addon/ingress"
	"github.com/fitout/fitout/addon/kube"
)

// The definitions. The full ones are compressed, since every program that imports the package
// has them.
var (
	//go:embed crds.yaml
	crds string

	//go:embed crds-full.yaml.gz
	crdsFull string
)

// fullCRDs are the full definitions as text.
var fullCRDs = sync.OnceValue(func() string {
	r, err := gzip.NewReader(strings.NewReader(crdsFull))
	if err != nil {
		panic(fmt.Sprintf("argoworkflows: %v", err)) // the file is our own
	}
	text, err := io.ReadAll(r)
	if err != nil {
		panic(fmt.Sprintf("argoworkflows: %v", err))
	}
	return string(text)
})

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	o = o.onTarget(t)
	config, err := configMap(t, o)
	if err != nil {
		return nil, err
	}
	repositories, err := artifactRepositories(o)
	if err != nil {
		return nil, err
	}
	sa := kube.ServiceAccount(o.identity(), "argo", o.Controller.Pods)
	objs := []addon.Object{
		sa,
		config,
		priorityClass(o),
		deployment(t, o, sa, config),
		kube.DisruptionBudget(o.controller(), controllerName, o.Controller.Pods),
		metricsService(o),
		serviceMonitor(o),
	}
	return slices.Concat(
		objs,
		definitions(o),
		controllerRights(o, sa),
		aggregateRoles(o),
		serverObjects(t, o, config),
		workflowAccounts(o),
		accounts(o),
		repositories,
		workflows(t, o),
	), nil
}

func definitions(o Options) []addon.Object {
	switch o.CRDs {
	case SkipCRDs:
		return nil
	case FullCRDs:
		return kube.CRDs(fullCRDs())
	}
	return kube.CRDs(crds)
}

func artifactRepositories(o Options) ([]addon.Object, error) {
	var objs []addon.Object
	for _, r := range o.ArtifactRepositories {
		c, err := r.configMap(o)
		if err != nil {
			return nil, err
		}
		objs = append(objs, c)
	}
	return objs, nil
}

// priorityClass is that of the controller, so that it comes before other pods.
func priorityClass(o Options) *schedulingv1.PriorityClass {
	if o.Controller.Pods.PriorityClassName != controllerName {
		return nil
	}
	return &schedulingv1.PriorityClass{ObjectMeta: o.controller().ClusterMeta(controllerName), Value: 1000000}
}

const metricsName = "metrics"

// metricsService leads to the controller's metrics. Upstream has none.
func metricsService(o Options) *corev1.Service {
	if o.Controller.Metrics.ServiceMonitor == nil {
		return nil
	}
	return &corev1.Service{
		ObjectMeta: o.controller().Meta(controllerName + "-metrics"),
		Spec: corev1.ServiceSpec{
			Selector: o.controller().PodLabels(),
			Ports: []corev1.ServicePort{{
				Name: metricsName, Port: o.Controller.Metrics.Port, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromString(metricsName),
			}},
		},
	}
}

func serviceMonitor(o Options) *kube.ServiceMonitor {
	m := o.Controller.Metrics
	endpoint := kube.Endpoint{Port: metricsName, Path: m.Path}
	if !m.Insecure {
		endpoint.Scheme = "https"
		endpoint.TLSConfig = &kube.TLSConfig{InsecureSkipVerify: true} // the controller signs it itself
	}
	return kube.NewServiceMonitor(o.controller(), controllerName, m.ServiceMonitor, endpoint)
}

// serverObjects are those of the server.
func serverObjects(t addon.Target, o Options, config *corev1.ConfigMap) []addon.Object {
	if o.Server.Disabled {
		return nil
	}
	sa := kube.ServiceAccount(o.server(), serverName, o.Server.Pods)
	objs := []addon.Object{
		sa,
		serverDeployment(t, o, sa, config),
		kube.DisruptionBudget(o.server(), serverName, o.serverPods(config)),
		hpa.New(o.server().Meta(serverName), serverName, o.Server.Autoscaling),
		service(o),
		serverIngress(o),
		serverMonitor(o),
	}
	objs = append(objs, serverRights(o, sa)...)
	return append(objs, kube.ServingCertificate(o.server(), certificateName, o.Server.Certificate, kube.ServiceNames(serverName, o.Namespace)...)...)
}

const webName = "web"

func service(o Options) *corev1.Service {
	s := o.Server.Service
	svc := &corev1.Service{
		ObjectMeta: o.server().Meta(serverName),
		Spec: corev1.ServiceSpec{
			Type:                     s.Type,
			Selector:                 o.server().PodLabels(),
			LoadBalancerIP:           s.LoadBalancerIP,
			LoadBalancerSourceRanges: s.LoadBalancerSourceRanges,
			Ports: []corev1.ServicePort{{
				Name: webName, Port: s.Port, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromInt32(serverPort), NodePort: s.NodePort,
			}},
		},
	}
	svc.Labels = kube.Over(s.Labels, svc.Labels)
	svc.Annotations = s.Annotations
	if s.LoadBalancerClass != "" {
		svc.Spec.LoadBalancerClass = &s.LoadBalancerClass
	}
	return svc
}

// serverIngress leads to the server by the protocol that it speaks, which controllers take to be
// HTTP.
func serverIngress(o Options) *networkingv1.Ingress {
	i := o.Server.Ingress
	if i == nil {
		return nil
	}
	in := ingress.New(o.server().Meta(serverName), ingress.Route{
		ClassName: i.ClassName,
		Hosts:     i.Hosts,
		Path:      "/",
		TLSSecret: i.TLSSecret,
		Backend:   ingress.Named(serverName, webName),
	})
	annotations := kube.IssuedBy(i.Issuer)
	switch {
	case i.ALB != nil:
		annotations = kube.Over(annotations, o.loadBalancer().Annotations())
	case !o.Server.PlainHTTP:
		annotations["nginx.ingress.kubernetes.io/backend-protocol"] = "HTTPS"
	}
	in.Annotations = kube.Over(annotations, i.Annotations)
	return in
}

// loadBalancer is that of the option, which speaks with the server as that does. It reaches pods
// by themselves where the Service has no ports of nodes.
func (o Options) loadBalancer() alb.Ingress {
	lb := *o.Server.Ingress.ALB
	if !o.Server.PlainHTTP {
		lb.BackendProtocol = alb.HTTPS
		if lb.HealthCheck.Protocol == "" {
			lb.HealthCheck.Protocol = alb.HTTPS
		}
	}
	if lb.TargetType == "" && !o.hasNodePorts() {
		lb.TargetType = alb.IP
	}
	return lb
}

func (o Options) hasNodePorts() bool {
	return o.Server.Service.Type == corev1.ServiceTypeNodePort || o.Server.Service.Type == corev1.ServiceTypeLoadBalancer
}

func serverMonitor(o Options) *kube.ServiceMonitor {
	endpoint := kube.Endpoint{Port: webName, Path: "/metrics"}
	if !o.Server.PlainHTTP {
		endpoint.Scheme = "https"
		endpoint.TLSConfig = &kube.TLSConfig{InsecureSkipVerify: true} // whoever signed it
	}
	if !o.Server.AnonymousMetrics {
		endpoint.BearerTokenFile = "/var/run/secrets/kubernetes.io/serviceaccount/token"
	}
	return kube.NewServiceMonitor(o.server(), serverName, o.Server.ServiceMonitor, endpoint)
}
