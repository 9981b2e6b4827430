package vault_test

import (
	"fmt"
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/addons/vault"
)

// Three servers in HTTPS, which a key of KMS unseals.
func Example() {
	objs, err := vault.New(vault.Options{
		Server: vault.Server{
			Mode:         vault.HA,
			Certificate:  addon.ServingCertificate{CertManager: &addon.CertManager{}},
			Seal:         &vault.Seal{AWSKMS: &vault.AWSKMS{KeyID: "alias/vault"}},
			AuditStorage: vault.AuditStorage{Enabled: true},
		},
	}).Objects(addon.Target{Name: "prod", Kubernetes: "1.34", AWS: &aws.Account{ID: "123456789012", Region: "ap-northeast-1"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range objs {
		if c, ok := o.(*corev1.ConfigMap); ok {
			fmt.Print(c.Data["extraconfig-from-values.hcl"])
		}
	}
	// Output:
	// ui = true
	// disable_mlock = true
	//
	// listener "tcp" {
	//   address = "[::]:8200"
	//   cluster_address = "[::]:8201"
	//   tls_cert_file = "/vault/tls/tls.crt"
	//   tls_key_file = "/vault/tls/tls.key"
	// }
	//
	// storage "raft" {
	//   path = "/vault/data"
	//   retry_join {
	//     leader_api_addr = "https://vault-0.vault-internal:8200"
	//     leader_ca_cert_file = "/vault/ca/ca.crt"
	//   }
	//   retry_join {
	//     leader_api_addr = "https://vault-1.vault-internal:8200"
	//     leader_ca_cert_file = "/vault/ca/ca.crt"
	//   }
	//   retry_join {
	//     leader_api_addr = "https://vault-2.vault-internal:8200"
	//     leader_ca_cert_file = "/vault/ca/ca.crt"
	//   }
	// }
	//
	// service_registration "kubernetes" {
	// }
	//
	// seal "awskms" {
	//   kms_key_id = "alias/vault"
	//   region = "ap-northeast-1"
	// }
}

// A pod gets a user of the database for as long as it runs.
func ExampleInjection() {
	annotations := vault.Injection{
		Role: "shop",
		Secrets: []vault.InjectedSecret{{
			Name:     "database.env",
			Path:     "database/creds/shop",
			Template: `{{ with secret "database/creds/shop" }}DB_USER={{ .Data.username }}{{ end }}`,
		}},
	}.Annotations()
	for _, name := range slices.Sorted(maps.Keys(annotations)) {
		fmt.Println(name, "=", annotations[name])
	}
	// Output:
	// vault.hashicorp.com/agent-inject = true
	// vault.hashicorp.com/agent-inject-secret-database.env = database/creds/shop
	// vault.hashicorp.com/agent-inject-template-database.env = {{ with secret "database/creds/shop" }}DB_USER={{ .Data.username }}{{ end }}
	// vault.hashicorp.com/role = shop
}
