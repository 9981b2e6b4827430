package ebscsi

import (
	_ "embed"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed doc.go
var doc string

const (
	name    = "aws-ebs-csi-driver"
	driver  = "ebs.csi.aws.com" // as StorageClasses and volumes know it
	version = "1.64.0"
)

// Definition is the addon aws-ebs-csi-driver.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:       name,
		Doc:        doc,
		Category:   addon.Storage,
		Version:    version,
		Source:     "https://github.com/kubernetes-sigs/aws-ebs-csi-driver/tree/helm-chart-aws-ebs-csi-driver-2.64.0/charts/aws-ebs-csi-driver",
		Kubernetes: ">=1.21",
		Namespace:  "kube-system",
	},
	Defaults: defaults,
	Validate: validate,
	Objects:  objects,
	AWS:      onAWS,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon. The zero value installs what upstream's chart installs.
type Options struct {
	// The namespace that the addon is installed in.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// The pods of the controller, which makes, attaches, resizes and deletes volumes by
	// calls of the EC2 API. One of them at a time is active.
	Pods addon.Pods `json:"pods,omitzero"`

	// What mounts volumes, on every node.
	Node Node `json:"node,omitzero"`

	// The sidecar of the controller that has volumes made for claims, and deleted.
	Provisioner Sidecar `json:"provisioner,omitzero"`

	// The sidecar of the controller that has volumes attached to nodes, and detached.
	Attacher Sidecar `json:"attacher,omitzero"`

	// The sidecar of the controller that has volumes grow, and change by way of a
	// VolumeAttributesClass.
	Resizer Sidecar `json:"resizer,omitzero"`

	// The sidecar of the controller that has snapshots made.
	Snapshotter Snapshotter `json:"snapshotter,omitzero"`

	// The sidecar of the controller that has volumes change by annotations of their claims.
	VolumeModifier VolumeModifier `json:"volumeModifier,omitzero"`

	// The container, in all pods, that answers probes for the driver.
	LivenessProbe Container `json:"livenessProbe,omitzero"`

	// The container, in the pods on the nodes, that makes the driver known to the kubelet.
	Registrar Container `json:"registrar,omitzero"`

	// The AWS region whose API is called: the cluster's, where it is left out and the
	// cluster is on AWS; what the node that the controller runs on says, elsewhere.
	Region string `json:"region,omitempty" jsonschema:"pattern=^[a-z]{2}(-[a-z]+)+-[0-9]+$"`

	// What stands for the cluster in the tags of volumes and snapshots, such as
	// kubernetes.io/cluster/<id>=owned: the cluster's name, where it is left out and the
	// cluster is on AWS. Elsewhere there are no such tags unless it is given.
	ClusterID string `json:"clusterID,omitempty" jsonschema:"maxLength=100,pattern=^[0-9A-Za-z][0-9A-Za-z_.-]*$"`

	// Tags of all volumes and snapshots that the driver makes.
	ExtraTags map[string]string `json:"extraTags,omitempty"`

	// The ARNs of the KMS keys with which volumes are encrypted. The account's own key for
	// EBS needs no mention.
	KMSKeys []string `json:"kmsKeys,omitempty" jsonschema:"uniqueItems,pattern=^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[^ ]+$"`

	// An AWS access key in a Secret, by which the controller calls AWS in place of a role.
	// A Secret aws-secret with key_id and access_key is used wherever there is one.
	AccessKey *AccessKey `json:"accessKey,omitempty"`

	// The file system of volumes whose StorageClass names none: "ext4" where it is left out.
	DefaultFSType FSType `json:"defaultFSType,omitempty"`

	// Doesn't tell the driver what the claim of a volume is called. The volumes lack the
	// tags that say so, and the tags of a class can't refer to it.
	NoExtraMetadata bool `json:"noExtraMetadata,omitempty"`

	// Makes each call of the EC2 API at once, and doesn't wait up to half a second for
	// others that it can be joined with. The API's rate limit is reached sooner.
	NoBatching bool `json:"noBatching,omitempty"`

	// How long changes of a volume are collected before they are made as one, since AWS
	// limits how often one is changed: 2 s where it is left out, and less than a minute.
	ModifyVolumeWindow metav1.Duration `json:"modifyVolumeWindow,omitzero"`

	// Lets a volume stand for one on every node that is attached there already, under the
	// same device name.
	NodeLocalVolumes bool `json:"nodeLocalVolumes,omitempty"`

	// How often the kubelet asks how many volumes its node can take, which changes when
	// something else is attached: every 10 s where it is left out, which is the least. 0
	// has it ask once. Before Kubernetes 1.33 it asks once in any case.
	AllocatableUpdatePeriod *metav1.Duration `json:"allocatableUpdatePeriod,omitempty"`

	// How fast the sidecars of the controller's copies agree which of them is active.
	LeaderElection LeaderElection `json:"leaderElection,omitzero"`

	// What the driver adds to its name in calls of the AWS API: "helm" where it is left out,
	// as with upstream's chart.
	UserAgent string `json:"userAgent,omitempty" jsonschema:"pattern=^[^ ]+$"`

	// Has the driver use cryptography that complies with FIPS 140-3, and the endpoints of
	// AWS that do. Not every region has them.
	FIPS bool `json:"fips,omitempty"`

	// How much all containers log, from 0 to 10: 2 where it is left out, 7 is for debugging.
	LogLevel *int32 `json:"logLevel,omitempty" jsonschema:"minimum=0,maximum=10"`

	// The form of the driver's log: "text" where it is left out.
	LogFormat LogFormat `json:"logFormat,omitempty"`

	// Serves the metrics of the controller's containers, each by a Service of its own: calls
	// of the AWS API, how long they take, and volumes that hang while they are detached.
	// Those of the nodes are node.metrics.
	Metrics bool `json:"metrics,omitempty"`

	// Leaves out the annotations prometheus.io/*, by which a Prometheus without an operator
	// finds the Services of metrics. With a ServiceMonitor there are none anyway.
	NoScrapeAnnotations bool `json:"noScrapeAnnotations,omitempty"`

	// Has Prometheus scrape what serves metrics.
	ServiceMonitor *addon.ServiceMonitor `json:"serviceMonitor,omitempty"`
}

// The components' names. A component's pods are selected by theirs in the label app.
const (
	controllerName = "ebs-csi-controller"
	nodeName       = "ebs-csi-node"
)

// identity is what a component's objects go by. The labels that select its pods are
// upstream's, and can't be changed.
func (o Options) identity(component string) kube.Identity {
	id := kube.Identify(name, o.Namespace, "").Of("csi-driver")
	id.Selector = map[string]string{
		"app":               component,
		addon.LabelName:     id.Name,
		addon.LabelInstance: id.Instance,
	}
	return id
}

func (o Options) controller() kube.Identity { return o.identity(controllerName) }

func (o Options) node() kube.Identity { return o.identity(nodeName) }
