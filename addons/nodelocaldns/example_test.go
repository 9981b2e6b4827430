package nodelocaldns_test

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/nodelocaldns"
)

// A company's zone is asked for at its own name servers.
func Example() {
	objs, err := nodelocaldns.New(nodelocaldns.Options{
		ClusterDNS: "172.20.0.10",
		Zones:      []nodelocaldns.Zone{{Names: []string{"corp.example.com"}, Servers: []string{"10.0.0.2"}}},
	}).Objects(addon.Target{Name: "prod", Kubernetes: "1.34"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range objs {
		if c, ok := o.(*corev1.ConfigMap); ok {
			fmt.Print(c.Data["Corefile"])
		}
	}
	// Output:
	// cluster.local:53 {
	//     errors
	//     cache {
	//         success 9984 30
	//         denial 9984 5
	//     }
	//     reload
	//     loop
	//     bind 169.254.20.10 172.20.0.10
	//     forward . __PILLAR__CLUSTER__DNS__ {
	//         force_tcp
	//     }
	//     prometheus :9253
	//     health 169.254.20.10:8080
	// }
	// in-addr.arpa:53 {
	//     errors
	//     cache 30
	//     reload
	//     loop
	//     bind 169.254.20.10 172.20.0.10
	//     forward . __PILLAR__CLUSTER__DNS__ {
	//         force_tcp
	//     }
	//     prometheus :9253
	// }
	// ip6.arpa:53 {
	//     errors
	//     cache 30
	//     reload
	//     loop
	//     bind 169.254.20.10 172.20.0.10
	//     forward . __PILLAR__CLUSTER__DNS__ {
	//         force_tcp
	//     }
	//     prometheus :9253
	// }
	// corp.example.com:53 {
	//     errors
	//     cache 30
	//     reload
	//     loop
	//     bind 169.254.20.10 172.20.0.10
	//     forward . 10.0.0.2
	//     prometheus :9253
	// }
	// .:53 {
	//     errors
	//     cache 30
	//     reload
	//     loop
	//     bind 169.254.20.10 172.20.0.10
	//     forward . __PILLAR__UPSTREAM__SERVERS__
	//     prometheus :9253
	// }
}
