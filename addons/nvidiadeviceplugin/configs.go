package nvidiadeviceplugin

import (
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// configMap has a configuration in each of its keys.
func configMap(o Options) *corev1.ConfigMap {
	if len(o.Configs) == 0 {
		return nil
	}
	cm := &corev1.ConfigMap{ObjectMeta: o.identity("").Meta(name + "-configs"), Data: map[string]string{}}
	for key, c := range o.Configs {
		cm.Data[key] = c.file()
	}
	return cm
}

// file is a configuration as the programs read it.
func (c Config) file() string {
	f := file{Version: "v1", Flags: c.Flags.file(), Sharing: c.Sharing}
	if c.IMEX != nil {
		f.IMEX = &fileIMEX{ChannelIDs: []int{0}, Required: c.IMEX.Required}
	}
	data, err := yaml.Marshal(f)
	if err != nil {
		panic(fmt.Sprintf("nvidiadeviceplugin: %v", err)) // it is a struct of our own
	}
	return string(data)
}

type file struct {
	Version string    `json:"version"`
	Flags   fileFlags `json:"flags,omitzero"`
	Sharing *Sharing  `json:"sharing,omitempty"`
	IMEX    *fileIMEX `json:"imex,omitempty"`
}

type fileFlags struct {
	MIGStrategy     MIGStrategy     `json:"migStrategy,omitempty"`
	FailOnInitError *bool           `json:"failOnInitError,omitempty"`
	GDRCopy         bool            `json:"gdrcopyEnabled,omitempty"`
	GDS             bool            `json:"gdsEnabled,omitempty"`
	MOFED           bool            `json:"mofedEnabled,omitempty"`
	DeviceDiscovery DeviceDiscovery `json:"deviceDiscoveryStrategy,omitempty"`
	Plugin          filePlugin      `json:"plugin,omitzero"`
}

type filePlugin struct {
	DeviceListStrategies []DeviceListStrategy `json:"deviceListStrategy,omitempty"`
	DeviceIDStrategy     DeviceIDStrategy     `json:"deviceIDStrategy,omitempty"`
	SharedDevices        AllocationPolicy     `json:"sharedDevicesAllocationPolicy,omitempty"`
}

type fileIMEX struct {
	ChannelIDs []int `json:"channelIDs"`
	Required   bool  `json:"required,omitempty"`
}

func (f Flags) file() fileFlags {
	out := fileFlags{
		MIGStrategy:     f.MIGStrategy,
		GDRCopy:         f.GDRCopy,
		GDS:             f.GDS,
		MOFED:           f.MOFED,
		DeviceDiscovery: f.DeviceDiscovery,
		Plugin: filePlugin{
			DeviceListStrategies: f.DeviceListStrategies,
			DeviceIDStrategy:     f.DeviceIDStrategy,
			SharedDevices:        f.SharedDevices,
		},
	}
	if f.WaitOnInitError {
		out.FailOnInitError = new(false)
	}
	return out
}

// configMapName is the ConfigMap with the configurations, if there is one.
func (o Options) configMapName() string {
	if cm := configMap(o); cm != nil {
		return cm.Name
	}
	return o.ConfigMap
}

// configFile has a program read the configuration that its node chose.
func (o Options) configFile() []corev1.EnvVar {
	return kube.EnvIf(o.configMapName() != "", "CONFIG_FILE", chosen)
}

// Where the configurations are in a pod, and the one that its node chose.
const (
	available = "/available-configs"
	chosen    = "/config/config.yaml"
)

// manager is the config manager beside a program.
type manager struct {
	name    string // with which the names of its containers begin
	process string // the program's, which is told when there is another configuration
	context *corev1.SecurityContext
}

// configured lets the first container of pods have the configuration that their node
// chooses, if there are any: one more chooses it before it starts, and another one follows
// the node's label.
func configured(t addon.Target, o Options, spec *corev1.PodSpec, m manager) {
	cm := o.configMapName()
	if cm == "" {
		return
	}
	spec.Volumes = append(spec.Volumes,
		corev1.Volume{Name: "available-configs", VolumeSource: corev1.VolumeSource{ConfigMap: &corev1.ConfigMapVolumeSource{
			LocalObjectReference: corev1.LocalObjectReference{Name: cm},
		}}},
		emptyDir("config"),
	)
	main := &spec.Containers[0]
	main.VolumeMounts = append(main.VolumeMounts, configMounts()...)
	if !spec.HostPID {
		spec.ShareProcessNamespace = new(true) // so that the program can be signalled
	}
	spec.InitContainers = append(spec.InitContainers, configManager(t, o, m.name+"-init", confined(), []corev1.EnvVar{
		{Name: "ONESHOT", Value: "true"},
		{Name: "SEND_SIGNAL", Value: "false"},
		{Name: "SIGNAL"},
		{Name: "PROCESS_TO_SIGNAL"},
	}))
	spec.Containers = append(spec.Containers, configManager(t, o, m.name+"-sidecar", m.context, []corev1.EnvVar{
		{Name: "ONESHOT", Value: "false"},
		{Name: "SEND_SIGNAL", Value: "true"},
		{Name: "SIGNAL", Value: "1"}, // SIGHUP
		{Name: "PROCESS_TO_SIGNAL", Value: m.process},
	}))
}

func configMounts() []corev1.VolumeMount {
	return []corev1.VolumeMount{
		{Name: "available-configs", MountPath: available},
		{Name: "config", MountPath: "/config"},
	}
}

func configManager(t addon.Target, o Options, name string, context *corev1.SecurityContext, does []corev1.EnvVar) corev1.Container {
	return corev1.Container{
		Name:    name,
		Image:   t.Image(o.Pods.Image),
		Command: []string{"config-manager"},
		Args:    o.ConfigManager.ExtraArgs,
		Env: slices.Concat(does, []corev1.EnvVar{
			{Name: "KUBECONFIG"},
			kube.FieldEnv("NODE_NAME", "spec.nodeName"),
			{Name: "NODE_LABEL", Value: "nvidia.com/device-plugin.config"},
			{Name: "CONFIG_FILE_SRCDIR", Value: available},
			{Name: "CONFIG_FILE_DST", Value: chosen},
			{Name: "DEFAULT_CONFIG", Value: o.DefaultConfig},
			{Name: "FALLBACK_STRATEGIES", Value: strings.Join(addon.Values(o.FallbackStrategies...), ",")},
		}, o.ConfigManager.ExtraEnv),
		Resources:       o.ConfigManager.Resources,
		SecurityContext: context,
		VolumeMounts:    configMounts(),
	}
}
