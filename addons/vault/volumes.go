package vault

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
)

// licenseDir is where the pods have the license of Vault Enterprise.
const licenseDir = "/vault/license"

// mounted is a volume, and where the server's container has it.
type mounted struct {
	name, dir string
	source    corev1.VolumeSource
}

// serverFiles are the volumes that are not claimed.
func serverFiles(o Options) []mounted {
	s := o.Server
	var out []mounted
	if s.Mode != Dev {
		out = append(out, mounted{"config", configDir, fromConfigMap(o.fullname() + "-config")})
	}
	out = append(out, mounted{"home", "/home/vault", corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}})
	if s.tls() {
		out = append(out, mounted{"tls", tlsDir, fromSecret(o.certificateSecret())}, mounted{"ca", caDir, o.ca().volume()})
	}
	for _, p := range s.seals() {
		if ref := p.file(); ref != nil {
			out = append(out, mounted{p.volume, p.dir(), fromKey(*ref)})
		}
	}
	if s.License != nil {
		out = append(out, mounted{"license", licenseDir, fromKey(*s.License)})
	}
	return out
}

func serverVolumes(o Options) []corev1.Volume {
	var volumes []corev1.Volume
	for _, f := range serverFiles(o) {
		volumes = append(volumes, corev1.Volume{Name: f.name, VolumeSource: f.source})
	}
	return volumes
}

func serverMounts(o Options) []corev1.VolumeMount {
	var mounts []corev1.VolumeMount
	if o.Server.AuditStorage.Enabled {
		mounts = append(mounts, corev1.VolumeMount{Name: "audit", MountPath: auditDir})
	}
	if o.Server.Mode != Dev {
		mounts = append(mounts, corev1.VolumeMount{Name: "data", MountPath: dataDir})
	}
	for _, f := range serverFiles(o) {
		mounts = append(mounts, corev1.VolumeMount{Name: f.name, MountPath: f.dir, ReadOnly: f.source.EmptyDir == nil})
	}
	return mounts
}

func fromConfigMap(name string) corev1.VolumeSource {
	return corev1.VolumeSource{ConfigMap: &corev1.ConfigMapVolumeSource{LocalObjectReference: corev1.LocalObjectReference{Name: name}}}
}

func fromSecret(name string, items ...corev1.KeyToPath) corev1.VolumeSource {
	return corev1.VolumeSource{Secret: &corev1.SecretVolumeSource{SecretName: name, Items: items}}
}

// fromKey has one key of a Secret, as a file of its name.
func fromKey(ref addon.SecretRef) corev1.VolumeSource {
	return fromSecret(ref.Name, corev1.KeyToPath{Key: ref.Key, Path: ref.Key})
}
