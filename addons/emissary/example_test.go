package emissary_test

import (
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/emissary"
	"github.com/fitout/fitout/cluster"
)

// A landing page that moved, and a release of which one request in ten is the first to see
// the new version.
func Example() {
	plan, err := cluster.Cluster{
		Target: addon.Target{Name: "prod", Kubernetes: "1.34"},
		Addons: []addon.Addon{emissary.New(emissary.Options{
			DefaultListeners: true,
			Mappings: []emissary.NamedMapping{
				{Name: "spring", Namespace: "web", MappingSpec: emissary.MappingSpec{
					Hostname: "spring.example.com", Prefix: "/", Service: "www.example.com",
					HostRedirect: true, PathRedirect: "/campaigns/spring/", RedirectResponseCode: 302,
				}},
				{Name: "search", Namespace: "search", MappingSpec: emissary.MappingSpec{
					Hostname: "api.example.com", Prefix: "/search/", Service: "search",
				}},
				{Name: "search-next", Namespace: "search", MappingSpec: emissary.MappingSpec{
					Hostname: "api.example.com", Prefix: "/search/", Service: "search-next", Weight: new(int32(10)),
				}},
			},
		})},
	}.Plan()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, it := range plan.Items {
		if m, ok := it.Object.(*emissary.Mapping); ok {
			fmt.Println(m.Namespace+"/"+m.Name, m.Spec.Hostname+m.Spec.Prefix, "to", m.Spec.Service)
		}
	}
	// Output:
	// search/search api.example.com/search/ to search
	// search/search-next api.example.com/search/ to search-next
	// web/spring spring.example.com/ to www.example.com
}

// A service's own repository brings its Mapping by the same types.
func ExampleNewMapping() {
	m := emissary.NewMapping(metav1.ObjectMeta{Name: "search", Namespace: "search"}, emissary.MappingSpec{
		Hostname: "api.example.com",
		Prefix:   "/search/",
		Service:  "search",
	})
	fmt.Println(m.APIVersion, m.Kind, m.Name)
	// Output: getambassador.io/v3alpha1 Mapping search
}
