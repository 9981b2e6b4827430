package datadog

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

func configMap(id kube.Identity, name string, data map[string]string) *corev1.ConfigMap {
	return &corev1.ConfigMap{ObjectMeta: id.Meta(name), Data: data}
}

// configMaps are the files that the agents, the cluster agent and others read.
func configMaps(t addon.Target, o Options) []addon.Object {
	data, _ := clusterConfd(t, o)
	objs := []addon.Object{
		configMap(o.agents(), installInfoName, map[string]string{"install_info": text(installInfo{installMethod{"fitout", "fitout", chart}})}),
		configMap(o.agents(), telemetryName, telemetry()),
		endpointConfig(o),
		configMap(o.clusterAgents(), clusterAgentName+"-confd", data),
	}
	if checks, _ := confd(o.checksOn(t, true)); len(checks) > 0 {
		objs = append(objs, configMap(o.agents(), confdName, checks))
	}
	if o.needsProbe() {
		objs = append(objs, configMap(o.agents(), systemProbeName, systemProbeFiles(o)))
		if o.SystemProbe.SeccompProfile == nil {
			objs = append(objs, configMap(o.agents(), seccompName, map[string]string{"system-probe-seccomp.json": seccomp()}))
		}
	}
	return objs
}

// installInfo tells Datadog how the agents were installed.
type installInfo struct {
	Method installMethod `json:"install_method"`
}

type installMethod struct {
	Tool             string `json:"tool"`
	ToolVersion      string `json:"tool_version"`
	InstallerVersion string `json:"installer_version"`
}

// telemetry is who installed Datadog and when, as the chart has it for those who don't tell.
func telemetry() map[string]string {
	return map[string]string{
		"install_id":   "00000000-0000-0000-0000-000000000000",
		"install_time": "0",
		"install_type": "k8s_manual",
	}
}

// endpointConfig tells Datadog's operator, if there is one, by which account to send.
func endpointConfig(o Options) *corev1.ConfigMap {
	data := map[string]string{"api-key-secret-name": o.APIKey.Name}
	if o.AppKey != nil {
		data["app-key-secret-name"] = o.AppKey.Name
	}
	if o.Site != "" {
		data["dd-site"] = o.Site
	}
	if o.IntakeURL != "" {
		data["dd-url"] = o.IntakeURL
	}
	m := configMap(o.agents(), name+"-endpoint-config", data)
	m.Labels["datadoghq.com/component"] = "endpoint-config"
	return m
}

// clusterConfd are the files of checks that the cluster agent runs or hands out.
func clusterConfd(t addon.Target, o Options) (map[string]string, []corev1.KeyToPath) {
	data, items := confd(o.checksOn(t, false))
	add := func(folder, file, content string) {
		data[file] = content
		items = append(items, corev1.KeyToPath{Key: file, Path: folder + "/" + file})
	}
	if !o.KubeState.Disabled {
		add("kubernetes_state_core.d", "kubernetes_state_core.yaml.default", text(kubeStateFile(o)))
	}
	add("kubernetes_apiserver.d", "kubernetes_apiserver.yaml", text(apiServerFile(o)))
	if o.orchestratorConfigured() {
		add("orchestrator.d", "orchestrator.yaml", text(orchestratorFile(o)))
	}
	if o.ClusterAgent.EKSControlPlane {
		for _, part := range controlPlane() {
			add(part.name+".d", part.name+".yaml", text(part.file()))
		}
	}
	return data, items
}

// kubeState is an instance of the check kubernetes_state_core.
type kubeState struct {
	Collectors         []string                     `json:"collectors"`
	UseAPIServerCache  bool                         `json:"use_api_server_cache,omitempty"`
	SkipLeaderElection bool                         `json:"skip_leader_election,omitempty"`
	LabelsAsTags       map[string]map[string]string `json:"labels_as_tags,omitempty"`
	AnnotationsAsTags  map[string]map[string]string `json:"annotations_as_tags,omitempty"`
	Namespaces         []string                     `json:"namespaces,omitempty"`
	Tags               []string                     `json:"tags,omitempty"`
}

func kubeStateFile(o Options) checkFile[kubeState] {
	k := o.KubeState
	return checkFile[kubeState]{
		ClusterCheck: k.OnRunners,
		Instances: []kubeState{{
			Collectors:         k.collectors(),
			UseAPIServerCache:  k.UseAPIServerCache,
			SkipLeaderElection: k.OnRunners,
			LabelsAsTags:       k.LabelsAsTags,
			AnnotationsAsTags:  k.AnnotationsAsTags,
			Namespaces:         k.Namespaces,
			Tags:               k.Tags,
		}},
	}
}

func (k KubeState) collectors() []string {
	var all []string
	add := func(on bool, names ...string) {
		if on {
			all = append(all, names...)
		}
	}
	add(!k.NoSecrets, "secrets")
	add(!k.NoConfigMaps, "configmaps")
	add(k.VerticalPodAutoscalers, "verticalpodautoscalers")
	add(k.APIServices, "apiservices")
	add(k.CustomResourceDefinitions, "customresourcedefinitions")
	add(true, "nodes", "pods", "services", "resourcequotas", "replicationcontrollers", "limitranges",
		"persistentvolumeclaims", "persistentvolumes", "namespaces", "endpoints", "endpointslices", "daemonsets",
		"deployments", "replicasets", "statefulsets", "controllerrevisions", "cronjobs", "jobs",
		"horizontalpodautoscalers", "poddisruptionbudgets", "storageclasses", "volumeattachments", "ingresses")
	return all
}

