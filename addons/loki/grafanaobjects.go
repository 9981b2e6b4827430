package loki

import (
	"cmp"
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const (
	grafanaName = "grafana"
	grafanaPort = 3000

	providersFileName = "dashboards.yaml"
)

func grafanaDefaults() Grafana {
	return Grafana{
		Pods: addon.Pods{
			Replicas:             new(int32(1)),
			Image:                addon.Image{Repository: "docker.io/grafana/grafana", Tag: "13.2.0"},
			RevisionHistoryLimit: new(int32(10)),
		},
		DashboardSidecar: Sidecar{
			Container: Container{Image: addon.Image{Repository: "quay.io/kiwigrid/k8s-sidecar", Tag: "2.10.1"}},
			Label:     "grafana_dashboard",
			Resource:  ConfigMaps,
		},
		Admin:   Admin{Secret: grafanaName, UserKey: "admin-user", PasswordKey: "admin-password"},
		Service: Service{Type: corev1.ServiceTypeClusterIP},
	}
}

// grafana is Grafana's objects.
func grafana(t addon.Target, o Options) []addon.Object {
	g := o.Grafana
	if g.Disabled {
		return nil
	}
	id := kube.Identify(grafanaName, o.Namespace, "")
	sa := kube.ServiceAccount(id, grafanaName, g.Pods)
	sa.AutomountServiceAccountToken = new(false)
	files := o.grafanaFiles()
	objs := []addon.Object{
		sa,
		&corev1.ConfigMap{ObjectMeta: id.Meta(grafanaName), Data: files},
		g.claim(id),
		grafanaService(id, g),
		grafanaDeployment(t, o, id, files, sa),
		kube.DisruptionBudget(id, grafanaName, g.Pods),
		routed(g.Ingress, id, grafanaName, "service"),
		kube.NewServiceMonitor(id, grafanaName, o.ServiceMonitor, kube.Endpoint{Port: "service", Path: "/metrics", HonorLabels: true}),
	}
	for _, d := range g.Dashboards {
		if d.ConfigMap == "" {
			objs = append(objs, &corev1.ConfigMap{ObjectMeta: id.Meta(d.configMap()), Data: d.Files})
		}
	}
	if g.CollectDashboards {
		objs = append(objs, g.DashboardSidecar.rights(id, grafanaName, sa)...)
	}
	return objs
}

// grafanaFiles are Grafana's configuration, data sources and where dashboards are.
func (o Options) grafanaFiles() map[string]string {
	files := map[string]string{
		"grafana.ini":  iniText(o.ini()),
		datasourceFile: text(o.datasources()),
	}
	if p := o.Grafana.providers(); p.Providers != nil {
		files[providersFileName] = text(p)
	}
	return files
}

// configMap is the ConfigMap with the dashboards.
func (d DashboardFolder) configMap() string {
	return cmp.Or(d.ConfigMap, grafanaName+"-dashboards-"+d.Name)
}

// claim is for what people make in Grafana.
func (g Grafana) claim(id kube.Identity) *corev1.PersistentVolumeClaim {
	if g.Persistence == nil || g.Persistence.ExistingClaim != "" {
		return nil
	}
	c := g.Persistence.Claim.claim(id.Meta(grafanaName))
	return &c
}

// storage is the volume with what people make in Grafana.
func (g Grafana) storage() corev1.Volume {
	if g.Persistence == nil {
		return emptyDir("storage")
	}
	return corev1.Volume{Name: "storage", VolumeSource: corev1.VolumeSource{PersistentVolumeClaim: &corev1.PersistentVolumeClaimVolumeSource{
		ClaimName: cmp.Or(g.Persistence.ExistingClaim, grafanaName),
	}}}
}

func grafanaService(id kube.Identity, g Grafana) *corev1.Service {
	s := &corev1.Service{ObjectMeta: id.Meta(grafanaName), Spec: g.Service.spec()}
	s.Annotations = g.Service.Annotations
	s.Spec.Selector = id.PodLabels()
	s.Spec.Ports = []corev1.ServicePort{port("service", 80, grafanaName)}
	return s
}

func grafanaDeployment(t addon.Target, o Options, id kube.Identity, files map[string]string, sa *corev1.ServiceAccount) *appsv1.Deployment {
	g := o.Grafana
	volumes, mounts := g.files()
	healthy := httpGet("/api/health", grafanaName)
	main := corev1.Container{
		Name:  grafanaName,
		Image: t.Image(g.Pods.Image),
		Env:   o.grafanaEnv(),
		Ports: []corev1.ContainerPort{
			kube.Port(grafanaName, grafanaPort),
			kube.Port("gossip-tcp", 9094),
			{Name: "gossip-udp", ContainerPort: 9094, Protocol: corev1.ProtocolUDP},
			kube.Port("profiling", 6060),
		},
		LivenessProbe:   &corev1.Probe{ProbeHandler: healthy, InitialDelaySeconds: 60, TimeoutSeconds: 30, FailureThreshold: 10},
		ReadinessProbe:  &corev1.Probe{ProbeHandler: healthy},
		SecurityContext: grafanaConfined(),
		VolumeMounts:    mounts,
	}
	containers := []corev1.Container{main}
	if g.CollectDashboards {
		c := g.DashboardSidecar.container(t, "grafana-sc-dashboard", sidecarDir, []corev1.VolumeMount{{Name: "sc-dashboard-volume", MountPath: sidecarDir}})
		c.SecurityContext = grafanaConfined()
		containers = append(containers, c)
	}
	d := kube.Deployment(id, grafanaName, kube.ReadAtStart(g.Pods, files), corev1.PodSpec{
		ServiceAccountName: sa.Name,
		SecurityContext: &corev1.PodSecurityContext{
			FSGroup: new(int64(472)), RunAsGroup: new(int64(472)), RunAsNonRoot: new(true), RunAsUser: new(int64(472)),
		},
		AutomountServiceAccountToken: &g.CollectDashboards,
		Containers:                   containers,
		Volumes:                      volumes,
	})
	if g.Persistence != nil {
		d.Spec.Strategy = appsv1.DeploymentStrategy{Type: appsv1.RecreateDeploymentStrategyType} // two can't have the volume
	}
	return d
}

// grafanaConfined is what upstream runs Grafana with. It writes to its image.
func grafanaConfined() *corev1.SecurityContext {
	c := kube.Confined()
	c.ReadOnlyRootFilesystem, c.RunAsNonRoot = nil, nil
	return c
}

// files are the volumes of Grafana's pods, and where they are mounted.
func (g Grafana) files() ([]corev1.Volume, []corev1.VolumeMount) {
	ours := func(file string) corev1.VolumeProjection {
		return corev1.VolumeProjection{ConfigMap: &corev1.ConfigMapProjection{
			LocalObjectReference: corev1.LocalObjectReference{Name: grafanaName},
			Items:                []corev1.KeyToPath{{Key: file, Path: file}},
		}}
	}
	datasources := []corev1.VolumeProjection{ours(datasourceFile)}
	for _, s := range g.DatasourceSecrets {
		datasources = append(datasources, corev1.VolumeProjection{Secret: &corev1.SecretProjection{LocalObjectReference: corev1.LocalObjectReference{Name: s}}})
	}
	volumes := []corev1.Volume{
		configMap("config", grafanaName),
		{Name: "datasources", VolumeSource: corev1.VolumeSource{Projected: &corev1.ProjectedVolumeSource{Sources: datasources}}},
		g.storage(),
		emptyDir("search"),
	}
	mounts := []corev1.VolumeMount{
		{Name: "config", MountPath: grafanaConfig + "/grafana.ini", SubPath: "grafana.ini"},
		{Name: "datasources", MountPath: provisioning + "/datasources"},
		{Name: "storage", MountPath: grafanaData},
		{Name: "search", MountPath: grafanaSearch},
	}
	if g.providers().Providers != nil {
		mounts = append(mounts, corev1.VolumeMount{Name: "config", MountPath: provisioning + "/dashboards/" + providersFileName, SubPath: providersFileName})
	}
	for _, d := range g.Dashboards {
		volumes = append(volumes, configMap("dashboards-"+d.Name, d.configMap()))
		mounts = append(mounts, corev1.VolumeMount{Name: "dashboards-" + d.Name, MountPath: d.path()})
	}
	if g.CollectDashboards {
		volumes = append(volumes, emptyDir("sc-dashboard-volume"))
		mounts = append(mounts, corev1.VolumeMount{Name: "sc-dashboard-volume", MountPath: sidecarDir})
	}
	return volumes, mounts
}

// grafanaEnv are the secrets that Grafana is told, and where it has what.
func (o Options) grafanaEnv() []corev1.EnvVar {
	g := o.Grafana
	secret := func(name string, ref *addon.SecretRef) []corev1.EnvVar {
		if ref == nil {
			return nil
		}
		return []corev1.EnvVar{{Name: name, ValueFrom: &corev1.EnvVarSource{SecretKeyRef: ref.Selector()}}}
	}
	ini := o.ini()
	env := slices.Concat(
		[]corev1.EnvVar{kube.FieldEnv("POD_IP", "status.podIP")},
		secret("GF_SECURITY_ADMIN_USER", &addon.SecretRef{Name: g.Admin.Secret, Key: g.Admin.UserKey}),
		secret("GF_SECURITY_ADMIN_PASSWORD", &addon.SecretRef{Name: g.Admin.Secret, Key: g.Admin.PasswordKey}),
		kube.Env("GF_PLUGINS_PREINSTALL_SYNC", strings.Join(g.Plugins, ",")),
		kube.Env("GF_PATHS_DATA", ini["paths"]["data"]),
		kube.Env("GF_PATHS_LOGS", ini["paths"]["logs"]),
		kube.Env("GF_PATHS_PLUGINS", ini["paths"]["plugins"]),
		kube.Env("GF_PATHS_PROVISIONING", ini["paths"]["provisioning"]),
		kube.Env("GF_UNIFIED_STORAGE_INDEX_PATH", ini["unified_storage"]["index_path"]),
		o.Gateway.BasicAuth.env(),
	)
	if g.SSO != nil {
		env = append(env, secret("GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET", &g.SSO.ClientSecret)...)
	}
	for i, d := range g.Datasources {
		env = append(env, secret(datasourceEnv(i), d.Password)...)
	}
	if _, limited := g.Pods.Resources.Limits[corev1.ResourceMemory]; limited {
		env = append(env, corev1.EnvVar{Name: "GOMEMLIMIT", ValueFrom: &corev1.EnvVarSource{
			ResourceFieldRef: &corev1.ResourceFieldSelector{Resource: "limits.memory", Divisor: resource.MustParse("1")},
		}})
	}
	return env
}
