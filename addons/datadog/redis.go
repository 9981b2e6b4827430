package datadog

import (
	"cmp"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// Redis checks a Redis.
type Redis struct {
	Check `json:",inline"`

	// The host. Needed without images.
	Host string `json:"host,omitempty" jsonschema:"pattern=^[^ ]+$"`

	// The port: 6379 where it is left out.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The user; the default one, where it is left out.
	Username string `json:"username,omitempty"`

	// The password, in a Secret of the addon's namespace.
	Password *addon.SecretRef `json:"password,omitempty"`

	// The only database, by its number, in which keys are looked for: all of them, where it is
	// left out.
	Database *int32 `json:"database,omitempty" jsonschema:"minimum=0"`

	// Uses TLS.
	TLS bool `json:"tls,omitempty"`

	// Takes any certificate. Needs tls.
	InsecureSkipTLSVerify bool `json:"insecureSkipTLSVerify,omitempty"`

	// Keys, or patterns of keys, whose lengths are collected. Patterns make the server look
	// through all its keys.
	Keys []string `json:"keys,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Doesn't warn of keys that aren't there.
	NoWarningOnMissingKeys bool `json:"noWarningOnMissingKeys,omitempty"`

	// Collects metrics of each command.
	CommandStats bool `json:"commandStats,omitempty"`

	// Collects metrics of clients.
	ClientMetrics bool `json:"clientMetrics,omitempty"`

	// How many entries of the log of slow commands are read: as many as the server keeps, 128
	// at most, where it is left out.
	SlowLogMaxLength int32 `json:"slowLogMaxLength,omitempty" jsonschema:"minimum=1"`

	// How long an answer may take, in whole seconds: 5s where it is left out.
	Timeout metav1.Duration `json:"timeout,omitzero"`

	// Connects anew for each run.
	NoConnectionCache bool `json:"noConnectionCache,omitempty"`
}

// redisFile is an instance of the check as the agents read it.
type redisFile struct {
	instanceFile `json:",inline"`

	Host              string   `json:"host"`
	Port              int32    `json:"port"`
	Username          string   `json:"username,omitempty"`
	Password          string   `json:"password,omitempty"`
	DB                *int32   `json:"db,omitempty"`
	SSL               bool     `json:"ssl,omitempty"`
	CertRequired      *int32   `json:"ssl_cert_reqs,omitempty"`
	Keys              []string `json:"keys,omitempty"`
	WarnOnMissingKeys *bool    `json:"warn_on_missing_keys,omitempty"`
	CommandStats      bool     `json:"command_stats,omitempty"`
	ClientMetrics     bool     `json:"collect_client_metrics,omitempty"`
	SlowLogMaxLength  int32    `json:"slowlog-max-len,omitempty"`
	SocketTimeout     int64    `json:"socket_timeout,omitempty"`
	NoConnectionCache bool     `json:"disable_connection_cache,omitempty"`
}

func (c Redis) file() redisFile {
	f := redisFile{
		instanceFile:      c.Check.instance(),
		Host:              cmp.Or(c.Host, podAddress),
		Port:              cmp.Or(c.Port, 6379),
		Username:          c.Username,
		Password:          handle(c.Password),
		DB:                c.Database,
		SSL:               c.TLS,
		Keys:              c.Keys,
		WarnOnMissingKeys: unless(c.NoWarningOnMissingKeys),
		CommandStats:      c.CommandStats,
		ClientMetrics:     c.ClientMetrics,
		SlowLogMaxLength:  c.SlowLogMaxLength,
		SocketTimeout:     seconds(c.Timeout),
		NoConnectionCache: c.NoConnectionCache,
	}
	if c.TLS { // Python's ssl.CERT_REQUIRED and CERT_NONE
		f.CertRequired = new(int32(2))
		if c.InsecureSkipTLSVerify {
			f.CertRequired = new(int32(0))
		}
	}
	return f
}
