package argoworkflows

import (
	"strings"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/hpa"
)

func defaults(addon.Target) Options {
	const tag = "v" + version
	linux := map[string]string{"kubernetes.io/os": "linux"}
	return Options{
		CRDs: MinimalCRDs,
		Controller: Controller{
			Pods: addon.Pods{
				Replicas:          new(int32(1)),
				Image:             addon.Image{Repository: "quay.io/argoproj/workflow-controller", Tag: tag},
				NodeSelector:      linux,
				PriorityClassName: controllerName,
			},
			Metrics: ControllerMetrics{Port: 9090, Path: "/metrics"},
		},
		Executor: Executor{Image: addon.Image{Repository: "quay.io/argoproj/argoexec", Tag: tag}},
		Server: Server{
			Pods: addon.Pods{
				Image:        addon.Image{Repository: "quay.io/argoproj/argocli", Tag: tag},
				NodeSelector: linux,
			},
			Autoscaling: hpa.Autoscaling{MinReplicas: 1, MaxReplicas: 5, TargetCPU: new(int32(50)), TargetMemory: new(int32(50))},
			Service:     Service{Port: 2746},
		},
	}
}

// onTarget are the options with what the target knows: the region of buckets.
func (o Options) onTarget(t addon.Target) Options {
	if o.ArtifactRepository != nil {
		o.ArtifactRepository = new(o.ArtifactRepository.onTarget(t))
	}
	var all []ArtifactRepositories
	for _, r := range o.ArtifactRepositories {
		on := map[string]ArtifactRepository{}
		for key, repository := range r.Repositories {
			on[key] = repository.onTarget(t)
		}
		r.Repositories = on
		all = append(all, r)
	}
	o.ArtifactRepositories = all
	return o
}

func (r ArtifactRepository) onTarget(t addon.Target) ArtifactRepository {
	if r.S3 == nil {
		return r
	}
	s3 := *r.S3
	if s3.Endpoint == "" {
		s3.Endpoint = "s3.amazonaws.com"
		if t.AWS != nil && strings.HasPrefix(t.AWS.Region, "cn-") {
			s3.Endpoint = "s3." + t.AWS.Region + ".amazonaws.com.cn"
		}
	}
	if s3.Region == "" && s3.onAWS() && t.AWS != nil {
		s3.Region = t.AWS.Region
	}
	if s3.AccessKeySecret == nil && s3.SecretKeySecret == nil {
		s3.UseSDKCreds = true
	}
	r.S3 = &s3
	return r
}
