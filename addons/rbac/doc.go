// Package rbac gives people and systems their rights: teams, users and service accounts get
// roles in the whole cluster or in a tree of namespaces.
//
// # What it is for
//
// People log in through GitHub: the cluster's OIDC provider tells Kubernetes their teams as
// groups, "<prefix>organization:team". Rights are given once, at a node of the tree, and
// hold in all namespaces below it, so that no repository forgets them. A role's rights
// stand in one ClusterRole: changing it changes them everywhere.
//
// # How it works
//
// Each role becomes one ClusterRole, "rbac:<role>", and each grant one binding to it. The
// binding's name holds who and which role, since a binding can't be pointed to another role
// later. Down the tree rights go in one of two ways: flattened while rendering, so that each
// namespace has all its bindings itself, or by the Hierarchical Namespace Controller, which
// copies them from parent to child. HNC copies RoleBindings, never ClusterRoleBindings.
//
// The roles admin, developer and biz take their rights from Kubernetes' own admin, edit and
// view, together with what CustomResourceDefinitions add to those.
//
// # Where it departs from upstream
//
// There is no upstream. HNC is archived, so flattening is the default; with HNC its own
// addon, or its CustomResourceDefinitions, must be in the cluster.
//
// # What to watch
//
// The prefixes must be those of the cluster's identity provider, to the letter: a group
// that doesn't match has no rights and no error. Who may write RoleBindings can give away
// only what he has. A binding that isn't rendered any more stays in the cluster until it is
// pruned or deleted, so prune. With HNC a child that already has a binding of the same name
// keeps its parent from being set.
package rbac
