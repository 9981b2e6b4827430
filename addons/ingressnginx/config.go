package ingressnginx

import (
	"fmt"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// Config is the ConfigMap by which NGINX is configured. What is left out keeps the
// controller's own default, which the comments tell.
type Config struct {
	// The most that a request's body may measure, in bytes or with k, m or g behind; "0"
	// for no limit. It is 1m where it is left out.
	ProxyBodySize string `json:"proxyBodySize,omitempty" jsonschema:"pattern=^[0-9]+[kKmMgG]?$"`

	// How large a response's header may be: logins by oauth2-proxy may need 16k. It is 4k
	// where it is left out.
	ProxyBufferSize string `json:"proxyBufferSize,omitempty" jsonschema:"pattern=^[0-9]+[kKmM]?$"`

	// The number and size of the buffers for a request's header, as in "4 16k". It is
	// "4 8k" where it is left out.
	LargeClientHeaderBuffers string `json:"largeClientHeaderBuffers,omitempty" jsonschema:"pattern=^[0-9]+ [0-9]+[kKmM]?$"`

	// How long to wait for a connection to a backend: 5 s where it is left out.
	ProxyConnectTimeout metav1.Duration `json:"proxyConnectTimeout,omitzero"`

	// How long a backend may be silent: 60 s where it is left out.
	ProxyReadTimeout metav1.Duration `json:"proxyReadTimeout,omitzero"`

	// How long a backend may take in nothing: 60 s where it is left out.
	ProxySendTimeout metav1.Duration `json:"proxySendTimeout,omitzero"`

	// Believes the X-Forwarded headers of requests. Set it behind a proxy that writes them,
	// such as an ALB or a CDN, together with proxyRealIPCIDRs: whoever else reaches NGINX
	// could forge them.
	UseForwardedHeaders bool `json:"useForwardedHeaders,omitempty"`

	// Adds the address of whoever connects to X-Forwarded-For, in place of writing it anew.
	ComputeFullForwardedFor bool `json:"computeFullForwardedFor,omitempty"`

	// The header with the client's address: X-Forwarded-For where it is left out.
	ForwardedForHeader string `json:"forwardedForHeader,omitempty"`

	// Takes the client's address from that header, without believing the others.
	EnableRealIP bool `json:"enableRealIP,omitempty"`

	// Expects the PROXY protocol on every connection. What sends requests must speak it.
	UseProxyProtocol bool `json:"useProxyProtocol,omitempty"`

	// The CIDRs of proxies whose word is taken for the client's address: everybody's where
	// it is left out.
	ProxyRealIPCIDRs []string `json:"proxyRealIPCIDRs,omitempty" jsonschema:"uniqueItems"`

	// The riskiest annotations that Ingresses may have: High where it is left out.
	AnnotationsRiskLevel RiskLevel `json:"annotationsRiskLevel,omitempty"`

	// Lets Ingresses put snippets into nginx.conf, and with it whoever writes Ingresses
	// take the controller over. It needs the risk level Critical.
	AllowSnippetAnnotations bool `json:"allowSnippetAnnotations,omitempty"`

	// Whether paths of the types Exact and Prefix are refused when they hold anything but
	// letters, digits, "/", "-", "_" and ".": they are where it is left out.
	StrictValidatePathType *bool `json:"strictValidatePathType,omitempty"`

	// Whether hosts with a certificate redirect HTTP to HTTPS: they do where it is left
	// out.
	SSLRedirect *bool `json:"sslRedirect,omitempty"`

	// Redirects HTTP to HTTPS for hosts without a certificate too.
	ForceSSLRedirect bool `json:"forceSSLRedirect,omitempty"`

	// Whether browsers are told to use nothing but HTTPS: they are where it is left out.
	HSTS *bool `json:"hsts,omitempty"`

	// The versions of TLS: 1.2 and 1.3 where it is left out.
	SSLProtocols []TLSVersion `json:"sslProtocols,omitempty" jsonschema:"uniqueItems"`

	// The ciphers of TLS up to 1.2, as OpenSSL writes them.
	SSLCiphers string `json:"sslCiphers,omitempty"`

	// The status codes for which the default backend writes the page.
	CustomHTTPErrors []int32 `json:"customHTTPErrors,omitempty" jsonschema:"minimum=300,maximum=599,uniqueItems"`

	// What a line of the access log holds, in NGINX's words.
	LogFormatUpstream string `json:"logFormatUpstream,omitempty"`

	// Escapes what is logged as JSON has it, for a log format that is JSON.
	LogFormatEscapeJSON bool `json:"logFormatEscapeJSON,omitempty"`

	// Writes no access log.
	DisableAccessLog bool `json:"disableAccessLog,omitempty"`

	// Regular expressions for paths that the access log leaves out.
	SkipAccessLogURLs []string `json:"skipAccessLogURLs,omitempty" jsonschema:"pattern=^[^\\,]+$"`

	// The least that the error log holds: notice where it is left out.
	ErrorLogLevel LogLevel `json:"errorLogLevel,omitempty"`

	// The number of NGINX's processes. Where it is left out there is one for each CPU that
	// the pod may use: without a limit that is all of the node's, and much memory on a
	// large one.
	WorkerProcesses int32 `json:"workerProcesses,omitempty" jsonschema:"minimum=1"`

	// The most connections that one of these has: 16384 where it is left out.
	MaxWorkerConnections int32 `json:"maxWorkerConnections,omitempty" jsonschema:"minimum=1"`

	// How long processes of the old configuration may go on with what they have begun:
	// 240 s where it is left out. The pods' grace period must be longer.
	WorkerShutdownTimeout metav1.Duration `json:"workerShutdownTimeout,omitzero"`

	// Compresses responses with gzip.
	UseGzip bool `json:"useGzip,omitempty"`

	// Compresses responses with Brotli.
	EnableBrotli bool `json:"enableBrotli,omitempty"`

	// All other settings, by the names that they have in the ConfigMap:
	// "upstream-keepalive-timeout", for example. Upstream's guide lists them under
	// nginx-configuration/configmap.
	Extra map[string]string `json:"extra,omitempty"`
}

// RiskLevel says what an annotation of an Ingress could do to others.
type RiskLevel string

// The levels of risk.
const (
	Low      RiskLevel = "Low"
	Medium   RiskLevel = "Medium"
	High     RiskLevel = "High"
	Critical RiskLevel = "Critical"
)

// Enum lists the levels of risk.
func (RiskLevel) Enum() []string { return addon.Values(Low, Medium, High, Critical) }

// TLSVersion is a version of TLS.
type TLSVersion string

// The versions of TLS.
const (
	TLS10 TLSVersion = "TLSv1"
	TLS11 TLSVersion = "TLSv1.1"
	TLS12 TLSVersion = "TLSv1.2"
	TLS13 TLSVersion = "TLSv1.3"
)

// Enum lists the versions of TLS.
func (TLSVersion) Enum() []string { return addon.Values(TLS10, TLS11, TLS12, TLS13) }

// LogLevel is a severity of NGINX's error log.
type LogLevel string

// The severities, the least first.
const (
	LogDebug  LogLevel = "debug"
	LogInfo   LogLevel = "info"
	LogNotice LogLevel = "notice"
	LogWarn   LogLevel = "warn"
	LogError  LogLevel = "error"
	LogCrit   LogLevel = "crit"
	LogAlert  LogLevel = "alert"
	LogEmerg  LogLevel = "emerg"
)

// Enum lists the severities.
func (LogLevel) Enum() []string {
	return addon.Values(LogDebug, LogInfo, LogNotice, LogWarn, LogError, LogCrit, LogAlert, LogEmerg)
}

// setting is a line of the ConfigMap that an option sets.
type setting struct{ option, key, value string }

// settings are the lines of the ConfigMap that options other than config.extra set.
func (o Options) settings() []setting {
	c := o.Config
	all := []setting{
		{"config.allowSnippetAnnotations", "allow-snippet-annotations", yes(c.AllowSnippetAnnotations)},
		{"addHeaders", "add-headers", o.headers(o.AddHeaders, o.addHeadersName())},
		{"proxySetHeaders", "proxy-set-headers", o.headers(o.ProxySetHeaders, o.proxyHeadersName())},
		{"service.aws.tls", "http-snippet", o.redirect()},
		{"config.proxyBodySize", "proxy-body-size", c.ProxyBodySize},
		{"config.proxyBufferSize", "proxy-buffer-size", c.ProxyBufferSize},
		{"config.largeClientHeaderBuffers", "large-client-header-buffers", c.LargeClientHeaderBuffers},
		{"config.proxyConnectTimeout", "proxy-connect-timeout", seconds(c.ProxyConnectTimeout)},
		{"config.proxyReadTimeout", "proxy-read-timeout", seconds(c.ProxyReadTimeout)},
		{"config.proxySendTimeout", "proxy-send-timeout", seconds(c.ProxySendTimeout)},
		{"config.useForwardedHeaders", "use-forwarded-headers", yes(c.UseForwardedHeaders)},
		{"config.computeFullForwardedFor", "compute-full-forwarded-for", yes(c.ComputeFullForwardedFor)},
		{"config.forwardedForHeader", "forwarded-for-header", c.ForwardedForHeader},
		{"config.enableRealIP", "enable-real-ip", yes(c.EnableRealIP)},
		{"config.useProxyProtocol", "use-proxy-protocol", yes(c.UseProxyProtocol)},
		{"config.proxyRealIPCIDRs", "proxy-real-ip-cidr", strings.Join(c.ProxyRealIPCIDRs, ",")},
		{"config.annotationsRiskLevel", "annotations-risk-level", string(c.AnnotationsRiskLevel)},
		{"config.strictValidatePathType", "strict-validate-path-type", yesOrNo(c.StrictValidatePathType)},
		{"config.sslRedirect", "ssl-redirect", yesOrNo(c.SSLRedirect)},
		{"config.forceSSLRedirect", "force-ssl-redirect", yes(c.ForceSSLRedirect)},
		{"config.hsts", "hsts", yesOrNo(c.HSTS)},
		{"config.sslProtocols", "ssl-protocols", strings.Join(addon.Values(c.SSLProtocols...), " ")},
		{"config.sslCiphers", "ssl-ciphers", c.SSLCiphers},
		{"config.customHTTPErrors", "custom-http-errors", numbers(c.CustomHTTPErrors)},
		{"config.logFormatUpstream", "log-format-upstream", c.LogFormatUpstream},
		{"config.logFormatEscapeJSON", "log-format-escape-json", yes(c.LogFormatEscapeJSON)},
		{"config.disableAccessLog", "disable-access-log", yes(c.DisableAccessLog)},
		{"config.skipAccessLogURLs", "skip-access-log-urls", strings.Join(c.SkipAccessLogURLs, ",")},
		{"config.errorLogLevel", "error-log-level", string(c.ErrorLogLevel)},
		{"config.workerProcesses", "worker-processes", kube.Number(c.WorkerProcesses)},
		{"config.maxWorkerConnections", "max-worker-connections", kube.Number(c.MaxWorkerConnections)},
		{"config.workerShutdownTimeout", "worker-shutdown-timeout", withUnit(seconds(c.WorkerShutdownTimeout))},
		{"config.useGzip", "use-gzip", yes(c.UseGzip)},
		{"config.enableBrotli", "enable-brotli", yes(c.EnableBrotli)},
	}
	var set []setting
	for _, s := range all {
		if s.value != "" {
			set = append(set, s)
		}
	}
	return set
}

// configData are all lines of the ConfigMap.
func (o Options) configData() map[string]string {
	data := map[string]string{}
	for _, s := range o.settings() {
		data[s.key] = s.value
	}
	for k, v := range o.Config.Extra {
		data[k] = v
	}
	return data
}

func configMap(o Options) *corev1.ConfigMap {
	return &corev1.ConfigMap{ObjectMeta: o.controller().Meta(o.controllerName()), Data: o.configData()}
}

// redirect is the server that answers HTTP where the load balancer ends TLS.
func (o Options) redirect() string {
	if !o.redirects() {
		return ""
	}
	listen := strconv.Itoa(redirectPort)
	if o.Config.UseProxyProtocol {
		listen += " proxy_protocol"
	}
	return fmt.Sprintf("server {\n  listen %s;\n  return 308 https://$host$request_uri;\n}\n", listen)
}

// headers is the reference to a ConfigMap of headers, empty where there are none.
func (o Options) headers(headers map[string]string, name string) string {
	if len(headers) == 0 {
		return ""
	}
	return o.Namespace + "/" + name
}

func yes(b bool) string {
	if b {
		return "true"
	}
	return ""
}

func yesOrNo(b *bool) string {
	if b == nil {
		return ""
	}
	return strconv.FormatBool(*b)
}

func numbers(ns []int32) string {
	words := make([]string, len(ns))
	for i, n := range ns {
		words[i] = kube.Number(n)
	}
	return strings.Join(words, ",")
}

func seconds(d metav1.Duration) string { return kube.Number(int32(d.Seconds())) }

func withUnit(s string) string {
	if s == "" {
		return ""
	}
	return s + "s"
}
