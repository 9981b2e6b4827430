package addon

import (
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

// Choice is one of several fields of options of which one excludes the others.
type Choice struct {
	Name string
	Set  bool
}

// Field is the field of a name, and whether it is set, as a choice.
func Field(name string, set bool) Choice { return Choice{name, set} }

// ExactlyOne refuses that none of the choices is set, or more than one.
func ExactlyOne(path *field.Path, of ...Choice) field.ErrorList {
	names := make([]string, len(of))
	for i, c := range of {
		if c.Set {
			return AtMostOne(path, of...)
		}
		names[i] = c.Name
	}
	return field.ErrorList{field.Required(path, "needs one of "+strings.Join(names, ", "))}
}

// AtMostOne refuses all choices that are set but the first.
func AtMostOne(path *field.Path, of ...Choice) field.ErrorList {
	var errs field.ErrorList
	first := ""
	for _, c := range of {
		switch {
		case !c.Set:
		case first == "":
			first = c.Name
		default:
			errs = append(errs, field.Forbidden(path.Child(c.Name), "excludes "+first+": only one of them can be set"))
		}
	}
	return errs
}
