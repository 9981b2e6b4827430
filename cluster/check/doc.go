// Package check finds what is wrong with a cluster before anything of it is applied.
//
// A [Check] is one value, in a file of its own, and [All] lists them. Each looks at the
// facts of a plan, which package infer reads from the objects, and reports problems. A
// problem is an error where something can't work, and a warning where it may not work, or
// is not as an operator would want it.
//
// The comment of each variable is also the check's help text, [Check.Doc].
package check
