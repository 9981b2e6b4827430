package efscsi_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/efscsi"
)

func TestBadOptions(t *testing.T) {
	seconds := func(n int) metav1.Duration { return metav1.Duration{Duration: time.Duration(n) * time.Second} }
	for _, tc := range []struct {
		name   string
		change func(*options)
		want   []string
	}{
		{"nothing said", func(*options) {}, nil},
		{"out of range", func(o *options) {
			o.HealthPort = 70000
			o.Node.KubeletPath = "/var/lib/kubelet/"
			o.Node.MountTargets = []efscsi.MountTarget{{FileSystem: "fs", Region: "Tokyo", IP: "10.0.0"}, {}}
			o.Node.EFSUtils = []efscsi.Setting{{Section: "[proxy]", Key: "a=b", Value: "1,2"}}
			o.FileSystems = []string{"fs-0123456789abcdef0"}
			o.AssumeRoles = []string{"efs"}
			o.PortRangeUpperBound = 20000
			o.LogLevel = new(int32(11))
		}, []string{
			`healthPort: Invalid value: 70000: must be at most 65535`,
			`node.kubeletPath: Invalid value: "/var/lib/kubelet/": must match ^(/[^/ ]+)+$`,
			`node.mountTargets[0].fileSystem: Invalid value: "fs": must match ^fs-[0-9a-f]+$`,
			`node.mountTargets[0].region: Invalid value: "Tokyo": must match ^[a-z]{2}(-[a-z]+)+-[0-9]+$`,
			`node.mountTargets[1].fileSystem: Required value: no default can know it`,
			`node.mountTargets[1].region: Required value: no default can know it`,
			`node.mountTargets[1].ip: Required value: no default can know it`,
			`node.efsUtils[0].section: Invalid value: "[proxy]": must match ^[0-9A-Za-z._-]+$`,
			`node.efsUtils[0].key: Invalid value: "a=b": must match ^[0-9A-Za-z._-]+$`,
			`node.efsUtils[0].value: Invalid value: "1,2": must match ^[^,\n]+$`,
			`fileSystems[0]: Invalid value: "fs-0123456789abcdef0": must match ^arn:aws[a-z-]*:elasticfilesystem:[a-z0-9-]+:[0-9]{12}:file-system/fs-[0-9a-f]+$`,
			`assumeRoles[0]: Invalid value: "efs": must match ^arn:aws[a-z-]*:iam::[0-9]{12}:role/[^ ]+$`,
			`portRangeUpperBound: Invalid value: 20000: must be at least 21049`,
			`logLevel: Invalid value: 11: must be at most 10`,
			`node.mountTargets[0].ip: Invalid value: "10.0.0": must be an IP address`,
		}},
		{"tags that AWS or the flag doesn't take", func(o *options) {
			o.Tags = map[string]string{"": "a", `b\`: "c", "team": strings.Repeat("x", 257), "owner": "機械学習", "AWS:d": "e", "efs.csi.aws.com/cluster": "false", "cost center": "a:b"}
		}, []string{
			`tags[]: Invalid value: "a": must have a key of 1 to 128 characters, and a value of up to 256`,
			`tags[AWS:d]: Invalid value: "e": is one of the driver's or AWS's own`,
			`tags[b\]: Invalid value: "c": must be letters of the Latin alphabet, digits, spaces and any of _.:/=+-@`,
			`tags[efs.csi.aws.com/cluster]: Invalid value: "false": is one of the driver's or AWS's own`,
			`tags[owner]: Invalid value: "機械学習": must be letters of the Latin alphabet, digits, spaces and any of _.:/=+-@`,
			`tags[team]: Invalid value: "` + strings.Repeat("x", 257) + `": must have a key of 1 to 128 characters, and a value of up to 256`,
		}},
		{"tags for what has none", func(o *options) {
			o.Tags, o.UntaggedAccessPoints = map[string]string{"team": "ml"}, true
		}, []string{
			`untaggedAccessPoints: Forbidden: excludes tags: only one of them can be set`,
		}},
		{"mounts without privileges", func(o *options) { o.Unprivileged, o.DeleteRootDirectories = true, true }, []string{
			`deleteRootDirectories: Forbidden: excludes unprivileged: only one of them can be set`,
		}},
		{"some namespaces and all", func(o *options) {
			o.FileSystemIDsAnywhere, o.FileSystemIDNamespaces = true, []string{"ml"}
		}, []string{
			`fileSystemIDNamespaces: Forbidden: excludes fileSystemIDsAnywhere: only one of them can be set`,
		}},
		{"buckets of nothing", func(o *options) { o.S3Buckets = []string{"arn:aws:s3:::ml"} }, []string{
			`s3Buckets: Forbidden: needs s3Files`,
		}},
		{"a port that metrics take", func(o *options) { o.Metrics, o.HealthPort = true, 3301 }, []string{
			`healthPort: Invalid value: 3301: is taken by the metrics in the same pods`,
		}},
		{"a port that they don't", func(o *options) { o.HealthPort = 3301 }, nil},
		{"ports that are taken on nodes", func(o *options) {
			o.HostNetwork, o.Metrics, o.HealthPort, o.Node.HealthPort = true, true, 9809, 9809
		}, []string{
			`healthPort: Invalid value: 9809: is taken on every node, by node.healthPort`,
		}},
		{"a port that metrics take on nodes", func(o *options) {
			o.HostNetwork, o.Metrics, o.Node.HealthPort = true, true, 3301
		}, []string{
			`node.healthPort: Invalid value: 3301: is taken by the metrics of the controller, which is in the network of its node`,
		}},
		{"what DaemonSets don't have", func(o *options) {
			o.Node.Pods.Replicas = new(int32(2))
			o.Node.Pods.DisruptionBudget = &addon.DisruptionBudget{MaxUnavailable: new(intstr.FromInt32(1))}
		}, []string{
			`node.pods.replicas: Forbidden: there is one on each node`,
			`node.pods.disruptionBudget: Forbidden: draining a node leaves its DaemonSets' pods alone`,
		}},
		{"metrics all the time", func(o *options) { o.Node.VolumeMetrics.RefreshPeriod = seconds(30) }, []string{
			`node.volumeMetrics.refreshPeriod: Invalid value: "30s": must be at least 1m`,
		}},
		{"an election that nobody wins", func(o *options) {
			o.LeaderElection = efscsi.LeaderElection{LeaseDuration: seconds(10), RetryPeriod: seconds(9)}
		}, []string{
			`leaderElection.renewDeadline: Invalid value: "10s": must be less than leaseDuration, 10s`,
			`leaderElection.retryPeriod: Invalid value: "9s": must be less than five sixths of renewDeadline, 10s`,
		}},
		{"features that are none", func(o *options) {
			o.Provisioner.FeatureGates = map[string]bool{"Topology=true,A": true}
		}, []string{
			`provisioner.featureGates[Topology=true,A]: Invalid value: "Topology=true,A": must be the name of a feature, as in "Topology"`,
		}},
		{"nothing to scrape", func(o *options) { o.ServiceMonitor = &addon.ServiceMonitor{} }, []string{
			`serviceMonitor: Forbidden: needs metrics`,
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var o options
			tc.change(&o)
			_, err := efscsi.New(o).Objects(addontest.Target())
			var got []string
			for _, err := range addon.Errors(err) {
				got = append(got, err.Error())
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
