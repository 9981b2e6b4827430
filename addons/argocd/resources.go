package argocd

import (
	_ "embed"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed crds.yaml
var crds string

// wellKnownHosts are the SSH keys that upstream's manifests trust.
//
//go:embed known_hosts
var wellKnownHosts string

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	reached, err := clusters(o)
	if err != nil {
		return nil, err
	}
	return slices.Concat(
		kube.CRDs(crds),
		configuration(o),
		repositories(o),
		reached,
		controllerObjects(t, o),
		serverObjects(t, o),
		ingresses(o),
		repoServerObjects(t, o),
		applicationSetObjects(t, o),
		notificationsObjects(t, o),
		dexObjects(t, o),
		redisObjects(t, o),
		customResources(o),
	), nil
}

// configuration is what Argo CD's programs read by the names of ConfigMaps and Secrets.
func configuration(o Options) []addon.Object {
	settings := o.config(settingsName, settingsName, o.settings().under(o.Settings))
	if refs := o.secretsRead(); len(refs) > 0 {
		settings.Annotations = kube.Reads(nil, refs...)
	}
	hosts := wellKnownHosts + lines(o.KnownHosts)
	return []addon.Object{
		settings,
		o.config(parametersName, parametersName, o.parameters().under(o.Parameters)),
		o.config(rbacName, rbacName, o.RBAC.settings()),
		o.config(knownHostsName, knownHostsName, values{"ssh_known_hosts": hosts}),
		o.config(certificatesName, certificatesName, o.TLSCertificates),
		o.config(gpgKeysName, gpgKeysName, o.GPGKeys),
		o.emptySecret(secretName, secretName),
	}
}

func lines(list []string) string {
	var b strings.Builder
	for _, line := range list {
		b.WriteString(line + "\n")
	}
	return b.String()
}

// config is a ConfigMap of Argo CD's.
func (o Options) config(name, component string, data values) *corev1.ConfigMap {
	return &corev1.ConfigMap{ObjectMeta: o.found(name, component), Data: data}
}

// emptySecret is one that Argo CD, or somebody else, fills.
func (o Options) emptySecret(name, component string) *corev1.Secret {
	s := &corev1.Secret{ObjectMeta: o.found(name, component), Type: corev1.SecretTypeOpaque}
	s.Annotations = kube.Patched(nil, "data")
	return s
}

// found is the metadata of what Argo CD finds by a label.
func (o Options) found(name, component string) metav1.ObjectMeta {
	meta := o.of(component, "").Meta(name)
	meta.Labels[addon.LabelPartOf] = partOf
	return meta
}
