package ebscsi_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/ebscsi"
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
			o.Node.KubeletPath = "/var/lib/kubelet/"
			o.Node.MetadataSources = []ebscsi.MetadataSource{ebscsi.IMDS, "metadata-labeler"}
			o.Node.RegistrarPort = 70000
			o.Region = "Tokyo"
			o.ClusterID = "a b"
			o.KMSKeys = []string{"alias/ebs"}
			o.DefaultFSType = "btrfs"
			o.UserAgent = "a b"
			o.LogLevel = new(int32(11))
			o.LogFormat = "xml"
		}, []string{
			`node.kubeletPath: Invalid value: "/var/lib/kubelet/": must match ^(/[^/ ]+)+$`,
			`node.metadataSources[1]: Unsupported value: "metadata-labeler": supported values: "imds", "kubernetes"`,
			`node.registrarPort: Invalid value: 70000: must be at most 65535`,
			`region: Invalid value: "Tokyo": must match ^[a-z]{2}(-[a-z]+)+-[0-9]+$`,
			`clusterID: Invalid value: "a b": must match ^[0-9A-Za-z][0-9A-Za-z_.-]*$`,
			`kmsKeys[0]: Invalid value: "alias/ebs": must match ^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[^ ]+$`,
			`defaultFSType: Unsupported value: "btrfs": supported values: "ext3", "ext4", "xfs", "ntfs"`,
			`userAgent: Invalid value: "a b": must match ^[^ ]+$`,
			`logLevel: Invalid value: 11: must be at most 10`,
			`logFormat: Unsupported value: "xml": supported values: "text", "json"`,
		}},
		{"tags that a flag can't say", func(o *options) {
			o.ExtraTags = map[string]string{"": "a", "a=b": "c", "d": "e,f=g", "h": "i=j"}
		}, []string{
			`extraTags[]: Invalid value: "a": must have a key without "=" and ",", and a value without ","`,
			`extraTags[a=b]: Invalid value: "c": must have a key without "=" and ",", and a value without ","`,
			`extraTags[d]: Invalid value: "e,f=g": must have a key without "=" and ",", and a value without ","`,
		}},
		{"tags of others", func(o *options) {
			o.ExtraTags = map[string]string{"CSIVolumeName": "a", "aws:team": "b", "ebs.csi.aws.com/cluster": "c", "kubernetes.io/cluster/prod": "d", "Name": "e"}
		}, []string{
			`extraTags[CSIVolumeName]: Invalid value: "a": is one of the driver's, Kubernetes' or AWS's own`,
			`extraTags[aws:team]: Invalid value: "b": is one of the driver's, Kubernetes' or AWS's own`,
			`extraTags[ebs.csi.aws.com/cluster]: Invalid value: "c": is one of the driver's, Kubernetes' or AWS's own`,
			`extraTags[kubernetes.io/cluster/prod]: Invalid value: "d": is one of the driver's, Kubernetes' or AWS's own`,
		}},
		{"a long tag", func(o *options) { o.ExtraTags = map[string]string{"team": strings.Repeat("x", 257)} }, []string{
			`extraTags[team]: Invalid value: "` + strings.Repeat("x", 257) + `": must have a key of up to 128 characters, and a value of up to 256`,
		}},
		{"durations", func(o *options) {
			o.AllocatableUpdatePeriod = new(seconds(9))
			o.ModifyVolumeWindow = seconds(60)
		}, []string{
			`allocatableUpdatePeriod: Invalid value: "9s": must be whole seconds, at least 10, or 0`,
			`modifyVolumeWindow: Invalid value: "1m0s": must be less than 1m, which is how long the resizer waits for the change`,
		}},
		{"no updates are kept", func(o *options) { o.AllocatableUpdatePeriod = new(seconds(0)) }, nil},
		{"an election that nobody wins", func(o *options) {
			o.LeaderElection = ebscsi.LeaderElection{LeaseDuration: seconds(10), RetryPeriod: seconds(9)}
		}, []string{
			`leaderElection.renewDeadline: Invalid value: "10s": must be less than leaseDuration, 10s`,
			`leaderElection.retryPeriod: Invalid value: "9s": must be less than five sixths of renewDeadline, 10s`,
		}},
		{"two limits", func(o *options) {
			o.Node.VolumeAttachLimit, o.Node.ReservedVolumeAttachments = 25, new(int32(0))
		}, []string{
			`node.reservedVolumeAttachments: Forbidden: excludes volumeAttachLimit: only one of them can be set`,
		}},
		{"what DaemonSets don't have", func(o *options) {
			o.Node.Pods.Replicas = new(int32(2))
			o.Node.Pods.DisruptionBudget = &addon.DisruptionBudget{MaxUnavailable: new(intstr.FromInt32(1))}
		}, []string{
			`node.pods.replicas: Forbidden: there is one on each node`,
			`node.pods.disruptionBudget: Forbidden: draining a node leaves its DaemonSets' pods alone`,
		}},
		{"a port that is taken", func(o *options) { o.Node.RegistrarPort = 9808 }, []string{
			`node.registrarPort: Invalid value: 9808: is taken in the same pods: 9808 by the driver's health, and 3302 by its metrics`,
		}},
		{"a port that isn't", func(o *options) { o.Node.RegistrarPort = 3302 }, nil},
		{"a port that metrics take", func(o *options) { o.Node.RegistrarPort, o.Node.Metrics = 3302, true }, []string{
			`node.registrarPort: Invalid value: 3302: is taken in the same pods: 9808 by the driver's health, and 3302 by its metrics`,
		}},
		{"features that are none", func(o *options) {
			o.Provisioner.FeatureGates = map[string]bool{"Topology=true,A": true}
			o.Snapshotter.FeatureGates = map[string]bool{"": false}
		}, []string{
			`provisioner.featureGates[Topology=true,A]: Invalid value: "Topology=true,A": must be the name of a feature, as in "Topology"`,
			`snapshotter.featureGates[]: Invalid value: "": must be the name of a feature, as in "Topology"`,
		}},
		{"half an access key", func(o *options) { o.AccessKey = &ebscsi.AccessKey{ID: addon.SecretRef{Name: "aws", Key: "id"}} }, []string{
			`accessKey.secret: Required value: no default can know it`,
		}},
		{"an access key and keys for the role", func(o *options) {
			o.AccessKey = &ebscsi.AccessKey{ID: addon.SecretRef{Name: "aws", Key: "id"}, Secret: addon.SecretRef{Name: "aws", Key: "secret"}}
			o.KMSKeys = []string{"arn:aws:kms:ap-northeast-1:123456789012:key/mrk-1234"}
		}, []string{
			`kmsKeys: Forbidden: belongs to the role that accessKey takes the place of: give the rights to the owner of the key`,
		}},
		{"nothing to scrape", func(o *options) { o.ServiceMonitor = &addon.ServiceMonitor{} }, []string{
			`serviceMonitor: Forbidden: needs metrics, or node.metrics`,
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var o options
			tc.change(&o)
			_, err := ebscsi.New(o).Objects(addontest.Target())
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
