package externaldns_test

import (
	"fmt"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/addons/externaldns"
	"github.com/fitout/fitout/cluster"
)

// Two installs, one for a public and one for a private zone. Each owns its records under
// an ID of its own, which says the cluster too.
func Example() {
	plan, err := cluster.Cluster{
		Target: addon.Target{Name: "dev", Kubernetes: "1.34", AWS: &aws.Account{ID: "123456789012", Region: "ap-northeast-1"}},
		Addons: []addon.Addon{
			externaldns.New(externaldns.Options{
				Policy:        externaldns.Sync,
				OwnerID:       "dev",
				DomainFilters: []string{"dev.example.com"},
				AWS:           externaldns.AWSOptions{ZoneType: externaldns.PublicZones},
			}),
			externaldns.New(externaldns.Options{
				Instance:         "private",
				Policy:           externaldns.Sync,
				OwnerID:          "dev-private",
				DomainFilters:    []string{"dev.example.com"},
				AWS:              externaldns.AWSOptions{ZoneType: externaldns.PrivateZones},
				AnnotationPrefix: "private.example.com/",
			}),
		},
	}.Plan()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, it := range plan.Items {
		fmt.Println(it.Phase, it.Object.GetObjectKind().GroupVersionKind().Kind, it.Object.GetName())
	}
	// Output:
	// namespaces Namespace external-dns
	// definitions CustomResourceDefinition dnsendpoints.externaldns.k8s.io
	// definitions CustomResourceDefinition dnsrecords.externaldns.k8s.io
	// access ServiceAccount external-dns
	// access ClusterRole external-dns
	// access ClusterRoleBinding external-dns-viewer
	// access ServiceAccount external-dns-private
	// access ClusterRole external-dns-private
	// access ClusterRoleBinding external-dns-private-viewer
	// services Service external-dns
	// services Service external-dns-private
	// workloads Deployment external-dns
	// workloads Deployment external-dns-private
}
