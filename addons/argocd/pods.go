package argocd

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/hpa"
	"github.com/fitout/fitout/addon/kube"
)

// The names of the components, which are also those of their objects.
const (
	controllerName     = "argocd-application-controller"
	serverName         = "argocd-server"
	repoServerName     = "argocd-repo-server"
	applicationSetName = "argocd-applicationset-controller"
	notificationsName  = "argocd-notifications-controller"
	dexName            = "argocd-dex-server"
	redisName          = "argocd-redis"
	redisHAName        = "argocd-redis-ha"
	redisHAServerName  = "argocd-redis-ha-server"
	proxyName          = "argocd-redis-ha-haproxy"
)

// The names of what is configured.
const (
	settingsName            = "argocd-cm"
	parametersName          = "argocd-cmd-params-cm"
	rbacName                = "argocd-rbac-cm"
	notificationsConfigName = "argocd-notifications-cm"
	knownHostsName          = "argocd-ssh-known-hosts-cm"
	certificatesName        = "argocd-tls-certs-cm"
	gpgKeysName             = "argocd-gpg-keys-cm"
	secretName              = "argocd-secret"
	notificationsSecretName = "argocd-notifications-secret"
	serverCertificateName   = "argocd-server-tls"
)

// variable is a variable of the environment, and the key of argocd-cmd-params-cm that it holds.
type variable struct{ name, key string }

// fromParameters are variables of which each is set where its key is.
func fromParameters(variables []variable) []corev1.EnvVar {
	return fromConfigMap(parametersName, variables...)
}

// fromSettings are the same for keys of argocd-cm.
func fromSettings(variables ...variable) []corev1.EnvVar {
	return fromConfigMap(settingsName, variables...)
}

func fromConfigMap(name string, variables ...variable) []corev1.EnvVar {
	var env []corev1.EnvVar
	for _, v := range variables {
		env = append(env, corev1.EnvVar{Name: v.name, ValueFrom: &corev1.EnvVarSource{ConfigMapKeyRef: &corev1.ConfigMapKeySelector{
			LocalObjectReference: corev1.LocalObjectReference{Name: name}, Key: v.key, Optional: new(true),
		}}})
	}
	return env
}

// redisEnv is how a component logs in at Redis.
func (o Options) redisEnv() []corev1.EnvVar {
	external := o.Redis.External
	if external == nil {
		return []corev1.EnvVar{fromSecret("REDIS_PASSWORD", redisPassword())}
	}
	var env []corev1.EnvVar
	if external.Username != nil {
		env = append(env, fromSecret("REDIS_USERNAME", *external.Username))
	}
	if external.Password != nil {
		env = append(env, fromSecret("REDIS_PASSWORD", *external.Password))
	}
	return env
}

// redisPassword is in a Secret that Argo CD makes itself, if there is none yet.
func redisPassword() addon.SecretRef { return addon.SecretRef{Name: redisName, Key: "auth"} }

func fromSecret(name string, ref addon.SecretRef) corev1.EnvVar {
	return corev1.EnvVar{Name: name, ValueFrom: &corev1.EnvVarSource{SecretKeyRef: ref.Selector()}}
}

// redisArgs are the flags that no variable stands for.
func (o Options) redisArgs() []string {
	return kube.FlagIf(o.Redis.External != nil && o.Redis.External.TLS, "--redis-use-tls")
}

// image is a component's own, or that of all.
func (o Options) image(t addon.Target, pods addon.Pods) string {
	if pods.Image == (addon.Image{}) {
		return t.Image(o.Image)
	}
	return t.Image(pods.Image)
}

// labelled are pods with the label by which Argo CD's keep apart.
func labelled(pods addon.Pods) addon.Pods {
	pods.Labels = kube.Over(map[string]string{addon.LabelPartOf: partOf}, pods.Labels)
	return pods
}

// pods are a component's, which start anew when the parameters change.
func (o Options) pods(pods addon.Pods) addon.Pods {
	return kube.ReadAtStart(labelled(pods), []values{o.parameters().under(o.Parameters), o.reconciliation()})
}

// reconciliation are the settings that pods read when they start.
func (o Options) reconciliation() values {
	v := values{}
	o.Reconciliation.settings(v)
	return v
}

// counted are pods with the number that run where only the options as a whole tell it: that of
// the autoscaler, two with highAvailability, and one otherwise.
func (o Options) counted(pods addon.Pods, scaled hpa.Autoscaling) addon.Pods {
	switch {
	case scaled.Enabled:
		pods.Replicas = &scaled.MinReplicas
	case pods.Replicas != nil:
	case o.HighAvailability:
		pods.Replicas = new(int32(2))
	default:
		pods.Replicas = new(int32(1))
	}
	return pods
}

// mount is a volume, and where the main container has it.
type mount struct {
	volume corev1.Volume
	path   string
}

func configMap(volume, name, path string) mount {
	return mount{corev1.Volume{Name: volume, VolumeSource: corev1.VolumeSource{ConfigMap: &corev1.ConfigMapVolumeSource{
		LocalObjectReference: corev1.LocalObjectReference{Name: name},
	}}}, path}
}

// profiler is a key of argocd-cmd-params-cm that is looked at while the program runs.
func profiler(component string) mount {
	m := configMap(parametersName, parametersName, "/home/argocd/params")
	m.volume.ConfigMap.Optional = new(true)
	m.volume.ConfigMap.Items = []corev1.KeyToPath{{Key: component + ".profile.enabled", Path: "profiler.enabled"}}
	return m
}

func scratch(volume, path string) mount {
	return mount{corev1.Volume{Name: volume, VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}}, path}
}

// optional are keys of a Secret, if somebody makes it.
func optional(name, path string, keys ...string) mount {
	source := &corev1.SecretVolumeSource{SecretName: name, Optional: new(true)}
	for _, key := range keys {
		source.Items = append(source.Items, corev1.KeyToPath{Key: key, Path: key})
	}
	return mount{corev1.Volume{Name: name, VolumeSource: corev1.VolumeSource{Secret: source}}, path}
}

// The certificates between the repository server and those that ask it.
func repoServerCertificate(path string) mount {
	return optional("argocd-repo-server-tls", path, "tls.crt", "tls.key", "ca.crt")
}

func clientCertificate() mount {
	return optional("argocd-repo-server-mtls", "/app/config/reposerver/mtls", "client.crt", "client.key", "server-ca.crt")
}

func knownHosts() mount { return configMap("ssh-known-hosts", knownHostsName, "/app/config/ssh") }

func trusted() mount { return configMap("tls-certs", certificatesName, "/app/config/tls") }

// podSpec is a pod of one container and its mounts.
func podSpec(serviceAccount string, c corev1.Container, mounts ...mount) corev1.PodSpec {
	spec := corev1.PodSpec{ServiceAccountName: serviceAccount}
	for _, m := range mounts {
		spec.Volumes = append(spec.Volumes, m.volume)
		if m.path != "" {
			c.VolumeMounts = append(c.VolumeMounts, corev1.VolumeMount{Name: m.volume.Name, MountPath: m.path})
		}
	}
	spec.Containers = []corev1.Container{c}
	return spec
}
