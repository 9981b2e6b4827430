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

// step is where objects of a kind come: in which phase, and in which place of it among the
// objects of one addon.
type step struct {
	phase Phase
	place int
}

// steps holds the kinds of the API server's own groups that don't come first in Config.
var steps = map[string]step{
	"Namespace":                      {Namespaces, 0},
	"CustomResourceDefinition":       {Definitions, 0},
	"CSIDriver":                      {Classes, 0},
	"DeviceClass":                    {Classes, 1},
	"IngressClass":                   {Classes, 1},
	"PriorityClass":                  {Classes, 1},
	"RuntimeClass":                   {Classes, 1},
	"StorageClass":                   {Classes, 1},
	"VolumeAttributesClass":          {Classes, 1},
	"ServiceAccount":                 {Access, 0},
	"Role":                           {Access, 1},
	"ClusterRole":                    {Access, 2},
	"RoleBinding":                    {Access, 3},
	"ClusterRoleBinding":             {Access, 4},
	"Service":                        {Services, 0},
	"Endpoints":                      {Services, 1},
	"EndpointSlice":                  {Services, 1},
	"Pod":                            {Workloads, 0},
	"Job":                            {Workloads, 0},
	"CronJob":                        {Workloads, 0},
	"DaemonSet":                      {Workloads, 0},
	"Deployment":                     {Workloads, 0},
	"ReplicaSet":                     {Workloads, 0},
	"StatefulSet":                    {Workloads, 0},
	"HorizontalPodAutoscaler":        {Workloads, 1},
	"Ingress":                        {Workloads, 1},
	"PodDisruptionBudget":            {Workloads, 1},
	"APIService":                     {Hooks, 0},
	"MutatingWebhookConfiguration":   {Hooks, 0},
	"ValidatingWebhookConfiguration": {Hooks, 0},
}

// stepOf tells an object's step by its group and kind.
func stepOf(o addon.Object) step {
	gvk := o.GetObjectKind().GroupVersionKind()
	if !addon.BuiltinGroup(gvk.Group) {
		return step{Resources, 0}
	}
	if s, ok := steps[gvk.Kind]; ok {
		return s
	}
	return step{Config, 0}
}

func kindOf(o addon.Object) string { return o.GetObjectKind().GroupVersionKind().Kind }
