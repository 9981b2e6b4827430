package addon

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fitout/fitout/addon/aws"
)

// EditAWS returns the addon with one of the things changed that it needs in an AWS account:
// the one of type T, such as *[aws.Role] or *[aws.ManagedAddon], with that name. A managed addon's role goes by its own name, too.
//
//	addon.EditAWS(a, "external-dns", func(r *aws.Role) {
//		r.ManagedPolicies = append(r.ManagedPolicies, "ReadOnlyAccess")
//	})
//
// It is an error, when the addon is built for a target that has an account, if there is none
// of that name.
func EditAWS[T aws.Resource](a Addon, name string, change func(T)) Addon {
	return editedAWS{a, func(resources []aws.Resource) error {
		var others []string
		for _, r := range resources {
			for _, part := range parts(r) {
				t, ok := part.(T)
				if !ok {
					continue
				}
				if aws.NameOf(part) == name {
					change(t)
					return nil
				}
				others = append(others, aws.NameOf(part))
			}
		}
		if len(others) == 0 {
			return fmt.Errorf("edit: no %T %q: the addon needs none", *new(T), name)
		}
		slices.Sort(others)
		return fmt.Errorf("edit: no %T %q: there is %s", *new(T), name, strings.Join(others, ", "))
	}}
}

// parts are a resource, and the role that it has.
func parts(r aws.Resource) []aws.Resource {
	if role := aws.RoleOf(r); role != nil && aws.Resource(role) != r {
		return []aws.Resource{r, role}
	}
	return []aws.Resource{r}
}

// editedAWS is an addon whose AWS resources are changed after they are made.
type editedAWS struct {
	Addon
	change func([]aws.Resource) error
}

func (e editedAWS) AWS(t Target) ([]aws.Resource, error) {
	resources, err := e.Addon.AWS(t)
	if err != nil {
		return nil, err
	}
	return resources, e.change(resources)
}
