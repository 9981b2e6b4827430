// Package addon is the contract between addons, clusters and those who read them.
//
// An [Addon] is something installed in a cluster: it has a [Card] that says what it is,
// and it builds Kubernetes objects for a [Target], the cluster it is built for. Nothing
// is read from outside while it builds: the same addon and the same target give the same
// objects.
//
// Most addons are made from a [Definition], one value per package, which ties an options
// struct to the functions that turn it into objects:
//
//	options ──► defaults merged in ──► checked ──► objects ──► stamped
//	  (O)        (Definition.Defaults)  (tags,       (native     (apiVersion, kind,
//	                                     Validate)    structs)    labels)
//
// # Options
//
// Options are plain structs with JSON names. A zero field takes the value of the same
// field of Definition.Defaults. What a tag can say about a field it says once, in
// jsonschema:"…", and both the editor's schema and [Check] hold the user to it. What tags
// can't say stands in Definition.Validate.
//
// [Pods] is the one way in which an addon's pods are tuned, [Image] the one way to name
// an image, [SecretRef] the one way to point at a Secret. No option ever holds a secret.
//
// # Changing what an addon builds
//
// [Edit] changes one object in typed Go, [With] adds objects, [Without] takes one away.
// Each is an error when it matches nothing, so an edit can't outlive what it was for.
// [Raw] makes an addon of YAML files that exist already.
package addon
