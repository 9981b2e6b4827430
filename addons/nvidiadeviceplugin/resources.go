package nvidiadeviceplugin

import (
	"cmp"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	nodev1 "k8s.io/api/node/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	sa := kube.ServiceAccount(o.identity(""), name+"-service-account", o.Pods)
	role := clusterRole(o)
	return []addon.Object{
		kube.Namespace(o.Namespace, kube.Privileged), // for folders of the nodes, and privileged containers
		sa,
		role,
		kube.BindClusterRole(o.identity(""), name+"-role-binding", role.Name, sa),
		runtimeClass(o),
		configMap(o),
		pluginDaemonSet(t, o, sa),
		mpsDaemonSet(t, o, sa),
		gfdDaemonSet(t, o, sa),
	}, nil
}

// clusterRole lets the config manager follow the label of its node, and GPU feature discovery
// write what it finds.
func clusterRole(o Options) *rbacv1.ClusterRole {
	role := &rbacv1.ClusterRole{
		ObjectMeta: o.identity("").ClusterMeta(name + "-role"),
		Rules:      []rbacv1.PolicyRule{kube.Rule("", "nodes", "get list watch")},
	}
	if o.GFD.Enabled && !o.GFD.Files {
		role.Rules = append(role.Rules,
			kube.Rule("nfd.k8s-sigs.io", "nodefeatures", "get list watch create update"),
			kube.Rule("", "pods", "get"),
		)
	}
	return role
}

func runtimeClass(o Options) *nodev1.RuntimeClass {
	if o.RuntimeClass == nil {
		return nil
	}
	return &nodev1.RuntimeClass{
		ObjectMeta: o.identity("").ClusterMeta(cmp.Or(o.RuntimeClass.Name, "nvidia")),
		Handler:    cmp.Or(o.RuntimeClass.Handler, "nvidia"),
		Scheduling: o.RuntimeClass.Scheduling,
	}
}

// daemonSet is what all the DaemonSets have in common. Its pods read their configuration
// when they start, and when their node chooses another.
func daemonSet(o Options, component, name string, pods addon.Pods, spec corev1.PodSpec) *appsv1.DaemonSet {
	if len(o.Configs) > 0 {
		pods = kube.ReadAtStart(pods, o.Configs)
	}
	if spec.HostNetwork {
		pods.DNSPolicy = cmp.Or(pods.DNSPolicy, corev1.DNSClusterFirstWithHostNet)
	}
	spec.SecurityContext = o.PodSecurityContext
	d := kube.DaemonSet(o.identity(component), name, pods, spec)
	if o.MaxUnavailable != nil {
		d.Spec.UpdateStrategy = kube.UpdateStrategy(addon.RollingUpdate{MaxUnavailable: o.MaxUnavailable})
	}
	if o.UpdateOnDelete {
		d.Spec.UpdateStrategy = appsv1.DaemonSetUpdateStrategy{Type: appsv1.OnDeleteDaemonSetStrategyType}
	}
	return d
}

// beside returns the pods of another component: as those of the plugin, but for what is a
// container's own.
func (o Options) beside(c Container) addon.Pods {
	pods := o.placed()
	pods.Resources, pods.ExtraArgs, pods.ExtraEnv = c.Resources, c.ExtraArgs, c.ExtraEnv
	pods.ExtraVolumes, pods.ExtraVolumeMounts = nil, nil
	return pods
}

// confined is enough for programs that read and write what is mounted for them.
func confined() *corev1.SecurityContext {
	return &corev1.SecurityContext{
		AllowPrivilegeEscalation: new(false),
		Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
	}
}

func hostPath(name, path string, kind corev1.HostPathType) corev1.Volume {
	return corev1.Volume{Name: name, VolumeSource: corev1.VolumeSource{HostPath: &corev1.HostPathVolumeSource{Path: path, Type: &kind}}}
}

func emptyDir(name string) corev1.Volume {
	return corev1.Volume{Name: name, VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}}
}
