package nodelocaldns

import (
	_ "embed"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed doc.go
var doc string

const name = "node-local-dns"

// Definition is the addon node-local-dns.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:      name,
		Doc:       doc,
		Category:  addon.Networking,
		Version:   "1.26.7",
		Source:    "https://github.com/kubernetes/kubernetes/blob/v1.34.0/cluster/addons/dns/nodelocaldns/nodelocaldns.yaml",
		Namespace: "kube-system",
	},
	Defaults: defaults,
	Validate: validate,
	Objects:  objects,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon. Beside the cluster DNS address, the zero value installs what
// upstream's manifest installs.
type Options struct {
	// The namespace that the addon is installed in: that of CoreDNS.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// The pods, one on each node.
	Pods addon.Pods `json:"pods,omitzero" pods:"node"`

	// The address of the Service kube-dns, which pods have in their /etc/resolv.conf:
	// 172.20.0.10 or 10.100.0.10 on EKS.
	ClusterDNS string `json:"clusterDNS" jsonschema:"required"`

	// The address that the cache listens on, on every node. It must collide with nothing:
	// a link-local one never leaves the node.
	LocalIP string `json:"localIP,omitempty"`

	// The domain of the cluster.
	Domain string `json:"domain,omitempty" jsonschema:"maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// How kube-proxy works.
	Mode Mode `json:"mode,omitempty"`

	// Leaves the rules of iptables to somebody else, such as Cilium, whose local redirect
	// policy leads pods to the cache.
	NoIptables bool `json:"noIptables,omitempty"`

	// Leaves the network interface with the addresses to somebody else.
	NoInterface bool `json:"noInterface,omitempty"`

	// The name of the interface that is made on each node.
	InterfaceName string `json:"interfaceName,omitempty" jsonschema:"maxLength=15"`

	// Sets up rules of ebtables too, for networks that bridge pods.
	Ebtables bool `json:"ebtables,omitempty"`

	// Leaves interface and rules where they are when a pod stops.
	SkipTeardown bool `json:"skipTeardown,omitempty"`

	// The port at the local address that answers whether a pod is well.
	HealthPort int32 `json:"healthPort,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The port of CoreDNS's metrics, on the node.
	MetricsPort int32 `json:"metricsPort,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The port of the metrics of setting up the node.
	SetupMetricsPort int32 `json:"setupMetricsPort,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// Has the Prometheus operator's Prometheus scrape CoreDNS's metrics, and those of setting
	// up the node.
	ServiceMonitor *addon.ServiceMonitor `json:"serviceMonitor,omitempty"`

	// The name servers that are asked for names outside the cluster: "10.0.0.2", with a
	// port "10.0.0.2:5353", by TLS "tls://9.9.9.9". Those of the node's own
	// /etc/resolv.conf, where it is left out.
	UpstreamServers []string `json:"upstreamServers,omitempty" jsonschema:"maxItems=15,uniqueItems"`

	// How answers about names in the cluster are kept.
	Cache Cache `json:"cache,omitzero"`

	// How long answers about other names are kept at most.
	OtherCacheTTL metav1.Duration `json:"otherCacheTTL,omitzero"`

	// Logs every question. There are many.
	LogQueries bool `json:"logQueries,omitempty"`

	// Zones with name servers of their own, such as a company's.
	Zones []Zone `json:"zones,omitempty"`

	// How many pods may be down at once during an update, as a number or a percentage of
	// nodes.
	MaxUnavailable *intstr.IntOrString `json:"maxUnavailable,omitempty"`
}

// Mode is how kube-proxy works.
type Mode string

// The modes.
const (
	Iptables Mode = "iptables" // nftables too
	IPVS     Mode = "ipvs"
)

// Enum lists the modes.
func (Mode) Enum() []string { return addon.Values(Iptables, IPVS) }

// Cache says how answers are kept.
type Cache struct {
	// Answers that hold a name.
	Success Kept `json:"success,omitzero"`

	// Answers that there is no such name.
	Denial Kept `json:"denial,omitzero"`
}

// Kept is how many answers of a kind are kept, and how long.
type Kept struct {
	// The number of answers.
	Capacity int32 `json:"capacity,omitempty" jsonschema:"minimum=1"`

	// How long an answer is kept at most, in whole seconds.
	TTL metav1.Duration `json:"ttl,omitzero"`
}

// Zone is one or several zones with name servers of their own.
type Zone struct {
	// The zones' names, as in "corp.example.com".
	Names []string `json:"names" jsonschema:"required,minItems=1,uniqueItems,maxLength=253,pattern=^[a-z0-9_]([-a-z0-9_.]*[a-z0-9])?$"`

	// The name servers, written as in upstreamServers.
	Servers []string `json:"servers" jsonschema:"required,minItems=1,maxItems=15,uniqueItems"`

	// Asks them by TCP only.
	ForceTCP bool `json:"forceTCP,omitempty"`

	// The name in the servers' certificates, for those that are asked by TLS.
	TLSServerName string `json:"tlsServerName,omitempty" jsonschema:"maxLength=253"`

	// Which of the servers is asked. Any of them, where it is left out.
	Policy Policy `json:"policy,omitempty"`

	// How long answers are kept at most; 30 s, where it is left out.
	CacheTTL metav1.Duration `json:"cacheTTL,omitzero"`
}

// Policy is how a name server is chosen.
type Policy string

// The policies.
const (
	Random     Policy = "random"
	RoundRobin Policy = "round_robin"
	Sequential Policy = "sequential"
)

// Enum lists the policies.
func (Policy) Enum() []string { return addon.Values(Random, RoundRobin, Sequential) }

func defaults(addon.Target) Options {
	return Options{
		Pods: addon.Pods{
			Image:             addon.Image{Repository: "registry.k8s.io/dns/k8s-dns-node-cache", Tag: "1.26.7"},
			PriorityClassName: "system-node-critical",
			DNSPolicy:         corev1.DNSDefault,
			Resources: corev1.ResourceRequirements{Requests: corev1.ResourceList{
				corev1.ResourceCPU:    resource.MustParse("25m"),
				corev1.ResourceMemory: resource.MustParse("5Mi"),
			}},
			Tolerations: []corev1.Toleration{
				{Key: "CriticalAddonsOnly", Operator: corev1.TolerationOpExists},
				{Effect: corev1.TaintEffectNoExecute, Operator: corev1.TolerationOpExists},
				{Effect: corev1.TaintEffectNoSchedule, Operator: corev1.TolerationOpExists},
			},
		},
		LocalIP:          "169.254.20.10",
		Domain:           "cluster.local",
		Mode:             Iptables,
		HealthPort:       8080,
		MetricsPort:      9253,
		SetupMetricsPort: 9353,
		Cache: Cache{
			Success: Kept{Capacity: 9984, TTL: seconds(30)},
			Denial:  Kept{Capacity: 9984, TTL: seconds(5)},
		},
		OtherCacheTTL:  seconds(30),
		MaxUnavailable: new(intstr.FromString("10%")),
	}
}

// identity is what the addon's objects go by.
func (o Options) identity() kube.Identity {
	id := kube.Identify(name, o.Namespace, "")
	id.Selector = map[string]string{"k8s-app": name}
	return id
}
