package nvidiadeviceplugin_test

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/nvidiadeviceplugin"
	"github.com/fitout/fitout/cluster"
)

// GPUs for machine learning on EKS: whole ones, and on nodes with the label
// nvidia.com/device-plugin.config=shared four containers to each, which ask for
// nvidia.com/gpu.shared.
func Example() {
	plan, err := cluster.Cluster{
		Target: addon.Target{Name: "prod", Kubernetes: "1.34"},
		Addons: []addon.Addon{
			nvidiadeviceplugin.New(nvidiadeviceplugin.Options{
				GPUNodes: nvidiadeviceplugin.GPUNodes{Accelerator: true},
				Configs: map[string]nvidiadeviceplugin.Config{
					"default": {},
					"shared": {Sharing: &nvidiadeviceplugin.Sharing{TimeSlicing: &nvidiadeviceplugin.Shares{
						RenameByDefault: true,
						Resources:       []nvidiadeviceplugin.SharedResource{{Name: "nvidia.com/gpu", Replicas: 4}},
					}}},
				},
				MPS: nvidiadeviceplugin.MPS{Disabled: true},
			}),
		},
	}.Plan()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, it := range plan.Items {
		switch o := it.Object.(type) {
		case *corev1.ConfigMap:
			fmt.Print(o.Data["shared"])
		default:
			if it.Phase >= cluster.Workloads {
				fmt.Println(it.Phase, o.GetObjectKind().GroupVersionKind().Kind, o.GetName())
			}
		}
	}
	// Output:
	// sharing:
	//   timeSlicing:
	//     renameByDefault: true
	//     resources:
	//     - name: nvidia.com/gpu
	//       replicas: 4
	// version: v1
	// workloads DaemonSet nvidia-device-plugin
}
