// Package apiserver starts real Kubernetes API servers, each with a store of its own: the
// kube-apiserver and the etcd of k8s.io/kubernetes and go.etcd.io/etcd, as the modules in
// go.mod have them.
//
// A server is a process of its own, since what it emulates is a matter of global state
// (feature gates), and the process is the program that asks for it, started once more.
// That program's main, or TestMain, begins with [Main]:
//
//	func TestMain(m *testing.M) {
//		apiserver.Main()
//		os.Exit(m.Run())
//	}
//
// A server has no controllers, scheduler or nodes behind it: what is applied stays what it
// is, and the namespaces, claims and pods of a real cluster come to nothing here. Webhooks
// are not called and aggregated APIs not reached, since nothing runs behind them.
package apiserver
