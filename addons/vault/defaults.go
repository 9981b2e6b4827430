package vault

import (
	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/fitout/fitout/addon"
)

func defaults(addon.Target) Options {
	return Options{
		Server: Server{
			Mode: Standalone,
			Pods: addon.Pods{
				Image:                         image(),
				TerminationGracePeriodSeconds: new(int64(10)),
			},
			DataStorage:    storage(),
			AuditStorage:   AuditStorage{Storage: storage()},
			ReadinessProbe: ReadinessProbe{Probe: probe(5, 3, 2)},
			PreStopSeconds: new(int32(5)),
			Service:        Service{Type: corev1.ServiceTypeClusterIP, Port: apiPort},
		},
		Injector: Injector{
			Pods: addon.Pods{
				Replicas: new(int32(1)),
				Image:    addon.Image{Repository: "hashicorp/vault-k8s", Tag: "1.7.6"},
			},
			Port:     8080,
			AuthPath: "auth/kubernetes",
			Webhook: Webhook{
				FailurePolicy:  admissionv1.Ignore,
				MatchPolicy:    admissionv1.Exact,
				TimeoutSeconds: 30,
			},
			Agent: InjectedAgent{
				Image: image(),
				Resources: corev1.ResourceRequirements{
					Requests: resources("250m", "64Mi"),
					Limits:   resources("500m", "128Mi"),
				},
				Template: Map,
			},
			LogLevel:       Info,
			LogFormat:      Standard,
			ReadinessProbe: probe(2, 5, 2),
			LivenessProbe:  probe(2, 5, 2),
			StartupProbe:   probe(5, 5, 12),
		},
		CSI: CSI{
			Pods:           addon.Pods{Image: addon.Image{Repository: "hashicorp/vault-csi-provider", Tag: "1.7.4"}},
			ProvidersDir:   "/var/run/secrets-store-csi-providers",
			HMACSecret:     "vault-csi-provider-hmac-key",
			Agent:          CSIAgent{Image: image(), LogLevel: Info, LogFormat: Standard},
			LogLevel:       Info,
			ReadinessProbe: probe(5, 3, 2),
			LivenessProbe:  probe(5, 3, 2),
		},
	}
}

// image is that of the server and of the agents.
func image() addon.Image { return addon.Image{Repository: "hashicorp/vault", Tag: version} }

func storage() Storage {
	return Storage{Size: resource.MustParse("10Gi"), AccessMode: corev1.ReadWriteOnce}
}

// probe begins after 5 seconds.
func probe(period, timeout, failures int32) Probe {
	return Probe{InitialDelaySeconds: 5, PeriodSeconds: period, TimeoutSeconds: timeout, FailureThreshold: failures}
}

func resources(cpu, memory string) corev1.ResourceList {
	return corev1.ResourceList{corev1.ResourceCPU: resource.MustParse(cpu), corev1.ResourceMemory: resource.MustParse(memory)}
}
