package nodelocaldns

import (
	"fmt"
	"net"
	"slices"
	"strconv"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/internal/corefile"
)

// What node-cache fills in when it starts.
const (
	clusterServers  = "__PILLAR__CLUSTER__DNS__"
	upstreamServers = "__PILLAR__UPSTREAM__SERVERS__"
)

// corefile is the configuration of the cache. The zones of the cluster come first, as in
// upstream's.
func (o Options) corefile() string {
	cluster := o.server(o.Domain, o.clusterCache(), o.toCluster())
	cluster.Plugins = append(cluster.Plugins, corefile.Line("health", net.JoinHostPort(o.LocalIP, port(o.HealthPort))))
	other := corefile.Line("cache", wholeSecondsOf(o.OtherCacheTTL))
	servers := []corefile.Server{
		cluster,
		o.server("in-addr.arpa", other, o.toCluster()),
		o.server("ip6.arpa", other, o.toCluster()),
	}
	for _, z := range o.Zones {
		servers = append(servers, o.zone(z))
	}
	return corefile.Format(append(servers, o.server(".", other, o.toUpstream()))...)
}

// server is a block with what all of them have.
func (o Options) server(zone string, cache, forward corefile.Directive) corefile.Server {
	s := corefile.Server{
		Zones: []string{zone + ":53"},
		Plugins: []corefile.Directive{
			corefile.Line("errors"),
			cache,
			corefile.Line("reload"),
			corefile.Line("loop"),
			corefile.Line(append([]string{"bind"}, o.addresses()...)...),
			forward,
			corefile.Line("prometheus", ":"+port(o.MetricsPort)),
		},
	}
	if o.LogQueries {
		s.Plugins = slices.Insert(s.Plugins, 1, corefile.Line("log"))
	}
	return s
}

func (o Options) zone(z Zone) corefile.Server {
	ttl := z.CacheTTL
	if ttl.Duration == 0 {
		ttl = o.OtherCacheTTL
	}
	forward := corefile.Line(append([]string{"forward", "."}, z.Servers...)...)
	if z.ForceTCP {
		forward.Block = append(forward.Block, corefile.Line("force_tcp"))
	}
	if z.TLSServerName != "" {
		forward.Block = append(forward.Block, corefile.Line("tls_servername", z.TLSServerName))
	}
	if z.Policy != "" {
		forward.Block = append(forward.Block, corefile.Line("policy", string(z.Policy)))
	}
	s := o.server(z.Names[0], corefile.Line("cache", wholeSecondsOf(ttl)), forward)
	for _, n := range z.Names[1:] {
		s.Zones = append(s.Zones, n+":53")
	}
	return s
}

func (o Options) clusterCache() corefile.Directive {
	kept := func(what string, k Kept) corefile.Directive {
		return corefile.Line(what, fmt.Sprint(k.Capacity), wholeSecondsOf(k.TTL))
	}
	return corefile.Line("cache").With(kept("success", o.Cache.Success), kept("denial", o.Cache.Denial))
}

// toCluster forwards to CoreDNS, by TCP. In IPVS mode its address is known and not the
// cache's own.
func (o Options) toCluster() corefile.Directive {
	to := clusterServers
	if o.Mode == IPVS {
		to = o.ClusterDNS
	}
	return corefile.Line("forward", ".", to).With(corefile.Line("force_tcp"))
}

func (o Options) toUpstream() corefile.Directive {
	if len(o.UpstreamServers) == 0 {
		return corefile.Line("forward", ".", upstreamServers)
	}
	return corefile.Line(append([]string{"forward", "."}, o.UpstreamServers...)...)
}

// addresses are those that the cache listens on.
func (o Options) addresses() []string {
	if o.Mode == IPVS {
		return []string{o.LocalIP}
	}
	return []string{o.LocalIP, o.ClusterDNS}
}

func port(p int32) string { return strconv.Itoa(int(p)) }

func wholeSecondsOf(d metav1.Duration) string { return strconv.Itoa(int(d.Duration / time.Second)) }

func seconds(n int) metav1.Duration { return metav1.Duration{Duration: time.Duration(n) * time.Second} }
