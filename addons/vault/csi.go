package vault

import (
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// CSI is the provider of the Secrets Store CSI driver, on every node.
type CSI struct {
	// Installs the provider.
	Enabled bool `json:"enabled,omitempty"`

	// The pods on the nodes. What the target's pods say of where pods run doesn't hold for them.
	Pods addon.Pods `json:"pods,omitzero" pods:"node"`

	// How many pods, as a number or a percentage, may be down at once while they are updated:
	// one, where it is left out.
	MaxUnavailable *intstr.IntOrString `json:"maxUnavailable,omitempty"`

	// Runs the pods in the network of their nodes.
	HostNetwork bool `json:"hostNetwork,omitempty"`

	// Where the driver looks for its providers on the nodes:
	// "/var/run/secrets-store-csi-providers", where it is left out.
	ProvidersDir string `json:"providersDir,omitempty" jsonschema:"pattern=^(/[^/ ]+)+$"`

	// The Secret that the provider makes for a key of its own:
	// "vault-csi-provider-hmac-key", where it is left out.
	HMACSecret string `json:"hmacSecret,omitempty" jsonschema:"maxLength=253"`

	// Vault's agent in the same pods, which keeps what was read for pods that ask next.
	Agent CSIAgent `json:"agent,omitzero"`

	// How much is logged: "info", where it is left out.
	LogLevel LogLevel `json:"logLevel,omitempty"`

	// When a pod is ready: its defaults are 5 s, every 5 s, 3 s and 2 times.
	ReadinessProbe Probe `json:"readinessProbe,omitzero"`

	// When a pod is started anew: its defaults are 5 s, every 5 s, 3 s and 2 times.
	LivenessProbe Probe `json:"livenessProbe,omitzero"`
}

// CSIAgent is Vault's agent beside the provider.
type CSIAgent struct {
	// Has the provider ask Vault itself each time.
	Disabled bool `json:"disabled,omitempty"`

	// The image: Vault's.
	Image addon.Image `json:"image,omitzero"`

	// The CPU and memory that it asks for and may use.
	Resources corev1.ResourceRequirements `json:"resources,omitzero"`

	// Arguments that it gets after the addon's own.
	ExtraArgs []string `json:"extraArgs,omitempty"`

	// How much it logs: "info", where it is left out.
	LogLevel LogLevel `json:"logLevel,omitempty"`

	// How its log is written: "standard", where it is left out.
	LogFormat LogFormat `json:"logFormat,omitempty"`
}

// The structs below are the agent's configuration as Vault's command/agent/config reads it.
type csiAgentConfig struct {
	Vault    csiAgentVault    `hcl:"vault"`
	Cache    *struct{}        `hcl:"cache"`
	Listener csiAgentListener `hcl:"listener"`
}

type csiAgentVault struct {
	Address string `hcl:"address"`
	CACert  string `hcl:"ca_cert"`
}

type csiAgentListener struct {
	Type       string `hcl:",label"`
	Address    string `hcl:"address"`
	TLSDisable bool   `hcl:"tls_disable"`
}

// Where the agent has its configuration and its socket.
const (
	agentConfigKey  = "config.hcl"
	agentConfigFile = "/etc/vault/" + agentConfigKey
	agentSocketDir  = "/var/run/vault"
	agentSocket     = agentSocketDir + "/agent.sock"
)

func (o Options) agentConfigName() string { return o.csiName() + "-agent-config" }

func agentConfig(o Options) *corev1.ConfigMap {
	if o.CSI.Agent.Disabled {
		return nil
	}
	c := csiAgentConfig{
		Vault:    csiAgentVault{Address: o.address()},
		Cache:    &struct{}{},
		Listener: csiAgentListener{"unix", agentSocket, true},
	}
	if o.ca() != nil {
		c.Vault.CACert = caFile
	}
	return &corev1.ConfigMap{
		ObjectMeta: o.provider().Meta(o.agentConfigName()),
		Data:       map[string]string{agentConfigKey: formatHCL(c)},
	}
}

func providerDaemonSet(t addon.Target, o Options, config *corev1.ConfigMap) *appsv1.DaemonSet {
	pods := o.CSI.Pods
	if o.CSI.HostNetwork && pods.DNSPolicy == "" {
		pods.DNSPolicy = corev1.DNSClusterFirstWithHostNet // or names would resolve as the nodes do it
	}
	if config != nil {
		pods = kube.ReadAtStart(pods, []any{config.Data, o.caBundle()})
	}
	spec := corev1.PodSpec{
		ServiceAccountName: o.csiName(),
		HostNetwork:        o.CSI.HostNetwork,
		Containers:         []corev1.Container{providerContainer(t, o)},
		Volumes:            providerVolumes(o),
	}
	if config != nil {
		spec.Containers = append(spec.Containers, agentContainer(t, o))
	}
	d := kube.DaemonSet(o.provider(), o.csiName(), pods, spec)
	d.Spec.UpdateStrategy.Type = appsv1.RollingUpdateDaemonSetStrategyType
	if m := o.CSI.MaxUnavailable; m != nil {
		d.Spec.UpdateStrategy.RollingUpdate = &appsv1.RollingUpdateDaemonSet{MaxUnavailable: m}
	}
	return d
}

// providerContainer runs as root, as upstream has it: the driver's sockets on the node are root's.
func providerContainer(t addon.Target, o Options) corev1.Container {
	c := corev1.Container{
		Name:  name + "-csi-provider",
		Image: t.Image(o.CSI.Pods.Image),
		Args: slices.Concat(
			kube.Flag("--endpoint", "/provider/vault.sock"),
			kube.Flag("--log-level", o.CSI.LogLevel),
			kube.Flag("--hmac-secret-name", o.CSI.HMACSecret),
		),
		Env:            kube.Env("VAULT_ADDR", "unix://"+agentSocket),
		LivenessProbe:  o.CSI.LivenessProbe.by(get("/health/ready", "http", 8080)),
		ReadinessProbe: o.CSI.ReadinessProbe.by(get("/health/ready", "http", 8080)),
		VolumeMounts:   []corev1.VolumeMount{{Name: "providervol", MountPath: "/provider"}},
	}
	if !o.CSI.Agent.Disabled {
		c.VolumeMounts = append(c.VolumeMounts, corev1.VolumeMount{Name: "agent-unix-socket", MountPath: agentSocketDir})
		return c
	}
	c.Env = kube.Env("VAULT_ADDR", o.address())
	if o.ca() != nil {
		c.Env = append(c.Env, corev1.EnvVar{Name: "VAULT_CACERT", Value: caFile})
		c.VolumeMounts = append(c.VolumeMounts, corev1.VolumeMount{Name: "ca", MountPath: caDir, ReadOnly: true})
	}
	return c
}

func agentContainer(t addon.Target, o Options) corev1.Container {
	a := o.CSI.Agent
	security := confined()
	security.ReadOnlyRootFilesystem = new(true)
	security.RunAsNonRoot = new(true)
	security.RunAsUser = new(int64(100))
	security.RunAsGroup = new(int64(1000))
	c := corev1.Container{
		Name:            name + "-agent",
		Image:           t.Image(a.Image),
		Command:         []string{"vault"},
		Args:            slices.Concat([]string{"agent", "-config=" + agentConfigFile}, a.ExtraArgs),
		Env:             slices.Concat(kube.Env("VAULT_LOG_LEVEL", a.LogLevel), kube.Env("VAULT_LOG_FORMAT", a.LogFormat)),
		Resources:       a.Resources,
		SecurityContext: security,
		VolumeMounts: []corev1.VolumeMount{
			{Name: "agent-config", MountPath: agentConfigFile, SubPath: agentConfigKey, ReadOnly: true},
			{Name: "agent-unix-socket", MountPath: agentSocketDir},
		},
	}
	if o.ca() != nil {
		c.VolumeMounts = append(c.VolumeMounts, corev1.VolumeMount{Name: "ca", MountPath: caDir, ReadOnly: true})
	}
	return c
}

func providerVolumes(o Options) []corev1.Volume {
	volumes := []corev1.Volume{{Name: "providervol", VolumeSource: corev1.VolumeSource{HostPath: &corev1.HostPathVolumeSource{Path: o.CSI.ProvidersDir}}}}
	if !o.CSI.Agent.Disabled {
		volumes = append(volumes,
			corev1.Volume{Name: "agent-config", VolumeSource: fromConfigMap(o.agentConfigName())},
			corev1.Volume{Name: "agent-unix-socket", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{Medium: corev1.StorageMediumMemory}}},
		)
	}
	if o.ca() != nil {
		volumes = append(volumes, corev1.Volume{Name: "ca", VolumeSource: o.ca().volume()})
	}
	return volumes
}
