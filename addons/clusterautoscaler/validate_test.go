package clusterautoscaler_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/clusterautoscaler"
)

func TestBadOptions(t *testing.T) {
	type (
		expander = clusterautoscaler.Expander
		group    = clusterautoscaler.Group
		tag      = clusterautoscaler.Tag
	)
	for _, tc := range []struct {
		name   string
		change func(*options)
		want   []string
	}{
		{"nothing said", func(*options) {}, nil},
		{"out of range", func(o *options) {
			o.ClusterName = "a b"
			o.Region = "Tokyo"
			o.CloudConfig = "cloud.conf"
			o.Expanders = []expander{"price", clusterautoscaler.MostPods, clusterautoscaler.MostPods}
			o.ScaleDown.UtilizationThreshold = new(1.5)
			o.ScaleUp.StartupTaints = []string{"a=b:NoSchedule"}
			o.MaxTotalUnreadyPercentage = new(int32(101))
			o.Port = 70000
			o.LogLevel = new(int32(11))
			o.LogFormat = "xml"
		}, []string{
			`clusterName: Invalid value: "a b": must match ^[0-9A-Za-z][0-9A-Za-z_.-]*$`,
			`region: Invalid value: "Tokyo": must match ^[a-z]{2}(-[a-z]+)+-[0-9]+$`,
			`cloudConfig: Invalid value: "cloud.conf": must match ^/[^ ]+$`,
			`expanders[2]: Duplicate value: "most-pods"`,
			`expanders[0]: Unsupported value: "price": supported values: "least-waste", "least-nodes", "most-pods", "priority", "grpc", "random"`,
			`scaleUp.startupTaints[0]: Invalid value: "a=b:NoSchedule": must match ^[^ ,=:]+$`,
			`scaleDown.utilizationThreshold: Invalid value: 1.5: must be at most 1`,
			`maxTotalUnreadyPercentage: Invalid value: 101: must be at most 100`,
			`port: Invalid value: 70000: must be at most 65535`,
			`logLevel: Invalid value: 11: must be at most 10`,
			`logFormat: Unsupported value: "xml": supported values: "text", "json"`,
		}},
		{"groups that are none", func(o *options) {
			o.Groups = []group{{Name: "a:b", MaxSize: 1}, {Name: "c", MinSize: 3, MaxSize: 2}, {Name: "c", MaxSize: 1}, {Name: "d"}}
		}, []string{
			`groups[0].name: Invalid value: "a:b": must match ^[^:*? ]+$`,
			`groups[3].maxSize: Required value: no default can know it`,
			`groups[1].maxSize: Invalid value: 2: must be at least minSize, which is 3`,
			`groups[2].name: Duplicate value: "c"`,
		}},
		{"a space in the list of tags, and a tag twice", func(o *options) {
			o.DiscoveryTags = []tag{{Key: " enabled"}, {Key: "team", Value: "a,b"}, {Key: "team"}}
		}, []string{
			`discoveryTags[0].key: Invalid value: " enabled": must match ^[^ ,=]+$`,
			`discoveryTags[1].value: Invalid value: "a,b": must match ^[^,]+$`,
			`discoveryTags[2].key: Duplicate value: "team"`,
		}},
		{"found and named", func(o *options) {
			o.DiscoveryTags, o.Groups = []tag{{Key: "team"}}, []group{{Name: "a", MaxSize: 1}}
		}, []string{
			`discoveryTags: Forbidden: excludes groups: only one of them can be set`,
		}},
		{"no groups at all", func(o *options) { o.Groups, o.DiscoveryTags = []group{}, nil }, []string{
			`groups: Invalid value: 0: must have at least 1 items`,
		}},
		{"an expander that leaves nothing", func(o *options) {
			o.Expanders = []expander{clusterautoscaler.Random, clusterautoscaler.LeastWaste}
		}, []string{
			`expanders[0]: Invalid value: "random": must be the last one: it leaves nothing to choose from`,
		}},
		{"expanders without what they go by", func(o *options) {
			o.Expanders = []expander{clusterautoscaler.Priority, clusterautoscaler.GRPC}
		}, []string{
			`priorities: Required value: the expander "priority" needs groups, or existing where somebody else writes them`,
			`grpcExpander: Required value: the expander "grpc" needs it`,
		}},
		{"what nobody goes by", func(o *options) {
			o.Priorities = clusterautoscaler.Priorities{Existing: true}
			o.GRPCExpander = &clusterautoscaler.GRPCExpander{Address: "expander:7000", CertFile: "/ca.crt"}
		}, []string{
			`priorities: Forbidden: needs the expander "priority"`,
			`grpcExpander: Forbidden: needs the expander "grpc"`,
		}},
		{"priorities", func(o *options) {
			o.Expanders = []expander{clusterautoscaler.Priority}
			o.Priorities.Groups = []clusterautoscaler.GroupPriority{{Priority: 1, Names: []string{"(", "a\nb"}}, {Priority: 1, Names: []string{"a"}}, {Priority: 2}}
		}, []string{
			"priorities.groups[0].names[0]: Invalid value: \"(\": error parsing regexp: missing closing ): `(`",
			`priorities.groups[1].priority: Duplicate value: 1`,
			`priorities.groups[0].names[1]: Invalid value: "a\nb": must match ^[^\n\r]+$`,
			`priorities.groups[2].names: Required value: no default can know it`,
		}},
		{"priorities of nobody's", func(o *options) {
			o.Expanders = []expander{clusterautoscaler.Priority}
			o.Priorities = clusterautoscaler.Priorities{Existing: true, Annotations: map[string]string{"a": "b"}}
		}, []string{
			`priorities.annotations: Forbidden: belongs to the ConfigMap of groups`,
		}},
		{"two ways to be similar", func(o *options) {
			o.Balancing.Labels, o.Balancing.IgnoreLabels = []string{"a"}, []string{"b"}
		}, []string{
			`balancing.ignoreLabels: Forbidden: excludes labels: only one of them can be set`,
		}},
		{"two ways to stop", func(o *options) {
			o.ScaleDown.MaxGracefulTermination = minutes(1)
			o.ScaleDown.DrainPriorities = []clusterautoscaler.DrainPriority{{GracePeriod: minutes(1)}, {GracePeriod: minutes(2)}}
			o.ScaleDown.EvictSystemPods, o.ScaleDown.BlockingSystemPodsTimeout = true, minutes(1)
		}, []string{
			`scaleDown.drainPriorities: Forbidden: excludes maxGracefulTermination: only one of them can be set`,
			`scaleDown.blockingSystemPodsTimeout: Forbidden: excludes evictSystemPods: only one of them can be set`,
			`scaleDown.drainPriorities[1].priority: Duplicate value: 0`,
		}},
		{"less than a second", func(o *options) {
			o.ScaleDown.MaxGracefulTermination = metav1.Duration{Duration: 1500 * time.Millisecond}
		}, []string{
			`scaleDown.maxGracefulTermination: Invalid value: "1.5s": must be whole seconds`,
		}},
		{"a scheduler that isn't allowed", func(o *options) {
			o.Pods.Image.Tag = "v1.35.0"
			o.ScaleUp.BypassedSchedulers, o.ScaleUp.AllowedSchedulers = []string{"batch"}, []string{"default-scheduler"}
		}, []string{
			`scaleUp.bypassedSchedulers[0]: Invalid value: "batch": must be among allowedSchedulers`,
		}},
		{"limits", func(o *options) {
			o.Limits.Cores, o.Limits.Memory = &clusterautoscaler.Range{Min: 10, Max: 5}, &clusterautoscaler.Range{Min: 10}
		}, []string{
			`limits.cores.max: Invalid value: 5: must be at least min, which is 10`,
			`limits.memory.max: Required value: no default can know it`,
		}},
		{"an election that nobody wins", func(o *options) {
			o.LeaderElection = clusterautoscaler.LeaderElection{LeaseDuration: seconds(10), RetryPeriod: seconds(9)}
		}, []string{
			`leaderElection.renewDeadline: Invalid value: "10s": must be less than leaseDuration, 10s`,
			`leaderElection.retryPeriod: Invalid value: "9s": must be less than five sixths of renewDeadline, 10s`,
		}},
		{"a status and none", func(o *options) { o.StatusConfigMap, o.NoStatusConfigMap = "status", true }, []string{
			`statusConfigMap: Forbidden: excludes noStatusConfigMap: only one of them can be set`,
		}},
		{"half an access key", func(o *options) {
			o.AccessKey = &clusterautoscaler.AccessKey{ID: addon.SecretRef{Name: "aws", Key: "id"}}
		}, []string{
			`accessKey.secret: Required value: no default can know it`,
		}},
		{"nothing to scrape", func(o *options) { o.Service.Disabled, o.ServiceMonitor = true, &addon.ServiceMonitor{} }, []string{
			`serviceMonitor: Forbidden: there is no Service to scrape: service.disabled is set`,
		}},
	} {
		t.Run(tc.name, func(t *testing.T) { bad(t, addontest.Target(), tc.change, tc.want) })
	}
}

