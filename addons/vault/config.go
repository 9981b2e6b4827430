package vault

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// configKey is what upstream calls the file, and configDir where the pods have it.
const (
	configKey = "extraconfig-from-values.hcl"
	configDir = "/vault/config"
	dataDir   = "/vault/data"
	auditDir  = "/vault/audit"
)

// The structs below are Vault's configuration as its command/server and internalshared/configutil
// read it.
type config struct {
	UI                 bool                    `hcl:"ui"`
	DisableMlock       bool                    `hcl:"disable_mlock"`
	ClusterName        string                  `hcl:"cluster_name"`
	DefaultLeaseTTL    string                  `hcl:"default_lease_ttl"`
	MaxLeaseTTL        string                  `hcl:"max_lease_ttl"`
	MaxRequestDuration string                  `hcl:"default_max_request_duration"`
	PluginDirectory    string                  `hcl:"plugin_directory"`
	LogRequestsLevel   LogLevel                `hcl:"log_requests_level"`
	RawStorageEndpoint bool                    `hcl:"raw_storage_endpoint"`
	Unauthenticated    []UnauthenticatedAccess `hcl:"enable_unauthenticated_access"`
	Listener           listener                `hcl:"listener"`
	Storage            any                     `hcl:"storage"` // fileStorage or raftStorage
	Registration       *registration           `hcl:"service_registration"`
	Seals              []any                   `hcl:"seal"`
	Telemetry          *telemetry              `hcl:"telemetry"`
	UserLockouts       []userLockout           `hcl:"user_lockout"`
}

type listener struct {
	Type                   string             `hcl:",label"`
	Address                string             `hcl:"address"`
	ClusterAddress         string             `hcl:"cluster_address"`
	TLSDisable             bool               `hcl:"tls_disable"`
	TLSCertFile            string             `hcl:"tls_cert_file"`
	TLSKeyFile             string             `hcl:"tls_key_file"`
	TLSMinVersion          TLSVersion         `hcl:"tls_min_version"`
	MaxRequestSize         int64              `hcl:"max_request_size"`
	MaxRequestDuration     string             `hcl:"max_request_duration"`
	ForwardedForFrom       []string           `hcl:"x_forwarded_for_authorized_addrs"`
	ForwardedForSkip       int32              `hcl:"x_forwarded_for_hop_skips"`
	ForwardedForRequired   *bool              `hcl:"x_forwarded_for_reject_not_present"`
	ForwardedForAuthorized *bool              `hcl:"x_forwarded_for_reject_not_authorized"`
	ProxyProtocolBehavior  string             `hcl:"proxy_protocol_behavior"`
	ProxyProtocolFrom      []string           `hcl:"proxy_protocol_authorized_addrs"`
	RedactAddresses        bool               `hcl:"redact_addresses"`
	RedactClusterName      bool               `hcl:"redact_cluster_name"`
	RedactVersion          bool               `hcl:"redact_version"`
	Telemetry              *listenerTelemetry `hcl:"telemetry"`
}

type listenerTelemetry struct {
	Unauthenticated bool `hcl:"unauthenticated_metrics_access"`
}

type fileStorage struct {
	Type string `hcl:",label"`
	Path string `hcl:"path"`
}

type raftStorage struct {
	Type                       string      `hcl:",label"`
	Path                       string      `hcl:"path"`
	PerformanceMultiplier      int32       `hcl:"performance_multiplier"`
	TrailingLogs               int32       `hcl:"trailing_logs"`
	SnapshotThreshold          int32       `hcl:"snapshot_threshold"`
	MaxEntrySize               int64       `hcl:"max_entry_size"`
	AutopilotReconcileInterval string      `hcl:"autopilot_reconcile_interval"`
	RetryJoin                  []retryJoin `hcl:"retry_join"`
}

type retryJoin struct {
	LeaderAPIAddr    string `hcl:"leader_api_addr"`
	LeaderCACertFile string `hcl:"leader_ca_cert_file"`
}

// registration has each pod label itself with whether it is active.
type registration struct {
	Type string `hcl:",label"`
}

type telemetry struct {
	DisableHostname         bool     `hcl:"disable_hostname"`
	EnableHostnameLabel     bool     `hcl:"enable_hostname_label"`
	PrometheusRetention     string   `hcl:"prometheus_retention_time"`
	DogStatsDAddr           string   `hcl:"dogstatsd_addr"`
	DogStatsDTags           []string `hcl:"dogstatsd_tags"`
	StatsDAddress           string   `hcl:"statsd_address"`
	UsageGaugePeriod        string   `hcl:"usage_gauge_period"`
	MaximumGaugeCardinality int32    `hcl:"maximum_gauge_cardinality"`
	PrefixFilter            []string `hcl:"prefix_filter"`
	FilterDefault           *bool    `hcl:"filter_default"`
}

type userLockout struct {
	Method       LockoutMethod `hcl:",label"`
	Threshold    int32         `hcl:"lockout_threshold"`
	Duration     string        `hcl:"lockout_duration"`
	CounterReset string        `hcl:"lockout_counter_reset"`
	Disabled     bool          `hcl:"disable_lockout"`
}

