package loki

import (
	"cmp"
	"fmt"
	"strings"

	"sigs.k8s.io/yaml"

	"github.com/fitout/fitout/addon/kube"
)

// The ports of Loki's pods.
const (
	httpPort       = 3100
	grpcPort       = 9095
	memberlistPort = 7946
)

// Where things are in Loki's pods.
const (
	dataDir    = "/var/loki"
	configDir  = "/etc/loki/config"
	runtimeDir = "/etc/loki/runtime-config"
	caDir      = "/etc/loki/s3-ca"
	rulesDir   = "/rules"
)

// file is Loki's configuration.
func (o Options) file() lokiFile {
	return lokiFile{
		AuthEnabled: !o.SingleTenant,
		Server:      o.Server.file(),
		Common: commonFile{
			PathPrefix:        dataDir,
			ReplicationFactor: o.replicationFactor(),
			CompactorAddress:  fmt.Sprintf("%s:%d", o.serviceName(o.keeper()), grpcPort),
			Storage:           o.commonStorage(),
		},
		Memberlist: memberlistFile{
			JoinMembers:      []string{o.serviceName(memberlistName)},
			AbortIfJoinFails: true,
			AdvertisePort:    memberlistPort,
			BindPort:         memberlistPort,
			MinJoinBackoff:   "1s",
			MaxJoinBackoff:   "1m",
			MaxJoinRetries:   10,
			RejoinInterval:   "90s",
		},
		Ingester:       o.Ingester.file(),
		Querier:        unless(o.Queries.file()),
		QueryRange:     o.queryRange(),
		QueryScheduler: unless(schedulerFile{o.Queries.MaxOutstanding}),
		Frontend:       unless(frontendFile{kube.Duration(o.Queries.LogLongerThan)}),
		Limits:         o.Limits.file(),
		Runtime:        runtimeFile{runtimeDir + "/runtime-config.yaml"},
		Storage:        o.storageConfig(),
		ChunkStore:     o.chunkStore(),
		Schema:         o.schemaConfig(),
		Compactor:      unless(o.compactorConfig()),
		Ruler:          o.rulerConfig(),
		Pattern:        unless(patternFile{o.PatternIngester}),
		Analytics:      o.analytics(),
		Tracing:        enabledFile{o.Tracing},
	}
}

// unless is what is said, or nil where nothing is.
func unless[T comparable](v T) *T {
	if v == *new(T) {
		return nil
	}
	return &v
}

// replicationFactor is the one that is asked for, or the one that fits the number of pods that
// take logs.
func (o Options) replicationFactor() int32 {
	switch {
	case o.ReplicationFactor != 0:
		return o.ReplicationFactor
	case o.takers() >= 3:
		return 3
	}
	return 1
}

// takers is the number of pods that take logs.
func (o Options) takers() int32 {
	if o.scalable() {
		return *o.Write.Pods.Replicas
	}
	return *o.Pods.Replicas
}

func (s Server) file() serverFile {
	return serverFile{
		HTTPPort:             httpPort,
		GRPCPort:             grpcPort,
		ReadTimeout:          kube.Duration(s.HTTPReadTimeout),
		WriteTimeout:         kube.Duration(s.HTTPWriteTimeout),
		IdleTimeout:          kube.Duration(s.HTTPIdleTimeout),
		ShutdownTimeout:      kube.Duration(s.GracefulShutdownTimeout),
		MaxRecvSize:          bytesOf(s.MaxMessageSize),
		MaxSendSize:          bytesOf(s.MaxMessageSize),
		MaxConcurrentStreams: s.MaxConcurrentStreams,
		LogLevel:             s.LogLevel,
		LogFormat:            s.LogFormat,
	}
}

func (i Ingester) file() ingesterFile {
	return ingesterFile{
		ChunkEncoding:       i.ChunkEncoding,
		ChunkIdlePeriod:     kube.Duration(i.ChunkIdlePeriod),
		MaxChunkAge:         kube.Duration(i.MaxChunkAge),
		ChunkTargetSize:     bytesOf(i.ChunkTargetSize),
		AutoforgetUnhealthy: i.AutoforgetUnhealthy,
		WAL:                 walFile{!i.NoFlushOnShutdown, bytesOf(i.ReplayMemoryCeiling)},
	}
}

func (q Queries) file() querierFile {
	return querierFile{
		MaxConcurrent:        q.MaxConcurrent,
		QueryIngestersWithin: kube.Duration(q.QueryIngestersWithin),
		TailMaxDuration:      kube.Duration(q.TailMaxDuration),
		MultiTenant:          q.MultiTenant,
	}
}

