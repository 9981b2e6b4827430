// Package deploymentduplicator installs deployment-duplicator, a controller that makes a copy of
// a Deployment with another image, other variables or other labels for each DeploymentCopy.
//
// # What it is for
//
// Trying a change beside what runs: the copy is like the original in all that isn't changed, so
// that nobody maintains its manifest. Package kubefork builds on it: a fork of a service is a
// copy of its Deployment, to which requests with a header are led.
//
//	addon.With(deploymentduplicator.New(…), deploymentduplicator.NewDeploymentCopy(
//		metav1.ObjectMeta{Name: "try", Namespace: "web"},
//		deploymentduplicator.DeploymentCopySpec{
//			TargetDeploymentName: "web",
//			CustomLabels:         map[string]string{"variant": "try"},
//			TargetContainers:     []deploymentduplicator.Container{{Name: "web", Image: "web:try"}},
//		}))
//
// # Where it departs from upstream
//
//   - The sidecar kube-rbac-proxy, whose image is no longer maintained, is left out with its
//     rights, and so are the Service and the role in front of it. Metrics stay within the pod
//     unless the option metrics serves them, to everybody who reaches the pods.
//   - The rights are those that the code needs: it deletes nothing and writes no status.
//   - The ConfigMap with a configuration file is left out: the program reads none.
//   - The container can't write its root file system, has no capabilities, and the default
//     seccomp profile. The namespace enforces the level restricted of Pod Security.
//   - The image's tag must be given. Upstream's manifests have "latest".
//
// # Why an install can't be taken over
//
// Server-side apply takes nothing away that others have put into an object: the sidecar would
// stay in the Deployment, without its rights, and break the level restricted. Delete the
// Deployment first; no copy is made until the new one runs, and those that are there stay.
//
// # What to watch
//
// Whoever may write a DeploymentCopy runs any image with the service account and the Secrets of
// the Deployment that is copied. Give that right to nobody who may not change the Deployment.
//
// The controller watches DeploymentCopies alone: a change of the original reaches the copy when
// the DeploymentCopy changes, the controller starts anew, or ten hours have gone by. Without a
// label of its own a copy would take the original's pods for its own, which is refused here; for
// the Service of the original the copies' pods count all the same if it selects by other labels.
//
// An original with a strategy or a volume that can't be had twice can't be copied. That the
// controller has stopped shows when a new DeploymentCopy stays without a Deployment.
//
// The project is the company's own and rarely changes.
package deploymentduplicator
