package istio

// MultiCluster says how a cluster is known in a mesh of several. Each needs a name of its
// own, and the same mesh ID and trust domain.
type MultiCluster struct {
	// The cluster's name in the mesh; "Kubernetes" where it is left out.
	ClusterName string `json:"clusterName,omitempty" jsonschema:"maxLength=63,pattern=^[a-zA-Z0-9]([-a-zA-Z0-9_.]*[a-zA-Z0-9])?$"`

	// The network that the cluster's pods are in: those of one network reach each other
	// without a gateway.
	Network string `json:"network,omitempty" jsonschema:"maxLength=63,pattern=^[a-zA-Z0-9]([-a-zA-Z0-9_.]*[a-zA-Z0-9])?$"`

	// The ID of the mesh; the trust domain where it is left out.
	MeshID string `json:"meshID,omitempty" jsonschema:"maxLength=63,pattern=^[a-zA-Z0-9]([-a-zA-Z0-9_.]*[a-zA-Z0-9])?$"`

	// The networks of the mesh by their names. Where each cluster and its gateway are
	// labelled with their network, none needs to be given.
	MeshNetworks map[string]MeshNetwork `json:"meshNetworks,omitempty"`
}

// MeshNetwork is a network of the mesh.
type MeshNetwork struct {
	// What is in the network.
	Endpoints []NetworkEndpoint `json:"endpoints" jsonschema:"required,minItems=1"`

	// How it is reached from other networks.
	Gateways []NetworkGateway `json:"gateways" jsonschema:"required,minItems=1"`
}

// NetworkEndpoint says what is in a network: exactly one of the fields is set.
type NetworkEndpoint struct {
	// The addresses of a CIDR.
	FromCIDR string `json:"fromCidr,omitempty"`

	// The pods of a cluster, by its name in the mesh.
	FromRegistry string `json:"fromRegistry,omitempty"`
}

// NetworkGateway is a gateway to a network: one of address and service is set.
type NetworkGateway struct {
	// The Service of the gateway, in the network's own cluster, as in
	// "istio-eastwestgateway.istio-system.svc.cluster.local".
	RegistryServiceName string `json:"registryServiceName,omitempty"`

	// The address of the gateway.
	Address string `json:"address,omitempty"`

	// The port of the gateway.
	Port int32 `json:"port" jsonschema:"required,minimum=1,maximum=65535"`

	// Where the gateway is, as "region/zone".
	Locality string `json:"locality,omitempty"`
}
