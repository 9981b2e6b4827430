package loki

// The structs below are the configuration of access-log-exporter, which makes metrics of what
// NGINX logs.
type (
	accessLogFile struct {
		Presets map[string]accessLogPreset `json:"presets"`
	}

	accessLogPreset struct {
		Metrics []accessLogMetric `json:"metrics"`
	}

	accessLogMetric struct {
		Name         string             `json:"name"`
		Type         string             `json:"type"`
		Help         string             `json:"help"`
		ValueIndex   int                `json:"valueIndex,omitempty"`
		Buckets      []float64          `json:"buckets,omitempty"`
		Upstream     *accessLogUpstream `json:"upstream,omitempty"`
		Replacements []replacement      `json:"replacements,omitempty"`
		Labels       []accessLogLabel   `json:"labels"`
	}

	accessLogUpstream struct {
		Enabled       bool     `json:"enabled"`
		AddrLineIndex int      `json:"addrLineIndex"`
		Excludes      []string `json:"excludes"`
	}

	accessLogLabel struct {
		Name         string        `json:"name"`
		LineIndex    int           `json:"lineIndex"`
		Replacements []replacement `json:"replacements,omitempty"`
	}

	replacement struct {
		String      string `json:"string,omitempty"`
		Regexp      string `json:"regexp,omitempty"`
		Replacement string `json:"replacement"`
	}
)

// accessLogPresets are the metrics of the gateway. The numbers are those of the fields in
// nginxLogs.
func accessLogPresets() accessLogFile {
	size := func(name, help string, index int) accessLogMetric {
		buckets := []float64{10, 1000, 100000, 1000000, 5000000, 50000000, 200000000}
		return accessLogMetric{Name: name, Type: "histogram", Help: help, ValueIndex: index, Buckets: buckets, Labels: accessLogLabels()}
	}
	duration := func(name, help string, index int) accessLogMetric {
		m := size(name, help, index)
		m.Buckets = []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}
		return m
	}
	upstream := func(name, help string, index int) accessLogMetric {
		m := duration(name, help, index)
		m.Upstream = &accessLogUpstream{true, 7, []string{}}
		return m
	}
	return accessLogFile{map[string]accessLogPreset{exporterPreset: {[]accessLogMetric{
		{Name: "http_requests_total", Type: "counter", Help: "Requests.", Labels: accessLogLabels()},
		{
			Name: "http_requests_completed_total", Type: "counter", Help: "Requests that came to their end.", ValueIndex: 3,
			Replacements: []replacement{{String: "OK", Replacement: "1"}}, Labels: accessLogLabels(),
		},
		size("http_request_size_bytes", "How large requests were, with their headers.", 5),
		size("http_response_size_bytes", "How large answers were, with their headers.", 6),
		duration("http_request_duration_seconds", "How long requests took.", 4),
		upstream("http_upstream_connect_duration_seconds", "How long it took to connect to Loki.", 8),
		upstream("http_upstream_header_duration_seconds", "How long Loki took to begin its answers.", 9),
		upstream("http_upstream_request_duration_seconds", "How long Loki took to answer.", 10),
	}}}}
}

// accessLogLabels tell requests apart, by their path without what follows it.
func accessLogLabels() []accessLogLabel {
	return []accessLogLabel{
		{Name: "host", LineIndex: 0},
		{Name: "method", LineIndex: 1},
		{Name: "status", LineIndex: 2},
		{Name: "path", LineIndex: 11, Replacements: []replacement{
			{Regexp: "^$", Replacement: "/"},
			{Regexp: `^(.+)\?.+`, Replacement: "$1"},
		}},
	}
}
