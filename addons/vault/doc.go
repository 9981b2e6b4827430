// Package vault installs Vault, which keeps secrets, makes short-lived ones and tells in an audit
// log who had which, and what brings them into pods: the agent injector and the CSI provider.
//
// # What it is for
//
// Applications get their secrets when they start, and none of them stands in a manifest. A pod
// logs in by the token of its service account, for a role that says which policies it has, and
// finds files in /vault/secrets: a password of KV, a user of the database that is made for this
// pod and lives as long as it does, a certificate. Whoever may read what is one list of policies,
// and a secret that leaked is revoked in one place.
//
// There are three modes. By default one server keeps its data in the file system of a volume. In
// production it is the mode "ha": three servers, each on a node of its own, with a copy of the
// data by the Raft protocol, of which one is active and one may fail. Each server joins the
// others by itself, where upstream's chart leaves that to somebody who calls "vault operator raft
// join". With external there is no server, but what brings secrets of a Vault elsewhere into
// pods.
//
// The configuration is written from the options, in HCL, and what a string holds comes out as it
// is. It has no secrets: those are variables or files of the pods.
//
// # How a Vault begins
//
// A server that was never used is neither initialized nor ready. Somebody initializes it once:
//
//	kubectl -n vault exec vault-0 -- vault operator init
//
// With a seal in KMS, as server.seal names one, Vault unseals itself then and after every start,
// and the command prints recovery keys, which are needed to make a new root token only. Without a
// seal it prints five shares of the key that unseals, three of which are typed into each server
// after each of its starts, by "vault operator unseal": in the mode "ha" the second server joins
// the first and is unsealed by the same shares. Keep the shares or recovery keys apart from each
// other and from the cluster. There is no other way to the data, and no copy of them.
//
// The root token, which is printed too, sets up the rest and should then be revoked, by "vault
// token revoke -self":
//
//	vault audit enable file file_path=/vault/audit/audit.log
//	vault auth enable kubernetes
//	vault write auth/kubernetes/config kubernetes_host=https://kubernetes.default.svc
//	vault write auth/kubernetes/role/shop bound_service_account_names=shop \
//	    bound_service_account_namespaces=shop policies=shop
//
// Where Vault serves HTTPS, commands in a pod need the CA, as in "vault operator init
// -ca-cert=/vault/ca/ca.crt". The pods don't have it in VAULT_CACERT, since a transit seal would
// take it for the CA of its Vault.
//
// # The key that unseals
//
// On EKS it is a symmetric key of KMS, made elsewhere, and the pods' role may encrypt, decrypt and
// describe that key alone. Nobody else should be able to, and nobody to delete it: without the key
// the data are lost, snapshots included. If it is named by an alias, the role has the key that the
// alias is on at the time, and not one that it was on before. The seal's region is set in the
// pods' environment too, where EKS would set the cluster's and Vault heeds that first.
//
// Another seal is moved to by migrateFrom, as upstream's documentation tells: the old seal is
// configured beside the new one, and each server gets the old one's shares by "vault operator
// unseal -migrate". Keys of Google Cloud, Azure and of another Vault are options as well.
//
// # The server's certificate
//
// Without server.certificate everything is in plain HTTP, as with upstream's chart: tokens and
// secrets are readable on the way. With it Vault serves HTTPS, and servers, agents, the CSI
// provider and Prometheus check the certificate by its CA. It must be for these names, with the
// addon's namespace in the place of NS:
//
//	vault, vault.NS.svc                    clients, agents and Prometheus
//	vault-active, vault-active.NS.svc      in the mode "ha"
//	*.vault-internal                       in the mode "ha": servers that join each other
//	127.0.0.1                              commands in a pod
//
// cert-manager is told these, longer forms of them, and certificateNames. By default it signs with
// a CA of the addon's own that lasts for ten years.
//
// Vault reads the certificate when it starts and at the signal SIGHUP, and nobody sends that by
// itself: see below.
//
// # How pods ask for secrets
//
// By annotations of vault.hashicorp.com, of which the injector knows some seventy. [Injection]
// writes them from typed fields, for whoever makes pods in Go:
//
//	pod.Annotations = vault.Injection{
//		Role:    "shop",
//		Secrets: []vault.InjectedSecret{{Name: "database", Path: "database/creds/shop"}},
//	}.Annotations()
//
// With the CSI provider a SecretProviderClass of the Secrets Store CSI driver says which secrets a
// volume has. The driver and that kind are not part of this addon.
//
// # Where it departs from upstream
//
// The objects are those of upstream's chart, except for these:
//
//   - Vault reads the configuration from the ConfigMap's volume. The chart copies it by a script
//     which puts the pod's address and name in the place of words such as HOSTNAME, anywhere in
//     the file. Nothing here needs that, and a name may have such a word in it. Vault is the
//     process that gets signals, so that no command has to send it one before the pod stops.
//   - Servers and injectors have no capabilities and the default seccomp profile. Memory is never
//     locked, as Vault advises for integrated storage: nodes should have no swap.
//   - In the mode "ha" each server has all pods in retry_join, with the CA where there is one.
//   - A changed configuration is an annotation of the pods, so that they are replaced, as far as
//     rollingUpdate lets them.
//   - With TLS, agents of the injector and of the CSI provider know the CA.
//   - The injector's image is given "agent-inject" alone. The chart's second argument is a
//     redirection, which no shell reads.
//   - Injectors that don't make their certificate don't elect a leader either, and have no right
//     to change webhook configurations. Those that do use the Secret vault-injector-certs, as in
//     the chart, but make it themselves.
//   - The agent beside the CSI provider has no port, since it listens on a socket. In the network of
//     the node the chart's port would keep Vault itself off it.
//   - The mode "dev" has a root token that Vault makes and logs, or a Secret's, where the chart's
//     is "root".
//   - A PodDisruptionBudget is there for two injectors and more, and topology spread for all pods
//     of which there are several.
//   - A ServiceMonitor has Prometheus present a token, or the metrics are open to all. With TLS it
//     checks the certificate, and its interval is Prometheus' own.
//
// Storage other than a file system and Raft, such as Consul, has no option, nor has what is
// OpenShift's.
//
// # What to watch
//
// A sealed server is not ready, and whoever waits for the StatefulSet waits until somebody has
// initialized and unsealed it. The Services lead to sealed ones all the same, unless onlyReady is
// set, so that they can be unsealed there.
//
// Pods don't change by themselves when the manifests do. Delete them one by one, standbys first,
// and the active one last, after "vault operator step-down"; in between wait until the last one is
// unsealed and among "vault operator raft list-peers". With a seal in KMS rollingUpdate does it.
// Read upstream's notes before a new version, and take a snapshot: there is no way back.
//
// While the control plane doesn't reach port 8080 of the injector, which on EKS takes a rule of the
// nodes' security group, pods come without an agent and nobody is told: the failure policy is
// Ignore. With Fail no pod at all is made meanwhile where the webhook sees it. Leave out
// kube-system, and Vault's namespace, by namespaceSelector. A certificate that signed itself changes
// its CA with each renewal, every 60 days, and isn't trusted for the two minutes or so until the
// kubelet has renewed the mounted files; an issuer with a CA that lasts does away with that.
//
// Scaling down leaves a peer behind that counts for the majority: remove it by "vault operator
// raft remove-peer" first. Volumes stay. Of two servers none may stop, so that the number is odd.
// A server that lost its volume joins the others as a new one.
//
// Snapshots are not made by themselves: "vault operator raft snapshot save" makes one, and a
// CronJob with a role for sys/storage/raft/snapshot should call it. A copy of the volumes is none.
//
// If an audit log can't be written, because its volume is full, Vault answers no request any more.
// Nothing rotates the log: a sidecar that does needs shareProcessNamespace, and sends SIGHUP to
// Vault, which then opens it anew.
//
// The certificate that cert-manager renews is read anew at SIGHUP only. After 90 days at most it
// has run out in a Vault that nobody restarted: restart the pods, or have a sidecar with
// shareProcessNamespace send the signal. A long duration, such as a year, makes that less often.
//
// Behind a load balancer the audit log has the balancer's address, unless listener's
// forwardedForFrom or proxyProtocolFrom names it. An ALB that reaches pods in HTTPS needs the
// annotation for the backend protocol, and a health check of /v1/sys/health?standbyok=true.
//
// Vault 2.0 wants a token for the paths of rekey and generate-root. What calls them without one,
// such as scripts, needs settings.unauthenticatedAccess.
//
// The label vault-active of pods is set by Vault itself, and by nothing else. An agent in a pod is
// a container that has to be up before the others and to stop with them: jobs need initOnly, or
// agent.enableQuit.
//
// The CSI provider takes files of the nodes and the right to make tokens of all service accounts:
// who gets into its pods can be anybody. It and the namespace's other pods share a namespace
// without limits of Pod Security then: a second instance with external in another namespace keeps
// Vault's own strict.
package vault
