package vault

import (
	"slices"
	"strconv"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// injectorEnv is how the injector is configured, as its subcommand/injector/flags.go reads it.
func injectorEnv(t addon.Target, o Options) []corev1.EnvVar {
	i := o.Injector
	return slices.Concat(
		kube.Env("AGENT_INJECT_LISTEN", ":"+kube.Number(i.Port)),
		kube.Env("AGENT_INJECT_LOG_LEVEL", i.LogLevel),
		kube.Env("AGENT_INJECT_VAULT_ADDR", o.address()),
		o.ca().variable("AGENT_INJECT_VAULT_CACERT_BYTES"),
		kube.Env("AGENT_INJECT_VAULT_AUTH_PATH", i.AuthPath),
		kube.Env("AGENT_INJECT_VAULT_IMAGE", t.Image(i.Agent.Image)),
		injectorCertificateEnv(o),
		kube.Env("AGENT_INJECT_LOG_FORMAT", i.LogFormat),
		kube.Env("AGENT_INJECT_REVOKE_ON_SHUTDOWN", strconv.FormatBool(i.Agent.RevokeOnShutdown)),
		metricsEnv(i.Metrics),
		electionEnv(o.elects()),
		i.Agent.env(),
		[]corev1.EnvVar{kube.FieldEnv("POD_NAME", "metadata.name")},
	)
}

func injectorCertificateEnv(o Options) []corev1.EnvVar {
	if o.injectorCertificateSecret() != "" {
		return []corev1.EnvVar{
			{Name: "AGENT_INJECT_TLS_CERT_FILE", Value: webhookCertDir + "/" + corev1.TLSCertKey},
			{Name: "AGENT_INJECT_TLS_KEY_FILE", Value: webhookCertDir + "/" + corev1.TLSPrivateKeyKey},
		}
	}
	return []corev1.EnvVar{
		{Name: "AGENT_INJECT_TLS_AUTO", Value: o.webhookConfig()},
		{Name: "AGENT_INJECT_TLS_AUTO_HOSTS", Value: o.hosts()},
	}
}

func metricsEnv(on bool) []corev1.EnvVar {
	if !on {
		return nil
	}
	return kube.Env("AGENT_INJECT_TELEMETRY_PATH", "/metrics")
}

func electionEnv(on bool) []corev1.EnvVar {
	if !on {
		return nil
	}
	return []corev1.EnvVar{
		{Name: "AGENT_INJECT_USE_LEADER_ELECTOR", Value: "true"},
		kube.FieldEnv("NAMESPACE", "metadata.namespace"),
	}
}

// env is what agents are like that say nothing else.
func (a InjectedAgent) env() []corev1.EnvVar {
	return slices.Concat(
		quantity("AGENT_INJECT_CPU_REQUEST", a.Resources.Requests, corev1.ResourceCPU),
		quantity("AGENT_INJECT_CPU_LIMIT", a.Resources.Limits, corev1.ResourceCPU),
		quantity("AGENT_INJECT_MEM_REQUEST", a.Resources.Requests, corev1.ResourceMemory),
		quantity("AGENT_INJECT_MEM_LIMIT", a.Resources.Limits, corev1.ResourceMemory),
		quantity("AGENT_INJECT_EPHEMERAL_REQUEST", a.Resources.Requests, corev1.ResourceEphemeralStorage),
		quantity("AGENT_INJECT_EPHEMERAL_LIMIT", a.Resources.Limits, corev1.ResourceEphemeralStorage),
		kube.Env("AGENT_INJECT_DEFAULT_TEMPLATE", a.Template),
		kube.Env("AGENT_INJECT_TEMPLATE_CONFIG_EXIT_ON_RETRY_FAILURE", strconv.FormatBool(!a.KeepTrying)),
		kube.Env("AGENT_INJECT_TEMPLATE_STATIC_SECRET_RENDER_INTERVAL", kube.Duration(a.StaticSecretInterval)),
	)
}

func quantity(name string, of corev1.ResourceList, resource corev1.ResourceName) []corev1.EnvVar {
	q, ok := of[resource]
	if !ok {
		return nil
	}
	return kube.Env(name, q.String())
}
