package istio

import (
	"cmp"

	corev1 "k8s.io/api/core/v1"
)

func istiodVolumes(o Options) []corev1.Volume {
	volumes := []corev1.Volume{
		{Name: "local-certs", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{Medium: corev1.StorageMediumMemory}}},
		{Name: "istio-token", VolumeSource: corev1.VolumeSource{Projected: &corev1.ProjectedVolumeSource{Sources: []corev1.VolumeProjection{{
			ServiceAccountToken: &corev1.ServiceAccountTokenProjection{Audience: tokenAudience, ExpirationSeconds: new(int64(43200)), Path: "istio-token"},
		}}}}},
		optionalSecret("cacerts", "cacerts"), // a CA of the user's own
		optionalSecret("istio-kubeconfig", "istio-kubeconfig"),
		optionalSecret("istio-csr-dns-cert", "istiod-tls"),
		{Name: "istio-csr-ca-configmap", VolumeSource: rootVolume(o.CA)},
	}
	if o.CA.JWKSExtraRootCA != "" {
		volumes = append(volumes, corev1.Volume{Name: "extracacerts", VolumeSource: corev1.VolumeSource{ConfigMap: &corev1.ConfigMapVolumeSource{
			LocalObjectReference: corev1.LocalObjectReference{Name: o.jwksName()},
		}}})
	}
	return volumes
}

// rootVolume is the root certificate as istiod, or istio-csr in its place, hands it out.
func rootVolume(ca CA) corev1.VolumeSource {
	if ca.ClusterTrustBundle {
		return corev1.VolumeSource{Projected: &corev1.ProjectedVolumeSource{Sources: []corev1.VolumeProjection{{
			ClusterTrustBundle: &corev1.ClusterTrustBundleProjection{
				Name:     new("istio.io:istiod-ca:" + cmp.Or(ca.TrustBundleName, "root-cert")),
				Path:     "root-cert.pem",
				Optional: new(true),
			},
		}}}}
	}
	return corev1.VolumeSource{ConfigMap: &corev1.ConfigMapVolumeSource{
		LocalObjectReference: corev1.LocalObjectReference{Name: cmp.Or(ca.TrustBundleName, rootCert)},
		DefaultMode:          new(int32(0o644)),
		Optional:             new(true),
	}}
}

func optionalSecret(volume, secret string) corev1.Volume {
	return corev1.Volume{Name: volume, VolumeSource: corev1.VolumeSource{
		Secret: &corev1.SecretVolumeSource{SecretName: secret, Optional: new(true)},
	}}
}

func istiodMounts(o Options) []corev1.VolumeMount {
	mounts := []corev1.VolumeMount{
		{Name: "istio-token", MountPath: "/var/run/secrets/tokens", ReadOnly: true},
		{Name: "local-certs", MountPath: "/var/run/secrets/istio-dns"},
		{Name: "cacerts", MountPath: "/etc/cacerts", ReadOnly: true},
		{Name: "istio-kubeconfig", MountPath: "/var/run/secrets/remote", ReadOnly: true},
		{Name: "istio-csr-dns-cert", MountPath: "/var/run/secrets/istiod/tls", ReadOnly: true},
		{Name: "istio-csr-ca-configmap", MountPath: "/var/run/secrets/istiod/ca", ReadOnly: true},
	}
	if o.CA.JWKSExtraRootCA != "" {
		mounts = append(mounts, corev1.VolumeMount{Name: "extracacerts", MountPath: "/cacerts", ReadOnly: true})
	}
	return mounts
}
