package vault_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/vault"
)

// fullInjection sets every field.
func fullInjection() vault.Injection {
	return vault.Injection{
		Role: "shop",
		Secrets: []vault.InjectedSecret{
			{Name: "database", Path: "database/creds/shop"},
			{
				Name: "app.env", Path: "secret/data/shop", Template: `{{ with secret "secret/data/shop" }}KEY={{ .Data.data.key }}{{ end }}`,
				File: "conf/app.env", Dir: "/app", Mode: "0400", Command: "kill -HUP 1", ErrorOnMissingKey: true,
				LeftDelimiter: "[[", RightDelimiter: "]]",
			},
			{Name: "tls", TemplateFile: "/vault/custom/tls.tpl"},
		},
		Containers: []string{"app", "worker"}, SecretsDir: "/secrets",
		InitOnly: true, NoInit: true, InitFirst: true, Token: true, Template: vault.JSONObject, PreserveCase: true,
		Auth: vault.InjectionAuth{
			Type: "jwt", Path: "auth/jwt", Config: map[string]string{"path": "/var/run/token"}, TokenVolume: "vault-token",
			MinBackoff: seconds(2), MaxBackoff: seconds(60), ExitOnError: true,
		},
		Connection: vault.InjectionConnection{
			Address: "https://vault.example.com:8200", Namespace: "platform", ProxyAddress: "http://proxy.example.com:3128",
			TLSSecret: "vault-tls", CACert: "/vault/tls/ca.crt", ClientCert: "/vault/tls/tls.crt", ClientKey: "/vault/tls/tls.key",
			TLSServerName: "vault", TLSSkipVerify: true, MaxRetries: new(int32(0)), Timeout: seconds(30),
			DisableIdleConnections: []vault.AgentPart{vault.AutoAuth, vault.Caching}, DisableKeepAlives: []vault.AgentPart{vault.Templating},
		},
		Agent: vault.InjectionAgent{
			Image: addon.Image{Repository: "hashicorp/vault", Tag: "2.0.3"},
			Resources: corev1.ResourceRequirements{
				Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("10m"), corev1.ResourceMemory: resource.MustParse("32Mi"), corev1.ResourceEphemeralStorage: resource.MustParse("16Mi")},
				Limits:   corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("100m"), corev1.ResourceMemory: resource.MustParse("64Mi"), corev1.ResourceEphemeralStorage: resource.MustParse("32Mi")},
			},
			RunAsUser: new(int64(1000)), RunAsGroup: new(int64(0)), RunAsSameUser: true, NoSecurityContext: true, ShareProcessNamespace: true,
			CopyVolumeMounts: "app", RevokeOnShutdown: true, RevokeGrace: seconds(10), EnableQuit: true,
			LogLevel: vault.Debug, LogFormat: vault.JSON, GoMaxProcs: 1,
		},
		Rendering: vault.InjectionRendering{KeepTrying: true, StaticSecretInterval: seconds(60), MaxConnectionsPerHost: 10, LeaseRenewalPercent: 75},
		Cache:     &vault.InjectionCache{Port: 8300, Token: vault.OnlyAgents, ExitOnError: true},
		ConfigMap: "agent", ExtraSecret: "templates",
	}
}

