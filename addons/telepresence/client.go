package telepresence

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// Client is what clients are told when they connect. What a developer's own config.yml says
// goes before it.
type Client struct {
	// How long the manager keeps a client that it hears nothing of: 24 h, where it is left
	// out.
	ConnectionTTL metav1.Duration `json:"connectionTTL,omitzero"`

	// Which networks clients reach through the cluster, beside those of pods and Services.
	Routing Routing `json:"routing,omitzero"`

	// Which names clients have the cluster resolve.
	DNS DNS `json:"dns,omitzero"`

	// The namespaces whose names clients resolve, and whose workloads they list: those that
	// the manager looks after, where they are left out. In a cluster with many namespaces a
	// few of them make connecting faster.
	MappedNamespaces []string `json:"mappedNamespaces,omitempty" jsonschema:"uniqueItems,maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// The network out of which clients take stand-ins for addresses that collide with
	// others on the developer's machine: one of the client's own, where it is left out.
	VirtualIPSubnet string `json:"virtualIPSubnet,omitempty"`

	// Has clients reach agents through the manager and not by port-forwards of their own,
	// for developers who may not make these.
	NoAgentPortForward bool `json:"noAgentPortForward,omitempty"`

	// Has all of a client's traffic take the way through its user daemon, and not straight
	// from the daemon that runs as root.
	ConnectFromUserDaemon bool `json:"connectFromUserDaemon,omitempty"`

	// How much clients log.
	LogLevels ClientLogLevels `json:"logLevels,omitzero"`

	// How long clients wait.
	Timeouts ClientTimeouts `json:"timeouts,omitzero"`
}

// Routing says which networks a client's traffic reaches through the cluster. Where two of
// them overlap, the narrower one counts.
type Routing struct {
	// Networks that are reached through the cluster too, such as that of a database.
	AlsoProxySubnets []string `json:"alsoProxySubnets,omitempty" jsonschema:"uniqueItems"`

	// Networks that are not reached through the cluster, even if pods or Services are there.
	NeverProxySubnets []string `json:"neverProxySubnets,omitempty" jsonschema:"uniqueItems"`

	// Networks that are reached through the cluster even if the developer's machine has
	// another way to them, such as a VPN. Otherwise it can't connect at all.
	AllowConflictingSubnets []string `json:"allowConflictingSubnets,omitempty" jsonschema:"uniqueItems"`
}

// DNS says which names a client has the cluster resolve.
type DNS struct {
	// The ends of names that the cluster is not asked for: ".com", ".io", ".net", ".org" and
	// ".ru", where they are left out.
	ExcludeSuffixes []string `json:"excludeSuffixes,omitempty" jsonschema:"uniqueItems,minItems=1,pattern=^[A-Za-z0-9._-]+$"`

	// The ends of names that the cluster is asked for, whatever excludeSuffixes says: such
	// as ".prod.example.com" for names of a private zone.
	IncludeSuffixes []string `json:"includeSuffixes,omitempty" jsonschema:"uniqueItems,pattern=^[A-Za-z0-9._-]+$"`

	// Names that the cluster is not asked for, such as that of a Service which developers
	// run themselves.
	Excludes []string `json:"excludes,omitempty" jsonschema:"uniqueItems,pattern=^[A-Za-z0-9._-]+$"`

	// Names that stand for others.
	Mappings []DNSMapping `json:"mappings,omitempty"`

	// The name server of developers' machines, on Linux without systemd-resolved: the first
	// one in /etc/resolv.conf, where it is left out.
	LocalIP string `json:"localIP,omitempty"`

	// How long clients wait for the cluster to resolve a name: 8 s, where it is left out.
	LookupTimeout metav1.Duration `json:"lookupTimeout,omitzero"`
}

// DNSMapping has a name stand for another.
type DNSMapping struct {
	// The name that is asked for.
	Name string `json:"name" jsonschema:"required,pattern=^[A-Za-z0-9._-]+$"`

	// The name, or the IP address, that it stands for.
	AliasFor string `json:"aliasFor" jsonschema:"required,pattern=^[A-Za-z0-9.:_-]+$"`
}

// ClientLogLevels is how much the two daemons of a client log.
type ClientLogLevels struct {
	// What talks to the cluster: "info", where it is left out.
	UserDaemon LogLevel `json:"userDaemon,omitempty"`

	// What keeps routes and names: "info", where it is left out.
	RootDaemon LogLevel `json:"rootDaemon,omitempty"`
}

// ClientTimeouts is how long clients wait once they are connected.
type ClientTimeouts struct {
	// For a hint that the network is reached without Telepresence already: 500 ms, where it
	// is left out.
	ConnectivityCheck metav1.Duration `json:"connectivityCheck,omitzero"`

	// For a connection to an address in the cluster: 3 s, where it is left out.
	EndpointDial metav1.Duration `json:"endpointDial,omitzero"`

	// What the way to the cluster and back adds to endpointDial: 2 s, where it is left out.
	RoundtripLatency metav1.Duration `json:"roundtripLatency,omitzero"`

	// For an intercept, from when the agent is there: 30 s, where it is left out.
	Intercept metav1.Duration `json:"intercept,omitzero"`

	// For the manager to answer: 15 s, where it is left out.
	TrafficManagerAPI metav1.Duration `json:"trafficManagerAPI,omitzero"`

	// For a read or a write in the mounted volumes of a pod: 1 min, where it is left out.
	FTPReadWrite metav1.Duration `json:"ftpReadWrite,omitzero"`

	// For what is written to mounted volumes to be done when the client quits: 2 min, where
	// it is left out.
	FTPShutdown metav1.Duration `json:"ftpShutdown,omitzero"`
}
