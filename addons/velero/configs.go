package velero

import (
	"encoding/json"
	"fmt"
	"maps"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// The ConfigMaps that server and node agents read when they start.
const (
	maintenanceName     = "velero-repo-maintenance"
	repositoryName      = "velero-repository"
	nodeAgentConfigName = "velero-node-agent"
)

// configs are what server and node agents read when they start.
func (o Options) configs() []map[string]string {
	return []map[string]string{o.Maintenance.data(), o.Repository.data(), o.NodeAgent.config()}
}

func maintenanceConfig(o Options) *corev1.ConfigMap {
	return configMap(o, maintenanceName, o.Maintenance.data())
}

func repositoryConfig(o Options) *corev1.ConfigMap {
	return configMap(o, repositoryName, o.Repository.data())
}

func nodeAgentConfig(o Options) *corev1.ConfigMap {
	if !o.NodeAgent.Enabled {
		return nil
	}
	return configMap(o, nodeAgentConfigName, o.NodeAgent.config())
}

func configMap(o Options, name string, data map[string]string) *corev1.ConfigMap {
	if data == nil {
		return nil
	}
	return &corev1.ConfigMap{ObjectMeta: o.server().Meta(name), Data: data}
}

// The types of upstream's pkg/types, at the release.
type (
	fileMaintenance struct {
		LoadAffinity      []fileAffinity    `json:"loadAffinity,omitempty"`
		PodResources      *fileResources    `json:"podResources,omitempty"`
		KeepLatest        *int32            `json:"keepLatestMaintenanceJobs,omitempty"`
		PriorityClassName string            `json:"priorityClassName,omitempty"`
		PodAnnotations    map[string]string `json:"podAnnotations,omitempty"`
	}

	fileNodeAgent struct {
		LoadConcurrency    *fileConcurrency            `json:"loadConcurrency,omitempty"`
		LoadAffinity       []fileAffinity              `json:"loadAffinity,omitempty"`
		BackupPVC          map[string]fileBackupVolume `json:"backupPVC,omitempty"`
		RestorePVC         *fileRestoreVolume          `json:"restorePVC,omitempty"`
		PodResources       *fileResources              `json:"podResources,omitempty"`
		PriorityClassName  string                      `json:"priorityClassName,omitempty"`
		PrivilegedFSBackup bool                        `json:"privilegedFsBackup,omitempty"`
		CachePVC           *fileCache                  `json:"cachePVC,omitempty"`
		PodAnnotations     map[string]string           `json:"podAnnotations,omitempty"`
		PodLabels          map[string]string           `json:"podLabels,omitempty"`
	}

	fileAffinity struct {
		NodeSelector metav1.LabelSelector `json:"nodeSelector"`
		StorageClass string               `json:"storageClass,omitempty"`
	}

	fileResources struct {
		CPURequest              string `json:"cpuRequest,omitempty"`
		CPULimit                string `json:"cpuLimit,omitempty"`
		MemoryRequest           string `json:"memoryRequest,omitempty"`
		MemoryLimit             string `json:"memoryLimit,omitempty"`
		EphemeralStorageRequest string `json:"ephemeralStorageRequest,omitempty"`
		EphemeralStorageLimit   string `json:"ephemeralStorageLimit,omitempty"`
	}

	fileConcurrency struct {
		GlobalConfig       int32                 `json:"globalConfig,omitempty"`
		PerNodeConfig      []fileNodeConcurrency `json:"perNodeConfig,omitempty"`
		PrepareQueueLength int32                 `json:"prepareQueueLength,omitempty"`
	}

	fileNodeConcurrency struct {
		NodeSelector metav1.LabelSelector `json:"nodeSelector"`
		Number       int32                `json:"number"`
	}

	fileBackupVolume struct {
		StorageClass    string            `json:"storageClass,omitempty"`
		ReadOnly        bool              `json:"readOnly,omitempty"`
		SPCNoRelabeling bool              `json:"spcNoRelabeling,omitempty"`
		Annotations     map[string]string `json:"annotations,omitempty"`
	}

	fileRestoreVolume struct {
		IgnoreDelayBinding bool `json:"ignoreDelayBinding,omitempty"`
	}

	fileCache struct {
		StorageClass          string `json:"storageClass,omitempty"`
		ResidentThresholdInMB int64  `json:"residentThresholdInMB,omitempty"`
	}
)

func (m Maintenance) data() map[string]string {
	global := m.MaintenanceJobs.file()
	global.PriorityClassName, global.PodAnnotations = m.PriorityClassName, m.PodAnnotations
	data := map[string]string{"global": text(global)}
	for name, jobs := range m.Repositories {
		data[name] = text(jobs.file())
	}
	return data
}

func (m MaintenanceJobs) file() fileMaintenance {
	f := fileMaintenance{PodResources: resourcesFile(m.Resources), KeepLatest: m.KeepLatest}
	for _, s := range m.NodeSelectors {
		f.LoadAffinity = append(f.LoadAffinity, fileAffinity{NodeSelector: s})
	}
	return f
}

func (r Repository) data() map[string]string {
	if r == (Repository{}) {
		return nil
	}
	return map[string]string{"kopia": text(r)}
}

// config is nil where nothing is said.
func (n NodeAgent) config() map[string]string {
	f := fileNodeAgent{
		PodResources:       resourcesFile(n.DataMovers.Resources),
		PriorityClassName:  n.DataMovers.PriorityClassName,
		PrivilegedFSBackup: n.Privileged,
		PodAnnotations:     n.DataMovers.Annotations,
		PodLabels:          n.DataMovers.Labels,
	}
	if c := n.Concurrency; c.All != 0 || len(c.Nodes) > 0 || c.Prepared != 0 {
		f.LoadConcurrency = &fileConcurrency{GlobalConfig: c.All, PrepareQueueLength: c.Prepared}
		for _, nodes := range c.Nodes {
			f.LoadConcurrency.PerNodeConfig = append(f.LoadConcurrency.PerNodeConfig, fileNodeConcurrency{nodes.Selector, nodes.Number})
		}
	}
	for _, nodes := range n.DataMovers.NodeSelectors {
		f.LoadAffinity = append(f.LoadAffinity, fileAffinity{nodes.Selector, nodes.StorageClass})
	}
	if c := n.DataMovers.Cache; c != nil {
		f.CachePVC = &fileCache{c.StorageClass, c.ResidentThresholdMB}
	}
	if n.IgnoreDelayBinding {
		f.RestorePVC = &fileRestoreVolume{IgnoreDelayBinding: true}
	}
	if len(n.BackupVolumes) > 0 {
		f.BackupPVC = map[string]fileBackupVolume{}
		for class, v := range maps.All(n.BackupVolumes) {
			f.BackupPVC[class] = fileBackupVolume{v.StorageClass, v.ReadOnly, v.NoRelabeling, v.Annotations}
		}
	}
	if data := text(f); data != "{}" {
		return map[string]string{"node-agent-config.json": data}
	}
	return nil
}

// resourcesFile is nil where nothing is said.
func resourcesFile(r corev1.ResourceRequirements) *fileResources {
	quantity := func(list corev1.ResourceList, name corev1.ResourceName) string {
		if q, ok := list[name]; ok {
			return q.String()
		}
		return ""
	}
	f := fileResources{
		CPURequest:              quantity(r.Requests, corev1.ResourceCPU),
		CPULimit:                quantity(r.Limits, corev1.ResourceCPU),
		MemoryRequest:           quantity(r.Requests, corev1.ResourceMemory),
		MemoryLimit:             quantity(r.Limits, corev1.ResourceMemory),
		EphemeralStorageRequest: quantity(r.Requests, corev1.ResourceEphemeralStorage),
		EphemeralStorageLimit:   quantity(r.Limits, corev1.ResourceEphemeralStorage),
	}
	if f == (fileResources{}) {
		return nil
	}
	return &f
}

// text is a file as Velero reads it.
func text(file any) string {
	data, err := json.Marshal(file)
	if err != nil {
		panic(fmt.Sprintf("velero: %v", err)) // it is a struct of our own
	}
	return string(data)
}
