// Package expiry installs a company's own controller, which deletes namespaces whose Lifetime is
// over. It is an example of what package addon/controller makes of a few lines: a Deployment, the
// rights, the election of a leader, protected metrics, a webhook with its certificate, and the
// definition of a custom resource.
//
// # What it is for
//
// Environments for a try-out that nobody takes down. The controller itself is not part of the
// example.
//
// # Where it departs from upstream
//
// There is no upstream.
//
// # What to watch
//
// A Lifetime without an end is refused by the webhook. While that doesn't answer nobody can write
// one, and nothing is deleted that shouldn't be.
package expiry
