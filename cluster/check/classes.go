package check

// Classes finds references to a class that nothing brings. No controller serves an Ingress
// whose class is missing, a claim waits forever for its StorageClass, and a pod with an
// unknown priority or runtime is never made.
var Classes = Check{Name: "classes", Run: func(p *Pass) {
	p.dangling("IngressClass", "add the controller that brings it, or name it in existing.ingressClasses")
	p.dangling("PriorityClass", "correct the name, or name it in existing.priorityClasses")
	p.dangling("RuntimeClass", "correct the name, or name it in existing.runtimeClasses")
	p.dangling("StorageClass", "add it with the addon storage-class, or name it in existing.storageClasses")
	p.dangling("VolumeAttributesClass", "correct the name, or name it in existing.volumeAttributesClasses")
}}
