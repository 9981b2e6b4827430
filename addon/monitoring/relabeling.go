package monitoring

import (
	"regexp"
	"slices"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// Relabeling is a step of what is done with the labels of targets, samples or alerts.
type Relabeling struct {
	// What is done: "replace", where it is left out.
	Action Action `json:"action,omitempty"`

	// The labels whose values are looked at, with the separator between them.
	SourceLabels []string `json:"sourceLabels,omitempty" jsonschema:"minLength=1"`

	// What stands between the values; ";" where it is left out.
	Separator *string `json:"separator,omitempty"`

	// The label that is written.
	TargetLabel string `json:"targetLabel,omitempty"`

	// What the values must match as a whole, a regular expression; they all do, where it is
	// left out. For labelmap, labeldrop and labelkeep it is what the names of labels match.
	Regex string `json:"regex,omitempty"`

	// By what the hash is divided whose remainder is written, for hashmod.
	Modulus int64 `json:"modulus,omitempty" jsonschema:"minimum=1"`

	// What is written, with $1 for what the first group matches; that is all, where it is left
	// out. An empty one takes the label away.
	Replacement *string `json:"replacement,omitempty"`
}

// Action is what a relabeling does.
type Action string

// The actions.
const (
	Replace   Action = "replace"   // writes a label, if the values match
	Keep      Action = "keep"      // drops what doesn't match
	Drop      Action = "drop"      // drops what matches
	HashMod   Action = "hashmod"   // writes a number below the modulus
	LabelMap  Action = "labelmap"  // copies labels under other names
	LabelDrop Action = "labeldrop" // takes labels away that match
	LabelKeep Action = "labelkeep" // takes labels away that don't match
	Lowercase Action = "lowercase" // writes the values in small letters
	Uppercase Action = "uppercase" // writes the values in capitals
	KeepEqual Action = "keepequal" // drops what doesn't equal the target label
	DropEqual Action = "dropequal" // drops what equals the target label
)

// Enum lists the actions.
func (Action) Enum() []string {
	return addon.Values(Replace, Keep, Drop, HashMod, LabelMap, LabelDrop, LabelKeep, Lowercase, Uppercase, KeepEqual, DropEqual)
}

// Validate refuses what Prometheus would: an expression that is none, a step that lacks what its
// action needs, and one with fields that its action doesn't know.
func (r Relabeling) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if _, err := regexp.Compile(r.Regex); err != nil {
		errs = append(errs, field.Invalid(path.Child("regex"), r.Regex, err.Error()))
	}
	action := r.Action
	if action == "" {
		action = Replace
	}
	is := func(of ...Action) bool { return slices.Contains(of, action) }
	if is(Replace, HashMod, Lowercase, Uppercase, KeepEqual, DropEqual) && r.TargetLabel == "" {
		errs = append(errs, field.Required(path.Child("targetLabel"), string(action)+" needs it"))
	}
	if is(HashMod) && r.Modulus == 0 {
		errs = append(errs, field.Required(path.Child("modulus"), string(action)+" needs it"))
	}
	refuse := func(name string, set bool) {
		if set {
			errs = append(errs, field.Forbidden(path.Child(name), string(action)+" doesn't know it"))
		}
	}
	names, equal := is(LabelDrop, LabelKeep), is(KeepEqual, DropEqual)
	refuse("sourceLabels", names && r.SourceLabels != nil)
	refuse("targetLabel", names && r.TargetLabel != "")
	refuse("regex", equal && r.Regex != "")
	refuse("separator", (names || equal) && r.Separator != nil)
	refuse("modulus", r.Modulus != 0 && !is(HashMod))
	refuse("replacement", (names || equal || is(Lowercase, Uppercase)) && r.Replacement != nil)
	return errs
}
