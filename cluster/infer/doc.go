// Package infer reads from a cluster's objects what they refer to: which Secret a pod
// reads, who issues a certificate, what a Service selects. Nobody declares it.
//
// [Of] makes the [Facts]: the references ([Ref]), where what they name comes from
// ([Facts.Source]), the pods and what selects them, the images. From the references
// follows in which order the objects are applied ([Facts.Sort]). The checks of package
// check, and the answers of a plan, are read off the same facts.
//
// References are found in the API server's own kinds, in those of cert-manager, and in any
// other custom resource by the names that Kubernetes gives to fields of such a meaning:
// secretKeyRef, serviceAccountName, storageClassName and so on.
package infer
