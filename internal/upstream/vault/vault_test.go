// Package vault has the parser that Vault uses read the configuration that the addon writes.
package vault

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl"
	"k8s.io/apimachinery/pkg/api/resource"
	"sigs.k8s.io/yaml"
)

const testdata = "../../../addons/vault/testdata"

// attributes are those that options of the server become. One that has a ! before it isn't there,
// or is false, where the option is true.
var attributes = map[string]string{
	"settings.clusterName":               "cluster_name",
	"settings.noUI":                      "!ui",
	"settings.defaultLeaseTTL":           "default_lease_ttl",
	"settings.maxLeaseTTL":               "max_lease_ttl",
	"settings.maxRequestDuration":        "default_max_request_duration",
	"settings.pluginDirectory":           "plugin_directory",
	"settings.logRequestsLevel":          "log_requests_level",
	"settings.rawStorageEndpoint":        "raw_storage_endpoint",
	"settings.unauthenticatedAccess":     "enable_unauthenticated_access",
	"settings.userLockouts.threshold":    "user_lockout.all.lockout_threshold",
	"settings.userLockouts.duration":     "user_lockout.all.lockout_duration",
	"settings.userLockouts.counterReset": "user_lockout.all.lockout_counter_reset",
	"settings.userLockouts.disabled":     "user_lockout.ldap.disable_lockout",

	"listener.tlsMinVersion":      "listener.tcp.tls_min_version",
	"listener.maxRequestSize":     "listener.tcp.max_request_size",
	"listener.maxRequestDuration": "listener.tcp.max_request_duration",
	"listener.forwardedForFrom":   "listener.tcp.x_forwarded_for_authorized_addrs",
	"listener.forwardedForSkip":   "listener.tcp.x_forwarded_for_hop_skips",
	"listener.proxyProtocolFrom":  "listener.tcp.proxy_protocol_authorized_addrs",
	"listener.redactAddresses":    "listener.tcp.redact_addresses",
	"listener.redactClusterName":  "listener.tcp.redact_cluster_name",
	"listener.redactVersion":      "listener.tcp.redact_version",

	"telemetry.unauthenticated":         "listener.tcp.telemetry.unauthenticated_metrics_access",
	"telemetry.prometheusRetention":     "telemetry.prometheus_retention_time",
	"telemetry.dogStatsDAddress":        "telemetry.dogstatsd_addr",
	"telemetry.dogStatsDTags":           "telemetry.dogstatsd_tags",
	"telemetry.statsDAddress":           "telemetry.statsd_address",
	"telemetry.hostnamePrefix":          "!telemetry.disable_hostname",
	"telemetry.hostnameLabel":           "telemetry.enable_hostname_label",
	"telemetry.usageGaugePeriod":        "telemetry.usage_gauge_period",
	"telemetry.maximumGaugeCardinality": "telemetry.maximum_gauge_cardinality",
	"telemetry.prefixFilter":            "telemetry.prefix_filter",
	"telemetry.onlyFiltered":            "!telemetry.filter_default",

	"raft.joinAddresses":              "storage.raft.retry_join.leader_api_addr",
	"raft.performanceMultiplier":      "storage.raft.performance_multiplier",
	"raft.trailingLogs":               "storage.raft.trailing_logs",
	"raft.snapshotThreshold":          "storage.raft.snapshot_threshold",
	"raft.maxEntrySize":               "storage.raft.max_entry_size",
	"raft.autopilotReconcileInterval": "storage.raft.autopilot_reconcile_interval",

	"seal.awskms.keyID":                     "seal.awskms.kms_key_id",
	"seal.awskms.region":                    "seal.awskms.region",
	"seal.awskms.endpoint":                  "seal.awskms.endpoint",
	"seal.gcpckms.project":                  "seal.gcpckms.project",
	"seal.gcpckms.region":                   "seal.gcpckms.region",
	"seal.gcpckms.keyRing":                  "seal.gcpckms.key_ring",
	"seal.gcpckms.cryptoKey":                "seal.gcpckms.crypto_key",
	"seal.transit.address":                  "seal.transit.address",
	"seal.transit.keyName":                  "seal.transit.key_name",
	"seal.transit.mountPath":                "seal.transit.mount_path",
	"seal.transit.namespace":                "seal.transit.namespace",
	"seal.transit.tlsServerName":            "seal.transit.tls_server_name",
	"seal.transit.disableRenewal":           "seal.transit.disable_renewal",
	"migrateFrom.azurekeyvault.vaultName":   "seal.azurekeyvault.vault_name",
	"migrateFrom.azurekeyvault.keyName":     "seal.azurekeyvault.key_name",
	"migrateFrom.azurekeyvault.tenantID":    "seal.azurekeyvault.tenant_id",
	"migrateFrom.azurekeyvault.clientID":    "seal.azurekeyvault.client_id",
	"migrateFrom.azurekeyvault.environment": "seal.azurekeyvault.environment",
	"migrateFrom.azurekeyvault.resource":    "seal.azurekeyvault.resource",
}

// elsewhere are options that aren't in the configuration by themselves.
var elsewhere = []string{
	"settings.userLockouts.method", "raft.manualJoin", "raft.podNames",
	"seal.gcpckms.credentials", "seal.transit.token", "seal.transit.caCert", "migrateFrom.azurekeyvault.clientSecret",
}

