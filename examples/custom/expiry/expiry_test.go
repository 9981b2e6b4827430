package expiry_test

import (
	"testing"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/controller"
	"github.com/fitout/fitout/cluster"
	"github.com/fitout/fitout/examples/custom/expiry"
)

// ca is that of nobody: its key is gone.
const ca = `-----BEGIN CERTIFICATE-----
MIIBPjCB8aADAgECAhQ+V2wBkmQuaWjf8W8VCz3fBGUn5DAFBgMrZXAwFDESMBAG
A1UEAwwJdW5pdCB0ZXN0MCAXDTI2MTEyNDIwMzAxOFoYDzIxMjYxMDMxMjAzMDE4
WjAUMRIwEAYDVQQDDAl1bml0IHRlc3QwKjAFBgMrZXADIQBICV3Kdq04JkCbOKSq
QirIVrkCdvo/+dIhVkQm+B+XJ6NTMFEwHQYDVR0OBBYEFJ2fzgwO8XF3fVfayJfh
pPhQFK2eMB8GA1UdIwQYMBaAFJ2fzgwO8XF3fVfayJfhpPhQFK2eMA8GA1UdEwEB
/wQFMAMBAf8wBQYDK2VwA0EA1MKxGkmS2aQ9b0YCqHO96PKBfDa9yvdGhT0Yu4T3
p+iMZY6jUZepBk6f46oe0YaD+e1RyFRsJe0jD5CcuExZBw==
-----END CERTIFICATE-----
`

func TestAddon(t *testing.T) {
	pods := addon.Pods{Image: addon.Image{Tag: "v1.2.3"}}
	several := pods
	several.Replicas = new(int32(2))
	addontest.Run(t, expiry.Definition,
		addontest.Case[expiry.Options]{
			Name: "defaults", Options: expiry.Options{Pods: pods},
			Existing: cluster.Existing{CRDs: []string{"*.cert-manager.io"}},
		},
		addontest.Case[expiry.Options]{
			Name: "full",
			Existing: cluster.Existing{
				CRDs:    []string{"*.monitoring.coreos.com"},
				Secrets: map[string][]string{"cleanup/expiry-tls": {"tls.crt", "tls.key"}},
			},
			Options: expiry.Options{
				Namespace:   "cleanup",
				Pods:        several,
				Metrics:     controller.Metrics{Enabled: true, Port: 9444, ServiceMonitor: &addon.ServiceMonitor{}},
				Logging:     controller.Logging{Level: controller.LogError, Encoder: controller.LogConsole},
				Certificate: addon.ServingCertificate{Secret: "expiry-tls", CABundle: ca},
			},
		},
	)
}
