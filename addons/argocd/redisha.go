package argocd

import (
	"embed"
	"fmt"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const (
	redisReplicas = 3
	sentinelPort  = 26379

	redisConfigName = "argocd-redis-ha-configmap"
	redisHealthName = "argocd-redis-ha-health-configmap"
)

// redisFiles are the configuration of Redis and Sentinel, and the programs that keep them
// together.
//
//go:embed redis
var redisFiles embed.FS

// files are some of a folder of redisFiles.
func files(folder string, names ...string) values {
	v := values{}
	for _, name := range names {
		text, err := redisFiles.ReadFile("redis/" + folder + "/" + name)
		if err != nil {
			panic(err) // it is embedded
		}
		v[name] = string(text)
	}
	return v
}

func redisHAObjects(t addon.Target, o Options) []addon.Object {
	id := o.of(redisHAName, "redis")
	sa := kube.ServiceAccount(id, redisHAName, o.Redis.HA.Pods)
	objs := []addon.Object{
		sa,
		&rbacv1.Role{ObjectMeta: id.Meta(redisHAName), Rules: []rbacv1.PolicyRule{kube.Rule("", "endpoints", "get")}},
		kube.BindRole(id, redisHAName, redisHAName, sa),
		redisConfig(o),
		redisHealth(o),
		headless(id, redisHAName, redisServicePorts()...),
		redisSet(t, o, sa),
		kube.DisruptionBudget(id, redisHAServerName, o.Redis.HA.Pods),
		redisPolicy(o),
	}
	for i := range redisReplicas {
		objs = append(objs, redisAddress(o, i))
	}
	return objs
}

func redisConfig(o Options) *corev1.ConfigMap {
	return &corev1.ConfigMap{ObjectMeta: o.of(redisHAName, "redis").Meta(redisConfigName), Data: files("config",
		"common.sh", "fix-split-brain.sh", "haproxy.cfg", "haproxy_init.sh", "init.sh", "redis.conf", "sentinel.conf", "trigger-failover-if-master.sh")}
}

func redisHealth(o Options) *corev1.ConfigMap {
	return &corev1.ConfigMap{ObjectMeta: o.of(redisHAName, "redis").Meta(redisHealthName), Data: files("health",
		"redis_liveness.sh", "redis_readiness.sh", "sentinel_liveness.sh")}
}

func redisServicePorts() []corev1.ServicePort {
	return []corev1.ServicePort{
		{Name: "tcp-server", Port: redisPort, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromString("redis")},
		{Name: "tcp-sentinel", Port: sentinelPort, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromString("sentinel")},
	}
}

// redisAddress gives a pod an address that stays, by which the others and the proxy know it.
func redisAddress(o Options, i int) *corev1.Service {
	id := o.of(redisHAName, "redis")
	s := serviceOf(id, fmt.Sprintf("%s-announce-%d", redisHAName, i), redisServicePorts()...)
	s.Spec.Selector["statefulset.kubernetes.io/pod-name"] = fmt.Sprintf("%s-%d", redisHAServerName, i)
	s.Spec.PublishNotReadyAddresses = true
	return s
}

// redisPolicy keeps Redis to itself, and lets the proxy in.
func redisPolicy(o Options) *networkingv1.NetworkPolicy {
	id := o.of(redisHAName, "redis")
	p := o.networkPolicy(id, redisHAServerName, from([]int32{redisPort, sentinelPort}, proxyName, redisHAName))
	if p == nil {
		return nil
	}
	p.Spec.PolicyTypes = append(p.Spec.PolicyTypes, networkingv1.PolicyTypeEgress)
	p.Spec.Egress = []networkingv1.NetworkPolicyEgressRule{
		{To: []networkingv1.NetworkPolicyPeer{podsOf(redisHAName)}, Ports: policyPorts(redisPort, sentinelPort)},
		{Ports: []networkingv1.NetworkPolicyPort{policyPort(corev1.ProtocolUDP, 53), policyPort(corev1.ProtocolTCP, 53)}},
	}
	return p
}

func redisSet(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.StatefulSet {
	id := o.of(redisHAName, "redis")
	pods := kube.ReadAtStart(labelled(o.Redis.HA.Pods), redisConfig(o).Data)
	health := configMap("health", redisHealthName, "/health")
	health.volume.ConfigMap.DefaultMode = new(int32(0o755))
	image := t.Image(pods.Image)
	spec := podSpec(sa.Name, redisContainer(image),
		configMap("config", redisConfigName, "/readonly-config"),
		scratch("data", "/data"),
		health,
	)
	spec.AutomountServiceAccountToken = new(false)
	spec.InitContainers = []corev1.Container{redisHelper("config-init", image, "init.sh")}
	for _, c := range []corev1.Container{sentinelContainer(image), splitBrainContainer(image)} {
		c.Resources = o.Redis.HA.SidecarResources
		spec.Containers = append(spec.Containers, c)
	}
	spec.SecurityContext = &corev1.PodSecurityContext{FSGroup: new(int64(1000)), RunAsNonRoot: new(true), RunAsUser: new(int64(1000))}
	return &appsv1.StatefulSet{
		ObjectMeta: id.Meta(redisHAServerName),
		Spec: appsv1.StatefulSetSpec{
			Replicas:             pods.Replicas,
			RevisionHistoryLimit: pods.RevisionHistoryLimit,
			Selector:             id.LabelSelector(),
			ServiceName:          redisHAName,
			PodManagementPolicy:  appsv1.OrderedReadyPodManagement,
			UpdateStrategy:       appsv1.StatefulSetUpdateStrategy{Type: appsv1.RollingUpdateStatefulSetStrategyType},
			Template:             kube.PodTemplate(id, pods, spec),
		},
	}
}

func redisContainer(image string) corev1.Container {
	return corev1.Container{
		Name:            "redis",
		Image:           image,
		Command:         []string{"redis-server"},
		Args:            []string{"/data/conf/redis.conf"},
		Env:             []corev1.EnvVar{fromSecret("AUTH", redisPassword())},
		Ports:           []corev1.ContainerPort{kube.Port("redis", redisPort)},
		StartupProbe:    redisProbe("/health/redis_readiness.sh"),
		LivenessProbe:   redisProbe("/health/redis_liveness.sh"),
		ReadinessProbe:  redisProbe("/health/redis_readiness.sh"),
		Lifecycle:       &corev1.Lifecycle{PreStop: run("/bin/sh", "/readonly-config/trigger-failover-if-master.sh")},
		SecurityContext: kube.Confined(),
	}
}

func sentinelContainer(image string) corev1.Container {
	startup, readiness := redisProbe("/health/sentinel_liveness.sh"), redisProbe("/health/sentinel_liveness.sh")
	startup.InitialDelaySeconds, startup.PeriodSeconds, startup.FailureThreshold = 5, 10, 3
	readiness.SuccessThreshold = 3
	return corev1.Container{
		Name:           "sentinel",
		Image:          image,
		Command:        []string{"redis-sentinel"},
		Args:           []string{"/data/conf/sentinel.conf"},
		Env:            []corev1.EnvVar{fromSecret("AUTH", redisPassword())},
		Ports:          []corev1.ContainerPort{kube.Port("sentinel", sentinelPort)},
		StartupProbe:   startup,
		LivenessProbe:  redisProbe("/health/sentinel_liveness.sh"),
		ReadinessProbe: readiness,
		// Sentinel forgets pods that are gone.
		Lifecycle:       &corev1.Lifecycle{PostStart: run("/bin/sh", "-c", "sleep 30; redis-cli -p 26379 sentinel reset argocd")},
		SecurityContext: kube.Confined(),
		VolumeMounts: []corev1.VolumeMount{
			{Name: "data", MountPath: "/data"},
			{Name: "health", MountPath: "/health"},
		},
	}
}

// splitBrainContainer has a Redis start anew that follows another master than Sentinel says.
func splitBrainContainer(image string) corev1.Container {
	c := redisHelper("split-brain-fix", image, "fix-split-brain.sh")
	c.LivenessProbe = &corev1.Probe{ProbeHandler: corev1.ProbeHandler{Exec: run("cat", "/readonly-config/redis.conf").Exec}}
	c.ReadinessProbe = &corev1.Probe{ProbeHandler: corev1.ProbeHandler{Exec: run("sh", "-c", "test -d /proc/1").Exec}}
	for _, p := range []*corev1.Probe{c.LivenessProbe, c.ReadinessProbe} {
		patiently(p)
	}
	return c
}

// redisHelper runs one of the programs of the configuration.
func redisHelper(name, image, program string) corev1.Container {
	c := corev1.Container{
		Name:            name,
		Image:           image,
		Command:         []string{"sh"},
		Args:            []string{"/readonly-config/" + program},
		SecurityContext: kube.Confined(),
		VolumeMounts: []corev1.VolumeMount{
			{Name: "config", MountPath: "/readonly-config", ReadOnly: true},
			{Name: "data", MountPath: "/data"},
		},
	}
	for i, id := range sentinelIDs() {
		c.Env = append(c.Env, corev1.EnvVar{Name: fmt.Sprintf("SENTINEL_ID_%d", i), Value: id})
	}
	c.Env = append(c.Env, fromSecret("AUTH", redisPassword()))
	return c
}

// sentinelIDs tell the Sentinels apart, whatever becomes of their pods.
func sentinelIDs() [redisReplicas]string {
	return [redisReplicas]string{
		"3c0d9c0320bb34888c2df5757c718ce6ca992ce6",
		"40000915ab58c3fa8fd888fb8b24711944e6cbb4",
		"2bbec7894d954a8af3bb54d13eaec53cb024e2ca",
	}
}

func redisProbe(program string) *corev1.Probe {
	p := &corev1.Probe{ProbeHandler: corev1.ProbeHandler{Exec: run("sh", "-c", program).Exec}}
	patiently(p)
	return p
}

// patiently is how upstream asks Redis, and what is beside it.
func patiently(p *corev1.Probe) {
	p.InitialDelaySeconds, p.PeriodSeconds, p.TimeoutSeconds, p.FailureThreshold = 30, 15, 15, 5
}

func run(command ...string) *corev1.LifecycleHandler {
	return &corev1.LifecycleHandler{Exec: &corev1.ExecAction{Command: command}}
}