// apiServer is an instance of the check kubernetes_apiserver.
type apiServer struct {
	Filtering     *bool           `json:"filtering_enabled,omitempty"`
	Unbundle      *bool           `json:"unbundle_events,omitempty"`
	Unbundled     []eventTypeFile `json:"collected_event_types,omitempty"`
	Statuses      *bool           `json:"use_component_status,omitempty"`
	MaxPerRun     int32           `json:"max_events_per_run,omitempty"`
	ResyncPeriodS int64           `json:"kubernetes_event_resync_period_s,omitempty"`
}

type eventTypeFile struct {
	Kind    string   `json:"kind"`
	Source  string   `json:"source,omitempty"`
	Reasons []string `json:"reasons,omitempty"`
}

func apiServerFile(o Options) checkFile[apiServer] {
	e := o.Events
	instance := apiServer{
		Statuses:      unless(o.ClusterAgent.NoComponentStatuses),
		MaxPerRun:     e.MaxPerRun,
		ResyncPeriodS: seconds(e.ResyncPeriod),
	}
	if !e.Disabled {
		instance.Filtering, instance.Unbundle = &e.Filter, &e.Unbundle
	}
	for _, t := range e.unbundled() {
		instance.Unbundled = append(instance.Unbundled, eventTypeFile(t))
	}
	return checkFile[apiServer]{Instances: []apiServer{instance}}
}

// unbundled are the events that are sent one by one: the chart's, where nothing is said.
func (e Events) unbundled() []EventType {
	if !e.Unbundle || e.Unbundled != nil {
		return e.Unbundled
	}
	return []EventType{
		{Kind: "Pod", Reasons: []string{"Failed", "BackOff", "Unhealthy", "FailedScheduling", "FailedMount", "FailedAttachVolume"}},
		{Kind: "Node", Reasons: []string{"TerminatingEvictedPod", "NodeNotReady", "Rebooted", "HostPortConflict"}},
		{Kind: "CronJob", Reasons: []string{"SawCompletedJob"}},
	}
}

// orchestrator is an instance of the check orchestrator.
type orchestrator struct {
	SkipLeaderElection bool     `json:"skip_leader_election,omitempty"`
	CRDCollectors      []string `json:"crd_collectors,omitempty"`
}

// orchestratorConfigured tells whether the check has a file; the cluster agent does without one
// otherwise.
func (o Options) orchestratorConfigured() bool {
	return !o.Orchestrator.Disabled && (o.Orchestrator.OnRunners || len(o.Orchestrator.CustomResources) > 0)
}

func orchestratorFile(o Options) checkFile[orchestrator] {
	return checkFile[orchestrator]{
		ADIdentifiers: []string{"_kube_orchestrator"},
		ClusterCheck:  o.Orchestrator.OnRunners,
		Instances:     []orchestrator{{o.Orchestrator.OnRunners, o.Orchestrator.CustomResources}},
	}
}

// part is a part of EKS' control plane.
type part struct {
	name, path string
	headers    map[string]string
	ca         string
}

func controlPlane() []part {
	metrics := "/apis/metrics.eks.amazonaws.com/v1/"
	accept := map[string]string{"accept": "*/*"}
	ca := serviceAccountDir + "/ca.crt"
	return []part{
		{name: "kube_apiserver_metrics", path: "/metrics"},
		{name: "kube_controller_manager", path: metrics + "kcm/container/metrics", headers: accept, ca: ca},
		{name: "kube_scheduler", path: metrics + "ksh/container/metrics", headers: accept, ca: ca},
	}
}

// partFile is a check of a part, at each address of the Service default/kubernetes.
type partFile struct {
	AdvancedADIdentifiers []endpoints    `json:"advanced_ad_identifiers"`
	ClusterCheck          bool           `json:"cluster_check"`
	InitConfig            struct{}       `json:"init_config"`
	Instances             []partInstance `json:"instances"`
}

type endpoints struct {
	Of endpointsName `json:"kube_endpoints"`
}

type endpointsName struct {
	Name      string `json:"name"`
	Namespace string `json:"namespace"`
}

type partInstance struct {
	URL         string            `json:"prometheus_url"`
	Headers     map[string]string `json:"extra_headers,omitempty"`
	BearerToken bool              `json:"bearer_token_auth"`
	CA          string            `json:"tls_ca_cert,omitempty"`
}

func (p part) file() partFile {
	return partFile{
		AdvancedADIdentifiers: []endpoints{{endpointsName{Name: "kubernetes", Namespace: "default"}}},
		ClusterCheck:          true,
		Instances:             []partInstance{{"https://%%host%%:%%port%%" + p.path, p.headers, true, p.ca}},
	}
}
