package check

// Targets finds autoscalers, horizontal and vertical, whose workload nothing brings: they
// scale nothing, and say so in an event that nobody reads.
var Targets = Check{Name: "targets", Run: func(p *Pass) {
	p.dangling("Deployment", "correct the name, or name it in existing.deployments")
	p.dangling("DaemonSet", "correct the name, or name it in existing.daemonSets")
	p.dangling("StatefulSet", "correct the name, or name it in existing.statefulSets")
}}
