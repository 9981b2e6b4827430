package datadog

import (
	"cmp"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// postgresFile is an instance of the check as the agents read it.
type postgresFile struct {
	instanceFile `json:",inline"`

	Host               string           `json:"host"`
	Port               int32            `json:"port"`
	Username           string           `json:"username"`
	Password           string           `json:"password,omitempty"`
	DBName             string           `json:"dbname,omitempty"`
	DBStrict           bool             `json:"dbstrict,omitempty"`
	IgnoreDatabases    []string         `json:"ignore_databases,omitempty"`
	Discovery          *pgDiscoveryFile `json:"database_autodiscovery,omitempty"`
	DBM                bool             `json:"dbm,omitempty"`
	Schemas            *enabledFile     `json:"collect_schemas,omitempty"`
	SSL                PostgresTLS      `json:"ssl,omitempty"`
	Relations          []relationFile   `json:"relations,omitempty"`
	MaxRelations       int32            `json:"max_relations,omitempty"`
	Activity           bool             `json:"collect_activity_metrics,omitempty"`
	Functions          bool             `json:"collect_function_metrics,omitempty"`
	Bloat              bool             `json:"collect_bloat_metrics,omitempty"`
	WAL                bool             `json:"collect_wal_metrics,omitempty"`
	Sizes              *bool            `json:"collect_database_size_metrics,omitempty"`
	TagReplicationRole bool             `json:"tag_replication_role,omitempty"`
	QueryTimeout       int64            `json:"query_timeout,omitempty"`
	Queries            []pgQueryFile    `json:"custom_queries,omitempty"`
	ReportedHostname   string           `json:"reported_hostname,omitempty"`
	AWS                *pgAWSFile       `json:"aws,omitempty"`
}

type enabledFile struct {
	Enabled bool `json:"enabled"`
}

type pgDiscoveryFile struct {
	Enabled      bool     `json:"enabled"`
	MaxDatabases int32    `json:"max_databases,omitempty"`
	Include      []string `json:"include,omitempty"`
	Exclude      []string `json:"exclude,omitempty"`
	Refresh      int64    `json:"refresh,omitempty"`
}

type relationFile struct {
	Name    string         `json:"relation_name,omitempty"`
	Regex   string         `json:"relation_regex,omitempty"`
	Schemas []string       `json:"schemas,omitempty"`
	Kinds   []RelationKind `json:"relkind,omitempty"`
}

type pgQueryFile struct {
	Query        string   `json:"query"`
	Columns      []Column `json:"columns"`
	Tags         []string `json:"tags,omitempty"`
	MetricPrefix string   `json:"metric_prefix,omitempty"`
	Interval     int64    `json:"collection_interval,omitempty"`
}

type pgAWSFile struct {
	InstanceEndpoint string       `json:"instance_endpoint,omitempty"`
	Region           string       `json:"region,omitempty"`
	Authentication   *enabledFile `json:"managed_authentication,omitempty"`
}

func (c Postgres) file(t addon.Target) postgresFile {
	f := postgresFile{
		instanceFile:       c.Check.instance(),
		Host:               cmp.Or(c.Host, podAddress),
		Port:               cmp.Or(c.Port, 5432),
		Username:           c.user(),
		Password:           handle(c.Password),
		DBName:             c.Database,
		DBStrict:           c.OnlyDatabase,
		IgnoreDatabases:    c.IgnoreDatabases,
		DBM:                c.DatabaseMonitoring,
		SSL:                c.TLS,
		MaxRelations:       c.MaxRelations,
		Activity:           c.Activity,
		Functions:          c.Functions,
		Bloat:              c.Bloat,
		WAL:                c.WAL,
		Sizes:              unless(c.NoDatabaseSizes),
		TagReplicationRole: c.ReplicationRole,
		QueryTimeout:       c.QueryTimeout.Milliseconds(),
		ReportedHostname:   c.ReportedHostname,
	}
	if c.Schemas {
		f.Schemas = &enabledFile{true}
	}
	if d := c.DatabaseDiscovery; d != nil {
		f.Discovery = &pgDiscoveryFile{true, d.Max, d.Include, d.Exclude, seconds(d.Refresh)}
	}
	for _, r := range c.Relations {
		f.Relations = append(f.Relations, relationFile(r))
	}
	for _, q := range c.Queries {
		f.Queries = append(f.Queries, pgQueryFile{q.Query, q.Columns, q.Tags, q.Prefix, seconds(q.Interval)})
	}
	if a := c.AWS; a != nil {
		f.AWS = &pgAWSFile{InstanceEndpoint: a.InstanceEndpoint, Region: a.region(t)}
		if a.IAM {
			f.AWS.Authentication = &enabledFile{true}
			f.SSL = cmp.Or(f.SSL, TLSRequire) // there is no other way
		}
	}
	return f
}

// user is whom the check logs in as.
func (c Postgres) user() string { return cmp.Or(c.Username, "datadog") }

func (a PostgresAWS) region(t addon.Target) string {
	if a.Region == "" && t.AWS != nil {
		return t.AWS.Region
	}
	return a.Region
}

// onTarget refuses checks that log in by IAM to nobody knows which region.
func (c Checks) onTarget(t addon.Target, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for i, p := range c.Postgres {
		if p.AWS != nil && p.AWS.IAM && p.AWS.region(t) == "" {
			errs = append(errs, field.Required(path.Child("postgres").Index(i).Child("aws", "region"), "only a cluster on AWS knows its own"))
		}
	}
	return errs
}
