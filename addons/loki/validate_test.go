package loki_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/hpa"
	"github.com/fitout/fitout/addons/loki"
)

func TestBadOptions(t *testing.T) {
	inS3 := loki.Storage{S3: &loki.S3{Bucket: "b"}}
	for _, tc := range []struct {
		name    string
		options options
		want    []string
	}{
		{
			"storage",
			options{
				Storage: loki.Storage{Filesystem: true, S3: &loki.S3{
					Bucket: "a,b", Endpoint: "https://minio", StorageClass: "GLACIER",
					Encryption: &loki.S3Encryption{Type: loki.SSES3, KMSKeyID: "k"},
				}},
				Schema: []loki.SchemaPeriod{
					{From: "2024-04-01", ObjectStore: loki.InFilesystem},
					{From: "2024-13-01", Version: "v14"},
					{From: "2024-01-01", Store: loki.BoltDBShipper},
				},
				Pods:              addon.Pods{Replicas: new(int32(2))},
				Volume:            loki.Volume{Ephemeral: true, StorageClassName: "gp3"},
				ReplicationFactor: 3,
			},
			[]string{
				`volume.storageClassName: Forbidden: excludes ephemeral: only one of them can be set`,
				`storage.filesystem: Forbidden: excludes s3: only one of them can be set`,
				`storage.s3.bucket: Invalid value: "a,b": must match ^[^, ]+$`,
				`storage.s3.endpoint: Invalid value: "https://minio": must match ^[^ /]+$`,
				`storage.s3.encryption.kmsKeyID: Forbidden: needs the type SSE-KMS`,
				`storage.s3.storageClass: Unsupported value: "GLACIER": supported values: "STANDARD", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR"`,
				`schema[1].from: Invalid value: "2024-13-01": must be a day, as in "2024-04-01"`,
				`schema[1].version: Unsupported value: "v14": supported values: "v11", "v12", "v13"`,
				`replicationFactor: Invalid value: 3: must be at most pods.replicas, which is 2: Loki would take no logs`,
				`schema[0].objectStore: Invalid value: "filesystem": must be one that storage has`,
				`schema[2].from: Invalid value: "2024-01-01": must be after 2024-13-01, which is the one before`,
				`schema[2]: Invalid value: "2024-01-01": must have the store tsdb and the version v13, unless limits.allowStructuredMetadata is false`,
			},
		},
		{
			"without storage",
			options{},
			[]string{`storage: Required value: no default can know it`},
		},
		{
			"files of several pods",
			options{Storage: loki.Storage{Filesystem: true}, Pods: addon.Pods{Replicas: new(int32(2))}},
			[]string{`pods.replicas: Invalid value: 2: must be 0 or 1 with storage.filesystem: pods don't see each other's files`},
		},
		{
			"scalable",
			options{
				Mode: loki.Scalable, Storage: loki.Storage{Filesystem: true}, ReplicationFactor: 5,
				Read:    loki.Reader{Pods: addon.Pods{Replicas: new(int32(2))}, Autoscaling: hpa.Autoscaling{Enabled: true, MaxReplicas: 1}},
				Gateway: loki.Gateway{Disabled: true, Ingress: &loki.Ingress{Host: "a", Issuer: &addon.IssuerRef{Name: "a"}}, BasicAuth: &loki.BasicAuth{Secret: "a", Username: "b:c", Password: addon.SecretRef{Name: "a", Key: "b"}}},
			},
			[]string{
				`gateway.ingress.tlsSecret: Required value: the issuer's certificate needs a Secret to be written to`,
				`gateway.basicAuth.username: Invalid value: "b:c": must match ^[^: $]+$`,
				`storage.filesystem: Forbidden: pods in the mode scalable don't see each other's files: use s3`,
				`read.pods.replicas: Forbidden: the autoscaler counts the pods: set autoscaling.minReplicas`,
				`read.autoscaling.maxReplicas: Invalid value: 1: must be at least minReplicas, which is 2`,
				`replicationFactor: Invalid value: 5: must be at most write.pods.replicas, which is 3: Loki would take no logs`,
				`gateway.ingress: Forbidden: is that of the gateway which disabled leaves out`,
				`gateway.basicAuth: Forbidden: is that of the gateway which disabled leaves out`,
				`gateway.disabled: Forbidden: in the mode scalable only the gateway leads to all that the canary needs: set canary.disabled too`,
			},
		},
		{
			"limits",
			options{
				Storage: inS3, SingleTenant: true, Tenant: "a/b",
				Limits:       loki.Limits{QueryTimeout: hours(1), RetentionPeriod: hours(1), RetentionStreams: []loki.StreamRetention{{Selector: `{a=~"b$"}`, Period: hours(2)}, {Selector: "a"}}},
				TenantLimits: map[string]loki.Limits{"fake": {}, "web": {RejectOldSamplesMaxAge: every(1500e6)}},
				Ingester:     loki.Ingester{MaxChunkAge: hours(3)},
				Ruler:        loki.Ruler{Source: loki.RulesFromSidecar, NoSidecar: true, AlertmanagerURLs: []string{"alertmanager:9093"}, Sidecar: loki.Sidecar{Namespaces: []string{"a"}, AllNamespaces: true}},
				ChunksCache:  loki.ChunksCache{Cache: loki.Cache{Memory: quantity("100M")}},
				ResultsCache: loki.Cache{Pods: addon.Pods{Resources: resources("1", "1Gi")}},
			},
			[]string{
				`tenant: Invalid value: "a/b": must match ^[0-9A-Za-z!_.*'()-]+$`,
				`limits.retentionPeriod: Invalid value: "1h0m0s": must be at least 24h`,
				`limits.retentionStreams[0].period: Invalid value: "2h0m0s": must be at least 24h`,
				`limits.retentionStreams[0].selector: Invalid value: "{a=~\"b$\"}": must have no $, which stands for a variable of the environment: expressions match whole values anyway`,
				`limits.retentionStreams[1].selector: Invalid value: "a": must match ^[{].*[}]$`,
				`limits.retentionStreams[1].period: Required value: no default can know it`,
				`tenantLimits[web].rejectOldSamplesMaxAge: Invalid value: "1.5s": must be whole seconds`,
				`ruler.noSidecar: Forbidden: rules come from the sidecar`,
				`ruler.alertmanagerURLs[0]: Invalid value: "alertmanager:9093": must match ^https?://[^ ,$]+$`,
				`ruler.sidecar.allNamespaces: Forbidden: excludes namespaces: only one of them can be set`,
				`tenantLimits[web]: Invalid value: "web": must be "fake", the name of the only tenant with singleTenant`,
				`server.httpWriteTimeout: Invalid value: "10m0s": must be longer than limits.queryTimeout, which is 1h0m0s`,
				`ingester.maxChunkAge: Invalid value: "3h0m0s": must be shorter than queries.queryIngestersWithin, which is 3h0m0s: logs between the two would be found nowhere`,
				`chunksCache.memory: Invalid value: "100M": must be whole mebibytes, as in "512Mi"`,
				`resultsCache.pods.resources.limits[memory]: Invalid value: "1Gi": must be more than memory, which is 1Gi: a full cache takes some more`,
			},
		},
		{
			"what is collected",
			options{
				Storage: inS3,
				Canary:  loki.Canary{Pods: addon.Pods{Replicas: new(int32(1))}},
				Alloy:   loki.Alloy{AfterPromtail: true},
				Logs: loki.Logs{
					Namespaces: []string{"a"}, ExcludeNamespaces: []string{"b"},
					Relabelings: []loki.Relabeling{{Regex: "(", Action: loki.Replace}, {Action: loki.LabelDrop, Modulus: 2}},
					Stages: []loki.Stage{
						{},
						{Output: "a", Decolorize: true},
						{JSON: &loki.JSONStage{}},
						{Regex: &loki.RegexStage{Expression: "("}},
						{Tenant: &loki.TenantStage{}},
						{Match: &loki.MatchStage{Selector: "{}"}},
						{Drop: &loki.DropStage{Value: "a", Expression: "b"}},
						{Drop: &loki.DropStage{}},
						{Limit: &loki.LimitStage{Rate: 1, Burst: 1, ByLabelName: "a"}},
					},
					ScrapeConfigs: []loki.ScrapeConfig{{JobName: "kubernetes-pods", Journal: &loki.Journal{}}, {JobName: "a", Files: &loki.Files{Folder: "var", Pattern: "/a"}}, {JobName: "a"}},
				},
			},
			[]string{
				`logs.excludeNamespaces: Forbidden: excludes namespaces: only one of them can be set`,
				`logs.scrapeConfigs[0].jobName: Duplicate value: "kubernetes-pods"`,
				`logs.scrapeConfigs[2].jobName: Duplicate value: "a"`,
				`logs.relabelings[0].regex: Invalid value: "(": must be a regular expression: error parsing regexp: missing closing ): ` + "`(`",
				`logs.relabelings[0].targetLabel: Required value: the action writes one`,
				`logs.relabelings[1].regex: Required value: it is the names of labels`,
				`logs.relabelings[1].modulus: Invalid value: 2: goes with the action hashmod, and with it only`,
				`logs.stages[0]: Required value: needs one of json, logfmt, regex, replace, template, labels, staticLabels, labelDrop, labelKeep, structuredMetadata, timestamp, output, tenant, match, drop, multiline, limit, decolorize`,
				`logs.stages[1].decolorize: Forbidden: excludes output: only one of them can be set`,
				`logs.stages[2].json.expressions: Required value: no default can know it`,
				`logs.stages[3].regex.expression: Invalid value: "(": must be a regular expression: error parsing regexp: missing closing ): ` + "`(`",
				`logs.stages[4].tenant: Required value: needs one of label, source, value`,
				`logs.stages[5].match: Required value: needs one of stages, drop`,
				`logs.stages[6].drop.expression: Forbidden: excludes value: only one of them can be set`,
				`logs.stages[6].drop.sources: Required value: value is that of sources`,
				`logs.stages[7].drop: Required value: needs sources, expression, olderThan or longerThan: everything would be dropped`,
				`logs.stages[8].limit.byLabelName: Forbidden: needs drop`,
				`logs.scrapeConfigs[1].files.folder: Invalid value: "var": must match ^(/[^/:]+)+$`,
				`logs.scrapeConfigs[1].files.pattern: Invalid value: "/a": must match ^[^/].*$`,
				`logs.scrapeConfigs[2]: Required value: needs one of files, journal`,
				`canary.pods.replicas: Forbidden: a DaemonSet runs one pod on each node`,
				`alloy.afterPromtail: Forbidden: needs the collector alloy`,
			},
		},
		{
			"nothing is collected",
			options{Storage: inS3, Collector: loki.NoCollector, Logs: loki.Logs{LogLevel: loki.Debug}, Canary: loki.Canary{NoPush: true}},
			[]string{
				`logs: Forbidden: needs a collector`,
				`canary.noPush: Forbidden: needs a collector`,
			},
		},
		{
			"Grafana",
			options{Storage: inS3, Grafana: loki.Grafana{
				Pods:        addon.Pods{Replicas: new(int32(2))},
				Persistence: &loki.Persistence{ExistingClaim: "a", Claim: loki.Volume{Ephemeral: true}},
				Datasources: []loki.Datasource{
					{Name: "Loki", UID: "loki", URL: "http://a", Loki: &loki.LokiSource{}, Default: true},
					{Name: "A", URL: "http://a", Username: "a", Default: true},
				},
				Dashboards: []loki.DashboardFolder{
					{Name: "a", Files: map[string]string{"a.json": "{"}},
					{Name: "a", Files: map[string]string{"b.yaml": "{}"}, ConfigMap: "b"},
					{Name: "b", Files: map[string]string{"a.json": `"` + strings.Repeat("a", 1<<20) + `"`}},
				},
				SSO: &loki.SSO{Issuer: "https://dex/", ClientID: "a", ClientSecret: addon.SecretRef{Name: "a", Key: "b"}},
				INI: map[string]map[string]string{
					"a]":       {"b": "c"},
					"database": {"password": "p"},
					"smtp":     {"password": "$__env{A}", "user name=": "b", "host": "a\nb"},
				},
				Service: loki.Service{LoadBalancerSourceRanges: []string{"10.0.0.0"}},
			}},
			[]string{
				`grafana.persistence.claim: Forbidden: excludes existingClaim: only one of them can be set`,
				`grafana.persistence.claim.ephemeral: Forbidden: leave persistence out for that`,
				`grafana.datasources[1]: Required value: needs one of prometheus, loki`,
				`grafana.datasources[1]: Required value: username and password belong together`,
				`grafana.dashboards[0].files[a.json]: Invalid value: "…": must be a dashboard in JSON`,
				`grafana.dashboards[1].configMap: Forbidden: excludes files: only one of them can be set`,
				`grafana.dashboards[1].files[b.yaml]: Invalid value: "b.yaml": must be the name of a file, as in "pods.json"`,
				`grafana.dashboards[2].files: Too long: may not be more than 1048576 bytes`,
				`grafana.sso: Required value: needs one of admins, editors, viewers, othersAre: nobody would be let in`,
				`grafana.sso.issuer: Invalid value: "https://dex/": must match ^https?://[^ ?#]*[^ ?#/]$`,
				`grafana.service.loadBalancerSourceRanges: Forbidden: needs the type LoadBalancer`,
				`grafana.service.loadBalancerSourceRanges[0]: Invalid value: "10.0.0.0": must be a CIDR, as in "10.0.0.0/8"`,
				`grafana.pods.replicas: Invalid value: 2: must be 0 or 1, unless the section database of ini has the type "postgres" or "mysql": each would have a database of its own`,
				`grafana.persistence: Forbidden: one volume is for one pod: what several share is in the database`,
				`grafana.datasources[0].name: Duplicate value: "Loki"`,
				`grafana.datasources[0].uid: Duplicate value: "loki"`,
				`grafana.datasources[1].default: Forbidden: Loki is the default data source`,
				`grafana.dashboards[1].name: Duplicate value: "a"`,
				`grafana.ini[a]]: Invalid value: "a]": must be the name of a section`,
				`grafana.ini[database][password]: Forbidden: is a secret: give it as the environment variable GF_DATABASE_PASSWORD, in pods.extraEnv`,
				`grafana.ini[smtp][host]: Invalid value: "a\nb": must be one line, without backquotes`,
				`grafana.ini[smtp][user name=]: Invalid value: "user name=": must be the name of a key`,
				`grafana.rootURL: Required value: the provider of sso sends users back to it`,
			},
		},
	} {
		_, err := loki.New(tc.options).Objects(addontest.Target())
		var got []string
		for _, err := range addon.Errors(err) {
			got = append(got, err.Error())
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.name, diff)
		}
	}
}
