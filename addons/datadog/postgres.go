package datadog

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// Postgres checks a PostgreSQL.
type Postgres struct {
	Check `json:",inline"`

	// The host. Needed without images.
	Host string `json:"host,omitempty" jsonschema:"pattern=^[^ ]+$"`

	// The port: 5432 where it is left out.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The user: "datadog" where it is left out.
	Username string `json:"username,omitempty"`

	// The user's password, in a Secret of the addon's namespace.
	Password *addon.SecretRef `json:"password,omitempty"`

	// The database: "postgres" where it is left out.
	Database string `json:"database,omitempty"`

	// Collects metrics of that database only.
	OnlyDatabase bool `json:"onlyDatabase,omitempty"`

	// Databases that are left out, as patterns of LIKE: those that PostgreSQL and clouds bring,
	// where they are left out.
	IgnoreDatabases []string `json:"ignoreDatabases,omitempty" jsonschema:"uniqueItems"`

	// Looks for databases, to collect metrics of the relations in each.
	DatabaseDiscovery *DatabaseDiscovery `json:"databaseDiscovery,omitempty"`

	// Collects samples and plans of queries, which Datadog bills by the host.
	DatabaseMonitoring bool `json:"databaseMonitoring,omitempty"`

	// Collects the schemas of databases, with databaseMonitoring.
	Schemas bool `json:"schemas,omitempty"`

	// When TLS is used: "allow", which is only if the server insists, where it is left out, and
	// "require" with aws.iam.
	TLS PostgresTLS `json:"tls,omitempty"`

	// The tables that have metrics of their own.
	Relations []Relation `json:"relations,omitempty"`

	// How many tables have metrics of their own: 300 where it is left out.
	MaxRelations int32 `json:"maxRelations,omitempty" jsonschema:"minimum=1"`

	// Collects metrics of transactions.
	Activity bool `json:"activity,omitempty"`

	// Collects metrics of functions.
	Functions bool `json:"functions,omitempty"`

	// Collects how much of tables is dead. Needs relations.
	Bloat bool `json:"bloat,omitempty"`

	// Collects metrics of the write-ahead log, which needs access to the server's files before
	// PostgreSQL 14.
	WAL bool `json:"wal,omitempty"`

	// Doesn't collect the sizes of databases, which takes long where there are many.
	NoDatabaseSizes bool `json:"noDatabaseSizes,omitempty"`

	// Tags metrics by whether the server is a primary or a replica.
	ReplicationRole bool `json:"replicationRole,omitempty"`

	// How long a query may take, in whole milliseconds: 5s where it is left out.
	QueryTimeout metav1.Duration `json:"queryTimeout,omitzero"`

	// Metrics that queries make.
	Queries []PostgresQuery `json:"queries,omitempty"`

	// The name of the host that metrics are of, in place of the one that is connected to.
	ReportedHostname string `json:"reportedHostname,omitempty"`

	// What is known of the server if it is RDS or Aurora.
	AWS *PostgresAWS `json:"aws,omitempty"`
}

// PostgresTLS is when TLS is used, as libpq's sslmode has it.
type PostgresTLS string

// The modes, the laxest first.
const (
	TLSDisable    PostgresTLS = "disable"
	TLSAllow      PostgresTLS = "allow"
	TLSPrefer     PostgresTLS = "prefer"
	TLSRequire    PostgresTLS = "require"
	TLSVerifyCA   PostgresTLS = "verify-ca"
	TLSVerifyFull PostgresTLS = "verify-full"
)

// Enum lists the modes.
func (PostgresTLS) Enum() []string {
	return addon.Values(TLSDisable, TLSAllow, TLSPrefer, TLSRequire, TLSVerifyCA, TLSVerifyFull)
}

