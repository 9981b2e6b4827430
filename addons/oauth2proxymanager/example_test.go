package oauth2proxymanager_test

import (
	"fmt"

	"github.com/fitout/fitout/addons/oauth2proxymanager"
)

// An Ingress with these annotations is for members of one team.
func ExampleLogin() {
	login := oauth2proxymanager.Login{
		Domain:       "auth.example.com",
		App:          "grafana",
		Organization: "example-inc",
		Teams:        []string{"developers"},
	}
	fmt.Println(login.Annotations()["nginx.ingress.kubernetes.io/auth-url"])
	// Output:
	// https://auth.example.com/github/grafana/auth
}
