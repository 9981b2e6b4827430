// Package cluster composes addons into a cluster and plans what is applied.
//
// A [Cluster] is a Go value: a target and a list of addons. [Cluster.Plan] builds them
// all, gives every object what all objects get, refuses what can't work, and puts the
// objects in the order in which they are applied. [Load] reads the same value from a YAML
// file.
package cluster
