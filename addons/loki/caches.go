package loki

import (
	"fmt"
	"strconv"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// Cache is a memcached.
type Cache struct {
	// Goes without one.
	Disabled bool `json:"disabled,omitempty"`

	// A memcached that is there already, as "dnssrv+_memcached._tcp.cache.example.com" or
	// "cache.example.com:11211". No pods are made then.
	Addresses []string `json:"addresses,omitempty" jsonschema:"uniqueItems,minItems=1,pattern=^[^\\, $]+$"`

	// The pods. They ask for 1.2 times the memory for what is cached, if their resources
	// don't say otherwise.
	Pods addon.Pods `json:"pods,omitzero"`

	// The memory for what is cached, in each pod: 8Gi for chunks and 1Gi for results, where it
	// is left out.
	Memory *resource.Quantity `json:"memory,omitempty"`

	// How large an item may be: 5Mi where it is left out.
	MaxItemSize *resource.Quantity `json:"maxItemSize,omitempty"`

	// How many connections a pod may have: 16384 where it is left out.
	MaxConnections int32 `json:"maxConnections,omitempty" jsonschema:"minimum=1"`

	// How long the cache may take to answer: 2s for chunks and 500ms for results, where it is
	// left out.
	Timeout metav1.Duration `json:"timeout,omitzero"`

	// How long something is cached: 12h for results, where it is left out, and for chunks as
	// long as there is room.
	Validity metav1.Duration `json:"validity,omitzero"`

	// How many items may wait to be cached: 500000 where it is left out.
	WritebackBuffer int32 `json:"writebackBuffer,omitempty" jsonschema:"minimum=1"`

	// How much memory they may take in Loki's pods: 500M where it is left out.
	WritebackSize *resource.Quantity `json:"writebackSize,omitempty"`

	// How many of them are cached at once: 1 where it is left out.
	WritebackGoroutines int32 `json:"writebackGoroutines,omitempty" jsonschema:"minimum=1"`
}

// ChunksCache is the cache for what is read from the bucket.
type ChunksCache struct {
	Cache `json:",inline"`

	// How many chunks are asked for at once: 4 where it is left out.
	BatchSize int32 `json:"batchSize,omitempty" jsonschema:"minimum=1"`

	// How many such questions are under way: 5 where it is left out.
	Parallelism int32 `json:"parallelism,omitempty" jsonschema:"minimum=1"`
}

// cache is a cache as upstream has it.
func cache(memory string, validity, timeout time.Duration) Cache {
	return Cache{
		Pods: addon.Pods{
			Replicas:                      new(int32(1)),
			Image:                         addon.Image{Repository: "docker.io/library/memcached", Tag: "1.6.45-alpine"},
			TerminationGracePeriodSeconds: new(int64(60)),
		},
		Memory:              new(resource.MustParse(memory)),
		MaxItemSize:         new(resource.MustParse("5Mi")),
		MaxConnections:      16384,
		Timeout:             every(timeout),
		Validity:            every(validity),
		WritebackBuffer:     500000,
		WritebackSize:       new(resource.MustParse("500Mi")),
		WritebackGoroutines: 1,
	}
}

// caches are the caches that have pods.
func caches(t addon.Target, o Options) []addon.Object {
	sa := kube.ServiceAccount(o.component("memcached"), memcachedName, addon.Pods{})
	sa.AutomountServiceAccountToken = new(false)
	chunks := memcached(t, o, o.ChunksCache.Cache, chunksCacheName, sa)
	results := memcached(t, o, o.ResultsCache, resultsCacheName, sa)
	if len(chunks)+len(results) == 0 {
		return nil
	}
	return append(append([]addon.Object{sa}, chunks...), results...)
}

// memcached is a cache with the given name.
func memcached(t addon.Target, o Options, c Cache, service string, sa *corev1.ServiceAccount) []addon.Object {
	if c.Disabled || len(c.Addresses) > 0 {
		return nil
	}
	id := o.component("memcached" + service[len(name):])
	labels := map[string]string{"name": id.Component} // by which upstream selects pods too
	selecting := id
	selecting.Selector = kube.Over(id.PodLabels(), labels)

	svc := &corev1.Service{
		ObjectMeta: id.Meta(service),
		Spec: corev1.ServiceSpec{
			Type:      corev1.ServiceTypeClusterIP,
			ClusterIP: corev1.ClusterIPNone,
			Selector:  id.PodLabels(),
			Ports:     []corev1.ServicePort{{Name: "memcached-client", Port: memcachedPort, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromString("client")}},
		},
	}
	containers := []corev1.Container{c.container(t)}
	if !o.CacheExporter.Disabled {
		svc.Spec.Ports = append(svc.Spec.Ports, port("http-metrics", 9150, "http-metrics"))
		containers = append(containers, o.CacheExporter.memcached(t))
	}
	set := kube.StatefulSet(selecting, service, c.asking(), corev1.PodSpec{
		ServiceAccountName: sa.Name,
		SecurityContext: &corev1.PodSecurityContext{
			FSGroup:        new(int64(11211)),
			RunAsGroup:     new(int64(11211)),
			RunAsNonRoot:   new(true),
			RunAsUser:      new(int64(11211)),
			SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
		},
		Containers: containers,
	})
	set.Labels = kube.Over(set.Labels, labels)
	set.Spec.ServiceName = service
	set.Spec.PodManagementPolicy = appsv1.ParallelPodManagement
	return []addon.Object{svc, set, kube.DisruptionBudget(selecting, service, c.Pods)}
}

const memcachedPort = 11211

// asking are the pods with the resources that their memory takes.
func (c Cache) asking() addon.Pods {
	pods := c.Pods
	if pods.Resources.Requests == nil && pods.Resources.Limits == nil {
		all := resource.MustParse(fmt.Sprintf("%dMi", (mebibytes(c.Memory)*12+5)/10))
		pods.Resources = corev1.ResourceRequirements{
			Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("500m"), corev1.ResourceMemory: all},
			Limits:   corev1.ResourceList{corev1.ResourceMemory: all},
		}
	}
	return pods
}

