package argocd

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/hpa"
	"github.com/fitout/fitout/addon/kube"
)

func defaults(addon.Target) Options {
	redis := addon.Image{Repository: "public.ecr.aws/docker/library/redis", Tag: "8.10.1-alpine"}
	alone := addon.Pods{NodeSelector: linux(), Replicas: new(int32(1))}
	scaled := hpa.Autoscaling{MinReplicas: 2, MaxReplicas: 5, TargetCPU: new(int32(50)), TargetMemory: new(int32(50))}
	return Options{
		Image:      addon.Image{Repository: "quay.io/argoproj/argocd", Tag: version},
		Controller: Controller{Pods: apart(alone, controllerName)},
		Server: Server{
			Pods:        apart(addon.Pods{NodeSelector: linux()}, serverName),
			Autoscaling: scaled,
			Service:     Service{Type: corev1.ServiceTypeClusterIP},
		},
		RepoServer:     RepoServer{Pods: apart(addon.Pods{NodeSelector: linux()}, repoServerName), Autoscaling: scaled},
		ApplicationSet: ApplicationSetController{Pods: alone},
		Notifications:  Notifications{Pods: alone, Secret: notificationsSecretName},
		Dex: Dex{Pods: addon.Pods{
			Replicas:     new(int32(1)),
			Image:        addon.Image{Repository: "ghcr.io/dexidp/dex", Tag: "v2.46.0"},
			NodeSelector: linux(),
			Affinity:     antiAffinity(awayFromArgoCD()),
		}},
		Redis: Redis{
			Pods: apart(addon.Pods{Replicas: new(int32(1)), Image: redis, NodeSelector: linux()}, redisName),
			HA: RedisHA{
				Pods: addon.Pods{
					Replicas:                      new(int32(redisReplicas)),
					Image:                         redis,
					Affinity:                      neverTogether(redisHAName),
					TerminationGracePeriodSeconds: new(int64(60)),
				},
				Proxy: addon.Pods{
					Replicas:             new(int32(3)),
					Image:                addon.Image{Repository: "public.ecr.aws/docker/library/haproxy", Tag: "3.0.8-alpine"},
					Affinity:             neverTogether(proxyName),
					RevisionHistoryLimit: new(int32(1)),
				},
			},
		},
		Resources: Resources{Exclusions: exclusions()},
	}
}

func linux() map[string]string { return map[string]string{corev1.LabelOSStable: "linux"} }

// apart returns the pods with the wish not to be on a node with others of their own component,
// nor with others of Argo CD's.
func apart(pods addon.Pods, component string) addon.Pods {
	pods.Affinity = antiAffinity(corev1.WeightedPodAffinityTerm{Weight: 100, PodAffinityTerm: onNodeOf(addon.LabelName, component)}, awayFromArgoCD())
	return pods
}

func awayFromArgoCD() corev1.WeightedPodAffinityTerm {
	return corev1.WeightedPodAffinityTerm{Weight: 5, PodAffinityTerm: onNodeOf(addon.LabelPartOf, partOf)}
}

func antiAffinity(terms ...corev1.WeightedPodAffinityTerm) *corev1.Affinity {
	return &corev1.Affinity{PodAntiAffinity: &corev1.PodAntiAffinity{PreferredDuringSchedulingIgnoredDuringExecution: terms}}
}

// neverTogether keeps two pods of a component from one node.
func neverTogether(component string) *corev1.Affinity {
	return &corev1.Affinity{PodAntiAffinity: &corev1.PodAntiAffinity{
		RequiredDuringSchedulingIgnoredDuringExecution: []corev1.PodAffinityTerm{onNodeOf(addon.LabelName, component)},
	}}
}

// onNodeOf is the nodes that have pods with a label.
func onNodeOf(label, value string) corev1.PodAffinityTerm {
	return corev1.PodAffinityTerm{
		LabelSelector: &metav1.LabelSelector{MatchLabels: map[string]string{label: value}},
		TopologyKey:   corev1.LabelHostname,
	}
}

// of is what the objects of a component go by. Upstream knows pods by their name alone.
func (o Options) of(component, part string) kube.Identity {
	return kube.Identity{
		Name: component, Instance: name, Component: part, Namespace: o.Namespace,
		Selector: map[string]string{addon.LabelName: component},
	}
}
