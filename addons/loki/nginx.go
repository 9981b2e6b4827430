package loki

import (
	"fmt"
	"slices"
	"strings"
)

const (
	nginxPort  = 8080
	syslogPort = 8514 // where the exporter waits for what NGINX logs

	exporterPreset = "loki"
)

// directive is one of NGINX's configuration: words that end with a semicolon, or with a block.
type directive struct {
	words string
	block []directive
}

func is(words ...string) directive { return directive{words: strings.Join(words, " ")} }

func block(words string, directives ...directive) directive { return directive{words, directives} }

// write writes directives as NGINX reads them.
func write(b *strings.Builder, directives []directive, indent string) {
	for _, d := range directives {
		b.WriteString(indent + d.words)
		if d.block == nil {
			b.WriteString(";\n")
			continue
		}
		b.WriteString(" {\n")
		write(b, d.block, indent+"  ")
		b.WriteString(indent + "}\n")
	}
}

// nginxConf is the gateway's configuration.
func nginxConf(o Options) string {
	var b strings.Builder
	write(&b, []directive{
		is("worker_processes 5"),
		is("error_log /dev/stderr"),
		is("pid /tmp/nginx.pid"),
		is("worker_rlimit_nofile 8192"),
		block("events", is("worker_connections 4096")),
		block("http", slices.Concat(
			[]directive{
				is("client_body_temp_path /tmp/client_temp"),
				is("proxy_temp_path /tmp/proxy_temp_path"),
				is("fastcgi_temp_path /tmp/fastcgi_temp"),
				is("uwsgi_temp_path /tmp/uwsgi_temp"),
				is("scgi_temp_path /tmp/scgi_temp"),
				is(fmt.Sprintf("client_max_body_size %d", o.Gateway.MaxBodySize.Value())),
				is("proxy_read_timeout 600"),
				is("proxy_send_timeout 600"),
				is("proxy_connect_timeout 600"),
				is("proxy_http_version 1.1"),
				is("default_type application/octet-stream"),
			},
			nginxLogs(o.Gateway),
			[]directive{
				is("sendfile on"),
				is("tcp_nopush on"),
				is("resolver", o.resolver()),
				// What Grafana says of a query, for Loki's log.
				block("map $http_x_query_tags $query_tags", is(`"" "noop="`), is("default $http_x_query_tags")),
				block("server", nginxServer(o)...),
			},
		)...),
	}, "")
	return b.String()
}

func (o Options) resolver() string {
	if o.Gateway.Resolver != "" {
		return o.Gateway.Resolver
	}
	return "kube-dns.kube-system.svc." + o.ClusterDomain + "."
}

// nginxLogs are the log for people, and the one that the exporter makes metrics of.
func nginxLogs(g Gateway) []directive {
	logs := []directive{
		is("log_format main", `'$remote_addr - $remote_user [$time_local]  $status "$request" $body_bytes_sent "$http_referer" "$http_user_agent" "$http_x_forwarded_for"'`),
	}
	if !g.Exporter.Disabled {
		fields := []string{
			"$http_host", "$request_method", "$status", "$request_completion", "$request_time", "$request_length", "$bytes_sent",
			"$upstream_addr", "$upstream_connect_time", "$upstream_header_time", "$upstream_response_time", "$request_uri",
		}
		logs = append(logs,
			block("map $request_uri $track", is("default 1"), is("~^/$ 0"), is("~^/health 0"), is("~^/metrics 0")),
			is("log_format access_log_exporter", `'`+strings.Join(fields, `\t`)+`'`),
			is(fmt.Sprintf("access_log syslog:server=127.0.0.1:%d,nohostname access_log_exporter if=$track", syslogPort)),
		)
	}
	if g.QuietLogs {
		return append(logs,
			block("map $status $loggable", is("~^[23] 0"), is("default 1")),
			is("access_log /dev/stderr main if=$loggable"),
		)
	}
	return append(logs, is("access_log /dev/stderr main"))
}