// own are attributes that the addon sets without being told, and those of files and variables.
var own = []string{
	"ui", "disable_mlock", "listener.tcp.address", "listener.tcp.cluster_address", "listener.tcp.tls_disable",
	"listener.tcp.tls_cert_file", "listener.tcp.tls_key_file", "listener.tcp.proxy_protocol_behavior",
	"listener.tcp.x_forwarded_for_reject_not_present", "listener.tcp.x_forwarded_for_reject_not_authorized",
	"storage.file.path", "storage.raft.path", "storage.raft.retry_join.leader_api_addr", "storage.raft.retry_join.leader_ca_cert_file",
	"telemetry.disable_hostname", "seal.awskms.region", "seal.gcpckms.credentials", "seal.transit.token", "seal.transit.tls_ca_cert",
	"seal.azurekeyvault.client_secret", "seal.azurekeyvault.disabled", "service_registration.kubernetes",
	"vault.address", "vault.ca_cert", "cache", "listener.unix.address", "listener.unix.tls_disable",
}

// TestConfigurations reads each configuration of a golden. What options say is in it, and
// nothing else.
func TestConfigurations(t *testing.T) {
	files, err := filepath.Glob(testdata + "/*.cluster.yaml")
	if err != nil {
		t.Fatal(err)
	}
	servers, agents := 0, 0
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".cluster.yaml")
		t.Run(name, func(t *testing.T) {
			maps := configMaps(t, name)
			if c, ok := maps["extraconfig-from-values.hcl"]; ok {
				servers++
				compare(t, options(t, file), parsed(t, c))
			}
			if c, ok := maps["config.hcl"]; ok {
				agents++
				compare(t, nil, parsed(t, c))
			}
		})
	}
	if servers < 6 || agents < 2 {
		t.Errorf("only %d configurations of servers and %d of agents were found", servers, agents)
	}
}

func compare(t *testing.T, options, config values) {
	explained := slices.Clone(own)
	for option, want := range options {
		attribute := attributes[option]
		explained = append(explained, attribute)
		switch no, negated := strings.CutPrefix(attribute, "!"); {
		case attribute == "" && !slices.ContainsFunc(elsewhere, func(e string) bool { return option == e || strings.HasPrefix(option, e+".") }):
			t.Errorf("nothing is known of the option %s", option)
		case negated:
			if got := config[no]; got != nil && got[0] != "false" {
				t.Errorf("%s: %s is %q", option, no, got)
			}
			explained = append(explained, no)
		case attribute != "":
			if diff := cmp.Diff(want, config[attribute]); diff != "" {
				t.Errorf("%s: %s: -want +got:\n%s", option, attribute, diff)
			}
		}
	}
	for attribute := range config {
		if !slices.Contains(explained, attribute) {
			t.Errorf("no option says %s", attribute)
		}
	}
}

// values are those at a path: one, or several of a list.
type values map[string][]string

// parsed reads a configuration as Vault does, which refuses an attribute that is there twice.
func parsed(t *testing.T, config string) values {
	t.Helper()
	var v map[string]any
	if err := hcl.DecodeErrorOnDuplicates(&v, config); err != nil {
		t.Fatalf("%v\n%s", err, config)
	}
	out := values{}
	out.add("", v)
	return out
}

// options are those of the server that its configuration is made of.
func options(t *testing.T, file string) values {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var c struct {
		Addons struct {
			Vault struct{ Server map[string]any }
		}
	}
	if err := yaml.Unmarshal(data, &c); err != nil {
		t.Fatal(err)
	}
	out := values{}
	for _, section := range []string{"settings", "listener", "telemetry", "raft", "seal", "migrateFrom"} {
		if v, ok := c.Addons.Vault.Server[section]; ok {
			out.add(section, v)
		}
	}
	return out
}

func (x values) add(path string, v any) {
	switch v := v.(type) {
	case map[string]any:
		if len(v) == 0 && path != "" {
			x[path] = nil // an empty block
		}
		for key, item := range v {
			x.add(strings.TrimPrefix(path+"."+key, "."), item)
		}
	case []map[string]any:
		for _, item := range v {
			x.add(path, item)
		}
	case []any:
		for _, item := range v {
			x.add(path, item)
		}
	default:
		x[path] = append(x[path], plain(v))
	}
}

// plain writes a value as options and attributes have it in common.
func plain(v any) string {
	switch v := v.(type) {
	case bool:
		return strconv.FormatBool(v)
	case int:
		return strconv.Itoa(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case string:
		if d, err := time.ParseDuration(v); err == nil {
			return d.String()
		}
		if q, err := resource.ParseQuantity(v); err == nil {
			return strconv.FormatInt(q.Value(), 10)
		}
		return v
	}
	panic("of no type that is known here")
}

// A configuration that can't be read must fail here, or the test above says nothing.
func TestBadConfigurations(t *testing.T) {
	for _, config := range []string{
		"listener \"tcp\" {\n",
		"cluster_name = \"a\"b\"\n",
		"cluster_name = \"${a\"\n",
		"cluster_name = \"a\n\"\n",
		"ui = true\nui = false\n",
	} {
		var v map[string]any
		if hcl.DecodeErrorOnDuplicates(&v, config) == nil {
			t.Errorf("is taken:\n%s", config)
		}
	}
}

// configMaps are the files in the ConfigMaps of a golden.
func configMaps(t *testing.T, name string) map[string]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(testdata, name+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, doc := range bytes.Split(data, []byte("\n---\n")) {
		var o struct {
			Kind string
			Data map[string]string
		}
		if err := yaml.Unmarshal(doc, &o); err != nil {
			t.Fatal(err)
		}
		if o.Kind == "ConfigMap" {
			for file, text := range o.Data {
				out[file] = text
			}
		}
	}
	return out
}
