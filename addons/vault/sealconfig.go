package vault

import (
	"cmp"

	"github.com/fitout/fitout/addon"
)

// The structs below are the seals as the wrappers of go-kms-wrapping read them.
type awskmsConfig struct {
	Type     string `hcl:",label"`
	Disabled bool   `hcl:"disabled"`
	KMSKeyID string `hcl:"kms_key_id"`
	Region   string `hcl:"region"`
	Endpoint string `hcl:"endpoint"`
}

type gcpckmsConfig struct {
	Type        string `hcl:",label"`
	Disabled    bool   `hcl:"disabled"`
	Project     string `hcl:"project"`
	Region      string `hcl:"region"`
	KeyRing     string `hcl:"key_ring"`
	CryptoKey   string `hcl:"crypto_key"`
	Credentials string `hcl:"credentials"`
}

type azureKeyVaultConfig struct {
	Type         string `hcl:",label"`
	Disabled     bool   `hcl:"disabled"`
	TenantID     string `hcl:"tenant_id"`
	ClientID     string `hcl:"client_id"`
	ClientSecret string `hcl:"client_secret"`
	Environment  string `hcl:"environment"`
	Resource     string `hcl:"resource"`
	VaultName    string `hcl:"vault_name"`
	KeyName      string `hcl:"key_name"`
}

type transitConfig struct {
	Type           string `hcl:",label"`
	Disabled       bool   `hcl:"disabled"`
	Address        string `hcl:"address"`
	Token          string `hcl:"token"`
	KeyName        string `hcl:"key_name"`
	MountPath      string `hcl:"mount_path"`
	Namespace      string `hcl:"namespace"`
	TLSCACert      string `hcl:"tls_ca_cert"`
	TLSServerName  string `hcl:"tls_server_name"`
	DisableRenewal string `hcl:"disable_renewal"`
}

// config is the seal as Vault reads it.
func (p place) config(t addon.Target) any {
	switch {
	case p.AWSKMS != nil:
		k := p.AWSKMS
		return awskmsConfig{"awskms", p.old, k.KeyID, k.region(t), k.Endpoint}
	case p.GCPCKMS != nil:
		k := p.GCPCKMS
		return gcpckmsConfig{"gcpckms", p.old, k.Project, k.Region, k.KeyRing, k.CryptoKey, p.path()}
	case p.AzureKeyVault != nil:
		k := p.AzureKeyVault
		return azureKeyVaultConfig{"azurekeyvault", p.old, k.TenantID, k.ClientID, p.reference(), k.Environment, k.Resource, k.VaultName, k.KeyName}
	}
	k := p.Transit
	c := transitConfig{
		Type: "transit", Disabled: p.old, Address: k.Address, Token: p.reference(), KeyName: k.KeyName,
		MountPath: cmp.Or(k.MountPath, "transit"), Namespace: k.Namespace, TLSCACert: p.path(), TLSServerName: k.TLSServerName,
	}
	if k.DisableRenewal {
		c.DisableRenewal = "true"
	}
	return c
}
