package istio

import (
	"encoding/json"
	"maps"
	"net/netip"
	"slices"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// validateMesh refuses what istiod would not start with, or pass over.
func validateMesh(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	m := o.Mesh
	if m.AccessLogEncoding == LogJSON && m.AccessLogFormat != "" {
		var object map[string]any
		if err := json.Unmarshal([]byte(m.AccessLogFormat), &object); err != nil {
			errs = append(errs, field.Invalid(path.Child("accessLogFormat"), m.AccessLogFormat, "must be an object in JSON: the encoding is JSON"))
		}
	}
	errs = append(errs, validateSelectors(m.DiscoverySelectors, path.Child("discoverySelectors"))...)
	seen := map[string]bool{}
	for i, p := range m.ExtensionProviders {
		if seen[p.Name] {
			errs = append(errs, field.Duplicate(path.Child("extensionProviders").Index(i).Child("name"), p.Name))
		}
		seen[p.Name] = true
	}
	defaults := func(names []string, path *field.Path) {
		for i, name := range names {
			errs = append(errs, validateProvider(o, name, path.Index(i))...)
		}
	}
	d, p := m.DefaultProviders, path.Child("defaultProviders")
	defaults(d.Tracing, p.Child("tracing"))
	defaults(d.Metrics, p.Child("metrics"))
	defaults(d.AccessLogging, p.Child("accessLogging"))
	for i, text := range m.DefaultConfig.CACertificatesPEM {
		errs = append(errs, validatePEM(text, path.Child("defaultConfig", "caCertificatesPem").Index(i))...)
	}
	return errs
}

// validateProvider refuses a provider that the mesh doesn't have: proxies would do nothing
// in its place, and a policy that asks it would refuse all.
func validateProvider(o Options, name string, path *field.Path) field.ErrorList {
	names := map[string]bool{"prometheus": true, "envoy": true, "stackdriver": true} // Istio's own
	for _, p := range o.Mesh.ExtensionProviders {
		names[p.Name] = true
	}
	if names[name] {
		return nil
	}
	return field.ErrorList{field.NotSupported(path, name, slices.Sorted(maps.Keys(names)))}
}

// Validate refuses two tracers.
func (t Tracing) Validate(path *field.Path) field.ErrorList {
	return addon.AtMostOne(path, addon.Field("zipkin", t.Zipkin != nil), addon.Field("datadog", t.Datadog != nil))
}

// Validate refuses two sources of a certificate, and what is none.
func (c CACertificate) Validate(path *field.Path) field.ErrorList {
	errs := addon.ExactlyOne(path, addon.Field("pem", c.PEM != ""), addon.Field("spiffeBundleUrl", c.SPIFFEBundleURL != ""))
	return append(errs, validatePEM(c.PEM, path.Child("pem"))...)
}

// validateClusters refuses a network of a cluster without a name: clusters that share a
// mesh would be taken for one.
func validateClusters(m MultiCluster, path *field.Path) field.ErrorList {
	if m.ClusterName == "" && (m.Network != "" || len(m.MeshNetworks) > 0) {
		return field.ErrorList{field.Required(path.Child("clusterName"), "clusters that share a mesh are told apart by it")}
	}
	return nil
}

// Validate refuses an endpoint of no kind, or of two.
func (e NetworkEndpoint) Validate(path *field.Path) field.ErrorList {
	errs := addon.ExactlyOne(path, addon.Field("fromCidr", e.FromCIDR != ""), addon.Field("fromRegistry", e.FromRegistry != ""))
	if _, err := netip.ParsePrefix(e.FromCIDR); e.FromCIDR != "" && err != nil {
		errs = append(errs, field.Invalid(path.Child("fromCidr"), e.FromCIDR, `must be a CIDR, as in "10.0.0.0/16"`))
	}
	return errs
}

// Validate refuses a gateway without a place, or with two.
func (g NetworkGateway) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path, addon.Field("registryServiceName", g.RegistryServiceName != ""), addon.Field("address", g.Address != ""))
}