func mebibytes(q *resource.Quantity) int64 { return q.Value() / (1 << 20) }

func (c Cache) container(t addon.Target) corev1.Container {
	alive := corev1.ProbeHandler{TCPSocket: &corev1.TCPSocketAction{Port: intstr.FromString("client")}}
	return corev1.Container{
		Name:  "memcached",
		Image: t.Image(c.Pods.Image),
		Args: []string{
			fmt.Sprintf("-m %d", mebibytes(c.Memory)),
			"--extended=modern,track_sizes",
			fmt.Sprintf("-I %dm", mebibytes(c.MaxItemSize)),
			fmt.Sprintf("-c %d", c.MaxConnections),
			"-v",
			"-u " + strconv.Itoa(memcachedPort),
		},
		Ports:           []corev1.ContainerPort{kube.Port("client", memcachedPort)},
		LivenessProbe:   &corev1.Probe{ProbeHandler: alive, InitialDelaySeconds: 30, PeriodSeconds: 10, TimeoutSeconds: 5, FailureThreshold: 3},
		ReadinessProbe:  &corev1.Probe{ProbeHandler: alive, InitialDelaySeconds: 5, PeriodSeconds: 5, TimeoutSeconds: 3, FailureThreshold: 6},
		SecurityContext: kube.Confined(),
	}
}

// memcached is the exporter of a cache's metrics.
func (e Exporter) memcached(t addon.Target) corev1.Container {
	return corev1.Container{
		Name:            "exporter",
		Image:           t.Image(e.Image),
		Args:            []string{fmt.Sprintf("--memcached.address=localhost:%d", memcachedPort), "--web.listen-address=0.0.0.0:9150"},
		Ports:           []corev1.ContainerPort{kube.Port("http-metrics", 9150)},
		LivenessProbe:   exporterProbe("/metrics", 30, 10, 5),
		ReadinessProbe:  exporterProbe("/metrics", 5, 5, 3),
		Resources:       e.Resources,
		SecurityContext: kube.Confined(),
	}
}

func exporterProbe(path string, delay, period, timeout int32) *corev1.Probe {
	return &corev1.Probe{
		ProbeHandler:        httpGet(path, "http-metrics"),
		InitialDelaySeconds: delay,
		PeriodSeconds:       period,
		TimeoutSeconds:      timeout,
		FailureThreshold:    3,
	}
}
