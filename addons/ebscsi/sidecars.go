package ebscsi

import (
	"fmt"
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// sidecars are the containers of the controller beside the driver's.
func sidecars(t addon.Target, o Options) []corev1.Container {
	all := []corev1.Container{provisioner(t, o), attacher(t, o)}
	if o.Snapshotter.Enabled {
		all = append(all, snapshotter(t, o))
	}
	if o.VolumeModifier.Enabled {
		all = append(all, volumeModifier(t, o))
	}
	return append(all, resizer(t, o), controllerLiveness(t, o))
}

func provisioner(t addon.Target, o Options) corev1.Container {
	c := sidecar(t, o, "csi-provisioner", o.Provisioner.Container, slices.Concat(
		kube.Flag("--timeout", "60s"),
		gates(o.Provisioner.FeatureGates),
		kube.FlagIf(!o.NoExtraMetadata, "--extra-create-metadata"),
		kube.Flag("--default-fstype", o.DefaultFSType),
		apiLimits(),
		kube.Flag("--worker-threads", "100"),
		kube.Flag("--retry-interval-max", "30m"),
		metricsFlag(o.Metrics, "--http-endpoint", 3302),
	), fallback())
	c.Ports = metricsPorts(o.Metrics, "metrics-prov", 3302)
	return c
}

func attacher(t addon.Target, o Options) corev1.Container {
	c := sidecar(t, o, "csi-attacher", o.Attacher.Container, slices.Concat(
		kube.Flag("--timeout", "6m"),
		gates(o.Attacher.FeatureGates),
		apiLimits(),
		kube.Flag("--worker-threads", "100"),
		kube.Flag("--retry-interval-max", "5m"),
		metricsFlag(o.Metrics, "--http-endpoint", 3303),
	))
	c.Ports = metricsPorts(o.Metrics, "metrics-attach", 3303)
	return c
}

func snapshotter(t addon.Target, o Options) corev1.Container {
	c := sidecar(t, o, "csi-snapshotter", o.Snapshotter.Container, slices.Concat(
		gates(o.Snapshotter.FeatureGates),
		kube.FlagIf(!o.NoExtraMetadata, "--extra-create-metadata"),
		apiLimits(),
		kube.Flag("--worker-threads", "100"),
		kube.Flag("--retry-interval-max", "30m"),
		metricsFlag(o.Metrics, "--http-endpoint", 3306),
	))
	c.Ports = metricsPorts(o.Metrics, "metrics-snap", 3306)
	return c
}

func volumeModifier(t addon.Target, o Options) corev1.Container {
	c := sidecar(t, o, "volumemodifier", o.VolumeModifier.Container, slices.Concat(
		kube.Flag("--timeout", "60s"),
		metricsFlag(o.Metrics, "--http-endpoint", 3307),
	), kube.FieldEnv("POD_NAME", "metadata.name"), kube.FieldEnv("POD_NAMESPACE", "metadata.namespace"))
	c.Ports = metricsPorts(o.Metrics, "metrics-volmod", 3307)
	return c
}

func resizer(t addon.Target, o Options) corev1.Container {
	c := sidecar(t, o, "csi-resizer", o.Resizer.Container, slices.Concat(
		kube.Flag("--timeout", "60s"),
		gates(o.Resizer.FeatureGates),
		kube.FlagIf(!o.NoExtraMetadata, "--extra-modify-metadata"),
		kube.Flag("--handle-volume-inuse-error", "false"),
		apiLimits(),
		kube.Flag("--workers", "100"),
		kube.Flag("--retry-interval-max", "30m"),
		metricsFlag(o.Metrics, "--http-endpoint", 3304),
	), fallback())
	c.Ports = metricsPorts(o.Metrics, "metrics-resizer", 3304)
	return c
}

// sidecar is what the sidecars that elect a leader have in common.
func sidecar(t addon.Target, o Options, name string, c Container, args []string, env ...corev1.EnvVar) corev1.Container {
	return corev1.Container{
		Name:  name,
		Image: t.Image(c.Image),
		Args: slices.Concat(
			kube.Flag("--csi-address", "$(ADDRESS)"),
			o.verbosity(),
			kube.Flag("--leader-election", "true"),
			o.LeaderElection.flags(),
			args,
			c.ExtraArgs,
		),
		Env:             slices.Concat([]corev1.EnvVar{{Name: "ADDRESS", Value: socketDir + "csi.sock"}}, env, c.ExtraEnv),
		Resources:       c.Resources,
		SecurityContext: confined(),
		VolumeMounts:    []corev1.VolumeMount{{Name: "socket-dir", MountPath: socketDir}},
	}
}

// fallback is for AWS's builds of the sidecars, which take the beta of VolumeAttributesClass
// where the cluster serves no other.
func fallback() corev1.EnvVar { return corev1.EnvVar{Name: "ENABLE_VAC_FALLBACK", Value: "true"} }

func controllerLiveness(t addon.Target, o Options) corev1.Container {
	c := liveness(t, o, "/csi/csi.sock", slices.Concat(
		kube.Flag("--probe-timeout", "60s"),
		metricsFlag(o.Metrics, "--metrics-address", 3305),
	))
	c.Ports = metricsPorts(o.Metrics, "metrics-lp", 3305)
	c.SecurityContext = beside()
	c.VolumeMounts = []corev1.VolumeMount{{Name: "socket-dir", MountPath: "/csi"}}
	return c
}

// liveness answers the probes of the driver's container: it asks the driver by its socket.
func liveness(t addon.Target, o Options, socket string, args []string) corev1.Container {
	return corev1.Container{
		Name:      "liveness-probe",
		Image:     t.Image(o.LivenessProbe.Image),
		Args:      slices.Concat(kube.Flag("--csi-address", socket), args, o.LivenessProbe.ExtraArgs),
		Env:       o.LivenessProbe.ExtraEnv,
		Resources: o.LivenessProbe.Resources,
	}
}

// confined is how upstream confines the containers of the controller, which aren't root.
func confined() *corev1.SecurityContext {
	c := beside()
	c.SeccompProfile = &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault}
	return c
}

// beside is how upstream confines the containers beside the driver's on a node, and the
// one that answers probes.
func beside() *corev1.SecurityContext {
	return &corev1.SecurityContext{AllowPrivilegeEscalation: new(false), ReadOnlyRootFilesystem: new(true)}
}

// verbosity is the flag of the log level.
func (o Options) verbosity() []string { return kube.Flag("--v", fmt.Sprint(*o.LogLevel)) }

// flags are those by which copies elect their leader.
func (l LeaderElection) flags() []string {
	return slices.Concat(
		kube.Flag("--leader-election-lease-duration", kube.Duration(l.LeaseDuration)),
		kube.Flag("--leader-election-renew-deadline", kube.Duration(l.RenewDeadline)),
		kube.Flag("--leader-election-retry-period", kube.Duration(l.RetryPeriod)),
	)
}

// gates are the flags of features.
func gates(features map[string]bool) []string {
	var flags []string
	for _, feature := range slices.Sorted(maps.Keys(features)) {
		flags = append(flags, kube.Flag("--feature-gates", fmt.Sprintf("%s=%t", feature, features[feature]))...)
	}
	return flags
}

// apiLimits are how often a sidecar calls the Kubernetes API: in the long run, and at once.
func apiLimits() []string {
	return slices.Concat(kube.Flag("--kube-api-qps", "20"), kube.Flag("--kube-api-burst", "100"))
}

func get(port string) corev1.ProbeHandler {
	return corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: "/healthz", Port: intstr.FromString(port)}}
}
