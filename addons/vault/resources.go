package vault

import (
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/addon/monitoring"
)

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	if errs := validateTarget(t, o); len(errs) > 0 {
		return nil, errs.ToAggregate()
	}
	objs := []addon.Object{kube.Namespace(o.Namespace, o.podSecurity()), caConfigMap(o)}
	return slices.Concat(
		objs,
		serverRights(o),
		serverObjects(t, o),
		injectorObjects(t, o),
		providerObjects(t, o),
	), nil
}

// podSecurity is the level that the pods need. Only the CSI provider, and who is in the network
// of a node, needs more than the strictest.
func (o Options) podSecurity() kube.PodSecurity {
	if o.CSI.Enabled || o.Server.HostNetwork || o.Injector.HostNetwork {
		return kube.Privileged
	}
	return kube.Restricted
}

func serverObjects(t addon.Target, o Options) []addon.Object {
	if o.External != nil {
		return nil
	}
	config := serverConfig(t, o)
	objs := []addon.Object{
		config,
		serverStatefulSet(t, o, config),
		kube.DisruptionBudget(o.server(), o.fullname(), o.serverPods()),
		serverIngress(o),
		httpRoute(o),
		networkPolicy(o),
		serviceMonitor(o),
	}
	return slices.Concat(objs, serverServices(o), serverCertificate(o))
}

func injectorObjects(t addon.Target, o Options) []addon.Object {
	if o.Injector.Disabled {
		return nil
	}
	pods := o.injectorPods()
	return slices.Concat(injectorRights(o), []addon.Object{
		injectorDeployment(t, o, pods),
		kube.DisruptionBudget(o.injector(), o.injectorName(), pods),
		injectorService(o),
		webhook(o),
	}, injectorCertificate(o))
}

func providerObjects(t addon.Target, o Options) []addon.Object {
	if !o.CSI.Enabled {
		return nil
	}
	config := agentConfig(o)
	return append(providerRights(o), config, providerDaemonSet(t, o, config))
}

// serviceMonitor scrapes the active server, since standbys tell metrics only to whoever needs no
// token.
func serviceMonitor(o Options) *kube.ServiceMonitor {
	s := o.Server
	endpoint := kube.Endpoint{
		Port:   s.scheme(),
		Path:   "/v1/sys/metrics",
		Scheme: monitoring.Scheme(s.scheme()),
		Params: map[string][]string{"format": {"prometheus"}},
	}
	if s.MetricsToken != nil {
		endpoint.Authorization = &monitoring.Authorization{Credentials: *s.MetricsToken}
	}
	if s.tls() {
		endpoint.TLSConfig = &kube.TLSConfig{CA: o.ca().monitored(), ServerName: o.fullname() + "." + o.Namespace + ".svc"}
	}
	m := kube.NewServiceMonitor(o.server(), o.fullname(), s.ServiceMonitor, endpoint)
	if m != nil {
		labels := o.server().Meta("").Labels
		if s.Mode == HA && !s.ScrapeStandbys {
			labels[activeLabel] = "true"
		} else {
			labels["vault-internal"] = "true"
		}
		m.Spec.Selector = metav1.LabelSelector{MatchLabels: labels}
	}
	return m
}

// monitored is the CA as a ServiceMonitor has it.
func (c *trust) monitored() monitoring.SecretOrConfigMap {
	if c.secret != "" {
		return monitoring.SecretOrConfigMap{Secret: &addon.SecretRef{Name: c.secret, Key: caKey}}
	}
	return monitoring.SecretOrConfigMap{ConfigMap: &monitoring.ConfigMapRef{Name: c.configMap, Key: caKey}}
}
