package loki

import (
	"fmt"
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/hpa"
	"github.com/fitout/fitout/addon/kube"
)

// monolithic is Loki as one program.
func monolithic(t addon.Target, o Options, sa *corev1.ServiceAccount) []addon.Object {
	if o.scalable() {
		return nil
	}
	id := o.component("single-binary")
	pods := lokiPod{container: name, target: "all", volume: "storage", rules: true, pods: o.Pods}
	set := statefulSet(id, name, o.Volume, pods, pods.spec(t, o, sa), o)
	return append(lokiServices(id, name), set, kube.DisruptionBudget(id, name, o.Pods))
}

// scalable is Loki as what writes, what reads, and what looks after the rest.
func scalable(t addon.Target, o Options, sa *corev1.ServiceAccount) []addon.Object {
	if !o.scalable() {
		return nil
	}
	write := lokiPod{container: "write", target: "write", volume: "data", pods: o.Write.Pods}
	read := lokiPod{container: "read", target: "read", volume: "data", pods: counted(o.Read.Pods, o.Read.Autoscaling, 3)}
	backend := lokiPod{container: "backend", target: "backend", volume: "data", rules: true, pods: o.Backend.Pods}

	writeID, readID, backendID := o.component("write"), o.component("read"), o.component("backend")
	backendSet := statefulSet(backendID, o.keeper(), o.Backend.Volume, backend, backend.spec(t, o, sa), o)
	if !o.Backend.Volume.Ephemeral {
		// Its volumes have nothing that isn't in the bucket.
		backendSet.Spec.PersistentVolumeClaimRetentionPolicy = &appsv1.StatefulSetPersistentVolumeClaimRetentionPolicy{
			WhenDeleted: appsv1.DeletePersistentVolumeClaimRetentionPolicyType,
			WhenScaled:  appsv1.DeletePersistentVolumeClaimRetentionPolicyType,
		}
	}
	return slices.Concat(
		lokiServices(writeID, o.writer()),
		lokiServices(readID, o.reader()),
		lokiServices(backendID, o.keeper()),
		[]addon.Object{
			schedulerService(o),
			statefulSet(writeID, o.writer(), o.Write.Volume, write, write.spec(t, o, sa), o),
			kube.DisruptionBudget(writeID, o.writer(), write.pods),
			readDeployment(o, read, read.spec(t, o, sa)),
			hpa.New(readID.Meta(o.reader()), o.reader(), o.Read.Autoscaling),
			kube.DisruptionBudget(readID, o.reader(), read.pods),
			backendSet,
			kube.DisruptionBudget(backendID, o.keeper(), backend.pods),
		},
	)
}

// counted are pods with the number that an autoscaler begins with, or that is the default.
func counted(pods addon.Pods, a hpa.Autoscaling, otherwise int32) addon.Pods {
	switch {
	case a.Enabled:
		pods.Replicas = &a.MinReplicas
	case pods.Replicas == nil:
		pods.Replicas = &otherwise
	}
	return pods
}

// schedulerService leads to the pods that share queries out.
func schedulerService(o Options) *corev1.Service {
	s := lokiService(o.component("backend"), name+"-query-scheduler-discovery")
	s.Labels[labelNoMonitor] = "false"
	s.Spec.ClusterIP = corev1.ClusterIPNone
	s.Spec.Ports = s.Spec.Ports[:2]
	return s
}

func readDeployment(o Options, p lokiPod, spec corev1.PodSpec) *appsv1.Deployment {
	spec.Volumes = append(spec.Volumes, emptyDir(p.volume))
	d := kube.Deployment(o.component("read"), o.reader(), p.tuned(o), spec)
	d.Spec.Strategy = kube.Strategy(o.Read.RollingUpdate)
	if o.Read.Autoscaling.Enabled {
		d.Spec.Replicas = nil // else each apply would undo the autoscaler's work
	}
	return d
}

