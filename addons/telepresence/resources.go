package telepresence

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// The names by which clients and agents know the manager and what belongs to it.
const (
	managerName  = "traffic-manager"
	injectorName = "agent-injector"
	metricsName  = "telepresence-prometheus"
)

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	var objs []addon.Object
	if o.Parts != Manager {
		objs = slices.Concat(managerRights(o), clientRights(o))
	}
	if o.Parts == Rights {
		return objs, nil
	}
	config, err := clientConfig(o)
	if err != nil {
		return nil, err
	}
	objs = append(objs,
		config,
		agents(o),
		excludedVariables(o),
		cloudToken(o),
		deployment(t, o),
		kube.DisruptionBudget(o.identity(), managerName, o.Pods),
		managerService(o),
		injectorService(o),
		metricsService(o),
		serviceMonitor(o),
		webhook(o),
	)
	return slices.Concat(objs, claims(o), certificate(o)), nil
}

// managerService has an address for each pod, so that a port-forward finds the manager.
func managerService(o Options) *corev1.Service {
	ports := []corev1.ServicePort{port("api", o.APIPort, "api")}
	if o.TracingPort != 0 {
		ports = append(ports, port("grpc-trace", o.TracingPort, "grpc-trace"))
	}
	s := service(o, managerName, ports...)
	s.Spec.ClusterIP = corev1.ClusterIPNone
	return s
}

func injectorService(o Options) *corev1.Service {
	if o.AgentInjector.Disabled {
		return nil
	}
	return service(o, injectorName, port("https", o.AgentInjector.Port, "https"))
}

func metricsService(o Options) *corev1.Service {
	if o.Metrics.Port == 0 {
		return nil
	}
	return service(o, metricsName, port(metricsName, 80, "prometheus"))
}

func service(o Options, name string, ports ...corev1.ServicePort) *corev1.Service {
	return &corev1.Service{
		ObjectMeta: o.identity().Meta(name),
		Spec: corev1.ServiceSpec{
			Type:     corev1.ServiceTypeClusterIP,
			Selector: o.identity().PodLabels(),
			Ports:    ports,
		},
	}
}

func port(name string, number int32, target string) corev1.ServicePort {
	return corev1.ServicePort{Name: name, Port: number, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromString(target)}
}

func serviceMonitor(o Options) *kube.ServiceMonitor {
	return kube.NewServiceMonitor(o.identity(), managerName, o.Metrics.ServiceMonitor, kube.Endpoint{Port: metricsName, Path: "/metrics"})
}