func TestAnnotations(t *testing.T) {
	for _, tc := range []struct {
		name      string
		injection vault.Injection
		want      map[string]string
	}{
		{"an agent", vault.Injection{}, map[string]string{"agent-inject": "true"}},
		{"a cache", vault.Injection{Cache: &vault.InjectionCache{}}, map[string]string{"agent-inject": "true", "agent-cache-enable": "true"}},
		{"full", fullInjection(), map[string]string{
			"agent-auto-auth-exit-on-err":             "true",
			"agent-cache-enable":                      "true",
			"agent-cache-exit-on-err":                 "true",
			"agent-cache-listener-port":               "8300",
			"agent-cache-use-auto-auth-token":         "force",
			"agent-configmap":                         "agent",
			"agent-copy-volume-mounts":                "app",
			"agent-disable-idle-connections":          "auto-auth,caching",
			"agent-disable-keep-alives":               "templating",
			"agent-enable-quit":                       "true",
			"agent-extra-secret":                      "templates",
			"agent-image":                             "hashicorp/vault:2.0.3",
			"agent-init-first":                        "true",
			"agent-inject":                            "true",
			"agent-inject-command-app.env":            "kill -HUP 1",
			"agent-inject-containers":                 "app,worker",
			"agent-inject-default-template":           "json",
			"agent-inject-file-app.env":               "conf/app.env",
			"agent-inject-perms-app.env":              "0400",
			"agent-inject-secret-app.env":             "secret/data/shop",
			"agent-inject-secret-database":            "database/creds/shop",
			"agent-inject-template-app.env":           `{{ with secret "secret/data/shop" }}KEY={{ .Data.data.key }}{{ end }}`,
			"agent-inject-template-file-tls":          "/vault/custom/tls.tpl",
			"agent-inject-token":                      "true",
			"agent-limits-cpu":                        "100m",
			"agent-limits-ephemeral":                  "32Mi",
			"agent-limits-mem":                        "64Mi",
			"agent-pre-populate":                      "false",
			"agent-pre-populate-only":                 "true",
			"agent-requests-cpu":                      "10m",
			"agent-requests-ephemeral":                "16Mi",
			"agent-requests-mem":                      "32Mi",
			"agent-revoke-grace":                      "10",
			"agent-revoke-on-shutdown":                "true",
			"agent-run-as-group":                      "0",
			"agent-run-as-same-user":                  "true",
			"agent-run-as-user":                       "1000",
			"agent-service-account-token-volume-name": "vault-token",
			"agent-set-security-context":              "false",
			"agent-share-process-namespace":           "true",
			"agent-template-left-delim-app.env":       "[[",
			"agent-template-right-delim-app.env":      "]]",
			"auth-config-path":                        "/var/run/token",
			"auth-max-backoff":                        "1m",
			"auth-min-backoff":                        "2s",
			"auth-path":                               "auth/jwt",
			"auth-type":                               "jwt",
			"ca-cert":                                 "/vault/tls/ca.crt",
			"client-cert":                             "/vault/tls/tls.crt",
			"client-key":                              "/vault/tls/tls.key",
			"client-max-retries":                      "0",
			"client-timeout":                          "30s",
			"error-on-missing-key-app.env":            "true",
			"go-max-procs":                            "1",
			"log-format":                              "json",
			"log-level":                               "debug",
			"namespace":                               "platform",
			"preserve-secret-case":                    "true",
			"proxy-address":                           "http://proxy.example.com:3128",
			"role":                                    "shop",
			"secret-volume-path":                      "/secrets",
			"secret-volume-path-app.env":              "/app",
			"service":                                 "https://vault.example.com:8200",
			"template-config-exit-on-retry-failure":   "false",
			"template-lease-renewal-threshold":        "0.75",
			"template-max-connections-per-host":       "10",
			"template-static-secret-render-interval":  "1m",
			"tls-secret":                              "vault-tls",
			"tls-server-name":                         "vault",
			"tls-skip-verify":                         "true",
		}},
	} {
		want := map[string]string{}
		for name, value := range tc.want {
			want["vault.hashicorp.com/"+name] = value
		}
		if diff := cmp.Diff(want, tc.injection.Annotations()); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.name, diff)
		}
	}
}

func TestBadInjections(t *testing.T) {
	for _, tc := range []struct {
		name      string
		injection vault.Injection
		want      []string
	}{
		{"the least", vault.Injection{Role: "shop"}, nil},
		{"another login", vault.Injection{Auth: vault.InjectionAuth{Type: "aws", Config: map[string]string{"type": "iam"}}}, nil},
		{"a configuration", vault.Injection{ConfigMap: "agent"}, nil},
		{"no role", vault.Injection{}, []string{`role: Required value: the auth method kubernetes needs it`}},
		{"secrets", vault.Injection{Role: "shop", Secrets: []vault.InjectedSecret{
			{Path: "secret/data/a"},
			{Name: "a b", Path: "secret/data/a", Template: "a", TemplateFile: "/a", Mode: "rw"},
			{Name: "c"},
			{Name: "c", Path: "secret/data/c"},
			{Name: "of-a-name-that-is-much-longer-than-annotations-may-be", Path: "secret/data/d"},
		}}, []string{
			`secrets[1].templateFile: Forbidden: excludes template: only one of them can be set`,
			`secrets[1].name: Invalid value: "a b": is part of an annotation's name: name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
			`secrets[2].path: Required value: needs one of path, template, templateFile`,
			`secrets[3].name: Duplicate value: "c"`,
			`secrets[4].name: Invalid value: "of-a-name-that-is-much-longer-than-annotations-may-be": is part of an annotation's name: name part must be no more than 63 bytes`,
			`secrets[0].name: Required value: no default can know it`,
			`secrets[1].mode: Invalid value: "rw": must match ^0?[0-7]{3}$`,
		}},
		{"agents", vault.Injection{
			Role: "shop", InitOnly: true, NoInit: true,
			Auth:      vault.InjectionAuth{Config: map[string]string{"a/b": "c"}},
			Agent:     vault.InjectionAgent{RevokeOnShutdown: true, RevokeGrace: metav1.Duration{Duration: 1500 * time.Millisecond}, RunAsUser: new(int64(-1)), LogLevel: "loud"},
			Rendering: vault.InjectionRendering{LeaseRenewalPercent: 101},
			Cache:     &vault.InjectionCache{Token: "mine"},
		}, []string{
			`noInit: Forbidden: excludes initOnly: only one of them can be set`,
			`agent.revokeOnShutdown: Forbidden: no agent is left that could: initOnly is set`,
			`agent.revokeGrace: Invalid value: "1.5s": must be whole seconds`,
			`auth.config[a/b]: Invalid value: "a/b": is part of an annotation's name: a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
			`agent.runAsUser: Invalid value: -1: must be at least 0`,
			`agent.logLevel: Unsupported value: "loud": supported values: "trace", "debug", "info", "warn", "error"`,
			`rendering.leaseRenewalPercent: Invalid value: 101: must be at most 100`,
			`cache.token: Unsupported value: "mine": supported values: "true", "force", "false"`,
		}},
	} {
		if diff := cmp.Diff(tc.want, messages(addon.Check(tc.injection, nil).ToAggregate())); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.name, diff)
		}
	}
}
