package efscsi

import (
	"fmt"
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
	d := kube.Deployment(o.controller(), controllerName, o.controllerPods(), corev1.PodSpec{
		ServiceAccountName: sa.Name,
		HostNetwork:        o.HostNetwork,
		SecurityContext:    root(),
		Containers:         []corev1.Container{controllerDriver(t, o), provisioner(t, o), controllerLiveness(t, o)},
		Volumes:            []corev1.Volume{{Name: "socket-dir", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}}},
	})
	d.Spec.Strategy = kube.Strategy(o.RollingUpdate)
	return d
}

// controllerPods are the controller's pods as the other options want them.
func (o Options) controllerPods() addon.Pods {
	p := o.Pods
	if o.HostNetwork && p.DNSPolicy == "" {
		p.DNSPolicy = corev1.DNSClusterFirstWithHostNet // or names would resolve as the nodes do it
	}
	if o.Metrics && o.ServiceMonitor == nil && !o.NoScrapeAnnotations {
		annotations := map[string]string{
			"prometheus.io/port":   fmt.Sprint(metricsPort),
			"prometheus.io/scrape": "true",
		}
		maps.Copy(annotations, p.Annotations)
		p.Annotations = annotations
	}
	return p
}

// root is who the driver runs as: it mounts file systems, and the kubelet's sockets are
// root's.
func root() *corev1.PodSecurityContext {
	return &corev1.PodSecurityContext{
		FSGroup:      new(int64(0)),
		RunAsUser:    new(int64(0)),
		RunAsGroup:   new(int64(0)),
		RunAsNonRoot: new(false),
	}
}

func controllerDriver(t addon.Target, o Options) corev1.Container {
	c := corev1.Container{
		Name:  "efs-plugin",
		Image: t.Image(o.Pods.Image),
		Args:  controllerArgs(o),
		Env:   controllerEnv(o),
		Ports: []corev1.ContainerPort{kube.Port(healthName, o.HealthPort)},
		SecurityContext: &corev1.SecurityContext{
			Privileged: new(true), // it mounts a file system to delete a volume's directory
		},
		VolumeMounts: []corev1.VolumeMount{{Name: "socket-dir", MountPath: socketDir}},
	}
	o.Probes.probe(&c)
	if o.Metrics {
		c.Ports = append(c.Ports, kube.Port(metricsName, metricsPort))
	}
	if o.Unprivileged {
		c.SecurityContext = &corev1.SecurityContext{AllowPrivilegeEscalation: new(false), Privileged: new(false)}
	}
	return c
}

func controllerArgs(o Options) []string {
	return slices.Concat(
		[]string{"--endpoint=$(CSI_ENDPOINT)", "--logtostderr"},
		kube.Flag("--tags", tags(o.Tags)),
		o.verbosity(),
		[]string{
			fmt.Sprintf("--delete-access-point-root-dir=%t", o.DeleteRootDirectories),
			fmt.Sprintf("--debug-logs=%t", o.DebugLogs),
		},
		kube.FlagIf(o.NoAdaptiveRetry, "--adaptive-retry-mode=false"),
		kube.FlagIf(o.Metrics, fmt.Sprintf("--http-endpoint=0.0.0.0:%d", metricsPort)),
	)
}

// tags are those of the option as the flag has them: what parts them is escaped within.
func tags(all map[string]string) string {
	escape := strings.NewReplacer(":", `\:`, " ", `\ `)
	var pairs []string
	for _, key := range slices.Sorted(maps.Keys(all)) {
		pairs = append(pairs, escape.Replace(key)+":"+escape.Replace(all[key]))
	}
	return strings.Join(pairs, " ")
}

func controllerEnv(o Options) []corev1.EnvVar {
	env := []corev1.EnvVar{{Name: "CSI_ENDPOINT", Value: "unix://" + socketDir + "csi.sock"}}
	if o.RegionalSTS {
		env = append(env, corev1.EnvVar{Name: "AWS_STS_REGIONAL_ENDPOINTS", Value: "regional"})
	}
	env = append(env, kube.FieldEnv("CSI_NODE_NAME", "spec.nodeName"))
	return append(env, o.mountHelper()...)
}

// mountHelper are the variables that the driver passes on to its mount helper, wherever it
// runs.
func (o Options) mountHelper() []corev1.EnvVar {
	var env []corev1.EnvVar
	if o.FIPS {
		env = append(env, corev1.EnvVar{Name: "AWS_USE_FIPS_ENDPOINT", Value: "true"})
	}
	return append(env, corev1.EnvVar{Name: "PORT_RANGE_UPPER_BOUND", Value: fmt.Sprint(o.PortRangeUpperBound)})
}

// probe has the driver's container probed, at the port that the container beside it answers.
func (p Probes) probe(c *corev1.Container) {
	c.LivenessProbe = p.Liveness.probe()
	if p.Readiness != nil {
		c.ReadinessProbe = p.Readiness.probe()
	}
	if p.Startup != nil {
		c.StartupProbe = p.Startup.probe()
	}
}

func (p Probe) probe() *corev1.Probe {
	return &corev1.Probe{
		ProbeHandler: corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{
			Path: "/healthz", Port: intstr.FromString(healthName),
		}},
		InitialDelaySeconds: p.InitialDelaySeconds,
		TimeoutSeconds:      p.TimeoutSeconds,
		PeriodSeconds:       p.PeriodSeconds,
		FailureThreshold:    p.FailureThreshold,
	}
}
