package prometheusoperator

import (
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// NamespacedAlertmanager is the Alertmanager of a namespaced Prometheus, with a service account
// and a Service. It takes all AlertmanagerConfigs of the namespace, each for all alerts.
type NamespacedAlertmanager struct {
	// Whom alerts are sent to. Without it somebody else writes an AlertmanagerConfig, or the
	// Secret that configSecret names.
	Config *AlertmanagerConfigSpec `json:"config,omitempty"`

	// Annotations of the Service.
	ServiceAnnotations map[string]string `json:"serviceAnnotations,omitempty"`

	// Annotations of the service account.
	ServiceAccountAnnotations map[string]string `json:"serviceAccountAnnotations,omitempty"`

	AlertmanagerSettings `json:",inline"`
}

// alertmanagerSettings completes the settings of an Alertmanager.
var alertmanagerSettings = addon.Definition[AlertmanagerSettings]{
	Defaults: func(addon.Target) AlertmanagerSettings {
		return AlertmanagerSettings{PodSettings: PodSettings{
			NodeSelector:    namespacedDefaults(addon.Target{}).NodeSelector,
			SecurityContext: confinedPods(),
		}}
	},
}

func (n NamespacedPrometheus) alertmanagerIdentity() kube.Identity {
	return operated("alertmanager", n.Name, n.Namespace)
}

func (n NamespacedPrometheus) alertmanagerName() string { return "alertmanager-" + n.Name }

func (n NamespacedPrometheus) alertmanagerObjects(t addon.Target, repository string) []addon.Object {
	a := n.Alertmanager
	if a == nil {
		return nil
	}
	id, name := n.alertmanagerIdentity(), n.alertmanagerName()
	sa := serviceAccount(id, name, addon.Pods{ServiceAccountAnnotations: a.ServiceAccountAnnotations})
	settings := alertmanagerSettings.Complete(addon.Target{}, a.AlertmanagerSettings)
	settings.PodSettings = settings.PodSettings.settled(t, id, repository, alertmanagerVersion)
	objs := []addon.Object{
		sa,
		NewAlertmanager(n.meta(id), AlertmanagerSpec{
			ServiceAccountName:                sa.Name,
			AlertmanagerConfigSelector:        AllObjects(),
			AlertmanagerConfigMatcherStrategy: MatcherStrategy{Type: AllAlerts},
			AlertmanagerSettings:              settings,
		}),
		webService(id, name, a.PodSettings, 9093, a.ServiceAnnotations),
		kube.DisruptionBudget(id, name, addon.Pods{Replicas: a.Replicas}),
		n.selfMonitor(id, name, a.PodSettings, a.servesHTTPS()),
	}
	if a.Config != nil {
		objs = append(objs, NewAlertmanagerConfig(id.Meta(n.Name), *a.Config))
	}
	return objs
}

// endpoint is where alerts are sent.
func (a *NamespacedAlertmanager) endpoint(n NamespacedPrometheus) AlertmanagerEndpoint {
	return AlertmanagerEndpoint{
		Namespace:  n.Namespace,
		Name:       n.alertmanagerName(),
		Port:       intstr.FromString("web"),
		PathPrefix: a.RoutePrefix,
	}
}

func (a *NamespacedAlertmanager) servesHTTPS() bool { return a.Web != nil && a.Web.TLSConfig != nil }
