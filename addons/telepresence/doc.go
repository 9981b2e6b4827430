// Package telepresence installs the traffic manager of Telepresence, by which a developer's
// machine takes part in the cluster's traffic.
//
// # What it is for
//
// A developer runs one service, in a debugger if need be, and uses all others where they are:
// in the cluster. Once connected, the machine reaches pods and Services by their addresses
// and names. Once it intercepts a workload, what the cluster sends to that workload ends at
// the machine, which has the environment and the volumes of its pods too.
//
// The traffic manager is the half of it that is in the cluster. On demand it puts an agent,
// a container that passes on what reaches a pod's ports, into the pods of a workload, by a
// webhook and without a change to the workload's manifest. The other half is the client,
// telepresence, on developers' machines. It reaches the manager by a port-forward, so that
// nothing is exposed; clientRBAC gives developers the rights that this takes.
//
// One manager looks after the whole cluster. Or there are several, each with an instance, a
// namespace and namespaces to look after, and with no rights in others. A cluster has one
// kind or the other: a manager of the whole cluster knows nothing of managers of namespaces.
//
// # The webhook's certificate
//
// The chart makes a certificate when it is first installed, which lasts for a year and which
// nothing renews, or another one with each render where Helm doesn't see the cluster. Fitout
// generates no keys, so cert-manager issues the certificate, as it does with the chart's
// method certmanager, and writes its CA into the webhook configuration at run time: what
// applies the manifests must leave caBundle to it. The Secret is that of an install by Helm,
// mutator-webhook-tls, and is taken over.
//
// In a cluster without cert-manager name a Secret with tls.crt and tls.key, and give its CA in
// caBundle. The two change together. A certificate that the CA doesn't fit is no error that
// anybody sees, since the webhook's failure policy is Ignore: pods come without agents.
//
// # Where it departs from upstream
//
// The objects are those of upstream's chart, except for these:
//
//   - The certificate, as said above. Its Secret is mounted, which the chart can do too,
//     where by default it has the manager read it from the API: so the manager needs no right
//     to Secrets, its pod waits for the Secret and does not crash, and a plan knows that the
//     Secret is needed. With watchSecret it is as in the chart.
//   - The container may not gain privileges, and has the default seccomp profile and no
//     capability but that to listen on port 443.
//   - The agents' image comes through the target's mirror, like the manager's.
//   - Excluded variables are kept from clients where there is no webhook, too.
//   - Developers have rights in the namespaces that the manager looks after, where the chart
//     gives them the whole cluster unless it is told twice.
//   - A manager's own namespace is among those that it looks after, which the chart demands.
//   - There are no hooks of Helm's: neither the test of the connection nor the Job that
//     takes agents away before an uninstall.
//
// The chart's values createdBy and metritonEnabled have no option: the first is about Helm's
// releases, and the manager doesn't read what the second sets. Of what a client can be told,
// the options are what it still heeds when it is connected: where the manager is, which image
// it runs itself in and which port it intercepts by default it must know before.
//
// # What to watch
//
// Clients should be of the manager's version, 2.20.2: what only one of the two knows doesn't
// work. Raise both together, pods.image.tag and the clients. Nobody should install by
// "telepresence helm", which knows nothing of these manifests.
//
// Clients look for the manager in the namespace ambassador. Any other one must stand in each
// developer's kubeconfig, as an extension of the cluster named telepresence.io.
//
// Nodes of EKS have no networks for their pods. With the strategy auto the manager then
// watches the addresses of all pods and covers them with networks, which may be wider than
// what the pods have, and change. Name the subnets of the pods in podCIDRs, with the strategy
// environment. A client doesn't connect if one of the networks of pods or Services is on a way
// that the machine has already, such as a VPN: allowConflictingSubnets is for that, and
// neverProxySubnets for what the VPN must keep. A database beside the cluster needs
// alsoProxySubnets, and includeSuffixes if its name is known in the VPC only: for names that
// end in .com or .io the cluster isn't asked.
//
// The control plane must reach the webhook's port in the pod, which on EKS takes a rule of
// the nodes' security group. While it can't, each pod that is made or deleted may wait for
// timeoutSeconds, and an intercept fails after arrivalTimeout. With the failure policy Fail no
// pod would be made at all where the webhook sees it. Leave out the namespaces of what the
// cluster needs to run, by namespaceSelector, in any case.
//
// A certificate that signed itself changes its CA with each renewal, every 60 days. Until the
// kubelet has renewed the mounted files, within two minutes or so, the webhook isn't trusted
// and pods come without agents. An issuer with a CA that lasts does away with that.
//
// The first intercept of a workload rolls it out anew, and its pods keep their agent. A
// Service whose targetPort is a number, or that is headless, brings an init container with
// the capability NET_ADMIN, which namespaces that enforce the baseline of Pod Security
// refuse: name the ports. "telepresence intercept --replace" puts alpine:latest from Docker
// Hub in the place of the application, from which no mirror keeps it.
//
// Who may intercept in a namespace gets the environment and the volumes of its pods, and so
// the Secrets that are in them. excludedVariables keeps single variables back, but not files.
// The port-forwards that clients make are a right to reach any port of any pod there.
//
// The manager keeps in memory who is connected. Two of them would each know some, so there is
// one, and when its pod ends all intercepts do: clients have to connect anew.
//
// ConfigMaps telepresence-agents are the manager's notes. It writes into the one that is
// installed here, so nothing may reset it, and makes others where workloads are intercepted.
// Before the manager goes, "telepresence uninstall --all-agents" takes the agents away, if
// called by somebody who may write those ConfigMaps; a pod that still has one loses it when
// it is next made. The ConfigMaps that the manager made are left to be deleted.
package telepresence
