package k8scd

import (
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

func validate(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if o.OIDC == nil && o.Token == nil {
		errs = append(errs, field.Required(path, "needs one of oidc, token"))
	}
	errs = append(errs, validateKinds(o.Apply, path.Child("apply"))...)
	return append(errs, validateKinds(o.ApplyClusterWide, path.Child("applyClusterWide"))...)
}

// validateKinds refuses kinds that need more thought than a list.
func validateKinds(kinds []Kinds, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for i, k := range kinds {
		if k.Group == "rbac.authorization.k8s.io" {
			errs = append(errs, field.Forbidden(path.Index(i).Child("group"), "say in rbac which rights may be given to others"))
		}
	}
	return errs
}

// Validate refuses what belongs to rights that aren't applied.
func (r RBAC) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if len(r.Bind) > 0 && !r.Enabled {
		errs = append(errs, field.Forbidden(path.Child("bind"), "needs enabled"))
	}
	if r.Escalate && !r.Enabled {
		errs = append(errs, field.Forbidden(path.Child("escalate"), "needs enabled"))
	}
	return errs
}

// Validate refuses subjects that let everybody in who has an account at the provider.
func (p OIDC) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for i, s := range p.Subjects {
		if strings.Trim(s, "*?") == "" || strings.HasPrefix(s, "repo:*") || strings.HasPrefix(s, "org/*") {
			errs = append(errs, field.Invalid(path.Child("subjects").Index(i), s, "must name the organization: anybody at the provider would match"))
		}
	}
	return errs
}
