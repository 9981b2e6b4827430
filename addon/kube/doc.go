// Package kube has what most addons' objects share: names and labels, workloads whose
// pods are tuned by [addon.Pods], service accounts and their bindings, custom resources
// and CustomResourceDefinitions, webhook plumbing.
//
// What it returns are native structs that the addon goes on to fill in. Whatever is as
// short as a literal has no helper here: an addon writes it out.
package kube
