package loki

// The structs below are Loki's configuration as it reads it. What is left out is as Loki has
// it.
type (
	lokiFile struct {
		AuthEnabled    bool            `json:"auth_enabled"`
		Server         serverFile      `json:"server"`
		Common         commonFile      `json:"common"`
		Memberlist     memberlistFile  `json:"memberlist"`
		Ingester       ingesterFile    `json:"ingester"`
		Querier        *querierFile    `json:"querier,omitempty"`
		QueryRange     queryRangeFile  `json:"query_range"`
		QueryScheduler *schedulerFile  `json:"query_scheduler,omitempty"`
		Frontend       *frontendFile   `json:"frontend,omitempty"`
		Limits         limitsFile      `json:"limits_config"`
		Runtime        runtimeFile     `json:"runtime_config"`
		Storage        storageFile     `json:"storage_config"`
		ChunkStore     *chunkStoreFile `json:"chunk_store_config,omitempty"`
		Schema         schemaFile      `json:"schema_config"`
		Compactor      *compactorFile  `json:"compactor,omitempty"`
		Ruler          rulerFile       `json:"ruler"`
		Pattern        *patternFile    `json:"pattern_ingester,omitempty"`
		Analytics      *analyticsFile  `json:"analytics,omitempty"`
		Tracing        enabledFile     `json:"tracing"`
	}

	enabledFile struct {
		Enabled bool `json:"enabled"`
	}

	patternFile = enabledFile

	analyticsFile struct {
		ReportingEnabled bool `json:"reporting_enabled"`
	}

	serverFile struct {
		HTTPPort             int       `json:"http_listen_port"`
		GRPCPort             int       `json:"grpc_listen_port"`
		ReadTimeout          string    `json:"http_server_read_timeout"`
		WriteTimeout         string    `json:"http_server_write_timeout"`
		IdleTimeout          string    `json:"http_server_idle_timeout"`
		ShutdownTimeout      string    `json:"graceful_shutdown_timeout"`
		MaxRecvSize          *int64    `json:"grpc_server_max_recv_msg_size"`
		MaxSendSize          *int64    `json:"grpc_server_max_send_msg_size"`
		MaxConcurrentStreams int32     `json:"grpc_server_max_concurrent_streams"`
		LogLevel             LogLevel  `json:"log_level"`
		LogFormat            LogFormat `json:"log_format,omitempty"`
	}

	commonFile struct {
		PathPrefix        string            `json:"path_prefix"`
		ReplicationFactor int32             `json:"replication_factor"`
		CompactorAddress  string            `json:"compactor_grpc_address"`
		Storage           commonStorageFile `json:"storage"`
	}

	commonStorageFile struct {
		S3         *s3File         `json:"s3,omitempty"`
		Filesystem *filesystemFile `json:"filesystem,omitempty"`
	}

	filesystemFile struct {
		Chunks string `json:"chunks_directory"`
		Rules  string `json:"rules_directory"`
	}

	memberlistFile struct {
		JoinMembers      []string `json:"join_members"`
		AbortIfJoinFails bool     `json:"abort_if_cluster_join_fails"`
		AdvertisePort    int      `json:"advertise_port"`
		BindPort         int      `json:"bind_port"`
		MinJoinBackoff   string   `json:"min_join_backoff"`
		MaxJoinBackoff   string   `json:"max_join_backoff"`
		MaxJoinRetries   int      `json:"max_join_retries"`
		RejoinInterval   string   `json:"rejoin_interval"`
	}

	ingesterFile struct {
		ChunkEncoding       ChunkEncoding `json:"chunk_encoding,omitempty"`
		ChunkIdlePeriod     string        `json:"chunk_idle_period,omitempty"`
		MaxChunkAge         string        `json:"max_chunk_age,omitempty"`
		ChunkTargetSize     *int64        `json:"chunk_target_size,omitempty"`
		AutoforgetUnhealthy bool          `json:"autoforget_unhealthy,omitempty"`
		WAL                 walFile       `json:"wal"`
	}

	walFile struct {
		FlushOnShutdown     bool   `json:"flush_on_shutdown"`
		ReplayMemoryCeiling *int64 `json:"replay_memory_ceiling,omitempty"`
	}

	querierFile struct {
		MaxConcurrent        int32  `json:"max_concurrent,omitempty"`
		QueryIngestersWithin string `json:"query_ingesters_within,omitempty"`
		TailMaxDuration      string `json:"tail_max_duration,omitempty"`
		MultiTenant          bool   `json:"multi_tenant_queries_enabled,omitempty"`
	}

	schedulerFile struct {
		MaxOutstanding int32 `json:"max_outstanding_requests_per_tenant"`
	}

	frontendFile struct {
		LogLongerThan string `json:"log_queries_longer_than"`
	}

	queryRangeFile struct {
		AlignWithStep bool              `json:"align_queries_with_step"`
		CacheResults  bool              `json:"cache_results,omitempty"`
		ResultsCache  *resultsCacheFile `json:"results_cache,omitempty"`
	}

	resultsCacheFile struct {
		Cache cacheFile `json:"cache"`
	}

	chunkStoreFile struct {
		Cache cacheFile `json:"chunk_cache_config"`
	}

	cacheFile struct {
		DefaultValidity string              `json:"default_validity"`
		Background      backgroundFile      `json:"background"`
		Memcached       *memcachedFile      `json:"memcached,omitempty"`
		Client          memcachedClientFile `json:"memcached_client"`
	}

	backgroundFile struct {
		Buffer     int32  `json:"writeback_buffer"`
		Goroutines int32  `json:"writeback_goroutines"`
		SizeLimit  *int64 `json:"writeback_size_limit"`
	}

	memcachedFile struct {
		BatchSize   int32 `json:"batch_size"`
		Parallelism int32 `json:"parallelism"`
	}

	memcachedClientFile struct {
		Addresses      string `json:"addresses"`
		ConsistentHash bool   `json:"consistent_hash"`
		MaxIdleConns   int    `json:"max_idle_conns,omitempty"`
		Timeout        string `json:"timeout"`
		UpdateInterval string `json:"update_interval,omitempty"`
	}

	runtimeFile struct {
		File string `json:"file"`
	}

	storageFile struct {
		BoltDBShipper *shipperFile `json:"boltdb_shipper,omitempty"`
		TSDBShipper   *shipperFile `json:"tsdb_shipper,omitempty"`
		Hedging       hedgingFile  `json:"hedging"`
	}

	shipperFile struct {
		IndexGateway indexGatewayFile `json:"index_gateway_client"`
	}

	indexGatewayFile struct {
		ServerAddress string `json:"server_address"`
	}

	hedgingFile struct {
		At           string `json:"at"`
		MaxPerSecond int    `json:"max_per_second"`
		UpTo         int    `json:"up_to"`
	}

	schemaFile struct {
		Configs []periodFile `json:"configs"`
	}

	periodFile struct {
		From        string        `json:"from"`
		Store       IndexStore    `json:"store"`
		ObjectStore ObjectStore   `json:"object_store"`
		Version     SchemaVersion `json:"schema"`
		Index       indexFile     `json:"index"`
	}

	indexFile struct {
		Prefix string `json:"prefix"`
		Period string `json:"period"`
	}

	compactorFile struct {
		Interval                  string      `json:"compaction_interval,omitempty"`
		RetentionEnabled          bool        `json:"retention_enabled,omitempty"`
		RetentionDeleteDelay      string      `json:"retention_delete_delay,omitempty"`
		RetentionDeleteWorkers    int32       `json:"retention_delete_worker_count,omitempty"`
		DeleteRequestCancelPeriod string      `json:"delete_request_cancel_period,omitempty"`
		DeleteRequestStore        ObjectStore `json:"delete_request_store,omitempty"`
	}

	rulerFile struct {
		AlertmanagerURL    string           `json:"alertmanager_url,omitempty"`
		EvaluationInterval string           `json:"evaluation_interval,omitempty"`
		RemoteWrite        *remoteWriteFile `json:"remote_write,omitempty"`
		Storage            rulerStorageFile `json:"storage"`
		WAL                rulerWALFile     `json:"wal"`
	}

	rulerStorageFile struct {
		Type  string           `json:"type"`
		S3    *s3File          `json:"s3,omitempty"`
		Local *rulerFolderFile `json:"local,omitempty"`
	}

	rulerFolderFile struct {
		Directory string `json:"directory"`
	}

	rulerWALFile struct {
		Dir string `json:"dir"`
	}

	remoteWriteFile struct {
		Enabled bool                             `json:"enabled"`
		Clients map[string]remoteWriteClientFile `json:"clients"`
	}

	remoteWriteClientFile struct {
		URL string `json:"url"`
	}

	// overridesFile is the file that Loki reads anew when it changes.
	overridesFile struct {
		Overrides map[string]limitsFile `json:"overrides,omitempty"`
	}
)
