package datadog

import (
	"cmp"

	"github.com/fitout/fitout/addon/kube"
)

// probeFile is the configuration of the system probe.
type probeFile struct {
	Probe     probeSection     `json:"system_probe_config"`
	Network   networkSection   `json:"network_config"`
	Services  servicesSection  `json:"service_monitoring_config"`
	Trace     onOff            `json:"traceroute"`
	Discovery discoverySection `json:"discovery"`
	Events    eventsSection    `json:"event_monitoring_config"`
}

type probeSection struct {
	Enabled               bool   `json:"enabled"`
	DebugPort             int32  `json:"debug_port"`
	Socket                string `json:"sysprobe_socket"`
	Conntrack             bool   `json:"enable_conntrack"`
	BPFDebug              bool   `json:"bpf_debug"`
	TCPQueueLength        bool   `json:"enable_tcp_queue_length"`
	OOMKill               bool   `json:"enable_oom_kill"`
	DNSStats              bool   `json:"collect_dns_stats"`
	MaxTrackedConnections int32  `json:"max_tracked_connections"`
	MaxStateBuffered      int32  `json:"max_connection_state_buffered,omitempty"`
	ConntrackMaxStateSize int32  `json:"conntrack_max_state_size"`
	CompilerOutputDir     string `json:"runtime_compiler_output_dir"`
	KernelHeadersDir      string `json:"kernel_header_download_dir"`
	AptDir                string `json:"apt_config_dir"`
	YumDir                string `json:"yum_repos_dir"`
	ZypperDir             string `json:"zypper_repos_dir"`
	BTFPath               string `json:"btf_path,omitempty"`
}

type networkSection struct {
	Enabled              bool    `json:"enabled"`
	ConntrackInitTimeout string  `json:"conntrack_init_timeout"`
	DNSPorts             []int32 `json:"dns_monitoring_ports,omitempty"`
	DirectSend           bool    `json:"direct_send"`
}

type servicesSection struct {
	Enabled bool       `json:"enabled"`
	HTTP    *bool      `json:"enable_http_monitoring,omitempty"`
	HTTP2   *bool      `json:"enable_http2_monitoring,omitempty"`
	TLS     tlsSection `json:"tls,omitzero"`
}

type tlsSection struct {
	Go     *onOff `json:"go,omitempty"`
	Istio  *onOff `json:"istio,omitempty"`
	NodeJS *onOff `json:"nodejs,omitempty"`
	Native *onOff `json:"native,omitempty"`
}

type onOff struct {
	Enabled bool `json:"enabled"`
}

type discoverySection struct {
	Enabled      bool  `json:"enabled"`
	Lite         bool  `json:"use_system_probe_lite"`
	NetworkStats onOff `json:"network_stats"`
	ServiceMap   onOff `json:"service_map"`
}

type eventsSection struct {
	Socket string `json:"socket"`
}

// systemProbeFiles are the configuration of the system probe, by the names of files.
func systemProbeFiles(o Options) map[string]string {
	if !o.needsProbe() {
		return nil
	}
	p, n, d := o.SystemProbe, o.Network, o.Discovery
	return map[string]string{"system-probe.yaml": text(probeFile{
		Probe: probeSection{
			Enabled:               true,
			DebugPort:             p.DebugPort,
			Socket:                "/var/run/sysprobe/sysprobe.sock",
			Conntrack:             !p.NoConntrack,
			BPFDebug:              p.BPFDebug,
			TCPQueueLength:        p.TCPQueueLength,
			OOMKill:               p.OOMKill,
			DNSStats:              !n.NoDNSStats,
			MaxTrackedConnections: p.MaxTrackedConnections,
			MaxStateBuffered:      p.MaxStateBuffered,
			ConntrackMaxStateSize: p.ConntrackMaxStateSize,
			CompilerOutputDir:     p.AssetDir + "/build",
			KernelHeadersDir:      p.AssetDir + "/kernel-headers",
			AptDir:                "/host/etc/apt",
			YumDir:                "/host/etc/yum.repos.d",
			ZypperDir:             "/host/etc/zypp/repos.d",
			BTFPath:               p.BTFPath,
		},
		Network: networkSection{
			Enabled:              n.Enabled,
			ConntrackInitTimeout: cmp.Or(kube.Duration(p.ConntrackInitTimeout), "10s"),
			DNSPorts:             n.DNSPorts,
			DirectSend:           true,
		},
		Services: servicesSection{
			Enabled: n.Services,
			HTTP:    n.Protocols.HTTP,
			HTTP2:   n.Protocols.HTTP2,
			TLS: tlsSection{
				Go:     switched(n.Protocols.GoTLS),
				Istio:  switched(n.Protocols.Istio),
				NodeJS: switched(n.Protocols.NodeJS),
				Native: switched(n.Protocols.Native),
			},
		},
		Trace: onOff{n.Traceroute},
		Discovery: discoverySection{
			Enabled:      !d.Disabled,
			Lite:         !d.Disabled,
			NetworkStats: onOff{!d.NoNetworkStats},
			ServiceMap:   onOff{d.ServiceMap},
		},
		Events: eventsSection{Socket: "/var/run/sysprobe/event-monitor.sock"},
	})}
}

func switched(on *bool) *onOff {
	if on == nil {
		return nil
	}
	return &onOff{*on}
}
