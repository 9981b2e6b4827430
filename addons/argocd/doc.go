// Package argocd installs Argo CD, which keeps what runs in clusters the same as what is in
// repositories.
//
// # What it is for
//
// Deployment of everything. Each service's repository has its manifests, and Argo CD syncs the
// master branch: a merge is a release, a revert is a way back, and nobody needs kubectl for
// either. An ApplicationSet makes an Application of each folder or repository, so that a new
// service needs no change here; a project per team says from where to where its Applications may
// deploy. The addons of this catalog are deployed by it too, this one among them.
//
// AppProjects, Applications and ApplicationSets have options here. The same types and
// constructors write them anywhere else:
//
//	addon.With(argocd.New(argocd.Options{}), argocd.NewApplication(…))
//
// # Who gets in, and who may do what
//
// Users log in at an OIDC provider, by the option oidc, or at GitHub, GitLab, Entra ID and so on
// through a dex of Argo CD's own, by dex.connectors. Take the former with the addon dex where
// kubectl and other tools log in too; its client has the redirect URI <url>/auth/callback, and the
// groups are dex's, "org:team". The command line logs in by a browser as well. It needs the
// redirect URI http://localhost:8085/auth/callback, or a client of its own, by cliClientID.
//
// Rights are policies, rows of who may do what with which resource, and grants, which give groups
// roles. Nobody has any right without a grant or rbac.defaultRole. With a group that may do
// everything, take the user admin away by users.noAdmin.
//
// # Where the secrets are
//
// No option holds one, and no secret is printed. Argo CD reads them from Secrets in its own
// namespace, which somebody makes beside the addon: External Secrets, from Vault for example.
//
//   - Those that oidc and connectors name carry the label app.kubernetes.io/part-of: argocd.
//     Without it Argo CD doesn't see them.
//   - Repositories are reached by Secrets with the label argocd.argoproj.io/secret-type, which is
//     repo-creds where one is for all URLs that begin as its own does, and repository where it is
//     for one. URL and key stand together in them, so that no option can lead from one to the
//     other. The option credentials says which Secrets there must be, and a plan lists their keys.
//   - A repository that needs no key of its own, and a cluster of EKS, which takes an IAM role for
//     a login, are Secrets by their form alone. The options repositories and clusters write them.
//   - Services of notifications take keys of argocd-notifications-secret, which is empty until
//     somebody fills it, or of another Secret, by notifications.secret.
//   - argocd-secret holds what Argo CD makes itself: the key of sessions, passwords, a certificate.
//     Secrets of webhooks belong there too, as upstream's pages say.
//
// # High availability
//
// The server and the repository server run twice, and Redis three times, with a Sentinel each and
// HAProxy in front, as in upstream's manifests/ha/install.yaml. Redis and HAProxy need three nodes
// each, or their pods wait. There is still one application controller: controller.pods.replicas
// shares several clusters between several, and is of no use for one. A Redis that is there
// already, by redis.external, needs none of it.
//
// # Where it departs from upstream
//
// The objects are those of upstream's manifests/install.yaml and manifests/ha/install.yaml for
// v3.6.1, except for these:
//
//   - The label app.kubernetes.io/part-of is argocd on pods and on what Argo CD finds by it, and
//     otherwise the addon's name. Upstream's pods don't carry it, so that its rule by which Argo
//     CD's pods keep apart has no effect.
//   - Pods start anew when a parameter changes that they read at their start. Settings of
//     argocd-cm, RBAC and notifications Argo CD reads anew by itself, but for reconciliation.
//   - Images are pulled if they aren't there, and not always. Containers are confined one and all.
//   - Two or more pods have a PodDisruptionBudget, and a spread over nodes and zones that is a
//     wish. Upstream's servers must be on different nodes.
//   - A pod of HAProxy goes before a new one comes: on three nodes upstream's fourth one finds no
//     room.
//   - The programs that keep the three copies of Redis together are this addon's. They do as
//     upstream's do, and are a quarter as long. Redis and Sentinel listen on IPv6 too.
//   - Rights that upstream's pages leave to the reader come with ui.exec and with
//     applicationNamespaces.
//   - The ApplicationSet controller elects a leader when there are two pods or more.
//
// What Argo CD would pass over is an error here: policies that no request matches, roles that
// nobody defined, triggers of templates that aren't there, parameters that no component reads,
// Applications in namespaces that aren't its own.
//
// # What to watch
//
// A server that speaks TLS answers plain HTTP by a redirect to HTTPS. Behind anything that ends
// TLS and speaks HTTP to it, the redirect never ends. The Ingress here speaks as server.insecure
// says; one of your own, or a mesh, must too.
//
// The command line speaks gRPC. ingress-nginx leads either HTTP or gRPC for one host, so that
// there is a second host, or TLS is passed through, or users say --grpc-web. An Application Load
// Balancer has a second Service for it, and needs a listener for HTTPS; what it asks for the
// targets' health has been taken from upstream's page. With a rootPath only --grpc-web-root-path
// works by the same host, unless it is a load balancer's.
//
// The password of the user admin is made at the first start, and stands in the Secret
// argocd-initial-admin-secret until somebody deletes it. That of Redis is made too, by an init
// container, in argocd-redis: other pods wait for it.
//
// What rbac.defaultRole may no policy denies. A user of Argo CD's own and a group of the same
// name have the same rights, and a group that nobody granted anything sees an empty list.
//
// The application controller may do everything in its cluster, and whoever may write an
// Application of the project default, everything too. Give teams projects of their own, and
// clusterRules or sync.impersonation where that is not enough. Whoever may write an ApplicationSet
// may make Applications of any project that its template names.
//
// Argo CD's own dex keeps logins in memory: when it starts anew, whoever was logging in begins
// again. It stays unless dex.disabled is set, though without connectors it does nothing.
//
// The definition of ApplicationSet is too large for a client-side apply: apply on the server, and
// give the Application that deploys this addon the option ServerSideApply=true. Where tracking is
// by a label, give it one of its own by tracking.instanceLabel: the one that Argo CD takes is on
// all of these objects already.
//
// Without webhooks a push is seen within two to three minutes. With reconciliation.timeout: 0s it
// is seen by webhooks only.
package argocd
