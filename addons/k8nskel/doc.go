// Package k8nskel installs k8nskel, which copies the Secrets of one namespace into all others.
//
// # What it is for
//
// Secrets that every namespace needs, such as the credentials of a registry, stand in one
// place, the namespace k8nskel-origin. A namespace that is new gets them at once, and what is
// changed in the origin changes everywhere.
//
// It was written before HNC existed, which does the same along a tree of namespaces, for those
// that are there already too, and keeps its copies as they are. Take package hnc in place of
// it, with Secrets among the option resources:
//
//	hnc.Resource{Resource: "secrets", Mode: hnc.AllowPropagate}
//
// and the annotation propagate.hnc.x-k8s.io/all on each. HNC refuses a parent as long as there
// are Secrets of the same names below it. Delete those of the origin while k8nskel still runs,
// and it deletes the copies; then make them in the namespace above.
//
// # Where it departs from upstream
//
// Upstream has an example of a Deployment, of a version that Kubernetes no longer serves, and
// of the namespace. Name, namespace and selector are those. The rest is added:
//
//   - A service account with the rights that the code needs. It reads the Secrets of the origin
//     and of no other namespace; elsewhere it makes, changes and deletes them, unseen.
//   - The program is started without the shell that the image puts in front of it, as the user
//     65534 and not as root. The container can't write its root file system, has no
//     capabilities, and the default seccomp profile. The namespace enforces the level restricted
//     of Pod Security.
//   - Pods run on amd64 alone, for which the images are.
//   - The image's tag must be given. Upstream's example has "latest".
//
// # What to watch
//
// A namespace that is new gets all Secrets of the origin, whatever is ignored or excluded:
// ignoredNamespaces and excludedSecrets hold for what is made, changed or deleted afterwards.
// So put nothing into the origin that isn't for everybody who can make a namespace.
//
// Whoever may write Secrets into the origin has hold of those of the same name everywhere. A
// change there overwrites them, with their labels and annotations, and a deletion deletes them,
// whoever made them and for what. Name what the origin holds in the option secrets, and the
// program has no right to do so with others.
//
// k8nskel forgets what it misses. What happens while it doesn't run, or in the moment in which
// it begins to watch anew, never reaches the namespaces; and a change is for copies that are
// there, and makes none. Where one is missing, delete the Secret in the origin and make it
// anew: that deletes the copies, and makes one in each namespace that isn't ignored. A Secret
// that is there under the name is left as it is until the next change.
//
// Copies have type and data, and no labels or annotations, so that nothing tells them from
// other Secrets. A type can't be changed, nor a copy that somebody has made immutable. Tokens of
// service accounts can't be copied.
//
// The program has no probes and no metrics, and retries nothing. What fails stands in the log
// and nowhere else: look for "failed to". It ends when it can't watch, and now and then by
// itself, right at its start or when both of its watches begin anew at once. Kubernetes starts
// it again.
//
// A plan doesn't know of the copies: name those that pods count on in existing.secrets.
//
// The project is the company's own, and takes updates of what it is built with and no more.
package k8nskel
