// Package yamlenc writes Kubernetes objects as YAML, straight from their Go structs.
//
// What it writes is, byte for byte, what sigs.k8s.io/yaml prints of the same object once
// that is cleaned of what Go's encoding adds to what was set: null in a mapping, the
// structs that are encoded although nothing in them is (see Hollow), and the status, which
// is the cluster's. That library goes from structs to JSON, from there to maps and from
// there to YAML; this one goes over the structs once, by a plan that is made of each type
// the first time it is met (plan.go), and appends to one buffer.
//
// It says the same as that library in two steps: a value is what encoding/json makes of
// it, by the tags, the marshalers and the rules of that package, and a scalar is written
// as YAML 1.1's emitter writes it, quoted where a reader would take it for something other
// than a string (resolve.go), folded at 80 columns, with keys in natural order (keys.go).
// The tests compare the two libraries over every kind in k8s.io/api, and fuzz them.
//
// In one thing they differ: text with control characters. sigs.k8s.io/yaml refuses
// most of them and turns U+0085 into a space; here they are escaped.
package yamlenc