// DatabaseDiscovery looks for the databases of a server.
type DatabaseDiscovery struct {
	// How many databases are looked at: 100 where it is left out.
	Max int32 `json:"max,omitempty" jsonschema:"minimum=1"`

	// Regular expressions of the databases' names: all, where they are left out.
	Include []string `json:"include,omitempty" jsonschema:"uniqueItems"`

	// Regular expressions of the names of databases that are left out.
	Exclude []string `json:"exclude,omitempty" jsonschema:"uniqueItems"`

	// How often databases are looked for, in whole seconds: every 10m where it is left out.
	Refresh metav1.Duration `json:"refresh,omitzero"`
}

// Relation are tables and indexes, by name or by a regular expression.
type Relation struct {
	// The name.
	Name string `json:"name,omitempty"`

	// A regular expression of names.
	Regex string `json:"regex,omitempty"`

	// The schemas; all, where they are left out.
	Schemas []string `json:"schemas,omitempty" jsonschema:"uniqueItems"`

	// The kinds, for metrics of locks; all, where they are left out.
	Kinds []RelationKind `json:"kinds,omitempty" jsonschema:"uniqueItems"`
}

// RelationKind is a kind of relations, as PostgreSQL's relkind has it.
type RelationKind string

// The kinds.
const (
	Table            RelationKind = "r"
	Index            RelationKind = "i"
	Sequence         RelationKind = "S"
	TOAST            RelationKind = "t"
	MaterializedView RelationKind = "m"
	CompositeType    RelationKind = "c"
	ForeignTable     RelationKind = "f"
	PartitionedTable RelationKind = "p"
)

// Enum lists the kinds.
func (RelationKind) Enum() []string {
	return addon.Values(Table, Index, Sequence, TOAST, MaterializedView, CompositeType, ForeignTable, PartitionedTable)
}

// PostgresQuery makes metrics of what a query returns.
type PostgresQuery struct {
	// The query, in SQL.
	Query string `json:"query" jsonschema:"required"`

	// What the columns of the result are, in their order.
	Columns []Column `json:"columns" jsonschema:"required,minItems=1"`

	// Tags of these metrics.
	Tags []string `json:"tags,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// What the metrics' names begin with: "postgresql" where it is left out.
	Prefix string `json:"prefix,omitempty"`

	// How often the query runs, in whole seconds: with each run of the check, where it is left
	// out.
	Interval metav1.Duration `json:"interval,omitzero"`
}

// Column is a column of a query's result. An empty one is passed over.
type Column struct {
	// The name of the metric or the tag.
	Name string `json:"name,omitempty"`

	// Whether it is a metric, of what kind, or a tag.
	Type ColumnType `json:"type,omitempty"`
}

// ColumnType is what a column of a query's result is.
type ColumnType string

// The types.
const (
	Gauge          ColumnType = "gauge"
	Count          ColumnType = "count"
	MonotonicCount ColumnType = "monotonic_count"
	Rate           ColumnType = "rate"
	Tag            ColumnType = "tag"
	TagList        ColumnType = "tag_list"     // several tags of a name
	TagNotNull     ColumnType = "tag_not_null" // a tag only if there is a value
)

// Enum lists the types.
func (ColumnType) Enum() []string {
	return addon.Values(Gauge, Count, MonotonicCount, Rate, Tag, TagList, TagNotNull)
}

// PostgresAWS is what is known of an RDS or an Aurora.
type PostgresAWS struct {
	// The endpoint of the instance, by which Datadog knows it: the host, where it is left out.
	InstanceEndpoint string `json:"instanceEndpoint,omitempty" jsonschema:"pattern=^[^ ]+$"`

	// The region: the target's, where it is left out.
	Region string `json:"region,omitempty" jsonschema:"pattern=^[a-z0-9-]+$"`

	// Logs in by IAM, in place of a password. The cluster checks runners get a role that allows
	// it: clusterChecksRunner.enabled is needed.
	IAM bool `json:"iam,omitempty"`

	// The resource ID, "db-…" or "cluster-…", that the role is limited to: any of the account's
	// in the region, where it is left out.
	ResourceID string `json:"resourceID,omitempty" jsonschema:"pattern=^(db|cluster)-[A-Z0-9]+$"`
}
