package datadog

import (
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// The passwords of checks are files, below a folder for each Secret.
const (
	passwordsName = "check-passwords"
	passwordsDir  = "/etc/datadog-passwords"
)

// handle is what stands for a password in a file. Whoever runs the check asks its secret
// backend for what it means. The cluster agent, which hands cluster checks on, has none, and
// never knows.
func handle(password *addon.SecretRef) string {
	if password == nil {
		return ""
	}
	return "ENC[file@" + passwordsDir + "/" + password.Name + "/" + password.Key + "]"
}

// backendEnv is the secret backend that reads files, and Secrets that annotations name.
func (o Options) backendEnv(checks []configured) []corev1.EnvVar {
	needed := passwordVolume(checks) != nil || len(o.ReadableSecrets) > 0
	return kube.EnvIf(needed, "DD_SECRET_BACKEND_COMMAND", "/readsecret_multiple_providers.sh")
}

func passwordMounts(checks []configured) []corev1.VolumeMount {
	if passwordVolume(checks) == nil {
		return nil
	}
	return []corev1.VolumeMount{{Name: passwordsName, MountPath: passwordsDir, ReadOnly: true}}
}

// passwordVolume has the passwords of checks.
func passwordVolume(checks []configured) []corev1.Volume {
	keys := map[string][]string{}
	for _, c := range checks {
		if p := c.password; p != nil && !slices.Contains(keys[p.Name], p.Key) {
			keys[p.Name] = append(keys[p.Name], p.Key)
		}
	}
	if len(keys) == 0 {
		return nil
	}
	var sources []corev1.VolumeProjection
	for _, secret := range slices.Sorted(maps.Keys(keys)) {
		source := &corev1.SecretProjection{LocalObjectReference: corev1.LocalObjectReference{Name: secret}}
		for _, key := range slices.Sorted(slices.Values(keys[secret])) {
			source.Items = append(source.Items, corev1.KeyToPath{Key: key, Path: secret + "/" + key})
		}
		sources = append(sources, corev1.VolumeProjection{Secret: source})
	}
	return []corev1.Volume{{Name: passwordsName, VolumeSource: corev1.VolumeSource{
		Projected: &corev1.ProjectedVolumeSource{Sources: sources},
	}}}
}
