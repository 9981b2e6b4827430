package telepresence

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// The names by which the manager knows its ConfigMaps. It reads them anew when they change.
const (
	agentsName   = "telepresence-agents"
	excludedName = "telepresence-intercept-env"
)

// clientFile is client.yaml, as clients of this version read it.
type clientFile struct {
	Cluster       clusterFile     `json:"cluster,omitzero"`
	ConnectionTTL string          `json:"connectionTTL"`
	DNS           DNS             `json:"dns"`
	LogLevels     ClientLogLevels `json:"logLevels,omitzero"`
	Routing       Routing         `json:"routing,omitzero"`
	Timeouts      ClientTimeouts  `json:"timeouts,omitzero"`
}

type clusterFile struct {
	AgentPortForward      *bool    `json:"agentPortForward,omitempty"`
	ConnectFromRootDaemon *bool    `json:"connectFromRootDaemon,omitempty"`
	MappedNamespaces      []string `json:"mappedNamespaces,omitempty"`
	VirtualIPSubnet       string   `json:"virtualIPSubnet,omitempty"`
}

// clientConfig is what clients get from the manager when they connect.
func clientConfig(o Options) (*corev1.ConfigMap, error) {
	c := o.Client
	file := clientFile{
		Cluster:       clusterFile{MappedNamespaces: c.MappedNamespaces, VirtualIPSubnet: c.VirtualIPSubnet},
		ConnectionTTL: kube.Duration(c.ConnectionTTL),
		DNS:           c.DNS,
		LogLevels:     c.LogLevels,
		Routing:       c.Routing,
		Timeouts:      c.Timeouts,
	}
	if c.NoAgentPortForward {
		file.Cluster.AgentPortForward = new(false)
	}
	if c.ConnectFromUserDaemon {
		file.Cluster.ConnectFromRootDaemon = new(false)
	}
	text, err := yaml.Marshal(file)
	if err != nil {
		return nil, fmt.Errorf("client.yaml: %w", err)
	}
	return configMap(o, managerName, map[string]string{"client.yaml": string(text)}), nil
}

// agents is where the manager keeps what it knows of the agents in its own namespace. Others
// like it come and go in the namespaces of intercepted workloads.
func agents(o Options) *corev1.ConfigMap {
	if o.AgentInjector.Disabled {
		return nil
	}
	return configMap(o, agentsName, nil)
}

// excludedVariables holds one name a line.
func excludedVariables(o Options) *corev1.ConfigMap {
	var lines strings.Builder
	for _, v := range o.ExcludedVariables {
		lines.WriteString(v + "\n")
	}
	return configMap(o, excludedName, map[string]string{"excluded": lines.String()})
}

// cloudToken is empty, as upstream has it.
func cloudToken(o Options) *corev1.ConfigMap {
	return configMap(o, managerName+"-agent-cloud-token", nil)
}

// claims tell other managers which namespaces are looked after already: of two installs that
// claim the same one, the second can't be applied.
func claims(o Options) []addon.Object {
	var objs []addon.Object
	for _, namespace := range o.managed() {
		objs = append(objs, &corev1.ConfigMap{
			ObjectMeta: o.identity().In(namespace).Meta(managerName + "-claim"),
			Data:       map[string]string{"owned-by": o.Namespace},
		})
	}
	return objs
}

func configMap(o Options, name string, data map[string]string) *corev1.ConfigMap {
	return &corev1.ConfigMap{ObjectMeta: o.identity().Meta(name), Data: data}
}
