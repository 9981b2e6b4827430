package telepresence

import (
	"time"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

func defaults(addon.Target) Options {
	return Options{
		Parts:           Everything,
		Pods:            addon.Pods{Image: addon.Image{Repository: "ghcr.io/telepresenceio/tel2", Tag: version}},
		LogLevel:        LogInfo,
		APIPort:         8081,
		MaxReceiveSize:  resource.MustParse("4Mi"),
		PodCIDRStrategy: Auto,
		AgentInjector: AgentInjector{
			Policy:             OnDemand,
			Port:               443,
			FailurePolicy:      admissionv1.Ignore,
			ReinvocationPolicy: admissionv1.IfNeededReinvocationPolicy,
			TimeoutSeconds:     5,
		},
		Agent: Agent{
			ImagePullPolicy:     corev1.PullIfNotPresent,
			Port:                9900,
			AppProtocolStrategy: HTTP2Probe,
			ArrivalTimeout:      metav1.Duration{Duration: 30 * time.Second},
		},
		Client: Client{
			ConnectionTTL: metav1.Duration{Duration: 24 * time.Hour},
			DNS:           DNS{ExcludeSuffixes: []string{".com", ".io", ".net", ".org", ".ru"}},
		},
	}
}
