package velero

import (
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	o = o.onTarget(t)
	if errs := validateRegions(o); len(errs) > 0 {
		return nil, errs.ToAggregate()
	}
	id := o.server()
	sa := kube.ServiceAccount(id, serverName, o.Pods)
	objs := []addon.Object{
		namespace(o),
		sa,
		clusterRoleBinding(o, sa),
		role(o),
		kube.BindRole(id, serverName, serverName, sa),
		maintenanceConfig(o),
		repositoryConfig(o),
		nodeAgentConfig(o),
		deployment(t, o, sa),
		daemonSet(t, o, sa),
		service(o),
		kube.NewServiceMonitor(id, name, o.Metrics.ServiceMonitor, kube.Endpoint{Port: metricsName, Path: "/metrics"}),
		podMonitor(o),
	}
	objs = append(objs, definitions(o)...)
	objs = append(objs, backupLocations(o)...)
	objs = append(objs, snapshotLocations(o)...)
	return append(objs, schedules(o)...), nil
}

// validateRegions refuses snapshots of volumes of which nobody knows where they are.
func validateRegions(o Options) field.ErrorList {
	var errs field.ErrorList
	for i, l := range o.SnapshotLocations {
		if l.EBS != nil && l.EBS.Region == "" {
			errs = append(errs, field.Required(field.NewPath("snapshotLocations").Index(i).Child("ebs", "region"), "only a cluster on AWS knows its own"))
		}
	}
	return errs
}

// namespace asks for what the pods may do. Node agents mount folders of their nodes, and make
// pods that do.
func namespace(o Options) *corev1.Namespace {
	level := kube.Baseline
	if o.NodeAgent.Enabled {
		level = kube.Privileged
	}
	return kube.Namespace(o.Namespace, level)
}

func definitions(o Options) []addon.Object {
	objs := kube.CRDs(crds)
	for _, crd := range objs {
		crd.SetLabels(kube.Over(o.server().ClusterMeta("").Labels, map[string]string{"component": name}))
	}
	return objs
}

// clusterRoleBinding gives Velero what it needs to read everything, and to write it back.
func clusterRoleBinding(o Options, sa *corev1.ServiceAccount) *rbacv1.ClusterRoleBinding {
	return kube.BindClusterRole(o.server(), serverName, o.ClusterRole, sa)
}

// role lets Velero do everything in its own namespace.
func role(o Options) *rbacv1.Role {
	return &rbacv1.Role{
		ObjectMeta: o.server().Meta(serverName),
		Rules:      []rbacv1.PolicyRule{kube.Rule("*", "*", "*")},
	}
}

// metricsName is the name of the ports with metrics.
const metricsName = "http-monitoring"

// service leads to the server's metrics. The label that it selects the server by is not among
// those of the Deployment's selector, which the node agents' pods have too.
func service(o Options) *corev1.Service {
	if o.Metrics.Disabled {
		return nil
	}
	return &corev1.Service{
		ObjectMeta: o.server().Meta(name),
		Spec: corev1.ServiceSpec{
			Type:     corev1.ServiceTypeClusterIP,
			Selector: kube.Over(o.server().PodLabels(), map[string]string{"name": name}),
			Ports: []corev1.ServicePort{{
				Name: metricsName, Port: o.Metrics.Port, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromString(metricsName),
			}},
		},
	}
}

// podMonitor has the node agents scraped, which no Service leads to.
func podMonitor(o Options) *kube.PodMonitor {
	if !o.NodeAgent.Enabled {
		return nil
	}
	return kube.NewPodMonitor(o.nodeAgent(), nodeAgentName, o.Metrics.PodMonitor, kube.PodEndpoint{Port: metricsName, Path: "/metrics"})
}

func backupLocations(o Options) []addon.Object {
	var objs []addon.Object
	for _, l := range o.BackupLocations {
		meta := o.server().Meta(l.Name)
		meta.Annotations = l.Annotations
		spec := BackupStorageLocationSpec{
			Provider:            l.Provider,
			Config:              l.Config,
			Credential:          credential(l.Credential),
			ObjectStorage:       ObjectStorage{Bucket: l.Bucket, Prefix: l.Prefix, CACert: []byte(l.CABundle), CACertRef: credential(l.CASecret)},
			Default:             l.Default,
			AccessMode:          ReadWrite,
			BackupSyncPeriod:    l.BackupSyncPeriod,
			ValidationFrequency: l.ValidationFrequency,
		}
		if l.S3 != nil {
			spec.Provider, spec.Config = awsProvider, l.S3.config()
		}
		if l.ReadOnly {
			spec.AccessMode = ReadOnly
		}
		objs = append(objs, kube.NewCustom(apiVersion, "BackupStorageLocation", meta, spec))
	}
	return objs
}

func snapshotLocations(o Options) []addon.Object {
	var objs []addon.Object
	for _, l := range o.SnapshotLocations {
		meta := o.server().Meta(l.Name)
		meta.Annotations = l.Annotations
		spec := VolumeSnapshotLocationSpec{Provider: l.Provider, Config: l.Config, Credential: credential(l.Credential)}
		if l.EBS != nil {
			spec.Provider, spec.Config = awsProvider, l.EBS.config()
		}
		objs = append(objs, kube.NewCustom(apiVersion, "VolumeSnapshotLocation", meta, spec))
	}
	return objs
}

func credential(ref *addon.SecretRef) *corev1.SecretKeySelector {
	if ref == nil {
		return nil
	}
	return ref.Selector()
}

func schedules(o Options) []addon.Object {
	var objs []addon.Object
	for _, s := range o.Schedules {
		meta := o.server().Meta(s.Name)
		meta.Labels = kube.Over(s.Labels, meta.Labels)
		meta.Annotations = s.Annotations
		spec := s.ScheduleSpec
		if spec.Template.TTL == (metav1.Duration{}) {
			spec.Template.TTL = o.DefaultBackupTTL // so that what becomes of the backups can be read
		}
		objs = append(objs, NewSchedule(meta, spec))
	}
	return objs
}
