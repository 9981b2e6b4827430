// Package kubefork installs kubefork-controller, which forks a part of the cluster: requests
// with an identifier in a header get copies of some Services, and the originals of all others.
//
// # What it is for
//
// Trying a change among everything that it works with, without a second environment: only
// what changes is copied. A fork has a host of its own, try.example.com below example.com,
// where the gateway adds the header. Istio leads on by it from Service to Service, and whoever
// opens the host sees the change. A Fork is mostly made by CI for a pull request, with a
// deadline after which the controller deletes it with all its copies. A ForkManager, which says
// which gateway and which hosts lead to forks, comes with the addon:
//
//	kubefork.New(kubefork.Options{
//		…
//		Managers: []kubefork.NamedForkManager{{
//			Name: "forks", Namespace: "gateway",
//			ForkManagerSpec: kubefork.ForkManagerSpec{
//				AmbassadorID: "default",
//				HeaderKey:    "x-fork-identifier",
//				Upstreams:    []kubefork.Upstream{{Host: "www.example.com", Original: "web.shop:80"}},
//			},
//		}},
//	})
//
// Of each Fork the controller makes a Mapping for each host, copies of the Services and a
// VSConfig for each, and a DeploymentCopy for each Deployment behind them. Of the VSConfigs
// of a Service it makes a VirtualService. A VSConfig can be written without a Fork too, and
// leads the requests with any header elsewhere.
//
// # What it needs
//
// Other addons bring the definitions of what the controller writes. Nothing in a plan tells
// that one is missing, since the controller writes them when it runs, and it fails with each
// Fork until it is there:
//
//   - mappings.getambassador.io in the version v2, from package emissary with its option
//     legacy enabled. v3alpha1 alone isn't enough: the controller knows no other than v2. The
//     first thing that it does with a Fork is the Mappings, so that nothing is copied either.
//   - virtualservices.networking.istio.io, from package istio. The pods that call a forked
//     Service must be in the mesh, the gateway's among them.
//   - deploymentcopies.duplication.k8s.wantedly.com, from package deploymentduplicator, which
//     makes the copies of the Deployments.
//
// # Where it departs from upstream
//
//   - The sidecar kube-rbac-proxy, whose image is no longer maintained, is left out with its
//     rights, and so are the Service and the role in front of it. Metrics stay within the pod
//     unless the option metrics serves them, to everybody who reaches the pods.
//   - The rights are those that the code needs. Upstream's have a slip of the pen, the verb
//     "gverbs=get" for Services, which is get here. The controller patches nothing, deletes
//     objects one by one, writes no status, and reads Deployments as lists. It owns what it
//     makes by Forks, ForkManagers and Services, whose deletion it so blocks; upstream gives
//     that right for VSConfigs, which own nothing.
//   - Copies elect one among them by a Lease alone, without the right to ConfigMaps. The
//     ConfigMap with a configuration file is left out: the program reads none.
//   - The environment variable AMBASSADOR_ENABLED is left out: no code reads it.
//   - The container can't write its root file system and has the default seccomp profile. The
//     namespace enforces the level restricted of Pod Security.
//   - Pods run on amd64 alone, for which the images are.
//   - The image's tag must be given. Upstream's manifests have "main", which moves.
//   - The types of Forks know what the controller reads, and not the rest of a pod that the
//     definition takes and nothing comes of.
//
// What the controller passes over, or what would harm, is an error here: two ForkManagers of
// one name, of which each deletes the other's Mappings; upgrades without a header; Deployments
// without Services; a selector that takes copies for originals; copies without a label of
// their own.
//
// # Why an install can't be taken over
//
// Server-side apply takes nothing away that others have put into an object: the sidecar would
// stay in the Deployment, without its rights, and break the level restricted. Delete the
// Deployment first; forks that are there stay, and lead on.
//
// # What to watch
//
// Applications must pass the header on with each request that they make for another one: no
// proxy can. Where one doesn't, what comes after it is the original.
//
// The gateway needs a Host and a certificate for what lies below each host, *.www.example.com,
// and DNS must lead there. Each ForkManager gets Mappings of all of its hosts for the
// identifiers of all Forks, not only of those that name it.
//
// Whoever may write a Fork runs any image with the service account and the Secrets of the
// Deployments in its namespace. Whoever may write a VSConfig leads requests to its Services
// where they like. And a VirtualService of a Service's name is overwritten as soon as there
// is a VSConfig for the Service, and deleted with the last one, whoever wrote it: give your
// own another name, and another host.
//
// The label that tells the copies' pods from the original's must take the place of one by
// which the original's Service selects, or a part of everybody's requests goes to the copies.
// Names are cut to 63 characters but where they are referred to: that of a Service and that
// of its Fork have 62 together, and a Service's name, which is put into a label, 51.
//
// The controller watches Forks and VSConfigs alone: a change of a ForkManager, of a Service
// or of a Deployment reaches the copies when a Fork changes, the controller starts anew, or
// ten hours have gone by. Deadlines are looked at once a minute. A Fork that Argo CD or Flux
// applies comes back after its deadline, so leave the deadline out there.
//
// A VSConfig for a Service that isn't there fails again and again. What fails stands in the
// log, in the metric controller_runtime_reconcile_errors_total, and in Honeybadger if that is
// set up; Forks have no status. Reports carry the errors' texts out of the cluster.
//
// The project is the company's own and rarely changes: the last commit is of November 2022.
package kubefork
