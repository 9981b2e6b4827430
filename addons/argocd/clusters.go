package argocd

import (
	"encoding/json"
	"maps"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
)

// inCluster is the server of the cluster that Argo CD runs in.
const inCluster = "https://kubernetes.default.svc"

// Cluster is one that Argo CD deploys to: the one that it runs in, or one of EKS, which takes an
// IAM role for a login. The Secret of any other cluster holds a key, and is made beside the
// addon, with the label argocd.argoproj.io/secret-type: cluster.
type Cluster struct {
	// The name in Argo CD. With "cluster-" before it, it is the Secret's.
	Name string `json:"name" jsonschema:"required,maxLength=200,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// The API server: "https://0123456789ABCDEF.gr7.ap-northeast-1.eks.amazonaws.com".
	// "https://kubernetes.default.svc" is the cluster that Argo CD runs in.
	Server string `json:"server" jsonschema:"required,pattern=^https://[^ ]+[^ /]$"`

	// The authority of the API server's certificate, in PEM. EKS tells it in base64.
	CAData string `json:"caData,omitempty"`

	// How Argo CD logs in at EKS.
	EKS *EKS `json:"eks,omitempty"`

	// The namespaces that Argo CD looks at; all, where it is left out.
	Namespaces []string `json:"namespaces,omitempty" jsonschema:"uniqueItems,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// Looks at what is in no namespace too. It needs namespaces.
	ClusterResources bool `json:"clusterResources,omitempty"`

	// The project whose Applications alone may deploy to it; all, where it is left out.
	Project string `json:"project,omitempty" jsonschema:"maxLength=253"`

	// Labels, by which generators of ApplicationSets choose clusters.
	Labels map[string]string `json:"labels,omitempty"`

	// Annotations, which templates of ApplicationSets may read.
	Annotations map[string]string `json:"annotations,omitempty"`
}

// EKS is how Argo CD logs in at a cluster of EKS: by the role of its own pods, or by one that
// this takes on. The cluster has an access entry for it.
type EKS struct {
	// The cluster's name in EKS.
	ClusterName string `json:"clusterName" jsonschema:"required,pattern=^[0-9A-Za-z][0-9A-Za-z_-]*$,maxLength=100"`

	// The role that is taken on; that of the pods, where it is left out.
	RoleARN string `json:"roleARN,omitempty" jsonschema:"pattern=^arn:aws[a-z-]*:iam::[0-9]{12}:role/[^ ]+$"`
}

// clusterConfig is how Argo CD reaches a cluster, as it reads it.
type clusterConfig struct {
	TLS tlsClientConfig `json:"tlsClientConfig"`
	AWS *awsAuthConfig  `json:"awsAuthConfig,omitempty"`
}

type tlsClientConfig struct {
	Insecure bool   `json:"insecure"`
	CAData   []byte `json:"caData,omitempty"`
}

type awsAuthConfig struct {
	ClusterName string `json:"clusterName"`
	RoleARN     string `json:"roleARN,omitempty"`
}

// clusters are Secrets of which nothing is secret.
func clusters(o Options) ([]addon.Object, error) {
	var objs []addon.Object
	for _, c := range o.Clusters {
		data, err := c.data()
		if err != nil {
			return nil, err
		}
		s := &corev1.Secret{ObjectMeta: o.of("cluster-"+c.Name, "").Meta("cluster-" + c.Name), StringData: data}
		maps.Copy(s.Labels, c.Labels)
		s.Labels[secretType] = "cluster"
		s.Annotations = c.Annotations
		objs = append(objs, s)
	}
	return objs, nil
}

func (c Cluster) data() (map[string]string, error) {
	config := clusterConfig{TLS: tlsClientConfig{CAData: []byte(c.CAData)}}
	if c.EKS != nil {
		config.AWS = &awsAuthConfig{c.EKS.ClusterName, c.EKS.RoleARN}
	}
	text, err := json.Marshal(config)
	if err != nil {
		return nil, err
	}
	v := values{"name": c.Name, "server": c.Server, "config": string(text)}
	v.text("namespaces", strings.Join(c.Namespaces, ","))
	v.yes("clusterResources", c.ClusterResources)
	v.text("project", c.Project)
	return v, nil
}
