package storageclass

import (
	_ "embed"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed doc.go
var doc string

const name = "storage-class"

// Definition is the addon storage-class.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:     name,
		Doc:      doc,
		Category: addon.Storage,
		Source:   "https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/v1.64.0/docs/parameters.md and https://github.com/kubernetes-sigs/aws-efs-csi-driver/blob/v3.4.1/docs/parameters.md",
	},
	Validate: validate,
	Objects:  objects,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon.
type Options struct {
	// The classes.
	Classes []Class `json:"classes" jsonschema:"required,minItems=1"`
}

// Class is one StorageClass. It has exactly one kind of volumes.
type Class struct {
	// The name by which claims ask for the class.
	Name string `json:"name" jsonschema:"required,maxLength=253,pattern=^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$"`

	// Gives the class to claims that ask for none. One class of a cluster can have it.
	Default bool `json:"default,omitempty"`

	// EBS disks, each for one pod at a time.
	EBS *EBS `json:"ebs,omitempty"`

	// Directories on an EFS file system, each for any number of pods.
	EFS *EFS `json:"efs,omitempty"`

	// What becomes of a volume when its claim is deleted; Delete where it is left out.
	ReclaimPolicy ReclaimPolicy `json:"reclaimPolicy,omitempty"`

	// When a volume is made: for EBS once a pod uses the claim, for EFS at once, where it
	// is left out.
	BindingMode BindingMode `json:"bindingMode,omitempty"`

	// Refuses claims that ask for more room later. EFS volumes have no size to change.
	FixedSize bool `json:"fixedSize,omitempty"`

	// Options with which volumes are mounted, such as "iam" for EFS.
	MountOptions []string `json:"mountOptions,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The availability zones in which volumes may be made; all where it is left out.
	Zones []string `json:"zones,omitempty" jsonschema:"uniqueItems,pattern=^[a-z]{2}(-[a-z]+)+-[0-9]+[a-z]+$"`

	// Annotations of the class.
	Annotations map[string]string `json:"annotations,omitempty"`
}

// ReclaimPolicy is what becomes of a volume without a claim.
type ReclaimPolicy string

// The reclaim policies.
const (
	Delete ReclaimPolicy = "Delete" // it is deleted, and the data with it
	Retain ReclaimPolicy = "Retain" // it stays until somebody deletes it by hand
)

// Enum lists the reclaim policies.
func (ReclaimPolicy) Enum() []string { return addon.Values(Delete, Retain) }

// BindingMode is when a volume is made.
type BindingMode string

// The binding modes.
const (
	Immediate            BindingMode = "Immediate"            // with the claim
	WaitForFirstConsumer BindingMode = "WaitForFirstConsumer" // with the first pod, in its zone
)

// Enum lists the binding modes.
func (BindingMode) Enum() []string { return addon.Values(Immediate, WaitForFirstConsumer) }

func validate(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	names := map[string]bool{}
	defaultClass := ""
	for i, c := range o.Classes {
		p := path.Child("classes").Index(i)
		if names[c.Name] {
			errs = append(errs, field.Duplicate(p.Child("name"), c.Name))
		}
		names[c.Name] = true
		if c.Default && defaultClass != "" {
			errs = append(errs, field.Invalid(p.Child("default"), true, "class "+defaultClass+" is the default already: a cluster has one"))
		}
		if c.Default {
			defaultClass = c.Name
		}
		errs = append(errs, c.validate(p)...)
	}
	return errs
}

func (c Class) validate(path *field.Path) field.ErrorList {
	errs := addon.ExactlyOne(path, addon.Field("ebs", c.EBS != nil), addon.Field("efs", c.EFS != nil))
	if c.EBS != nil {
		errs = append(errs, c.EBS.validate(path.Child("ebs"))...)
	}
	if c.EFS != nil {
		errs = append(errs, c.EFS.validate(path.Child("efs"))...)
		if c.FixedSize {
			errs = append(errs, field.Forbidden(path.Child("fixedSize"), "EFS volumes have no size"))
		}
	}
	return errs
}

// identity is what the addon's objects go by.
func (o Options) identity() kube.Identity { return kube.Identify(name, "", "") }
