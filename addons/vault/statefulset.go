package vault

import (
	"cmp"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// serverPods are the pods as the mode wants them.
func (o Options) serverPods() addon.Pods {
	p := o.Server.Pods
	if p.Replicas == nil {
		p.Replicas = new(int32(1))
		if o.Server.Mode == HA {
			p.Replicas = new(int32(3))
		}
	}
	if p.Affinity == nil {
		p.Affinity = apart(o.server())
	}
	if o.Server.HostNetwork && p.DNSPolicy == "" {
		p.DNSPolicy = corev1.DNSClusterFirstWithHostNet // or names would resolve as the nodes do it
	}
	if n := *p.Replicas; p.DisruptionBudget == nil && n > 1 {
		// More than half of the servers must be up to agree on anything.
		p.DisruptionBudget = &addon.DisruptionBudget{MaxUnavailable: new(intstr.FromInt32((n - 1) / 2))}
	}
	return p
}

// apart keeps a component's pods off nodes that have one already.
func apart(id kube.Identity) *corev1.Affinity {
	return &corev1.Affinity{PodAntiAffinity: &corev1.PodAntiAffinity{
		RequiredDuringSchedulingIgnoredDuringExecution: []corev1.PodAffinityTerm{{
			LabelSelector: id.LabelSelector(),
			TopologyKey:   corev1.LabelHostname,
		}},
	}}
}

func serverStatefulSet(t addon.Target, o Options, config *corev1.ConfigMap) *appsv1.StatefulSet {
	if o.External != nil {
		return nil
	}
	s, pods := o.Server, o.serverPods()
	if config != nil {
		pods = kube.ReadAtStart(pods, []any{config.Data, s.Certificate.CABundle})
	}
	set := kube.StatefulSet(o.server(), o.fullname(), pods, corev1.PodSpec{
		ServiceAccountName: o.fullname(),
		HostNetwork:        s.HostNetwork,
		SecurityContext:    unprivileged(),
		InitContainers:     mirrored(t, s.InitContainers),
		Containers:         append([]corev1.Container{serverContainer(t, o)}, mirrored(t, s.Sidecars)...),
		Volumes:            serverVolumes(o),
	})
	if s.ShareProcessNamespace {
		set.Spec.Template.Spec.ShareProcessNamespace = new(true)
	}
	set.Spec.ServiceName = o.internalName()
	set.Spec.PodManagementPolicy = appsv1.ParallelPodManagement
	set.Spec.UpdateStrategy.Type = appsv1.OnDeleteStatefulSetStrategyType
	if s.RollingUpdate {
		set.Spec.UpdateStrategy.Type = appsv1.RollingUpdateStatefulSetStrategyType
	}
	set.Spec.PersistentVolumeClaimRetentionPolicy = s.ClaimRetention
	set.Spec.VolumeClaimTemplates = s.claims()
	return set
}

// unprivileged is the user of the images of Vault and of the injector, as upstream has it.
func unprivileged() *corev1.PodSecurityContext {
	return &corev1.PodSecurityContext{
		RunAsNonRoot:   new(true),
		RunAsUser:      new(int64(100)),
		RunAsGroup:     new(int64(1000)),
		FSGroup:        new(int64(1000)),
		SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
	}
}

// confined is what the programs in these images need: nothing.
func confined() *corev1.SecurityContext {
	return &corev1.SecurityContext{
		AllowPrivilegeEscalation: new(false),
		Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
	}
}

// mirrored are containers whose images come by the target's mirror.
func mirrored(t addon.Target, containers []corev1.Container) []corev1.Container {
	out := slices.Clone(containers)
	for i := range out {
		out[i].Image = t.Image(addon.ParseImage(out[i].Image))
	}
	return out
}

func serverContainer(t addon.Target, o Options) corev1.Container {
	s := o.Server
	args := []string{"vault", "server", "-config=" + configDir + "/" + configKey}
	if s.Mode == Dev {
		args = []string{"vault", "server", "-dev"}
	}
	scheme := s.scheme()
	return corev1.Container{
		Name:            name,
		Image:           t.Image(s.Pods.Image),
		Command:         []string{"/usr/local/bin/docker-entrypoint.sh"},
		Args:            args,
		Env:             serverEnv(t, o),
		Ports:           []corev1.ContainerPort{kube.Port(scheme, apiPort), kube.Port("https-internal", clusterPort), kube.Port(scheme+"-rep", 8202)},
		ReadinessProbe:  s.ReadinessProbe.probe(scheme),
		LivenessProbe:   s.LivenessProbe.probe(scheme),
		Lifecycle:       s.lifecycle(),
		SecurityContext: confined(),
		VolumeMounts:    serverMounts(o),
	}
}

func serverEnv(t addon.Target, o Options) []corev1.EnvVar {
	s := o.Server
	env := []corev1.EnvVar{
		kube.FieldEnv("HOST_IP", "status.hostIP"),
		kube.FieldEnv("POD_IP", "status.podIP"),
		kube.FieldEnv("VAULT_K8S_POD_NAME", "metadata.name"),
		kube.FieldEnv("VAULT_K8S_NAMESPACE", "metadata.namespace"),
		{Name: "VAULT_ADDR", Value: s.scheme() + "://127.0.0.1:8200"},
		{Name: "VAULT_API_ADDR", Value: cmp.Or(s.APIAddress, s.scheme()+"://$(POD_IP):8200")},
		{Name: "SKIP_CHOWN", Value: "true"},
		{Name: "SKIP_SETCAP", Value: "true"},
		kube.FieldEnv("HOSTNAME", "metadata.name"),
		{Name: "VAULT_CLUSTER_ADDR", Value: cmp.Or(s.ClusterAddress, "https://$(HOSTNAME)."+o.internalName()+":8201")},
	}
	if s.Raft.PodNames {
		env = append(env, kube.FieldEnv("VAULT_RAFT_NODE_ID", "metadata.name"))
	}
	env = append(env, corev1.EnvVar{Name: "HOME", Value: "/home/vault"})
	env = append(env, kube.Env("VAULT_LOG_LEVEL", s.LogLevel)...)
	env = append(env, kube.Env("VAULT_LOG_FORMAT", s.LogFormat)...)
	if s.License != nil {
		env = append(env, corev1.EnvVar{Name: "VAULT_LICENSE_PATH", Value: licenseDir + "/" + s.License.Key})
	}
	if s.Mode == Dev {
		env = append(env, corev1.EnvVar{Name: "VAULT_DEV_LISTEN_ADDRESS", Value: "[::]:8200"})
	}
	if s.DevRootToken != nil {
		env = append(env, corev1.EnvVar{Name: "VAULT_DEV_ROOT_TOKEN_ID", ValueFrom: &corev1.EnvVarSource{SecretKeyRef: s.DevRootToken.Selector()}})
	}
	return append(env, s.sealEnvironment(t)...)
}

// lifecycle has a pod serve on until no Service leads to it any more.
func (s Server) lifecycle() *corev1.Lifecycle {
	l := &corev1.Lifecycle{}
	if s.PostStart != nil {
		l.PostStart = &corev1.LifecycleHandler{Exec: &corev1.ExecAction{Command: s.PostStart}}
	}
	if n := *s.PreStopSeconds; n > 0 {
		l.PreStop = &corev1.LifecycleHandler{Exec: &corev1.ExecAction{Command: []string{"sleep", kube.Number(n)}}}
	}
	if *l == (corev1.Lifecycle{}) {
		return nil
	}
	return l
}
