package datadog

import "cmp"

// Elasticsearch checks an Elasticsearch.
type Elasticsearch struct {
	Check `json:",inline"`

	// The URL: "http://%%host%%:9200" with images, where "%%host%%" is the pod's address.
	// Needed without images.
	URL string `json:"url,omitempty" jsonschema:"pattern=^https?://[^ ]+$"`

	// How it is asked.
	HTTP `json:",inline"`

	// Collects metrics of all nodes, and not only of the one that answers. It goes without
	// saying for a cluster check.
	ClusterStats bool `json:"clusterStats,omitempty"`

	// Collects metrics of each index.
	IndexStats bool `json:"indexStats,omitempty"`

	// Collects metrics of primary shards.
	PrimaryShardStats bool `json:"primaryShardStats,omitempty"`

	// Goes on if those don't come in time.
	PrimaryShardGraceful bool `json:"primaryShardGraceful,omitempty"`

	// Collects metrics of shards for each index. Needs clusterStats and primaryShardStats.
	DetailedIndexStats bool `json:"detailedIndexStats,omitempty"`

	// Collects metrics of snapshots' lifecycle.
	SnapshotStats bool `json:"snapshotStats,omitempty"`

	// Collects how shards are spread over nodes.
	AllocationStats bool `json:"allocationStats,omitempty"`

	// Doesn't collect pending tasks, which AWS' service doesn't tell.
	NoPendingTaskStats bool `json:"noPendingTaskStats,omitempty"`

	// Collects garbage collections as rates.
	GCAsRate bool `json:"gcAsRate,omitempty"`

	// Takes the names of nodes for those of hosts.
	NodeNameAsHost bool `json:"nodeNameAsHost,omitempty"`

	// Doesn't send events when the cluster's health changes.
	NoEvents bool `json:"noEvents,omitempty"`
}

// elasticFile is an instance of the check as the agents read it.
type elasticFile struct {
	instanceFile `json:",inline"`
	httpFile     `json:",inline"`

	URL                  string `json:"url"`
	ClusterStats         bool   `json:"cluster_stats,omitempty"`
	IndexStats           bool   `json:"index_stats,omitempty"`
	PrimaryShardStats    bool   `json:"pshard_stats,omitempty"`
	PrimaryShardGraceful bool   `json:"pshard_graceful_timeout,omitempty"`
	DetailedIndexStats   bool   `json:"detailed_index_stats,omitempty"`
	SnapshotStats        bool   `json:"slm_stats,omitempty"`
	AllocationStats      bool   `json:"cat_allocation_stats,omitempty"`
	PendingTaskStats     *bool  `json:"pending_task_stats,omitempty"`
	GCAsRate             bool   `json:"gc_collectors_as_rate,omitempty"`
	NodeNameAsHost       bool   `json:"node_name_as_host,omitempty"`
	SubmitEvents         *bool  `json:"submit_events,omitempty"`
}

func (c Elasticsearch) file() elasticFile {
	return elasticFile{
		instanceFile:         c.Check.instance(),
		httpFile:             c.HTTP.file(),
		URL:                  cmp.Or(c.URL, "http://"+podAddress+":9200"),
		ClusterStats:         c.clusterStats(),
		IndexStats:           c.IndexStats,
		PrimaryShardStats:    c.PrimaryShardStats,
		PrimaryShardGraceful: c.PrimaryShardGraceful,
		DetailedIndexStats:   c.DetailedIndexStats,
		SnapshotStats:        c.SnapshotStats,
		AllocationStats:      c.AllocationStats,
		PendingTaskStats:     unless(c.NoPendingTaskStats),
		GCAsRate:             c.GCAsRate,
		NodeNameAsHost:       c.NodeNameAsHost,
		SubmitEvents:         unless(c.NoEvents),
	}
}

// clusterStats tells whether the metrics are those of all nodes. There is no other way from
// outside, where nobody knows which node answers.
func (c Elasticsearch) clusterStats() bool { return c.ClusterStats || len(c.Images) == 0 }