// serverConfig is nil in the mode "dev", whose server has a configuration of its own.
func serverConfig(t addon.Target, o Options) *corev1.ConfigMap {
	if o.External != nil || o.Server.Mode == Dev {
		return nil
	}
	return &corev1.ConfigMap{
		ObjectMeta: o.server().Meta(o.fullname() + "-config"),
		Data:       map[string]string{configKey: formatHCL(o.config(t))},
	}
}

func (o Options) config(t addon.Target) config {
	s := o.Server.Settings
	c := config{
		UI:                 !s.NoUI,
		DisableMlock:       true, // the pods lack the capability to lock memory
		ClusterName:        s.ClusterName,
		DefaultLeaseTTL:    kube.Duration(s.DefaultLeaseTTL),
		MaxLeaseTTL:        kube.Duration(s.MaxLeaseTTL),
		MaxRequestDuration: kube.Duration(s.MaxRequestDuration),
		PluginDirectory:    s.PluginDirectory,
		LogRequestsLevel:   s.LogRequestsLevel,
		RawStorageEndpoint: s.RawStorageEndpoint,
		Unauthenticated:    s.UnauthenticatedAccess,
		Listener:           o.Server.listener(),
		Storage:            fileStorage{"file", dataDir},
		Telemetry:          o.Server.telemetry(),
	}
	if o.Server.Mode == HA {
		c.Storage = o.raft()
		c.Registration = &registration{"kubernetes"}
	}
	for _, p := range o.Server.seals() {
		c.Seals = append(c.Seals, p.config(t))
	}
	for _, u := range s.UserLockouts {
		c.UserLockouts = append(c.UserLockouts, userLockout{u.Method, u.Threshold, kube.Duration(u.Duration), kube.Duration(u.CounterReset), u.Disabled})
	}
	return c
}

func (s Server) listener() listener {
	l := s.Listener
	out := listener{
		Type:               "tcp",
		Address:            "[::]:8200",
		ClusterAddress:     "[::]:8201",
		TLSDisable:         !s.tls(),
		TLSMinVersion:      l.TLSMinVersion,
		MaxRequestSize:     l.MaxRequestSize.Value(),
		MaxRequestDuration: kube.Duration(l.MaxRequestDuration),
		ForwardedForFrom:   l.ForwardedForFrom,
		ForwardedForSkip:   l.ForwardedForSkip,
		ProxyProtocolFrom:  l.ProxyProtocolFrom,
		RedactAddresses:    l.RedactAddresses,
		RedactClusterName:  l.RedactClusterName,
		RedactVersion:      l.RedactVersion,
	}
	if s.tls() {
		out.TLSCertFile, out.TLSKeyFile = tlsDir+"/"+corev1.TLSCertKey, tlsDir+"/"+corev1.TLSPrivateKeyKey
	}
	if l.ForwardedForFrom != nil {
		// Agents in the cluster, and the pods' own probes, send no such header.
		out.ForwardedForRequired, out.ForwardedForAuthorized = new(false), new(true)
	}
	if l.ProxyProtocolFrom != nil {
		out.ProxyProtocolBehavior = "allow_authorized" // the others would refuse agents, or believe anybody
	}
	if s.Telemetry.Unauthenticated {
		out.Telemetry = &listenerTelemetry{true}
	}
	return out
}

// raft has each pod try to join each of them, itself included, until one of them is the leader.
func (o Options) raft() raftStorage {
	r := o.Server.Raft
	out := raftStorage{
		Type:                       "raft",
		Path:                       dataDir,
		PerformanceMultiplier:      r.PerformanceMultiplier,
		TrailingLogs:               r.TrailingLogs,
		SnapshotThreshold:          r.SnapshotThreshold,
		MaxEntrySize:               r.MaxEntrySize.Value(),
		AutopilotReconcileInterval: kube.Duration(r.AutopilotReconcileInterval),
	}
	ca := ""
	if o.ca() != nil {
		ca = caFile
	}
	if !r.ManualJoin {
		for i := range *o.serverPods().Replicas {
			out.RetryJoin = append(out.RetryJoin, retryJoin{
				fmt.Sprintf("%s://%s-%d.%s:8200", o.Server.scheme(), o.fullname(), i, o.internalName()), ca,
			})
		}
	}
	for _, address := range r.JoinAddresses {
		out.RetryJoin = append(out.RetryJoin, retryJoin{address, ca})
	}
	return out
}

// telemetry is nil where nothing is said of metrics: Vault then keeps them to itself.
func (s Server) telemetry() *telemetry {
	t := s.Telemetry
	if s.ServiceMonitor == nil && !set(t) {
		return nil
	}
	out := &telemetry{
		DisableHostname:         !t.HostnamePrefix,
		EnableHostnameLabel:     t.HostnameLabel,
		PrometheusRetention:     kube.Duration(t.PrometheusRetention),
		DogStatsDAddr:           t.DogStatsDAddress,
		DogStatsDTags:           t.DogStatsDTags,
		StatsDAddress:           t.StatsDAddress,
		UsageGaugePeriod:        kube.Duration(t.UsageGaugePeriod),
		MaximumGaugeCardinality: t.MaximumGaugeCardinality,
		PrefixFilter:            t.PrefixFilter,
	}
	if t.OnlyFiltered {
		out.FilterDefault = new(false)
	}
	return out
}
