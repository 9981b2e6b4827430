package karpenter

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// Validate leaves it to the spec to validate itself.
func (NamedNodeClass) Validate(*field.Path) field.ErrorList { return nil }

// Validate refuses what the definition of EC2NodeClasses does, but for a missing role.
func (s EC2NodeClassSpec) Validate(path *field.Path) field.ErrorList {
	return slices.Concat(
		s.validateImages(path),
		addon.AtMostOne(path, addon.Field("role", s.Role != ""), addon.Field("instanceProfile", s.InstanceProfile != "")),
		validateTags(s.Tags, path.Child("tags")),
		validateRootVolumes(s.BlockDeviceMappings, path.Child("blockDeviceMappings")),
		validateInterfaces(s.NetworkInterfaces, path.Child("networkInterfaces")),
	)
}

// validateImages refuses an alias beside other images, and a family that isn't the images'.
func (s EC2NodeClassSpec) validateImages(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	alias := ""
	for i, t := range s.AMISelectorTerms {
		if t.Alias == "" {
			continue
		}
		alias = t.Alias
		if len(s.AMISelectorTerms) > 1 {
			errs = append(errs, field.Forbidden(path.Child("amiSelectorTerms").Index(i).Child("alias"), "excludes other terms: it must be the only one"))
		}
	}
	p := path.Child("amiFamily")
	family := familyOf(alias)
	switch {
	case alias == "" && s.AMIFamily == "" && len(s.AMISelectorTerms) > 0:
		errs = append(errs, field.Required(p, "no alias among amiSelectorTerms tells the family"))
	case family != "" && s.AMIFamily != "" && s.AMIFamily != family && s.AMIFamily != CustomAMI:
		errs = append(errs, field.Invalid(p, string(s.AMIFamily), fmt.Sprintf("must be %s or %s, since the alias is %s", family, CustomAMI, alias)))
	}
	return errs
}

// familyOf is the family of an alias; empty where there is none.
func familyOf(alias string) AMIFamily {
	name, _, _ := strings.Cut(alias, "@")
	for _, f := range AMIFamily("").Enum() {
		if strings.ToLower(f) == name && f != string(CustomAMI) {
			return AMIFamily(f)
		}
	}
	return ""
}

// Validate refuses a term that selects nothing, or by two things of which one tells all.
func (t AMISelectorTerm) Validate(path *field.Path) field.ErrorList {
	errs := validateSelector(t.Tags, path.Child("tags"))
	if len(t.Tags) == 0 && t.ID == "" && t.Name == "" && t.Alias == "" && t.SSMParameter == "" {
		errs = append(errs, field.Required(path, "needs one of alias, tags, id, name, ssmParameter"))
	}
	others := []addon.Choice{
		addon.Field("tags", len(t.Tags) > 0), addon.Field("name", t.Name != ""), addon.Field("owner", t.Owner != ""), addon.Field("ssmParameter", t.SSMParameter != ""),
	}
	switch {
	case t.Alias != "":
		errs = append(errs, excluded(path, "alias", append(others, addon.Field("id", t.ID != ""))...)...)
	case t.ID != "":
		errs = append(errs, excluded(path, "id", others...)...)
	}
	p := path.Child("alias")
	family, release, _ := strings.Cut(t.Alias, "@")
	switch {
	case t.Alias == "":
	case familyOf(t.Alias) == "":
		errs = append(errs, field.Invalid(p, t.Alias, `must be a family and a version, as in "al2023@v20260801": the family is al2, al2023, bottlerocket, windows2019, windows2022 or windows2025`))
	case release == "" || strings.Contains(release, "@"): // karpenter would end itself over the latter
		errs = append(errs, field.Invalid(p, t.Alias, `must name one version after the family, as in "`+family+`@latest"`))
	case strings.HasPrefix(family, "windows") && release != "latest":
		errs = append(errs, field.Invalid(p, t.Alias, `must be "`+family+`@latest": there are no other versions of Windows`))
	}
	return errs
}

// Validate refuses a term that selects nothing, or a subnet by two things.
func (t SubnetSelectorTerm) Validate(path *field.Path) field.ErrorList {
	return append(validateSelector(t.Tags, path.Child("tags")), addon.ExactlyOne(path, addon.Field("tags", len(t.Tags) > 0), addon.Field("id", t.ID != ""))...)
}

// Validate refuses a term that selects nothing, or a group by two things.
func (t SecurityGroupSelectorTerm) Validate(path *field.Path) field.ErrorList {
	return append(validateSelector(t.Tags, path.Child("tags")), addon.ExactlyOne(path, addon.Field("tags", len(t.Tags) > 0), addon.Field("id", t.ID != ""), addon.Field("name", t.Name != ""))...)
}

// Validate refuses a term that selects nothing, or by more than an ID.
func (t CapacityReservationSelectorTerm) Validate(path *field.Path) field.ErrorList {
	errs := validateSelector(t.Tags, path.Child("tags"))
	switch {
	case t.ID != "":
		errs = append(errs, excluded(path, "id",
			addon.Field("tags", len(t.Tags) > 0), addon.Field("ownerID", t.OwnerID != ""), addon.Field("instanceMatchCriteria", t.InstanceMatchCriteria != ""))...)
	case len(t.Tags) == 0 && t.InstanceMatchCriteria == "":
		errs = append(errs, field.Required(path, "needs one of tags, id, instanceMatchCriteria"))
	}
	return errs
}

// Validate refuses no group, or one by two things.
func (s PlacementGroupSelector) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path, addon.Field("name", s.Name != ""), addon.Field("id", s.ID != ""))
}

// excluded refuses the choices that are set beside a field that says it all.
func excluded(path *field.Path, by string, others ...addon.Choice) field.ErrorList {
	var errs field.ErrorList
	for _, o := range others {
		if o.Set {
			errs = append(errs, field.Forbidden(path.Child(o.Name), by+" says it all: give it alone"))
		}
	}
	return errs
}

// validateSelector refuses tags that select nothing.
func validateSelector(tags map[string]string, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if n := len(tags); n > 20 {
		errs = append(errs, field.TooMany(path, n, 20))
	}
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		if key == "" || tags[key] == "" {
			errs = append(errs, field.Invalid(path.Key(key), tags[key], `must have a key and a value: "*" is any value`))
		}
	}
	return errs
}

// validateTags refuses tags that AWS doesn't take, and those by which Karpenter knows its own.
func validateTags(tags map[string]string, path *field.Path) field.ErrorList {
	own := []string{"eks:eks-cluster-name", labelNodePool, group + "/nodeclaim", LabelNodeClass}
	var errs field.ErrorList
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		switch {
		case slices.Contains(own, key) || strings.HasPrefix(key, "kubernetes.io/cluster"):
			errs = append(errs, field.Forbidden(path.Key(key), "karpenter knows what it made by this tag"))
		case key == "" || len([]rune(key)) > 128 || len([]rune(tags[key])) > 256 || strings.HasPrefix(strings.ToLower(key), "aws:"):
			errs = append(errs, field.Invalid(path.Key(key), tags[key], "must be a tag that AWS takes: a key of 1 to 128 characters that doesn't begin with aws:, and a value of up to 256"))
		}
	}
	return errs
}
