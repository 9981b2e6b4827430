package coredns_test

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/coredns"
)

// At least three copies, and one for eight nodes.
func Example() {
	objs, err := coredns.New(coredns.Options{
		Linear: coredns.Linear{NodesPerReplica: new(8.0), Min: 3},
	}).Objects(addon.Target{Name: "prod", Kubernetes: "1.34"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range objs {
		if c, ok := o.(*corev1.ConfigMap); ok {
			fmt.Println(c.Data["linear"])
		}
	}
	// Output:
	// {"coresPerReplica":256,"nodesPerReplica":8,"min":3,"preventSinglePointFailure":true}
}
