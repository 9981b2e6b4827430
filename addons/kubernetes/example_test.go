package kubernetes_test

import (
	"fmt"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/kubernetes"
)

func Example() {
	objs, err := kubernetes.New(kubernetes.Options{Datadog: &kubernetes.Datadog{}}).Objects(addon.Target{Name: "prod", Kubernetes: "1.34"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(objs[0].GetNamespace() + "/" + objs[0].GetName())
	fmt.Println(objs[0].GetAnnotations()["ad.datadoghq.com/endpoints.instances"])
	// Output:
	// default/kubernetes
	// [{"prometheus_url":"https://%%host%%:%%port%%/metrics"}]
}
