package oauth2proxy_test

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/oauth2proxy"
)

// A login for one team, in front of several tools below example.com.
func Example() {
	objs, err := oauth2proxy.New(oauth2proxy.Options{
		Provider:         oauth2proxy.Provider{GitHub: &oauth2proxy.GitHub{Organization: "example-inc", Teams: []string{"developers"}}},
		Cookie:           oauth2proxy.Cookie{Domains: []string{".example.com"}},
		WhitelistDomains: []string{".example.com"},
		ReverseProxy:     true,
		Ingress:          &oauth2proxy.Ingress{Hosts: []string{"auth.example.com"}, ClassName: "nginx"},
	}).Objects(addon.Target{Name: "prod", Kubernetes: "1.34"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range objs {
		if s, ok := o.(*corev1.Service); ok {
			login := oauth2proxy.Login{URL: "https://auth.example.com", Internal: "http://" + s.Name + "." + s.Namespace + ".svc.cluster.local"}
			fmt.Println(login.Annotations()["nginx.ingress.kubernetes.io/auth-url"])
		}
	}
	// Output:
	// http://oauth2-proxy.oauth2-proxy.svc.cluster.local/oauth2/auth
}