func (o Options) queryRange() queryRangeFile {
	f := queryRangeFile{AlignWithStep: true}
	if c := o.ResultsCache; !c.Disabled {
		f.CacheResults = true
		f.ResultsCache = &resultsCacheFile{c.file(o, resultsCacheName)}
		f.ResultsCache.Cache.Client.UpdateInterval = "1m"
	}
	return f
}

func (o Options) chunkStore() *chunkStoreFile {
	c := o.ChunksCache
	if c.Disabled {
		return nil
	}
	f := c.file(o, chunksCacheName)
	f.Memcached = &memcachedFile{c.BatchSize, c.Parallelism}
	f.Client.MaxIdleConns = 72
	return &chunkStoreFile{f}
}

func (c Cache) file(o Options, service string) cacheFile {
	addresses := "dnssrvnoa+_memcached-client._tcp." + o.serviceName(service)
	if len(c.Addresses) > 0 {
		addresses = strings.Join(c.Addresses, ",")
	}
	return cacheFile{
		DefaultValidity: orZero(c.Validity),
		Background:      backgroundFile{c.WritebackBuffer, c.WritebackGoroutines, bytesOf(c.WritebackSize)},
		Client:          memcachedClientFile{Addresses: addresses, ConsistentHash: true, Timeout: kube.Duration(c.Timeout)},
	}
}

// storageConfig has queries that take long in the bucket asked a second time, and tells who
// knows the index.
func (o Options) storageConfig() storageFile {
	f := storageFile{Hedging: hedgingFile{At: "250ms", MaxPerSecond: 20, UpTo: 3}}
	if o.scalable() {
		gateway := indexGatewayFile{fmt.Sprintf("dns+%s:%d", o.serviceName(headless(o.keeper())), grpcPort)}
		f.BoltDBShipper, f.TSDBShipper = &shipperFile{gateway}, &shipperFile{gateway}
	}
	return f
}

func (o Options) schemaConfig() schemaFile {
	var f schemaFile
	for _, p := range o.Schema {
		f.Configs = append(f.Configs, periodFile{
			From:        p.From,
			Store:       cmp.Or(p.Store, TSDB),
			ObjectStore: cmp.Or(p.ObjectStore, o.objectStore()),
			Version:     cmp.Or(p.Version, SchemaV13),
			Index:       indexFile{Prefix: cmp.Or(p.IndexPrefix, "index_"), Period: "24h"},
		})
	}
	return f
}

// retains tells whether there are logs that are deleted some day.
func (o Options) retains() bool {
	for _, l := range o.TenantLimits {
		if l.retains() {
			return true
		}
	}
	return o.Limits.retains()
}

func (o Options) compactorConfig() compactorFile {
	c := o.Compactor
	f := compactorFile{
		Interval:                  kube.Duration(c.Interval),
		RetentionDeleteDelay:      kube.Duration(c.RetentionDeleteDelay),
		RetentionDeleteWorkers:    c.RetentionDeleteWorkers,
		DeleteRequestCancelPeriod: kube.Duration(c.DeleteRequestCancelPeriod),
	}
	if o.retains() {
		f.RetentionEnabled, f.DeleteRequestStore = true, o.objectStore()
	}
	return f
}

func (o Options) rulerConfig() rulerFile {
	f := rulerFile{
		AlertmanagerURL:    strings.Join(o.Ruler.AlertmanagerURLs, ","),
		EvaluationInterval: kube.Duration(o.Ruler.EvaluationInterval),
		Storage:            o.rulerStorage(),
		WAL:                rulerWALFile{dataDir + "/ruler-wal"},
	}
	if url := o.Ruler.RemoteWriteURL; url != "" {
		f.RemoteWrite = &remoteWriteFile{true, map[string]remoteWriteClientFile{"default": {url}}}
	}
	return f
}

func (o Options) analytics() *analyticsFile {
	if o.NoUsageReports {
		return &analyticsFile{}
	}
	return nil
}

// overrides is what holds for single tenants.
func (o Options) overrides() overridesFile {
	var f overridesFile
	for tenant, l := range o.TenantLimits {
		if f.Overrides == nil {
			f.Overrides = map[string]limitsFile{}
		}
		f.Overrides[tenant] = l.file()
	}
	return f
}

// text is a file as the programs read it.
func text(file any) string {
	data, err := yaml.Marshal(file)
	if err != nil {
		panic(fmt.Sprintf("loki: %v", err)) // it is a struct of our own
	}
	return string(data)
}
