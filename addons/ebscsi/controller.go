package ebscsi

import (
	"maps"
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// socketDir is where the driver of the controller has its socket.
const socketDir = "/var/lib/csi/sockets/pluginproxy/"

func controllerDeployment(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.Deployment {
	d := kube.Deployment(o.controller(), controllerName, o.Pods, corev1.PodSpec{
		ServiceAccountName: sa.Name,
		SecurityContext: &corev1.PodSecurityContext{
			FSGroup:      new(int64(1000)),
			RunAsUser:    new(int64(1000)),
			RunAsGroup:   new(int64(1000)),
			RunAsNonRoot: new(true),
		},
		Containers: telling(append([]corev1.Container{controllerDriver(t, o)}, sidecars(t, o)...)...),
		Volumes:    []corev1.Volume{{Name: "socket-dir", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}}},
	})
	d.Spec.Strategy = appsv1.DeploymentStrategy{
		Type:          appsv1.RollingUpdateDeploymentStrategyType,
		RollingUpdate: &appsv1.RollingUpdateDeployment{MaxUnavailable: new(intstr.FromInt32(1))},
	}
	return d
}

func controllerDriver(t addon.Target, o Options) corev1.Container {
	return corev1.Container{
		Name:            "ebs-plugin",
		Image:           t.Image(o.Pods.Image),
		Args:            controllerArgs(o),
		Env:             controllerEnv(o),
		Ports:           append([]corev1.ContainerPort{kube.Port(healthName, healthPort)}, metricsPorts(o.Metrics, metricsName, 3301)...),
		LivenessProbe:   controllerProbe(10),
		ReadinessProbe:  controllerProbe(5),
		SecurityContext: confined(),
		VolumeMounts:    []corev1.VolumeMount{{Name: "socket-dir", MountPath: socketDir}},
	}
}

func controllerArgs(o Options) []string {
	return slices.Concat(
		[]string{"controller", "--endpoint=$(CSI_ENDPOINT)"},
		kube.Flag("--extra-tags", tags(o.ExtraTags)),
		kube.Flag("--k8s-tag-cluster-id", o.ClusterID),
		metricsFlag(o.Metrics, "--http-endpoint", 3301),
		kube.FlagIf(!o.NoBatching, "--batching=true"),
		kube.FlagIf(o.NodeLocalVolumes, "--enable-node-local-volumes=true"),
		kube.Flag("--modify-volume-request-handler-timeout", kube.Duration(o.ModifyVolumeWindow)),
		kube.Flag("--logging-format", o.LogFormat),
		kube.Flag("--user-agent-extra", o.UserAgent),
		o.verbosity(),
	)
}

// tags are those of the option as a flag has them.
func tags(all map[string]string) string {
	var pairs []string
	for _, key := range slices.Sorted(maps.Keys(all)) {
		pairs = append(pairs, key+"="+all[key])
	}
	return strings.Join(pairs, ",")
}

// controllerEnv has the addresses of the AWS API, for where they are other than AWS's own,
// in a ConfigMap that hardly anybody has.
func controllerEnv(o Options) []corev1.EnvVar {
	env := []corev1.EnvVar{
		{Name: "CSI_ENDPOINT", Value: "unix://" + socketDir + "csi.sock"},
		kube.FieldEnv("CSI_NODE_NAME", "spec.nodeName"),
	}
	env = append(env, accessKey(o)...)
	env = append(env,
		endpoint("AWS_EC2_ENDPOINT", "endpoint"),
		endpoint("AWS_SAGEMAKER_ENDPOINT", "sagemaker_endpoint"),
	)
	if o.Region != "" {
		env = append(env, corev1.EnvVar{Name: "AWS_REGION", Value: o.Region})
	}
	return append(env, o.fips()...)
}

// accessKey is the access key of the option, which must be there, or upstream's, which
// may be.
func accessKey(o Options) []corev1.EnvVar {
	key, optional := o.AccessKey, (*bool)(nil)
	if key == nil {
		key, optional = &AccessKey{
			ID:     addon.SecretRef{Name: "aws-secret", Key: "key_id"},
			Secret: addon.SecretRef{Name: "aws-secret", Key: "access_key"},
		}, new(true)
	}
	id, secret := key.ID.Selector(), key.Secret.Selector()
	id.Optional, secret.Optional = optional, optional
	return []corev1.EnvVar{
		{Name: "AWS_ACCESS_KEY_ID", ValueFrom: &corev1.EnvVarSource{SecretKeyRef: id}},
		{Name: "AWS_SECRET_ACCESS_KEY", ValueFrom: &corev1.EnvVarSource{SecretKeyRef: secret}},
	}
}

func endpoint(variable, key string) corev1.EnvVar {
	return corev1.EnvVar{Name: variable, ValueFrom: &corev1.EnvVarSource{ConfigMapKeyRef: &corev1.ConfigMapKeySelector{
		LocalObjectReference: corev1.LocalObjectReference{Name: "aws-meta"},
		Key:                  key,
		Optional:             new(true),
	}}}
}

// controllerProbe counts after so many failures, each of which may be a call of AWS that
// takes its time.
func controllerProbe(failures int32) *corev1.Probe {
	return &corev1.Probe{
		ProbeHandler:        get(healthName),
		InitialDelaySeconds: 10,
		TimeoutSeconds:      60,
		PeriodSeconds:       10,
		FailureThreshold:    failures,
	}
}
