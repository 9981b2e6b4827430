package loki_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/addons/loki"
)

// file reads a file of a ConfigMap.
func file(t *testing.T, o options, configMap, name string) string {
	t.Helper()
	if o.Storage == (loki.Storage{}) {
		o.Storage.S3 = &loki.S3{Bucket: "b"}
	}
	objs := addontest.Objects[addon.Object](t, addontest.Target(), loki.New(o))
	return addontest.Find[*corev1.ConfigMap](t, objs, configMap).Data[name]
}

// Whoever writes and whoever reads says the same tenant, unless nobody is asked for it.
func TestTenant(t *testing.T) {
	for _, tc := range []struct {
		options options
		want    bool
	}{
		{options{Tenant: "web"}, true},
		{options{Tenant: "web", SingleTenant: true}, false},
	} {
		with := func(c loki.Collector) options { o := tc.options; o.Collector = c; return o }
		for what, says := range map[string]bool{
			"Loki asks":     strings.Contains(file(t, tc.options, "loki", "config.yaml"), "auth_enabled: true\n"),
			"Promtail says": strings.Contains(file(t, with(loki.WithPromtail), "promtail", "promtail.yaml"), "tenant_id: web\n"),
			"Alloy says":    strings.Contains(file(t, with(loki.WithAlloy), "alloy", "config.alloy"), "tenant_id = \"web\"\n"),
			"Grafana says":  strings.Contains(file(t, tc.options, "grafana", "loki.yaml"), "httpHeaderValue1: web\n"),
		} {
			if says != tc.want {
				t.Errorf("single tenant %t: %s: %t", tc.options.SingleTenant, what, says)
			}
		}
	}
}

// Lines are kept thrice as soon as there are three pods to keep them, and never by more than
// there are.
func TestReplicationFactor(t *testing.T) {
	for _, tc := range []struct {
		options options
		want    int
	}{
		{options{}, 1},
		{options{Pods: addon.Pods{Replicas: new(int32(2))}}, 1},
		{options{Pods: addon.Pods{Replicas: new(int32(5))}}, 3},
		{options{Pods: addon.Pods{Replicas: new(int32(5))}, ReplicationFactor: 2}, 2},
		{options{Mode: loki.Scalable}, 3},
		{options{Mode: loki.Scalable, Write: loki.Component{Pods: addon.Pods{Replicas: new(int32(1))}}}, 1},
	} {
		var f struct {
			Common struct {
				ReplicationFactor int `json:"replication_factor"`
			}
		}
		if err := yaml.Unmarshal([]byte(file(t, tc.options, "loki", "config.yaml")), &f); err != nil {
			t.Fatal(err)
		}
		if f.Common.ReplicationFactor != tc.want {
			t.Errorf("%d pods, %q: %d copies, not %d", tc.options.Pods.Replicas, tc.options.Mode, f.Common.ReplicationFactor, tc.want)
		}
	}
}

// Limits that say how long logs are kept are of no use unless the compactor heeds them.
func TestRetention(t *testing.T) {
	for _, tc := range []struct {
		name    string
		options options
		want    bool
	}{
		{"nothing", options{}, false},
		{"for all", options{Limits: loki.Limits{RetentionPeriod: hours(24)}}, true},
		{"for streams", options{Limits: loki.Limits{RetentionStreams: []loki.StreamRetention{{Selector: `{a="b"}`, Period: hours(24)}}}}, true},
		{"for a tenant", options{TenantLimits: map[string]loki.Limits{"a": {RetentionPeriod: hours(24)}}}, true},
	} {
		if got := strings.Contains(file(t, tc.options, "loki", "config.yaml"), "retention_enabled: true\n"); got != tc.want {
			t.Errorf("%s: the compactor deletes: %t", tc.name, got)
		}
	}
}

// Both collectors give the logs of containers the same labels, by the same rules.
func TestCollectorsAgree(t *testing.T) {
	o := options{Logs: loki.Logs{Namespaces: []string{"web"}, Stages: stages()}}
	var promtail struct {
		ScrapeConfigs []struct {
			Relabel []struct {
				TargetLabel string `json:"target_label"`
				Regex       string `json:"regex"`
			} `json:"relabel_configs"`
			Stages []map[string]any `json:"pipeline_stages"`
		} `json:"scrape_configs"`
	}
	if err := yaml.Unmarshal([]byte(file(t, o, "promtail", "promtail.yaml")), &promtail); err != nil {
		t.Fatal(err)
	}
	o.Collector = loki.WithAlloy
	alloy := file(t, o, "alloy", "config.alloy")
	job := promtail.ScrapeConfigs[0]
	if got, want := strings.Count(alloy, "  rule {\n"), len(job.Relabel); got != want {
		t.Errorf("Alloy has %d rules, Promtail %d", got, want)
	}
	if got, want := strings.Count(alloy, "\n  stage."), len(job.Stages); got != want {
		t.Errorf("Alloy has %d stages, Promtail %d", got, want)
	}
}

