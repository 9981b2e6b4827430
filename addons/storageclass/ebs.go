package storageclass

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// EBS says what the disks of a class are like: the parameters of ebs.csi.aws.com. What is
// left out is the driver's default.
type EBS struct {
	// The type of volume; gp3 where it is left out.
	Type VolumeType `json:"type,omitempty"`

	// The file system that new volumes get; ext4 where it is left out.
	FSType FSType `json:"fsType,omitempty"`

	// I/O operations per second of each volume, for gp3, io1 and io2.
	IOPS int32 `json:"iops,omitempty" jsonschema:"minimum=1,maximum=256000"`

	// I/O operations per second for each GiB of a volume, for gp3, io1 and io2. It
	// excludes iops.
	IOPSPerGB int32 `json:"iopsPerGB,omitempty" jsonschema:"minimum=1,maximum=1000"`

	// Raises the operations of volumes that are too small for what iopsPerGB gives them,
	// instead of refusing them.
	AllowAutoIOPSPerGBIncrease bool `json:"allowAutoIOPSPerGBIncrease,omitempty"`

	// Keeps iopsPerGB when a volume grows.
	AllowAutoIOPSIncreaseOnModify bool `json:"allowAutoIOPSIncreaseOnModify,omitempty"`

	// MiB a second of each volume, for gp3; 125 where it is left out.
	Throughput int32 `json:"throughput,omitempty" jsonschema:"minimum=125,maximum=2000"`

	// Encrypts the volumes.
	Encrypted bool `json:"encrypted,omitempty"`

	// The ARN of the KMS key that encrypts; the account's key for EBS where it is left
	// out. The driver's role needs rights to it.
	KMSKeyID string `json:"kmsKeyId,omitempty" jsonschema:"pattern=^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:(key|alias)/.+$"`

	// The block size of the file system in bytes.
	BlockSize int32 `json:"blockSize,omitempty" jsonschema:"minimum=1"`

	// The size of an inode in bytes.
	InodeSize int32 `json:"inodeSize,omitempty" jsonschema:"minimum=1"`

	// The bytes for which there is one inode, for ext3 and ext4.
	BytesPerInode int32 `json:"bytesPerInode,omitempty" jsonschema:"minimum=1"`

	// The number of inodes, for ext3 and ext4.
	NumberOfInodes int32 `json:"numberOfInodes,omitempty" jsonschema:"minimum=1"`

	// Allocates ext4 blocks in clusters. Not every kernel supports it fully.
	Ext4BigAlloc bool `json:"ext4BigAlloc,omitempty"`

	// The size of such a cluster in bytes. It needs ext4BigAlloc.
	Ext4ClusterSize int32 `json:"ext4ClusterSize,omitempty" jsonschema:"minimum=1"`

	// Makes ext4 ready for encryption by its users. It encrypts nothing by itself.
	Ext4EncryptionSupport bool `json:"ext4EncryptionSupport,omitempty"`

	// MiB a second at which a volume that is made of a snapshot is filled.
	VolumeInitializationRate int32 `json:"volumeInitializationRate,omitempty" jsonschema:"minimum=100,maximum=300"`

	// Tags of the volumes. Values may hold {{ .PVCNamespace }}, {{ .PVCName }} and
	// {{ .PVName }}, which the driver fills in.
	Tags map[string]string `json:"tags,omitempty"`
}

// VolumeType is a type of EBS volumes.
type VolumeType string

// The types of volumes.
const (
	GP3      VolumeType = "gp3"
	GP2      VolumeType = "gp2"
	IO1      VolumeType = "io1"
	IO2      VolumeType = "io2"
	ST1      VolumeType = "st1"
	SC1      VolumeType = "sc1"
	Standard VolumeType = "standard"
)

// Enum lists the types of volumes.
func (VolumeType) Enum() []string { return addon.Values(GP3, GP2, IO1, IO2, ST1, SC1, Standard) }

// FSType is a file system.
type FSType string

// The file systems.
const (
	Ext4 FSType = "ext4"
	Ext3 FSType = "ext3"
	XFS  FSType = "xfs"
)

// Enum lists the file systems.
func (FSType) Enum() []string { return addon.Values(Ext4, Ext3, XFS) }

