package datadog

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	if errs := o.Checks.onTarget(t, field.NewPath("checks")); len(errs) > 0 {
		return nil, errs.ToAggregate()
	}
	agents := kube.ServiceAccount(o.agents(), name, o.Pods)
	cluster := kube.ServiceAccount(o.clusterAgents(), clusterAgentName, o.ClusterAgent.Pods)
	runners := runnerAccount(o)
	objs := []addon.Object{
		kube.Namespace(o.Namespace, kube.Privileged), // the agents look into their nodes
		agents,
		cluster,
		runners,
		daemonSet(t, o, agents),
		clusterAgent(t, o, cluster),
		kube.DisruptionBudget(o.clusterAgents(), clusterAgentName, o.ClusterAgent.Pods),
		runner(t, o, runners),
		localService(o),
		clusterAgentService(o),
		admissionService(o),
		metricsService(o),
		metricsAPI(o),
	}
	if runners != nil {
		objs = append(objs, kube.DisruptionBudget(o.runners(), runnerName, o.ClusterChecksRunner.Pods))
	}
	objs = append(objs, rights(o, agents, cluster, runners)...)
	objs = append(objs, configMaps(t, o)...)
	return append(objs, networkPolicies(o)...), nil
}

func runnerAccount(o Options) *corev1.ServiceAccount {
	if !o.ClusterChecksRunner.Enabled {
		return nil
	}
	return kube.ServiceAccount(o.runners(), runnerAccountName, o.ClusterChecksRunner.Pods)
}

func service(id kube.Identity, name string, ports ...corev1.ServicePort) *corev1.Service {
	return &corev1.Service{
		ObjectMeta: id.Meta(name),
		Spec:       corev1.ServiceSpec{Selector: id.PodLabels(), Ports: ports},
	}
}

func servicePort(name string, port, target int32, protocol corev1.Protocol) corev1.ServicePort {
	return corev1.ServicePort{Name: name, Port: port, TargetPort: intstr.FromInt32(target), Protocol: protocol}
}

// localService leads to the agent of the node that the caller is on.
func localService(o Options) *corev1.Service {
	ports := []corev1.ServicePort{servicePort("dogstatsdport", o.DogStatsD.Port, o.DogStatsD.Port, corev1.ProtocolUDP)}
	if !o.APM.Disabled {
		ports = append(ports, servicePort("traceport", o.APM.Port, o.APM.Port, corev1.ProtocolTCP))
	}
	if r := o.OTLP.GRPC; r.Enabled {
		port := servicePort("otlpgrpcport", r.port(4317), r.port(4317), corev1.ProtocolTCP)
		port.AppProtocol = new("grpc")
		ports = append(ports, port)
	}
	if r := o.OTLP.HTTP; r.Enabled {
		port := servicePort("otlphttpport", r.port(4318), r.port(4318), corev1.ProtocolTCP)
		port.AppProtocol = new("http")
		ports = append(ports, port)
	}
	s := service(o.agents(), name, ports...)
	s.Spec.InternalTrafficPolicy = new(corev1.ServiceInternalTrafficPolicyLocal)
	return s
}

func clusterAgentService(o Options) *corev1.Service {
	return service(o.clusterAgents(), clusterAgentName, servicePort("agentport", 5005, 5005, corev1.ProtocolTCP))
}

// admissionService is where the API server finds the webhook.
func admissionService(o Options) *corev1.Service {
	a := o.ClusterAgent.Admission
	if a.Disabled {
		return nil
	}
	return service(o.clusterAgents(), admissionName, servicePort("datadog-webhook", 443, a.Port, corev1.ProtocolTCP))
}

// metricsService is where the API server finds metrics for autoscaling.
func metricsService(o Options) *corev1.Service {
	m := o.ClusterAgent.MetricsProvider
	if !m.Enabled {
		return nil
	}
	return service(o.clusterAgents(), metricsAPIName, servicePort("metricsapi", m.Port, m.Port, corev1.ProtocolTCP))
}

func metricsAPI(o Options) *kube.APIService {
	m := o.ClusterAgent.MetricsProvider
	if !m.Enabled || m.NoAPIService {
		return nil
	}
	return kube.NewAPIService(o.clusterAgents().ClusterMeta("v1beta1.external.metrics.k8s.io"), kube.APIServiceSpec{
		Group:                 "external.metrics.k8s.io",
		GroupPriorityMinimum:  100,
		InsecureSkipTLSVerify: true, // the cluster agent signs its certificate itself
		Service:               &kube.ServiceReference{Name: metricsAPIName, Namespace: o.Namespace, Port: &m.Port},
		Version:               "v1beta1",
		VersionPriority:       100,
	})
}
