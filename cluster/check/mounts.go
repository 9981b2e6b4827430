package check

import (
	"fmt"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/cluster/infer"
)

// Mounts finds containers that mount a volume which their pods don't have. The API server
// refuses the workload. Most often it is extraVolumeMounts without its extraVolumes.
var Mounts = Check{Name: "mounts", Run: mounts}

func mounts(p *Pass) {
	for _, pods := range p.Pods {
		pods.Containers(func(c *corev1.Container, field string) {
			for i, m := range c.VolumeMounts {
				if !hasVolume(pods.Spec, m.Name) && !claims(pods.Object.Object, m.Name) {
					p.Error(pods.Object, field+infer.Item(".volumeMounts", i)+".name", fmt.Sprintf("the pods have no volume %q", m.Name), "add it to the volumes")
				}
			}
		})
	}
}

func hasVolume(s *corev1.PodSpec, name string) bool {
	return slices.ContainsFunc(s.Volumes, func(v corev1.Volume) bool { return v.Name == name })
}

// claims tells whether a StatefulSet gives its pods a volume of that name.
func claims(o addon.Object, name string) bool {
	set, ok := o.(*appsv1.StatefulSet)
	return ok && slices.ContainsFunc(set.Spec.VolumeClaimTemplates, func(c corev1.PersistentVolumeClaim) bool { return c.Name == name })
}