func (e EBS) validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	forbid := func(name string, set bool, detail string) {
		if set {
			errs = append(errs, field.Forbidden(path.Child(name), detail))
		}
	}
	volume, fs := e.Type, e.FSType
	if volume == "" {
		volume = GP3
	}
	if fs == "" {
		fs = Ext4
	}
	provisioned := volume == GP3 || volume == IO1 || volume == IO2
	forbid("iops", e.IOPS > 0 && !provisioned, "volumes of type "+string(volume)+" have operations that can't be chosen: gp3, io1 and io2 do")
	forbid("iopsPerGB", e.IOPSPerGB > 0 && !provisioned, "volumes of type "+string(volume)+" have operations that can't be chosen: gp3, io1 and io2 do")
	forbid("iopsPerGB", e.IOPS > 0 && e.IOPSPerGB > 0, "iops is given already: one of the two")
	forbid("allowAutoIOPSPerGBIncrease", e.AllowAutoIOPSPerGBIncrease && e.IOPSPerGB == 0, "needs iopsPerGB")
	forbid("allowAutoIOPSIncreaseOnModify", e.AllowAutoIOPSIncreaseOnModify && e.IOPSPerGB == 0, "needs iopsPerGB")
	forbid("throughput", e.Throughput > 0 && volume != GP3, "only volumes of type gp3 have a throughput that can be chosen")
	forbid("kmsKeyId", e.KMSKeyID != "" && !e.Encrypted, "needs encrypted: true")
	forbid("bytesPerInode", e.BytesPerInode > 0 && fs == XFS, "xfs makes inodes as it needs them")
	forbid("numberOfInodes", e.NumberOfInodes > 0 && fs == XFS, "xfs makes inodes as it needs them")
	forbid("ext4BigAlloc", e.Ext4BigAlloc && fs != Ext4, "needs fsType ext4")
	forbid("ext4ClusterSize", e.Ext4ClusterSize > 0 && !e.Ext4BigAlloc, "needs ext4BigAlloc: true")
	forbid("ext4EncryptionSupport", e.Ext4EncryptionSupport && fs != Ext4, "needs fsType ext4")
	if (volume == IO1 || volume == IO2) && e.IOPS == 0 && e.IOPSPerGB == 0 {
		errs = append(errs, field.Required(path.Child("iops"), "volumes of type "+string(volume)+" need iops or iopsPerGB"))
	}
	return errs
}

// parameters are the class's parameters as the driver reads them: all strings.
func (e EBS) parameters() map[string]string {
	p := map[string]string{}
	setString(p, "type", string(e.Type))
	setString(p, "csi.storage.k8s.io/fstype", string(e.FSType))
	setInt(p, "iops", e.IOPS)
	setInt(p, "iopsPerGB", e.IOPSPerGB)
	setTrue(p, "allowAutoIOPSPerGBIncrease", e.AllowAutoIOPSPerGBIncrease)
	setTrue(p, "allowAutoIOPSIncreaseOnModify", e.AllowAutoIOPSIncreaseOnModify)
	setInt(p, "throughput", e.Throughput)
	setTrue(p, "encrypted", e.Encrypted)
	setString(p, "kmsKeyId", e.KMSKeyID)
	setInt(p, "blockSize", e.BlockSize)
	setInt(p, "inodeSize", e.InodeSize)
	setInt(p, "bytesPerInode", e.BytesPerInode)
	setInt(p, "numberOfInodes", e.NumberOfInodes)
	setTrue(p, "ext4BigAlloc", e.Ext4BigAlloc)
	setInt(p, "ext4ClusterSize", e.Ext4ClusterSize)
	setTrue(p, "ext4EncryptionSupport", e.Ext4EncryptionSupport)
	setInt(p, "volumeInitializationRate", e.VolumeInitializationRate)
	for i, key := range slices.Sorted(maps.Keys(e.Tags)) {
		p[fmt.Sprintf("tagSpecification_%d", i+1)] = key + "=" + e.Tags[key]
	}
	return p
}

func setString(p map[string]string, key, value string) {
	if value != "" {
		p[key] = value
	}
}

func setInt(p map[string]string, key string, value int32) {
	if value != 0 {
		p[key] = strconv.Itoa(int(value))
	}
}

func setTrue(p map[string]string, key string, value bool) {
	if value {
		p[key] = "true"
	}
}