// What is cached fits into the pod.
func TestCacheMemory(t *testing.T) {
	objs := addontest.Objects[addon.Object](t, addontest.Target(), loki.New(options{
		Storage:     loki.Storage{S3: &loki.S3{Bucket: "b"}},
		ChunksCache: loki.ChunksCache{Cache: loki.Cache{Memory: quantity("1Gi")}},
	}))
	got := map[string]string{}
	for _, name := range []string{"loki-chunks-cache", "loki-results-cache"} {
		c := addontest.Find[*appsv1.StatefulSet](t, objs, name).Spec.Template.Spec.Containers[0]
		got[name] = c.Args[0] + ", " + c.Resources.Limits.Memory().String()
	}
	want := map[string]string{"loki-chunks-cache": "-m 1024, 1229Mi", "loki-results-cache": "-m 1024, 1229Mi"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Who has a key needs no role, and a service that isn't AWS's has no use for one.
func TestRole(t *testing.T) {
	s3 := func(set func(*loki.S3)) options {
		s := loki.S3{Bucket: "logs", RulerBucket: "rules"}
		set(&s)
		return options{Storage: loki.Storage{S3: &s}}
	}
	fromSidecar := s3(func(*loki.S3) {})
	fromSidecar.Ruler.Source = loki.RulesFromSidecar
	for _, tc := range []struct {
		name    string
		options options
		want    []string
	}{
		{"files", options{Storage: loki.Storage{Filesystem: true}}, nil},
		{"elsewhere", s3(func(s *loki.S3) { s.Endpoint = "minio:9000" }), nil},
		{"a key", s3(func(s *loki.S3) {
			ref := addon.SecretRef{Name: "a", Key: "b"}
			s.Credentials = &loki.S3Credentials{AccessKeyID: ref, SecretAccessKey: ref}
		}), nil},
		{"two buckets", s3(func(*loki.S3) {}), []string{
			"ListLogs [arn:aws:s3:::logs arn:aws:s3:::rules]",
			"KeepLogs [arn:aws:s3:::logs/* arn:aws:s3:::rules/*]",
		}},
		{"one bucket", s3(func(s *loki.S3) { s.RulerBucket = "" }), []string{"ListLogs [arn:aws:s3:::logs]", "KeepLogs [arn:aws:s3:::logs/*]"}},
		{"rules elsewhere", fromSidecar, []string{"ListLogs [arn:aws:s3:::logs]", "KeepLogs [arn:aws:s3:::logs/*]"}},
		{"a key of KMS", s3(func(s *loki.S3) {
			s.RulerBucket = ""
			s.Encryption = &loki.S3Encryption{Type: loki.SSEKMS, KMSKeyID: "arn:aws:kms:us-east-1:123456789012:key/k"}
		}), []string{
			"ListLogs [arn:aws:s3:::logs]", "KeepLogs [arn:aws:s3:::logs/*]", "EncryptLogs [arn:aws:kms:us-east-1:123456789012:key/k]",
		}},
	} {
		resources, err := loki.New(tc.options).AWS(addontest.AWS())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range resources {
			for _, s := range r.(*aws.Role).Policies[0].Statements {
				got = append(got, s.SID+" ["+strings.Join(s.Resources, " ")+"]")
			}
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.name, diff)
		}
	}
}

// What groups may do stands in one expression, and those who are in none of them are refused,
// unless it is said what they are.
func TestSSO(t *testing.T) {
	for _, tc := range []struct {
		sso  loki.SSO
		want string
	}{
		{
			loki.SSO{Admins: []string{"a:b", "it's"}, Viewers: []string{"c"}},
			"role_attribute_path = (contains(not_null(groups[*], ''), 'a:b') || contains(not_null(groups[*], ''), 'it\\'s')) && 'Admin' || (contains(not_null(groups[*], ''), 'c')) && 'Viewer'\nrole_attribute_strict = true\n",
		},
		{loki.SSO{OthersAre: loki.ViewerRole}, "role_attribute_path = `'Viewer'`\nrole_attribute_strict = false\n"},
	} {
		tc.sso.Issuer, tc.sso.ClientID, tc.sso.ClientSecret = "https://dex.example.com", "grafana", addon.SecretRef{Name: "a", Key: "b"}
		got := file(t, options{Grafana: loki.Grafana{SSO: &tc.sso, RootURL: "https://grafana.example.com"}}, "grafana", "grafana.ini")
		if !strings.Contains(got, tc.want) {
			t.Errorf("there is no\n%s\nin\n%s", tc.want, got)
		}
	}
}

// Two Grafanas can't have one volume.
func TestVolumeOfGrafana(t *testing.T) {
	for _, p := range []*loki.Persistence{nil, {}, {ExistingClaim: "a"}} {
		objs := addontest.Objects[addon.Object](t, addontest.Target(), loki.New(options{
			Storage: loki.Storage{S3: &loki.S3{Bucket: "b"}}, Grafana: loki.Grafana{Persistence: p},
		}))
		d := addontest.Find[*appsv1.Deployment](t, objs, "grafana")
		if got := d.Spec.Strategy.Type == appsv1.RecreateDeploymentStrategyType; got != (p != nil) {
			t.Errorf("%v: is stopped before its successor starts: %t", p, got)
		}
	}
}
