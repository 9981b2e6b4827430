package argoworkflows

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// Persistence is the database that keeps workflows.
type Persistence struct {
	Database `json:",inline"`

	// Keeps workflows that are over, so that they can be seen when they are gone from the
	// cluster.
	Archive bool `json:"archive,omitempty"`

	// The labels of workflows that are kept: all are, where it is left out.
	ArchiveLabelSelector *metav1.LabelSelector `json:"archiveLabelSelector,omitempty"`

	// How long they are kept, in whole seconds: for ever where it is left out.
	ArchiveTTL metav1.Duration `json:"archiveTTL,omitzero"`

	// Keeps the state of running workflows there too, which the API server limits to 1 MB a
	// workflow.
	NodeStatusOffload bool `json:"nodeStatusOffLoad,omitempty"`

	// The name by which this cluster's workflows are told from those of others in the same
	// database: "default" where it is left out.
	ClusterName string `json:"clusterName,omitempty" jsonschema:"maxLength=64"`

	// Leaves the tables as they are when the controller starts.
	SkipMigration bool `json:"skipMigration,omitempty"`
}

// LockDatabase is the database by which controllers share semaphores and mutexes.
type LockDatabase struct {
	Database `json:",inline"`

	// The name by which this controller is told from the others.
	ControllerName string `json:"controllerName" jsonschema:"required,maxLength=64"`

	// Has the server change the limits of semaphores, for whoever may.
	EnableAPI bool `json:"enableAPI,omitempty"`

	// Leaves the tables as they are when the controller starts.
	SkipMigration bool `json:"skipMigration,omitempty"`

	// How many seconds lie between two looks at locks: 5 where it is left out.
	PollSeconds int32 `json:"pollSeconds,omitempty" jsonschema:"minimum=1"`

	// How many seconds lie between two signs of life: 60 where it is left out.
	HeartbeatSeconds int32 `json:"heartbeatSeconds,omitempty" jsonschema:"minimum=1"`

	// After how many seconds without one a controller is dead: 300 where it is left out.
	InactiveControllerSeconds int32 `json:"inactiveControllerSeconds,omitempty" jsonschema:"minimum=1"`

	// For how many seconds the limit of a semaphore is remembered: not at all where it is left
	// out.
	SemaphoreLimitCacheSeconds int32 `json:"semaphoreLimitCacheSeconds,omitempty" jsonschema:"minimum=1"`
}

// Database is PostgreSQL or MySQL. Its Secrets are in the addon's namespace.
type Database struct {
	// A PostgreSQL.
	PostgreSQL *PostgreSQL `json:"postgresql,omitempty"`

	// A MySQL, of version 5.7.8 or later.
	MySQL *MySQL `json:"mysql,omitempty"`

	// How connections are used.
	ConnectionPool *ConnectionPool `json:"connectionPool,omitempty"`

	// How often a connection is tried again.
	Reconnection *Reconnection `json:"reconnectionConfig,omitempty"`

	// How many seconds a connection may take: 5 where it is left out.
	ConnectionTimeoutSeconds int32 `json:"connectionTimeoutSeconds,omitempty" jsonschema:"minimum=1"`
}

// Validate wants one database.
func (d Database) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path, addon.Field("postgresql", d.PostgreSQL != nil), addon.Field("mysql", d.MySQL != nil))
}

// secrets are the keys that it is logged in by.
func (d Database) secrets() []addon.SecretRef {
	var server DatabaseServer
	switch {
	case d.PostgreSQL != nil:
		server = d.PostgreSQL.DatabaseServer
	case d.MySQL != nil:
		server = d.MySQL.DatabaseServer
	default:
		return nil // refused
	}
	if server.Password == nil {
		return []addon.SecretRef{server.Username}
	}
	return []addon.SecretRef{server.Username, *server.Password}
}

// DatabaseServer is where a database is.
type DatabaseServer struct {
	// The server.
	Host string `json:"host" jsonschema:"required"`

	// Its port: the usual one where it is left out.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The database on it.
	Database string `json:"database" jsonschema:"required"`

	// The table of workflows: "argo_workflows" where it is left out. Locks have tables of
	// their own.
	TableName string `json:"tableName,omitempty"`

	// The name of the user.
	Username addon.SecretRef `json:"userNameSecret" jsonschema:"required"`

	// The password.
	Password *addon.SecretRef `json:"passwordSecret,omitempty"`
}