func bad(t *testing.T, target addon.Target, change func(*options), want []string) {
	t.Helper()
	var o options
	change(&o)
	_, err := clusterautoscaler.New(o).Objects(target)
	var got []string
	for _, err := range addon.Errors(err) {
		got = append(got, err.Error())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Without a name of the cluster no groups would be found, unless the options say which.
func TestNoClusterName(t *testing.T) {
	nameless := addon.Target{Kubernetes: "1.34"}
	bad(t, nameless, func(*options) {}, []string{
		`clusterName: Required value: no Auto Scaling groups can be found without it: give it, or groups or discoveryTags`,
	})
	bad(t, nameless, func(o *options) { o.ClusterName = "prod" }, nil)
	bad(t, nameless, func(o *options) { o.DiscoveryTags = []clusterautoscaler.Tag{{Key: "team"}} }, nil)
	bad(t, nameless, func(o *options) { o.Groups = []clusterautoscaler.Group{{Name: "a", MaxSize: 1}} }, nil)
}

// An image doesn't start with flags that came after it.
func TestOptionsOfLaterImages(t *testing.T) {
	all := func(o *options) {
		o.FrequentLoops = new(false)
		o.ProvisioningRequests = true
		o.ScaleUp = clusterautoscaler.ScaleUp{
			BypassedSchedulers:   []string{"batch"},
			AllowedSchedulers:    []string{"batch"},
			MaxNodeStartupTime:   minutes(1),
			MaxBinpackingTime:    minutes(1),
			Proactive:            true,
			FromUnschedulable:    true,
			StartupTaints:        []string{"a"},
			StartupTaintPrefixes: []string{"b/"},
			StatusTaints:         []string{"c"},
		}
		o.ScaleDown = clusterautoscaler.ScaleDown{
			DelayByGroup:              true,
			BlockingSystemPodsTimeout: minutes(1),
			DrainPriorities:           []clusterautoscaler.DrainPriority{{GracePeriod: minutes(1)}},
		}
	}
	since := []struct {
		option  string
		version addon.Version
	}{
		{"frequentLoops", "1.30"},
		{"provisioningRequests", "1.30"},
		{"scaleUp.bypassedSchedulers", "1.29"},
		{"scaleUp.allowedSchedulers", "1.35"},
		{"scaleUp.maxNodeStartupTime", "1.35"},
		{"scaleUp.maxBinpackingTime", "1.31"},
		{"scaleUp.proactive", "1.31"},
		{"scaleUp.fromUnschedulable", "1.35"},
		{"scaleUp.startupTaints", "1.29"},
		{"scaleUp.startupTaintPrefixes", "1.36"},
		{"scaleUp.statusTaints", "1.29"},
		{"scaleDown.delayByGroup", "1.29"},
		{"scaleDown.blockingSystemPodsTimeout", "1.33"},
		{"scaleDown.drainPriorities", "1.29"},
	}
	for _, tc := range []struct {
		cluster addon.Version
		tag     string        // of the image where it isn't the default one
		is      string        // the image's
		minor   addon.Version // of the image; empty where its tag doesn't tell
	}{
		{"1.28", "", "v1.28.7", "1.28"},
		{"1.29", "", "v1.29.5", "1.29"},
		{"1.30", "", "v1.30.7", "1.30"},
		{"1.31", "", "v1.31.5", "1.31"},
		{"1.33", "", "v1.33.6", "1.33"},
		{"1.35", "", "v1.35.2", "1.35"},
		{"1.36", "", "v1.36.1", "1.36"},
		{"1.36", "v1.32.0", "v1.32.0", "1.32"},
		{"1.28", "1.35.0-ours", "1.35.0-ours", "1.35"},
		{"1.28", "ours", "ours", ""},
	} {
		var want []string
		for _, s := range since {
			if tc.minor != "" && !tc.minor.AtLeast(s.version) {
				want = append(want, fmt.Sprintf("%s: Forbidden: needs version %s of the image or later, and its tag is %s", s.option, s.version, tc.is))
			}
		}
		bad(t, addon.Target{Name: "prod", Kubernetes: tc.cluster}, func(o *options) { all(o); o.Pods.Image.Tag = tc.tag }, want)
	}
}
