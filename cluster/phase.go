package cluster

import (
	"github.com/fitout/fitout/addon"
)

// Phase is a step in which a plan's objects are applied. Each renderer lowers phases to
// what its engine knows: the position in a stream, file names, sync waves.
type Phase int

// The phases, in their order.
const (
	Namespaces  Phase = iota
	Definitions       // CustomResourceDefinitions
	Classes           // of storage, ingress, priority and runtime
	Access            // service accounts and RBAC
	Config            // ConfigMaps, Secrets, claims
	Services
	Workloads
	Hooks     // webhooks and APIServices, which need what runs behind them
	Resources // custom resources
)

var phaseNames = [...]string{
	"namespaces", "definitions", "classes", "access", "config", "services", "workloads", "hooks", "resources",
}

// String returns the phase's name: "namespaces", "definitions" and so on.
func (p Phase) String() string { return phaseNames[p] }

// phases holds the kinds of the API server's own groups whose phase isn't Config.
var phases = map[string]Phase{
	"Namespace":                      Namespaces,
	"CustomResourceDefinition":       Definitions,
	"StorageClass":                   Classes,
	"VolumeAttributesClass":          Classes,
	"CSIDriver":                      Classes,
	"IngressClass":                   Classes,
	"PriorityClass":                  Classes,
	"RuntimeClass":                   Classes,
	"DeviceClass":                    Classes,
	"ServiceAccount":                 Access,
	"Role":                           Access,
	"ClusterRole":                    Access,
	"RoleBinding":                    Access,
	"ClusterRoleBinding":             Access,
	"Service":                        Services,
	"Endpoints":                      Services,
	"EndpointSlice":                  Services,
	"Deployment":                     Workloads,
	"DaemonSet":                      Workloads,
	"StatefulSet":                    Workloads,
	"ReplicaSet":                     Workloads,
	"Pod":                            Workloads,
	"Job":                            Workloads,
	"CronJob":                        Workloads,
	"PodDisruptionBudget":            Workloads,
	"HorizontalPodAutoscaler":        Workloads,
	"Ingress":                        Workloads,
	"NetworkPolicy":                  Config,
	"APIService":                     Hooks,
	"MutatingWebhookConfiguration":   Hooks,
	"ValidatingWebhookConfiguration": Hooks,
}

// phaseOf tells an object's phase by its group and kind.
func phaseOf(o addon.Object) Phase {
	gvk := o.GetObjectKind().GroupVersionKind()
	if !addon.BuiltinGroup(gvk.Group) {
		return Resources
	}
	if p, ok := phases[gvk.Kind]; ok {
		return p
	}
	return Config
}

func kindOf(o addon.Object) string { return o.GetObjectKind().GroupVersionKind().Kind }
