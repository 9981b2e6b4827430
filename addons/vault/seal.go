package vault

import (
	"cmp"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// Seal keeps the key that unseals Vault: exactly one of those below.
type Seal struct {
	// A key of AWS KMS. On an AWS target the pods get a role that may use that key alone.
	AWSKMS *AWSKMS `json:"awskms,omitempty"`

	// A key of Google Cloud KMS.
	GCPCKMS *GCPCKMS `json:"gcpckms,omitempty"`

	// A key of Azure Key Vault.
	AzureKeyVault *AzureKeyVault `json:"azurekeyvault,omitempty"`

	// A key of another Vault's.
	Transit *Transit `json:"transit,omitempty"`
}

// AWSKMS is a symmetric key of AWS KMS. Elsewhere than on AWS the credentials are variables of the
// pods, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
type AWSKMS struct {
	// The key's ID or ARN, or an alias: "alias/vault". A key of another account is named by its
	// ARN. If an alias is moved to another key, the old one is still needed.
	KeyID string `json:"keyID" jsonschema:"required,pattern=^(arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:(key|alias)/[^ ]+|alias/[^ ]+|[0-9a-f-]{36}|mrk-[0-9a-f]{32})$"`

	// The region that the key is in. The ARN's or the target's, where it is left out.
	Region string `json:"region,omitempty" jsonschema:"pattern=^[a-z]{2}(-[a-z]+)+-[0-9]+$"`

	// The URL of KMS, such as that of a VPC endpoint; AWS's own, where it is left out.
	Endpoint string `json:"endpoint,omitempty" jsonschema:"pattern=^https://"`
}

// GCPCKMS is a key of Google Cloud KMS.
type GCPCKMS struct {
	// The project that the key is in.
	Project string `json:"project" jsonschema:"required"`

	// The location of its key ring: "global", or a region.
	Region string `json:"region" jsonschema:"required"`

	// Its key ring.
	KeyRing string `json:"keyRing" jsonschema:"required"`

	// The key.
	CryptoKey string `json:"cryptoKey" jsonschema:"required"`

	// The Secret's key with the credentials of a service account; those that the pods have, such
	// as by workload identity, where it is left out.
	Credentials *addon.SecretRef `json:"credentials,omitempty"`
}

// AzureKeyVault is a key of Azure Key Vault.
type AzureKeyVault struct {
	// The Key Vault that the key is in.
	VaultName string `json:"vaultName" jsonschema:"required"`

	// The key.
	KeyName string `json:"keyName" jsonschema:"required"`

	// The tenant.
	TenantID string `json:"tenantID" jsonschema:"required"`

	// The application as which Vault uses the key; the identity that the pods have, where it is
	// left out.
	ClientID string `json:"clientID,omitempty"`

	// The application's secret.
	ClientSecret *addon.SecretRef `json:"clientSecret,omitempty"`

	// The cloud, such as "AZUREUSGOVERNMENTCLOUD"; the public one, where it is left out.
	Environment string `json:"environment,omitempty"`

	// The end of Key Vaults' names; that of the cloud, where it is left out.
	Resource string `json:"resource,omitempty"`
}

// Transit is a key of the secrets engine transit of another Vault.
type Transit struct {
	// The other Vault's URL.
	Address string `json:"address" jsonschema:"required,pattern=^https?://[^ ]+$"`

	// The key.
	KeyName string `json:"keyName" jsonschema:"required"`

	// Where the secrets engine is mounted: "transit", where it is left out.
	MountPath string `json:"mountPath,omitempty"`

	// The token by which the key is used. It should be one that renews without end.
	Token addon.SecretRef `json:"token" jsonschema:"required"`

	// The namespace of Vault Enterprise that the engine is in.
	Namespace string `json:"namespace,omitempty"`

	// The Secret's key with the CA that signed the other Vault's certificate; those that the
	// image brings, where it is left out.
	CACert *addon.SecretRef `json:"caCert,omitempty"`

	// The name in the other Vault's certificate, where it isn't that of the address.
	TLSServerName string `json:"tlsServerName,omitempty"`

	// Doesn't renew the token.
	DisableRenewal bool `json:"disableRenewal,omitempty"`
}

// Validate refuses several keys, or none.
func (s Seal) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path,
		addon.Field("awskms", s.AWSKMS != nil), addon.Field("gcpckms", s.GCPCKMS != nil),
		addon.Field("azurekeyvault", s.AzureKeyVault != nil), addon.Field("transit", s.Transit != nil))
}

// Validate refuses half of a login.
func (a AzureKeyVault) Validate(path *field.Path) field.ErrorList {
	if a.ClientSecret != nil && a.ClientID == "" {
		return field.ErrorList{field.Required(path.Child("clientID"), "the secret is that of an application")}
	}
	return nil
}

// Validate refuses a region that isn't the ARN's.
func (a AWSKMS) Validate(path *field.Path) field.ErrorList {
	if is := a.arnRegion(); is != "" && a.Region != "" && a.Region != is {
		return field.ErrorList{field.Invalid(path.Child("region"), a.Region, "must be "+is+", where the key is")}
	}
	return nil
}

// arnRegion is the region that an ARN names.
func (a AWSKMS) arnRegion() string {
	if parts := strings.Split(a.KeyID, ":"); len(parts) > 3 {
		return parts[3]
	}
	return ""
}

// region is where the key is; empty where nothing tells.
func (a AWSKMS) region(t addon.Target) string {
	region := cmp.Or(a.arnRegion(), a.Region)
	if region == "" && t.AWS != nil {
		return t.AWS.Region
	}
	return region
}
