package check

// ConfigMaps finds references to ConfigMaps, or to keys of one, that nothing brings: pods
// that mount them never start. Optional references are left alone.
var ConfigMaps = Check{Name: "config-maps", Run: func(p *Pass) {
	p.dangling("ConfigMap", "add it to an addon with addon.With, or name it in existing.configMaps")
}}
