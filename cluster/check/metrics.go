package check

// Metrics finds HorizontalPodAutoscalers and VerticalPodAutoscalers in a cluster where
// nothing serves the metrics that they go by: CPU and memory come from metrics-server, the
// others from an adapter. Without them nothing is ever scaled.
var Metrics = Check{Name: "metrics", Run: func(p *Pass) {
	p.dangling("APIService", "add metrics-server or the adapter that serves it, or name it in existing.apiServices")
}}
