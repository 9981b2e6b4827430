package dex_test

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/dex"
)

// kubectl logs in at GitHub: the teams of an organization are groups.
func Example() {
	objs, err := dex.New(dex.Options{
		Issuer: "https://dex.example.com",
		Connectors: []dex.Connector{{ID: "github", Name: "GitHub", GitHub: &dex.GitHub{
			Application: dex.Application{
				ClientID:     addon.SecretRef{Name: "github", Key: "client-id"},
				ClientSecret: addon.SecretRef{Name: "github", Key: "client-secret"},
			},
			Orgs: []dex.Org{{Name: "example-inc"}},
		}}},
		Clients: []dex.Client{{ID: "kubernetes", Name: "kubectl", Public: true, RedirectURIs: []string{"http://localhost:8000"}}},
	}).Objects(addon.Target{Name: "prod", Kubernetes: "1.34"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range objs {
		if c, ok := o.(*corev1.ConfigMap); ok {
			fmt.Print(c.Data["config.yaml"])
		}
	}
	// Output:
	// connectors:
	// - config:
	//     clientID: $DEX_GITHUB_CLIENT_ID
	//     clientSecret: $DEX_GITHUB_CLIENT_SECRET
	//     orgs:
	//     - name: example-inc
	//     redirectURI: https://dex.example.com/callback
	//     teamNameField: slug
	//   id: github
	//   name: GitHub
	//   type: github
	// issuer: https://dex.example.com
	// staticClients:
	// - id: kubernetes
	//   name: kubectl
	//   public: true
	//   redirectURIs:
	//   - http://localhost:8000
	// storage:
	//   config:
	//     inCluster: true
	//   type: kubernetes
}
