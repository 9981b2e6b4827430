package efscsi

import (
	"fmt"
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

func provisioner(t addon.Target, o Options) corev1.Container {
	p := o.Provisioner
	return corev1.Container{
		Name:  "csi-provisioner",
		Image: t.Image(p.Image),
		Args: slices.Concat(
			kube.Flag("--csi-address", "$(ADDRESS)"),
			o.verbosity(),
			gates(p.FeatureGates),
			kube.FlagIf(!o.NoExtraMetadata, "--extra-create-metadata"),
			[]string{"--leader-election"},
			o.LeaderElection.flags(),
			kube.Flag("--worker-threads", fmt.Sprint(p.WorkerThreads)),
			kube.Flag("--timeout", kube.Duration(p.Timeout)),
			p.ExtraArgs,
		),
		Env:             slices.Concat([]corev1.EnvVar{{Name: "ADDRESS", Value: socketDir + "csi.sock"}}, p.ExtraEnv),
		Resources:       p.Resources,
		SecurityContext: beside(),
		VolumeMounts:    []corev1.VolumeMount{{Name: "socket-dir", MountPath: socketDir}},
	}
}

func controllerLiveness(t addon.Target, o Options) corev1.Container {
	return liveness(t, o, "socket-dir", o.HealthPort, nil)
}

// liveness answers the probes of the driver's container: it asks the driver by its socket.
func liveness(t addon.Target, o Options, volume string, port int32, args []string) corev1.Container {
	return corev1.Container{
		Name:  "liveness-probe",
		Image: t.Image(o.LivenessProbe.Image),
		Args: slices.Concat(
			kube.Flag("--csi-address", "/csi/csi.sock"),
			kube.Flag("--health-port", fmt.Sprint(port)),
			args,
			o.LivenessProbe.ExtraArgs,
		),
		Env:             o.LivenessProbe.ExtraEnv,
		Resources:       o.LivenessProbe.Resources,
		SecurityContext: beside(),
		VolumeMounts:    []corev1.VolumeMount{{Name: volume, MountPath: "/csi"}},
	}
}

// beside is how upstream confines the containers beside the driver's.
func beside() *corev1.SecurityContext {
	return &corev1.SecurityContext{AllowPrivilegeEscalation: new(false), ReadOnlyRootFilesystem: new(true)}
}

// verbosity is the flag of the log level.
func (o Options) verbosity() []string { return kube.Flag("--v", fmt.Sprint(*o.LogLevel)) }

// flags are those by which copies elect their leader.
func (l LeaderElection) flags() []string {
	return slices.Concat(
		kube.Flag("--leader-election-renew-deadline", kube.Duration(l.RenewDeadline)),
		kube.Flag("--leader-election-lease-duration", kube.Duration(l.LeaseDuration)),
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
