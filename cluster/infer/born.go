package infer

import (
	"slices"
	"strings"
)

// bornWith tells whether every cluster has an object from its start, or every EKS cluster
// where the target is one.
func (f *Facts) bornWith(k Key) bool {
	switch k.Kind {
	case "ServiceAccount":
		return k.Name == "default"
	case "ConfigMap":
		return k.Name == "kube-root-ca.crt" ||
			k.Namespace == "kube-system" && slices.Contains([]string{"extension-apiserver-authentication", "coredns", "kube-proxy"}, k.Name)
	case "PriorityClass":
		return k.Name == "system-cluster-critical" || k.Name == "system-node-critical"
	case "ClusterRole":
		return strings.HasPrefix(k.Name, "system:") || slices.Contains([]string{"cluster-admin", "admin", "edit", "view"}, k.Name)
	case "Role":
		return strings.HasPrefix(k.Name, "system:") || k.Name == "extension-apiserver-authentication-reader"
	case "Service":
		return k.Namespace == "default" && k.Name == "kubernetes" || k.Namespace == "kube-system" && k.Name == "kube-dns"
	case "Deployment":
		return k.Namespace == "kube-system" && k.Name == "coredns"
	case "DaemonSet":
		return k.Namespace == "kube-system" && (k.Name == "kube-proxy" || k.Name == "aws-node" && f.Target.AWS != nil)
	case "StorageClass":
		return k.Name == "gp2" && f.Target.AWS != nil
	case "Namespace":
		return true // the plan makes those that it needs
	}
	return false
}

// bornLabels are those by which the pods are known that a cluster has from its start, all
// of them in kube-system.
var bornLabels = map[string][]string{
	"k8s-app":   {"kube-dns", "kube-proxy", "aws-node"},
	"component": {"etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"},
}

// Born tells whether a selector is for pods that a cluster has from its start.
func Born(namespace string, selector map[string]string) bool {
	if namespace != "kube-system" {
		return false
	}
	for label, values := range bornLabels {
		if slices.Contains(values, selector[label]) {
			return true
		}
	}
	return false
}