func statefulSet(id kube.Identity, name string, v Volume, p lokiPod, spec corev1.PodSpec, o Options) *appsv1.StatefulSet {
	if v.Ephemeral {
		spec.Volumes = append(spec.Volumes, corev1.Volume{Name: p.volume, VolumeSource: corev1.VolumeSource{
			EmptyDir: &corev1.EmptyDirVolumeSource{SizeLimit: v.Size},
		}})
	}
	set := kube.StatefulSet(id, name, p.tuned(o), spec)
	set.Spec.ServiceName = headless(name)
	set.Spec.PodManagementPolicy = appsv1.ParallelPodManagement
	if !v.Ephemeral {
		set.Spec.VolumeClaimTemplates = []corev1.PersistentVolumeClaim{v.claim(metav1.ObjectMeta{Name: p.volume})}
	}
	return set
}

// claim is for a volume.
func (v Volume) claim(meta metav1.ObjectMeta) corev1.PersistentVolumeClaim {
	size := resource.MustParse("10Gi")
	if v.Size != nil {
		size = *v.Size
	}
	c := corev1.PersistentVolumeClaim{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "PersistentVolumeClaim"}, // which the API server adds
		ObjectMeta: meta,
		Spec: corev1.PersistentVolumeClaimSpec{
			AccessModes: []corev1.PersistentVolumeAccessMode{corev1.ReadWriteOnce},
			Resources:   corev1.VolumeResourceRequirements{Requests: corev1.ResourceList{corev1.ResourceStorage: size}},
		},
	}
	if v.StorageClassName != "" {
		c.Spec.StorageClassName = &v.StorageClassName
	}
	return c
}

// lokiPod is what tells some of Loki's pods from the others.
type lokiPod struct {
	container, target string
	volume            string // with what must last
	rules             bool   // whether it evaluates them
	pods              addon.Pods
}

// tuned are the pods as they are restarted for a new configuration, and found by the others.
func (p lokiPod) tuned(o Options) addon.Pods {
	pods := kube.ReadAtStart(p.pods, o.file())
	pods.Labels = kube.Over(pods.Labels, memberlistLabels())
	return pods
}

// spec is that of the pods, but for the volume with what must last.
func (p lokiPod) spec(t addon.Target, o Options, sa *corev1.ServiceAccount) corev1.PodSpec {
	caVolumes, caMounts := o.caVolume()
	main := corev1.Container{
		Name:  p.container,
		Image: t.Image(p.pods.Image),
		Args: []string{
			"-config.file=" + configDir + "/config.yaml",
			"-config.expand-env=true",
			"-memberlist.advertise-addr=$(POD_IP)",
			"-target=" + p.target,
		},
		Env: slices.Concat(
			goEnv(p.pods),
			[]corev1.EnvVar{kube.FieldEnv("POD_IP", "status.podIP")},
			o.storageEnv(),
		),
		Ports: []corev1.ContainerPort{
			kube.Port("http-metrics", httpPort),
			kube.Port("grpc", grpcPort),
			kube.Port("http-memberlist", memberlistPort),
		},
		LivenessProbe: &corev1.Probe{
			ProbeHandler:     httpGet("/loki/api/v1/status/buildinfo", "http-metrics"),
			PeriodSeconds:    30,
			FailureThreshold: 10,
		},
		ReadinessProbe: &corev1.Probe{
			ProbeHandler:        httpGet("/ready", "http-metrics"),
			InitialDelaySeconds: 15,
		},
		SecurityContext: kube.Confined(),
		VolumeMounts: slices.Concat([]corev1.VolumeMount{
			{Name: "config", MountPath: configDir},
			{Name: "runtime-config", MountPath: runtimeDir},
			{Name: p.volume, MountPath: dataDir},
			{Name: "temp", MountPath: "/tmp"},
		}, caMounts),
	}
	spec := corev1.PodSpec{
		ServiceAccountName: sa.Name,
		SecurityContext:    runAs(10001),
		Containers:         []corev1.Container{main},
		Volumes: slices.Concat([]corev1.Volume{
			emptyDir("temp"),
			configMap("config", name),
			configMap("runtime-config", runtimeName),
		}, caVolumes),
	}
	if p.rules {
		o.withRules(t, &spec)
	}
	return spec
}

