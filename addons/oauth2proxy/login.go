package oauth2proxy

// Login is what an Ingress of ingress-nginx says to have users log in at a proxy.
type Login struct {
	// The address of the proxy as users reach it: "https://auth.example.com".
	URL string

	// The proxy's prefix; "/oauth2", where it is left out.
	Prefix string

	// The address at which NGINX asks the proxy, in the cluster:
	// "http://oauth2-proxy.oauth2-proxy.svc.cluster.local". That of URL, where it is left
	// out.
	Internal string

	// The headers of the proxy's answer that NGINX passes on to the application, such as
	// "X-Auth-Request-User,X-Auth-Request-Email". The proxy needs setXAuthRequest.
	ResponseHeaders string
}

// Annotations are those of the Ingress.
func (l Login) Annotations() map[string]string {
	const nginx = "nginx.ingress.kubernetes.io/"
	prefix, internal := l.Prefix, l.Internal
	if prefix == "" {
		prefix = "/oauth2"
	}
	if internal == "" {
		internal = l.URL
	}
	a := map[string]string{
		nginx + "auth-url":    internal + prefix + "/auth",
		nginx + "auth-signin": l.URL + prefix + "/start?rd=$scheme://$host$escaped_request_uri",
		// The session's cookies make large headers.
		nginx + "proxy-buffer-size": "16k",
	}
	if l.ResponseHeaders != "" {
		a[nginx+"auth-response-headers"] = l.ResponseHeaders
	}
	return a
}