// nginxServer is what the gateway listens on, and where requests go.
func nginxServer(o Options) []directive {
	server := []directive{is(fmt.Sprintf("listen %d", nginxPort))}
	if !o.Gateway.NoIPv6 {
		server = append(server, is(fmt.Sprintf("listen [::]:%d", nginxPort)))
	}
	if o.Gateway.BasicAuth != nil {
		server = append(server, is(`auth_basic "Loki"`), is("auth_basic_user_file", htpasswdDir+"/.htpasswd"))
	}
	server = append(server,
		block("location = /", is("return 200 'OK'"), is("auth_basic off")),
		block("location = /stub_status",
			is("stub_status on"), is("satisfy any"), is("access_log off"),
			is("allow 127.0.0.1"), is("deny all"), is("server_tokens on"),
		),
	)
	for _, r := range routes(o) {
		server = append(server, r.location(o))
	}
	return server
}

// route leads requests for a path to some of Loki's pods.
type route struct {
	path   string // as NGINX has it: "= /flush", "^~ /ingester/"
	to     string // the Service; empty for a path that nobody may ask for
	before []directive
}

// routes are those of Loki's API. The paths that nobody may ask for are those that NGINX would
// otherwise answer by a redirect to what begins with them.
func routes(o Options) []route {
	w, r, k := o.writer(), o.reader(), o.keeper()
	upgrade := []directive{is("proxy_set_header Upgrade $http_upgrade"), is(`proxy_set_header Connection "upgrade"`)}
	return []route{
		{"= /api/prom/push", w, nil},
		{"= /loki/api/v1/push", w, nil},
		{"= /distributor/ring", w, nil},
		{"= /otlp/v1/logs", w, nil},
		{"= /flush", w, nil},
		{"^~ /ingester/", w, nil},
		{"= /ingester", "", nil},
		{"= /ring", w, nil},
		{"= /memberlist", w, nil},
		{"= /ruler/ring", k, nil},
		{"= /api/prom/rules", k, nil},
		{"^~ /api/prom/rules/", k, nil},
		{"= /loki/api/v1/rules", k, nil},
		{"^~ /loki/api/v1/rules/", k, nil},
		{"= /prometheus/api/v1/alerts", k, nil},
		{"= /prometheus/api/v1/rules", k, nil},
		{"= /compactor/ring", k, nil},
		{"= /loki/api/v1/delete", k, nil},
		{"= /loki/api/v1/cache/generation_numbers", k, nil},
		{"= /indexgateway/ring", k, nil},
		{"= /scheduler/ring", k, nil},
		{"= /config", w, nil},
		{"= /api/prom/tail", r, upgrade},
		{"= /loki/api/v1/tail", r, upgrade},
		{"^~ /api/prom/", r, nil},
		{"= /api/prom", "", nil},
		{"^~ /loki/api/v1/", r, []directive{is("proxy_set_header X-Query-Tags", queryTags())}},
		{"= /loki/api/v1", "", nil},
	}
}

// queryTags are what Grafana says of a query, by its headers, as Loki logs it.
func queryTags() string {
	tags := []string{"${query_tags}"}
	for _, t := range [][2]string{
		{"user", "grafana_user"}, {"dashboard_id", "dashboard_uid"}, {"dashboard_title", "dashboard_title"},
		{"panel_id", "panel_id"}, {"panel_title", "panel_title"}, {"source_rule_uid", "rule_uid"},
		{"rule_name", "rule_name"}, {"rule_folder", "rule_folder"}, {"rule_version", "rule_version"},
		{"rule_source", "rule_source"}, {"rule_type", "rule_type"},
	} {
		tags = append(tags, t[0]+"=${http_x_"+t[1]+"}")
	}
	return `"` + strings.Join(tags, ",") + `"`
}

// location is the route. The variable has NGINX look the Service's address up each time.
func (r route) location(o Options) directive {
	if r.to == "" {
		return block("location "+r.path, is("internal"))
	}
	return block("location "+r.path, slices.Concat(r.before, []directive{
		is(fmt.Sprintf(`set $backend "http://%s:%d"`, o.serviceName(r.to), httpPort)),
		is("proxy_pass $backend$request_uri"),
	})...)
}