// withRules gives a pod the files with rules, and the sidecar that collects them.
func (o Options) withRules(t addon.Target, spec *corev1.PodSpec) {
	if o.Ruler.NoSidecar && !o.localRules() {
		return
	}
	const volume = "sc-rules-volume"
	mount := corev1.VolumeMount{Name: volume, MountPath: rulesDir}
	spec.Containers[0].VolumeMounts = append(spec.Containers[0].VolumeMounts, mount)
	spec.Volumes = append(spec.Volumes, emptyDir(volume))
	if o.Ruler.NoSidecar {
		return
	}
	folder := rulesDir
	if o.localRules() {
		folder += "/" + o.ownTenant() // Loki takes the folders in it for tenants
	}
	spec.Containers = append(spec.Containers, o.Ruler.Sidecar.container(t, "loki-sc-rules", folder, []corev1.VolumeMount{{Name: "sc-rules-temp", MountPath: "/tmp"}, mount}))
	spec.Volumes = append(spec.Volumes, emptyDir("sc-rules-temp"))
}

// ownTenant is the tenant that the collector's logs are of. Loki's own name for everybody's is
// "fake".
func (o Options) ownTenant() string {
	if o.SingleTenant {
		return "fake"
	}
	return o.Tenant
}

// container is the sidecar that puts what it collects into a folder.
func (s Sidecar) container(t addon.Target, name, folder string, mounts []corev1.VolumeMount) corev1.Container {
	namespaces := strings.Join(s.Namespaces, ",")
	if s.AllNamespaces {
		namespaces = "ALL"
	}
	return corev1.Container{
		Name:  name,
		Image: t.Image(s.Image),
		Env: slices.Concat(
			kube.Env("METHOD", "WATCH"),
			kube.Env("LABEL", s.Label),
			kube.Env("LABEL_VALUE", s.LabelValue),
			kube.Env("FOLDER", folder),
			kube.Env("FOLDER_ANNOTATION", s.FolderAnnotation),
			kube.Env("RESOURCE", s.Resource),
			kube.Env("NAMESPACE", namespaces),
			kube.Env("WATCH_SERVER_TIMEOUT", "60"),
			kube.Env("WATCH_CLIENT_TIMEOUT", "60"),
			kube.Env("LOG_LEVEL", "INFO"),
			kube.Env("HEALTH_PORT", "8080"),
		),
		Ports:           []corev1.ContainerPort{kube.Port("http-sidecar", 8080)},
		LivenessProbe:   &corev1.Probe{ProbeHandler: httpGet("/healthz", "http-sidecar"), InitialDelaySeconds: 30, PeriodSeconds: 30},
		ReadinessProbe:  &corev1.Probe{ProbeHandler: httpGet("/healthz", "http-sidecar"), InitialDelaySeconds: 3},
		Resources:       s.Resources,
		SecurityContext: kube.Confined(),
		VolumeMounts:    mounts,
	}
}

// goEnv keep the memory of a program in Go below what its pods may use.
func goEnv(pods addon.Pods) []corev1.EnvVar {
	env := kube.Env("GOGC", "80")
	if limit, ok := pods.Resources.Limits[corev1.ResourceMemory]; ok {
		env = append(env, kube.Env("GOMEMLIMIT", fmt.Sprintf("%dMiB", limit.Value()/(1<<20)*85/100))...)
	}
	return env
}

// runAs is the context of pods whose programs are one user's, who isn't root.
func runAs(user int64) *corev1.PodSecurityContext {
	return &corev1.PodSecurityContext{
		FSGroup:             &user,
		FSGroupChangePolicy: new(corev1.FSGroupChangeOnRootMismatch),
		RunAsGroup:          &user,
		RunAsNonRoot:        new(true),
		RunAsUser:           &user,
		SeccompProfile:      &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
	}
}

func httpGet(path, port string) corev1.ProbeHandler {
	return corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: path, Port: intstr.FromString(port)}}
}

func emptyDir(name string) corev1.Volume {
	return corev1.Volume{Name: name, VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}}
}

func configMap(volume, name string) corev1.Volume {
	return corev1.Volume{Name: volume, VolumeSource: corev1.VolumeSource{ConfigMap: &corev1.ConfigMapVolumeSource{
		LocalObjectReference: corev1.LocalObjectReference{Name: name},
	}}}
}
