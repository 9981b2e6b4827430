package efscsi

import (
	_ "embed"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed doc.go
var doc string

const (
	name    = "aws-efs-csi-driver"
	driver  = "efs.csi.aws.com" // as StorageClasses and volumes know it
	version = "3.4.1"
)

// Definition is the addon aws-efs-csi-driver.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:       name,
		Doc:        doc,
		Category:   addon.Storage,
		Version:    version,
		Source:     "https://github.com/kubernetes-sigs/aws-efs-csi-driver/tree/v" + version + "/charts/aws-efs-csi-driver",
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

	// The pods of the controller, which makes and deletes access points by calls of the EFS
	// API. One of them at a time is active.
	Pods addon.Pods `json:"pods,omitzero"`

	// How pods of the controller are replaced by newer ones.
	RollingUpdate addon.RollingUpdate `json:"rollingUpdate,omitzero"`

	// How the controller is probed.
	Probes Probes `json:"probes,omitzero"`

	// The port of the controller's health: 9909 where it is left out.
	HealthPort int32 `json:"healthPort,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// Runs the controller in the network of its node, from where the metadata of an instance
	// can be reached whatever its hop limit. The healthPort must be free there, and with
	// metrics 3301.
	HostNetwork bool `json:"hostNetwork,omitempty"`

	// Runs the controller's driver without privileges, which it needs for
	// deleteRootDirectories only.
	Unprivileged bool `json:"unprivileged,omitempty"`

	// What mounts volumes, on every node.
	Node Node `json:"node,omitzero"`

	// The sidecar of the controller that has volumes made for claims, and deleted.
	Provisioner Provisioner `json:"provisioner,omitzero"`

	// The container, in all pods, that answers probes for the driver.
	LivenessProbe Container `json:"livenessProbe,omitzero"`

	// The container, in the pods on the nodes, that makes the driver known to the kubelet.
	Registrar Container `json:"registrar,omitzero"`

	// Tags of all access points that the driver makes. They don't go with classes whose
	// access points are without tags.
	Tags map[string]string `json:"tags,omitempty"`

	// Lets the controller make and delete access points without the driver's tag, for classes
	// that ask for those. It may then delete all access points of the account.
	UntaggedAccessPoints bool `json:"untaggedAccessPoints,omitempty"`

	// Deletes the directory of a volume with all that is in it when the volume is deleted. By
	// default only the access point goes, and the files stay.
	DeleteRootDirectories bool `json:"deleteRootDirectories,omitempty"`

	// The ARNs of the file systems that the roles have rights to, those of other accounts
	// among them; all of the account's in its region, where it is left out.
	FileSystems []string `json:"fileSystems,omitempty" jsonschema:"uniqueItems,minItems=1,pattern=^arn:aws[a-z-]*:elasticfilesystem:[a-z0-9-]+:[0-9]{12}:file-system/fs-[0-9a-f]+$"`

	// The ARNs of roles in other accounts that the controller assumes to see the file systems
	// there. A Secret x-account, in the addon's namespace, says which one a class needs.
	AssumeRoles []string `json:"assumeRoles,omitempty" jsonschema:"uniqueItems,pattern=^arn:aws[a-z-]*:iam::[0-9]{12}:role/[^ ]+$"`

	// Gives the roles AWS's own policies for file systems of S3 Files.
	S3Files bool `json:"s3Files,omitempty"`

	// The ARNs of the buckets behind such file systems that the nodes may read from, past the
	// file system, where that is faster: none, where it is left out.
	S3Buckets []string `json:"s3Buckets,omitempty" jsonschema:"uniqueItems,pattern=^arn:aws[a-z-]*:s3:::[^/* ]+$"`

	// The namespaces whose ConfigMaps and Secrets the controller may read, for classes that
	// name one with the ID of a file system.
	FileSystemIDNamespaces []string `json:"fileSystemIDNamespaces,omitempty" jsonschema:"uniqueItems,minLength=1,maxLength=63"`

	// Lets the controller read the ConfigMaps and Secrets of all namespaces for that, as
	// upstream's chart does.
	FileSystemIDsAnywhere bool `json:"fileSystemIDsAnywhere,omitempty"`

	// Doesn't tell the driver what the claim of a volume is called. The paths of a class can't
	// refer to it.
	NoExtraMetadata bool `json:"noExtraMetadata,omitempty"`

	// Calls the EFS API again as soon as AWS's library does by default, and doesn't hold calls
	// back when AWS throttles them.
	NoAdaptiveRetry bool `json:"noAdaptiveRetry,omitempty"`

	// Asks the region's own endpoint of STS for credentials, such as by a VPC endpoint.
	RegionalSTS bool `json:"regionalSTS,omitempty"`

	// The last of the ports on a node, from 20049 on, that encrypted mounts use: 21049 where it
	// is left out, which is the least.
	PortRangeUpperBound int32 `json:"portRangeUpperBound,omitempty" jsonschema:"minimum=21049,maximum=65535"`

	// How fast the provisioners of the controller's copies agree which of them is active.
	LeaderElection LeaderElection `json:"leaderElection,omitzero"`

	// Has the driver use the endpoints of AWS that comply with FIPS 140-3, for mounts too. Only
	// regions in the USA and Canada have them.
	FIPS bool `json:"fips,omitempty"`

	// How much all containers log, from 0 to 10: 2 where it is left out.
	LogLevel *int32 `json:"logLevel,omitempty" jsonschema:"minimum=0,maximum=10"`

	// Has the driver log as for level 5, and the mount helper all that it does.
	DebugLogs bool `json:"debugLogs,omitempty"`

	// Serves the metrics of the controller: calls of the AWS API, how long they take, and how
	// many fail.
	Metrics bool `json:"metrics,omitempty"`

	// Leaves out the annotations prometheus.io/*, by which a Prometheus without an operator
	// finds what serves metrics. With a ServiceMonitor there are none anyway.
	NoScrapeAnnotations bool `json:"noScrapeAnnotations,omitempty"`

	// Has Prometheus scrape the metrics.
	ServiceMonitor *addon.ServiceMonitor `json:"serviceMonitor,omitempty"`
}

// The components' names. A component's pods are selected by theirs in the label app.
const (
	controllerName = "efs-csi-controller"
	nodeName       = "efs-csi-node"
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
