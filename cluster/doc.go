// Package cluster composes addons into a cluster and plans what is applied.
//
// A [Cluster] is a Go value: a target and a list of addons. [Cluster.Plan] builds them
// all, gives every object what all objects get, and puts the objects in the order in which
// they are applied: by [Phase], and each after what it needs. What needs what is read from
// the objects, by package infer. [Load] reads the same value from a YAML file.
//
// A [Plan] answers which images the cluster pulls ([Plan.Images]), which Secrets it reads
// ([Plan.Secrets]) and which addon needs which ([Plan.Graph]). What the checks of package
// check find wrong stands in [Plan.Problems]; where it can't work, [Plan.Err] is an error,
// for which nothing is rendered. [Existing] says what the cluster has beside its addons, and
// [Accept] which problems it lives with.
package cluster
