package rbac_test

import (
	"fmt"

	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/rbac"
)

// A team of developers that reads everything of its company and changes what is its own.
func Example() {
	a := rbac.New(rbac.Options{
		Organization: "example",
		GroupPrefix:  "oidc:",
		Teams:        []rbac.Team{{Name: "developers"}},
		Namespaces: []rbac.Namespace{{
			Name:   "company",
			Grants: []rbac.Grant{{Team: "developers", Role: rbac.Biz}},
			Children: []rbac.Namespace{
				{Name: "services", Grants: []rbac.Grant{{Team: "developers", Role: rbac.Developer}}},
			},
		}},
	})
	objs, err := a.Objects(addon.Target{Name: "prod", Kubernetes: "1.34"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range objs {
		if b, ok := o.(*rbacv1.RoleBinding); ok {
			fmt.Println(b.Namespace, b.Subjects[0].Name, b.RoleRef.Name)
		}
	}
	// Output:
	// company oidc:example:developers rbac:biz
	// services oidc:example:developers rbac:biz
	// services oidc:example:developers rbac:developer
}
