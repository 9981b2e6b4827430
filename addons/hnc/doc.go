// Package hnc installs the Hierarchical Namespace Controller, HNC, which puts namespaces into a
// tree and copies what is in one of them to those below.
//
// Upstream archived the project in April 2025: nothing is fixed any more, not even holes in its
// security. The last release, v1.1.0, is of June 2023. Preferred Networks keeps up a fork of it
// under the same API and with the same flags, which the option fork runs.
//
// # What it is for
//
// What must be in all namespaces of a team or a company stands in one place, the namespace
// above them, and no repository can forget it: Roles and RoleBindings always, and of the kinds
// in resources either everything or what asks for it by an annotation. Secrets that several
// namespaces need are such a kind, with the mode AllowPropagate and the annotation
// propagate.hnc.x-k8s.io/all on the Secret.
//
// Addon rbac has a tree of namespaces with the rights in them. With its propagation "hnc" it
// places its namespaces itself, by the same HierarchyConfigurations that the option hierarchy
// is for, and needs this addon for the definition and the copies. Of one namespace either of
// them says the place: a plan reports it if both do.
//
// Teams can make namespaces below their own without rights to the cluster, by a
// SubnamespaceAnchor. And quotas can hold for a namespace and all below it together.
//
// # Where it departs from upstream
//
// The objects are those of upstream's variant default-cc, with quotas those of hrq and with
// highAvailability those of ha, as they were at v1.1.0. Except for these:
//
//   - The pods run as a service account of their own. Upstream gives all rights there are to
//     the namespace's default one, and so to any pod in it.
//   - The roles that add to Kubernetes' admin, edit and view are those of upstream's last
//     state. v1.1.0 had one, hnc-admin-role for admins, which stays behind in an install that
//     is taken over, and can be deleted. They name verbs and kinds in place of wildcards.
//   - The manager's role has one rule for everything, which holds upstream's others.
//   - With cert-manager the certificate is signed by an authority of the addon's own, and not
//     by itself: all changes would wait for everybody to know each new one.
//   - Two or more pods for webhooks bring a PodDisruptionBudget and a spread over nodes and
//     zones. A second manager stands by, and has a right to the Lease that HNC takes as well.
//   - Regular expressions with alternatives are put into parentheses. HNC binds them to the
//     beginning and the end of a name without, so that "a|b" would match "ab" too.
//
// After v1.1.0 upstream has an API that lists what is in a whole tree, and an HNC that limits
// its webhook to the kinds that it copies. Neither was released. webhooks.objects.onlyPropagated
// does the latter. The plugin kubectl-hns is for people's machines, and not part of this.
//
// # All rights, or narrow ones
//
// HNC may copy any kind, since which ones is configured while it runs, and it must give away
// every right that a Role holds. So upstream gives it all of them, and so does this addon by
// default. With narrowRights it may do what its source does with namespaces, with its own
// objects, with Roles and RoleBindings, and with the kinds in resources; v1.1.0 was seen to do
// its work with them. To escalate and to bind are among these rights. So whoever gets hold of
// HNC gets hold of the cluster either way, but a fault in it can't touch what it has no business
// with.
//
// # What to watch
//
// While HNC is down nothing can be written to any Namespace, and nothing at all in namespaces
// that HNC looks after, which are all that aren't excluded: each write there waits for up to
// two seconds and fails. Name the namespaces of all addons in excludedNamespaces, or nobody can
// mend the cluster. No label excludes a namespace: HNC keeps the one by which its webhook
// chooses, hnc.x-k8s.io/included-namespace, and refuses others. onlyPropagated leaves all
// objects but Roles, RoleBindings and the kinds that are copied alone, and spares HNC most of
// its load. In an emergency delete the ValidatingWebhookConfiguration; the next apply brings it
// back. The control plane must reach the webhooks' port in the pods, which on EKS takes a rule
// of the nodes' security group.
//
// The image of v1.1.0 has the name that upstream's repository gives it, in a registry for staging,
// and the project is archived: mirror it while it is there, or run the fork. Tags of the fork's
// image have no v.
//
// HNC fills the Secret hnc-webhook-server-cert with a certificate for ten years and ends, to be
// started anew, so that it is up after half a minute. Until then its own objects are refused,
// and the pods of highAvailability are started again and again; apply once more, as Argo CD and
// Flux do. It then writes its CA into the webhook configurations. What applies the manifests
// must leave that to it, and the Secret's data.
//
// A parent is refused if a namespace has an object of the same name and kind as one above it
// that is copied, such as bindings that addon rbac has flattened: they must go first. The same
// is so of a kind that is newly copied. List it with the mode Remove at first, for HNC to get to
// know what there is. A kind that is taken off the list keeps its copies; Remove deletes them.
// HNC doesn't let its configuration be deleted, so leave an empty list of resources when nothing
// else is to be copied. Copies can't be changed. There are none of objects with finalizers, of
// Helm's releases and of service accounts' tokens.
//
// Copies have all labels of the original, and all annotations but unpropagatedAnnotations. An
// Argo CD that knows what is its by the label app.kubernetes.io/instance takes copies for
// objects that nobody wants any more, and deletes them, again and again. Let it track by
// annotation, and name argocd.argoproj.io/tracking-id in unpropagatedAnnotations.
//
// A subnamespace that is taken from the options is deleted, with all that is in it. The
// options can't put objects into it, since a plan makes the namespaces of all objects, and HNC
// makes none that is there. A label that matches managedNamespaceLabels is taken off all
// namespaces whose place in the tree doesn't give it to them, labels for Pod Security too.
//
// Whoever may change the HierarchyConfiguration of a namespace is its administrator, and who may
// make a SubnamespaceAnchor makes namespaces in which no plain ResourceQuota holds. By the roles
// of the addon, admins may do the former and whoever has edit the latter, and change quotas too.
// Use noRoleAggregation where that is too much. All service accounts in HNC's own namespace may
// do as they like with copies and the tree.
//
// A quota becomes a ResourceQuota hrq.hnc.x-k8s.io in each namespace, so that pods must say what
// they ask for. While HNC is down each namespace may use what all may use together.
//
// What is wrong with the tree stands in the conditions of HierarchyConfigurations and of the
// HNCConfiguration, and in the metric hnc_namespace_conditions; what couldn't be copied, in
// events. The CPU limit is a tenth of a core and little for a large cluster: HNC reads all of it
// when it starts. Upstream calls highAvailability experimental.
//
// To do away with HNC, delete its definitions while it still runs, or the finalizers of its
// objects keep namespaces from being deleted. Subnamespaces and copies stay.
package hnc
