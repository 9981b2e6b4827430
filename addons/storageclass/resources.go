package storageclass

import (
	"cmp"
	"maps"

	corev1 "k8s.io/api/core/v1"
	storagev1 "k8s.io/api/storage/v1"

	"github.com/fitout/fitout/addon"
)

func objects(_ addon.Target, o Options) ([]addon.Object, error) {
	var objs []addon.Object
	for _, c := range o.Classes {
		objs = append(objs, storageClass(o, c))
	}
	return objs, nil
}

func storageClass(o Options, c Class) *storagev1.StorageClass {
	meta := o.identity().ClusterMeta(c.Name)
	meta.Annotations = maps.Clone(c.Annotations)
	if c.Default {
		if meta.Annotations == nil {
			meta.Annotations = map[string]string{}
		}
		meta.Annotations["storageclass.kubernetes.io/is-default-class"] = "true"
	}
	class := &storagev1.StorageClass{
		ObjectMeta:        meta,
		ReclaimPolicy:     new(corev1.PersistentVolumeReclaimPolicy(cmp.Or(c.ReclaimPolicy, Delete))),
		MountOptions:      c.MountOptions,
		AllowedTopologies: topologies(c.Zones),
	}
	mode := Immediate
	switch {
	case c.EBS != nil:
		class.Provisioner = "ebs.csi.aws.com"
		class.Parameters = c.EBS.parameters()
		class.AllowVolumeExpansion = new(!c.FixedSize)
		mode = WaitForFirstConsumer
	case c.EFS != nil:
		class.Provisioner = "efs.csi.aws.com"
		class.Parameters = c.EFS.parameters()
	}
	class.VolumeBindingMode = new(storagev1.VolumeBindingMode(cmp.Or(c.BindingMode, mode)))
	return class
}

func topologies(zones []string) []corev1.TopologySelectorTerm {
	if len(zones) == 0 {
		return nil
	}
	return []corev1.TopologySelectorTerm{{
		MatchLabelExpressions: []corev1.TopologySelectorLabelRequirement{{Key: corev1.LabelTopologyZone, Values: zones}},
	}}
}
