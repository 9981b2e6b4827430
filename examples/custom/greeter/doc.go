// Package greeter installs a server that greets. It is an example of an addon of one's
// own: the same parts, the same shape and the same test as Fitout's addons.
//
// # What it is for
//
// It shows each step of CONTRIBUTING.md in a few lines.
//
// # Where it departs from upstream
//
// There is no upstream.
//
// # What to watch
//
// Whether anybody is greeted.
package greeter
