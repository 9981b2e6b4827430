package istio

import (
	"cmp"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/internal/yamlenc"
)

// meshFile is the configuration of the mesh as istiod reads it: the options', and what they
// leave to others of the addon's.
type meshFile struct {
	MeshConfig `json:",inline"`

	DefaultConfig proxyFile `json:"defaultConfig"`
}

// proxyFile is the configuration of proxies, with what options elsewhere say of it.
type proxyFile struct {
	ProxyConfig `json:",inline"`

	MeshID string     `json:"meshId,omitempty"`
	Image  *imageKind `json:"image,omitempty"`
}

type imageKind struct {
	ImageType Variant `json:"imageType"`
}

// networksFile are the networks of the mesh as istiod reads them.
type networksFile struct {
	Networks map[string]MeshNetwork `json:"networks"`
}

// meshConfigMap is the configuration that istiod watches, and hands out to proxies.
func meshConfigMap(o Options) (addon.Object, error) {
	mesh, err := yamlenc.Append(nil, o.meshFile())
	if err != nil {
		return nil, err
	}
	networks, err := yamlenc.Append(nil, networksFile{orEmpty(o.MultiCluster.MeshNetworks)})
	if err != nil {
		return nil, err
	}
	return &corev1.ConfigMap{
		ObjectMeta: o.meta(o.named("istio")),
		Data:       map[string]string{"mesh": string(mesh), "meshNetworks": string(networks)},
	}, nil
}

func (o Options) meshFile() meshFile {
	m := meshFile{MeshConfig: o.Mesh, DefaultConfig: proxyFile{ProxyConfig: o.Mesh.DefaultConfig}}
	m.RootNamespace = o.rootNamespace()
	m.DefaultConfig.DiscoveryAddress = cmp.Or(o.Mesh.DefaultConfig.DiscoveryAddress, o.istiodName()+"."+o.Namespace+".svc:15012")
	m.DefaultConfig.MeshID = o.MultiCluster.MeshID
	if o.Variant != "" {
		m.DefaultConfig.Image = &imageKind{o.Variant}
	}
	return m
}

// orEmpty is a map that is written as {} where there is none.
func orEmpty[K comparable, V any](m map[K]V) map[K]V {
	if m == nil {
		return map[K]V{}
	}
	return m
}
