package vault

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
)

// place is one of the two seals that there may be, and where its secrets are.
type place struct {
	*Seal

	// old is for the seal that Vault leaves.
	old bool

	// volume has the seal's file, and variable its secret.
	volume, variable string
}

// seals are those that are there.
func (s Server) seals() []place {
	var out []place
	if s.Seal != nil {
		out = append(out, place{s.Seal, false, "seal", "VAULT_SEAL_SECRET"})
	}
	if s.MigrateFrom != nil {
		out = append(out, place{s.MigrateFrom, true, "old-seal", "VAULT_OLD_SEAL_SECRET"})
	}
	return out
}

// file is the key of a Secret that the seal reads from a file, or nil.
func (p place) file() *addon.SecretRef {
	switch {
	case p.GCPCKMS != nil:
		return p.GCPCKMS.Credentials
	case p.Transit != nil:
		return p.Transit.CACert
	}
	return nil
}

// dir is where the pods have the file.
func (p place) dir() string { return "/vault/" + p.volume }

// path is that of the file, or nothing.
func (p place) path() string {
	if ref := p.file(); ref != nil {
		return p.dir() + "/" + ref.Key
	}
	return ""
}

// secret is the key of a Secret that the seal reads from a variable, or nil.
func (p place) secret() *addon.SecretRef {
	switch {
	case p.AzureKeyVault != nil:
		return p.AzureKeyVault.ClientSecret
	case p.Transit != nil:
		return &p.Transit.Token
	}
	return nil
}

// reference is how the configuration refers to the variable.
func (p place) reference() string {
	if p.secret() == nil {
		return ""
	}
	return "env://" + p.variable
}

// sealEnvironment are the variables with secrets, and with the region of a key of AWS's: EKS
// sets those to the cluster's otherwise, and Vault heeds them before its configuration.
func (s Server) sealEnvironment(t addon.Target) []corev1.EnvVar {
	var env []corev1.EnvVar
	region := ""
	for _, p := range s.seals() {
		if ref := p.secret(); ref != nil {
			env = append(env, corev1.EnvVar{Name: p.variable, ValueFrom: &corev1.EnvVarSource{SecretKeyRef: ref.Selector()}})
		}
		if p.AWSKMS != nil && region == "" {
			region = p.AWSKMS.region(t)
		}
	}
	if region != "" {
		env = append(env, corev1.EnvVar{Name: "AWS_REGION", Value: region}, corev1.EnvVar{Name: "AWS_DEFAULT_REGION", Value: region})
	}
	return env
}
