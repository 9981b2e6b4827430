// Package e2e has a real Kubernetes API server judge what Fitout renders. It is a module of
// its own, since an API server is a large thing to build.
//
//	go -C internal/e2e test -count=1 ./...
//
// (The goldens and examples are files of another module, which Go doesn't look at when it
// decides whether a cached result still holds.)
//
// The tests walk all addons and the cases of their goldens, so that a new addon is judged
// without a line written here. Each file is about one question:
//
//   - addons_test.go: is every object of every case accepted, on every version that the
//     card claims and the server can emulate, without a warning; does a second apply change
//     nothing; would the pods be let in?
//   - examples_test.go: does what the examples print go into an empty cluster, by the API and
//     by kubectl?
//   - adopt_test.go: is an install of upstream's taken over in place?
//   - checks_test.go: does the server refuse what the checks of a plan say that it refuses?
//   - podsecurity_test.go: do the checks know Pod Security as the server's own code does?
//   - prune_test.go: what do engines leave alone that delete what a plan no longer has?
//
// Where FITOUT_UPSTREAM names a folder with what upstream's charts and manifests render, and
// with an index.tsv that tells which addon and options each file belongs to, adoption is
// tested too, and definitions of custom resources that no addon brings are taken from there.
package e2e
