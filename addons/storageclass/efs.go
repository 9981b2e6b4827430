package storageclass

import (
	"strconv"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// EFS says where the directories of a class are made and whose they are: the parameters of
// efs.csi.aws.com. Each volume is an access point. What is left out is the driver's
// default.
type EFS struct {
	// What volumes are made of; efs-ap where it is left out.
	Mode ProvisioningMode `json:"mode,omitempty"`

	// The file system, such as "fs-0123456789abcdef0". Exactly one of fileSystemId and the
	// two references to it is given.
	FileSystemID string `json:"fileSystemId,omitempty" jsonschema:"pattern=^fs-[0-9a-f]+$"`

	// The ConfigMap that holds the file system's ID.
	FileSystemIDConfigRef *KeyRef `json:"fileSystemIdConfigRef,omitempty"`

	// The Secret that holds the file system's ID.
	FileSystemIDSecretRef *KeyRef `json:"fileSystemIdSecretRef,omitempty"`

	// The permissions of new directories in octal, such as "700".
	DirectoryPerms string `json:"directoryPerms" jsonschema:"required,pattern=^[0-7]{3\\,4}$"`

	// The user that owns the files, and as whom all pods write. It comes with gid.
	UID *int64 `json:"uid,omitempty" jsonschema:"minimum=0,maximum=4294967295"`

	// The group that owns the files. It comes with uid.
	GID *int64 `json:"gid,omitempty" jsonschema:"minimum=0,maximum=4294967295"`

	// The first of the group IDs that are given out, one to each volume, where uid and gid
	// are left out; 50000 where it is left out.
	GIDRangeStart int64 `json:"gidRangeStart,omitempty" jsonschema:"minimum=1,maximum=4294967295"`

	// The last of these group IDs. It comes with gidRangeStart.
	GIDRangeEnd int64 `json:"gidRangeEnd,omitempty" jsonschema:"minimum=1,maximum=4294967295"`

	// The directory under which volumes are made; the root where it is left out.
	BasePath string `json:"basePath,omitempty" jsonschema:"pattern=^/"`

	// The path of each volume below basePath, with ${.PVC.name}, ${.PVC.namespace} and
	// ${.PV.name} filled in; /${.PV.name} where it is left out.
	SubPathPattern string `json:"subPathPattern,omitempty" jsonschema:"maxLength=100"`

	// Leaves away the unique ID that the driver puts behind subPathPattern. Two volumes
	// can then be one directory.
	SharedDirectory bool `json:"sharedDirectory,omitempty"`

	// The availability zone whose mount target is preferred for a file system of another
	// account.
	Zone string `json:"zone,omitempty" jsonschema:"pattern=^[a-z]{2}(-[a-z]+)+-[0-9]+[a-z]+$"`

	// Keeps pods in the zone of a file system that has but one.
	EnforceZoneAffinity bool `json:"enforceZoneAffinity,omitempty"`

	// Takes the access point that another cluster made for a claim of the same name.
	ReuseAccessPoint bool `json:"reuseAccessPoint,omitempty"`

	// Makes access points without tags, for accounts in which tagging is throttled.
	WithoutTags bool `json:"withoutTags,omitempty"`
}

// ProvisioningMode is what volumes are made of.
type ProvisioningMode string

// The provisioning modes.
const (
	EFSAccessPoint     ProvisioningMode = "efs-ap"
	S3FilesAccessPoint ProvisioningMode = "s3files-ap"
)

// Enum lists the provisioning modes.
func (ProvisioningMode) Enum() []string { return addon.Values(EFSAccessPoint, S3FilesAccessPoint) }

// KeyRef points at a key of a ConfigMap or Secret in some namespace.
type KeyRef struct {
	// The namespace.
	Namespace string `json:"namespace" jsonschema:"required"`

	// The name of the ConfigMap or Secret.
	Name string `json:"name" jsonschema:"required"`

	// The key in it.
	Key string `json:"key" jsonschema:"required"`
}

// String is the reference as the driver reads it.
func (r KeyRef) String() string { return r.Namespace + "/" + r.Name + "/" + r.Key }

func (e EFS) validate(path *field.Path) field.ErrorList {
	errs := addon.ExactlyOne(path,
		addon.Field("fileSystemId", e.FileSystemID != ""),
		addon.Field("fileSystemIdConfigRef", e.FileSystemIDConfigRef != nil),
		addon.Field("fileSystemIdSecretRef", e.FileSystemIDSecretRef != nil),
	)
	together := func(a, b string, hasA, hasB bool) {
		if hasA && !hasB {
			errs = append(errs, field.Required(path.Child(b), "comes with "+a))
		}
	}
	together("uid", "gid", e.UID != nil, e.GID != nil)
	together("gid", "uid", e.GID != nil, e.UID != nil)
	together("gidRangeStart", "gidRangeEnd", e.GIDRangeStart > 0, e.GIDRangeEnd > 0)
	together("gidRangeEnd", "gidRangeStart", e.GIDRangeEnd > 0, e.GIDRangeStart > 0)
	if e.GIDRangeEnd > 0 && e.GIDRangeEnd <= e.GIDRangeStart {
		errs = append(errs, field.Invalid(path.Child("gidRangeEnd"), e.GIDRangeEnd, "must be above gidRangeStart"))
	}
	if e.GIDRangeStart > 0 && e.GID != nil {
		errs = append(errs, field.Forbidden(path.Child("gidRangeStart"), "isn't used where uid and gid are given"))
	}
	if e.ReuseAccessPoint && e.Mode == S3FilesAccessPoint {
		errs = append(errs, field.Forbidden(path.Child("reuseAccessPoint"), "needs mode efs-ap"))
	}
	if e.Zone != "" && e.Mode == S3FilesAccessPoint {
		errs = append(errs, field.Forbidden(path.Child("zone"), "needs mode efs-ap"))
	}
	return errs
}

// parameters are the class's parameters as the driver reads them: all strings.
func (e EFS) parameters() map[string]string {
	p := map[string]string{"provisioningMode": string(EFSAccessPoint)}
	setString(p, "provisioningMode", string(e.Mode))
	setString(p, "fileSystemId", e.FileSystemID)
	if e.FileSystemIDConfigRef != nil {
		p["fileSystemIdConfigRef"] = e.FileSystemIDConfigRef.String()
	}
	if e.FileSystemIDSecretRef != nil {
		p["fileSystemIdSecretRef"] = e.FileSystemIDSecretRef.String()
	}
	setString(p, "directoryPerms", e.DirectoryPerms)
	if e.UID != nil {
		p["uid"] = strconv.FormatInt(*e.UID, 10)
	}
	if e.GID != nil {
		p["gid"] = strconv.FormatInt(*e.GID, 10)
	}
	if e.GIDRangeStart > 0 {
		p["gidRangeStart"] = strconv.FormatInt(e.GIDRangeStart, 10)
		p["gidRangeEnd"] = strconv.FormatInt(e.GIDRangeEnd, 10)
	}
	setString(p, "basePath", e.BasePath)
	setString(p, "subPathPattern", e.SubPathPattern)
	if e.SharedDirectory {
		p["ensureUniqueDirectory"] = "false"
	}
	setString(p, "az", e.Zone)
	setTrue(p, "enforceZoneAffinity", e.EnforceZoneAffinity)
	setTrue(p, "reuseAccessPoint", e.ReuseAccessPoint)
	if e.WithoutTags {
		p["enableTagging"] = "false"
	}
	return p
}
