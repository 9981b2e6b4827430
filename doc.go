// Package fitout is the tour of Fitout, a Go SDK of typed addon definitions for Kubernetes
// clusters.
//
//	options ──► addon ──► cluster ──► plan ──► render
//	(typed)    (objects)  (a list)   (checked,  (YAML, JSON,
//	                                  ordered)   Terraform)
//
// # Options
//
// Each addon is a package below [github.com/fitout/fitout/addons]. Its constructor takes
// options, a plain struct, and returns an addon:
//
//	externaldns.New(externaldns.Options{
//		Policy:        externaldns.UpsertOnly,
//		DomainFilters: []string{"dev.example.com"},
//	})
//
// The zero value of an option means what upstream's own manifests have. What no default
// can know is required, and what can't work is refused with the path of the field.
//
// # Addons
//
// An addon builds Kubernetes objects for a target, the cluster that it is built for. The
// contract is package [github.com/fitout/fitout/addon]; what most addons' objects share is
// in [github.com/fitout/fitout/addon/kube]; and every addon's test runs
// [github.com/fitout/fitout/addon/addontest].
//
// # Clusters
//
// A cluster is a Go value that lists its addons, of package
// [github.com/fitout/fitout/cluster]. Its Plan has all objects, complete, and in the order
// in which they are applied. The same cluster can be read from a YAML file, which editors
// know by the JSON Schemas of [github.com/fitout/fitout/schema].
//
// # AWS
//
// What an addon needs in the cluster's AWS account is data as well: roles with their
// policies, addons that EKS manages and the identity provider whose tokens it takes, of
// package [github.com/fitout/fitout/addon/aws]. The target says how roles reach pods. What an
// Ingress asks of an Application Load Balancer is typed in package
// [github.com/fitout/fitout/addon/alb].
//
// # Checks
//
// Package [github.com/fitout/fitout/cluster/infer] reads from the objects what they refer
// to: nobody declares a dependency. From that follow the order, the answers of a plan
// (which images, which Secrets, who needs whom), and the checks of package
// [github.com/fitout/fitout/cluster/check], which find what would fail once it is applied.
// A problem that is an error stops a render, unless the cluster accepts it with a reason.
//
// # Rendering
//
// Package [github.com/fitout/fitout/render] writes a plan for whatever applies it, and
// gives every program that defines clusters the same command line.
package fitout

//go:generate go -C internal/crdgen run .
//go:generate go run ./internal/generate