// PostgreSQL is where a PostgreSQL is, and how it is reached.
type PostgreSQL struct {
	DatabaseServer `json:",inline"`

	// Speaks TLS with it.
	SSL bool `json:"ssl,omitempty"`

	// What is checked of its certificate: nothing where it is left out.
	SSLMode SSLMode `json:"sslMode,omitempty"`

	// Has AWS's tokens in place of a password, for RDS and Aurora.
	AWSRDSToken *AWSRDSToken `json:"awsRDSToken,omitempty"`

	// Has Azure's tokens in place of a password.
	AzureToken *AzureToken `json:"azureToken,omitempty"`
}

// Validate wants one way to log in, and TLS for what needs it.
func (p PostgreSQL) Validate(path *field.Path) field.ErrorList {
	errs := addon.ExactlyOne(path,
		addon.Field("passwordSecret", p.Password != nil), addon.Field("awsRDSToken", p.AWSRDSToken != nil), addon.Field("azureToken", p.AzureToken != nil))
	if !p.SSL && p.AWSRDSToken != nil {
		errs = append(errs, field.Required(path.Child("ssl"), "awsRDSToken needs it"))
	}
	if !p.SSL && p.SSLMode != "" {
		errs = append(errs, field.Forbidden(path.Child("sslMode"), "needs ssl"))
	}
	return errs
}

// SSLMode is what is checked of a server's certificate.
type SSLMode string

// The modes, the laxest first.
const (
	SSLDisable    SSLMode = "disable"
	SSLRequire    SSLMode = "require"
	SSLVerifyCA   SSLMode = "verify-ca"
	SSLVerifyFull SSLMode = "verify-full"
)

// Enum lists the modes.
func (SSLMode) Enum() []string {
	return addon.Values(SSLDisable, SSLRequire, SSLVerifyCA, SSLVerifyFull)
}

// AWSRDSToken logs in by IAM.
type AWSRDSToken struct {
	// The database's region: the cluster's, where it is left out.
	Region string `json:"region,omitempty" jsonschema:"minLength=1"`

	// The user, as IAM knows it: "arn:aws:rds-db:REGION:ACCOUNT:dbuser:DATABASE/USER". The roles
	// of controller and server get the right to log in as it.
	UserARN string `json:"userARN" jsonschema:"required,pattern=^arn:aws[a-z-]*:rds-db:[^: ]+:[0-9]{12}:dbuser:[^ ]+$"`
}

// AzureToken logs in by Azure.
type AzureToken struct {
	// What the token is for: "https://ossrdbms-aad.database.windows.net/.default" where it is
	// left out.
	Scope string `json:"scope,omitempty" jsonschema:"pattern=^https://"`
}

// MySQL is where a MySQL is, and how it is reached.
type MySQL struct {
	DatabaseServer `json:",inline"`

	// Parameters of the connection, as Go's driver has them: {"tls": "true"}.
	Options map[string]string `json:"options,omitempty"`
}

// Validate wants a password.
func (m MySQL) Validate(path *field.Path) field.ErrorList {
	if m.Password == nil {
		return field.ErrorList{field.Required(path.Child("passwordSecret"), "no default can know it")}
	}
	return nil
}

// ConnectionPool is how connections are used.
type ConnectionPool struct {
	// How many that nobody uses are kept at most.
	MaxIdleConns int32 `json:"maxIdleConns,omitempty" jsonschema:"minimum=0"`

	// How many there are at most: any number where it is left out.
	MaxOpenConns int32 `json:"maxOpenConns,omitempty" jsonschema:"minimum=0"`

	// How long one is used, in whole seconds: for ever where it is left out.
	ConnMaxLifetime metav1.Duration `json:"connMaxLifetime,omitzero"`
}

// Validate refuses what the controller can't read.
func (c ConnectionPool) Validate(path *field.Path) field.ErrorList {
	return addon.CheckWholeSeconds(c.ConnMaxLifetime, path.Child("connMaxLifetime"))
}

// Reconnection is how often a connection is tried again. All of it is said together.
type Reconnection struct {
	// How often.
	MaxRetries int32 `json:"maxRetries" jsonschema:"required,minimum=1"`

	// How many seconds lie between the first two tries.
	BaseDelaySeconds int32 `json:"baseDelaySeconds" jsonschema:"required,minimum=1"`

	// How many lie between two tries at most.
	MaxDelaySeconds int32 `json:"maxDelaySeconds" jsonschema:"required,minimum=1"`

	// By what that grows from try to try: 2.
	RetryMultiple float64 `json:"retryMultiple" jsonschema:"required,minimum=1"`
}
