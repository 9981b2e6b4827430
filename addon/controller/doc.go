// Package controller makes the objects of a controller that a company writes itself, as
// kubebuilder lays them out: a Deployment with probes, the rights of its service account, the
// election of a leader, metrics, webhooks with a certificate, and the definitions of its custom
// resources. The names are those of kubebuilder's manifests, so that an install made by them is
// taken over.
//
//	func objects(t addon.Target, o Options) ([]addon.Object, error) {
//		return controller.Controller{
//			Name:        name,
//			Identity:    o.identity(),
//			Pods:        o.Pods,
//			Definitions: crds,
//			Rules:       []rbacv1.PolicyRule{kube.Rule("example.com", "things", "get list watch")},
//			Election:    true,
//		}.Objects(t), nil
//	}
//
// What a controller has beside that is appended to the list.
package controller
