package check

// Volumes finds StorageClasses whose driver nothing installs, so that no volume of theirs
// is ever made, and pods that mount a claim which nothing brings.
var Volumes = Check{Name: "volumes", Run: func(p *Pass) {
	p.dangling("CSIDriver", "add the addon that installs the driver, or name it in existing.csiDrivers")
	p.dangling("PersistentVolumeClaim", "correct the name, or name it in existing.persistentVolumeClaims")
}}
