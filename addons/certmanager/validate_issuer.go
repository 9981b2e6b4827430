package certmanager

import (
	"encoding/pem"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// Validate refuses a name that no object can have. The spec validates itself.
func (i NamedIssuer) Validate(path *field.Path) field.ErrorList {
	return validName(i.Name, validation.IsDNS1123Subdomain, path.Child("name"))
}

// Validate refuses names that no object and no namespace can have. The spec validates
// itself.
func (i NamespacedIssuer) Validate(path *field.Path) field.ErrorList {
	return append(
		validName(i.Name, validation.IsDNS1123Subdomain, path.Child("name")),
		validName(i.Namespace, validation.IsDNS1123Label, path.Child("namespace"))...)
}

// validName leaves it to the tags to say that a name must be there.
func validName(name string, problems func(string) []string, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if name != "" {
		for _, why := range problems(name) {
			errs = append(errs, field.Invalid(path, name, why))
		}
	}
	return errs
}

// Validate refuses an issuer of no kind, or of several.
func (s IssuerSpec) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path, addon.Field("acme", s.ACME != nil), addon.Field("ca", s.CA != nil), addon.Field("selfSigned", s.SelfSigned != nil), addon.Field("vault", s.Vault != nil))
}

// Validate refuses two ways to trust the server.
func (a ACME) Validate(path *field.Path) field.ErrorList {
	errs := validBundle(a.CABundle, path.Child("caBundle"))
	if len(a.CABundle) > 0 && a.SkipTLSVerify {
		errs = append(errs, field.Forbidden(path.Child("skipTLSVerify"), "there is a caBundle to verify the server with"))
	}
	return errs
}

// Validate refuses a solver of no kind, or of both, and names that its kind can't prove.
func (s Solver) Validate(path *field.Path) field.ErrorList {
	errs := addon.ExactlyOne(path, addon.Field("http01", s.HTTP01 != nil), addon.Field("dns01", s.DNS01 != nil))
	if s.Selector == nil {
		return errs
	}
	p := path.Child("selector")
	for i, zone := range s.Selector.DNSZones {
		if strings.HasPrefix(zone, "*") {
			errs = append(errs, field.Invalid(p.Child("dnsZones").Index(i), zone, "a zone holds all names under it: leave the asterisk out"))
		}
	}
	for i, name := range s.Selector.DNSNames {
		if strings.HasPrefix(name, "*") && s.HTTP01 != nil {
			errs = append(errs, field.Invalid(p.Child("dnsNames").Index(i), name, "only dns01 proves wildcards"))
		}
	}
	return errs
}

// Validate refuses a challenge that is routed by nothing, or by two things.
func (h HTTP01) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path, addon.Field("ingress", h.Ingress != nil), addon.Field("gatewayHTTPRoute", h.GatewayHTTPRoute != nil))
}

// Validate refuses several ways to choose an Ingress.
func (i HTTP01Ingress) Validate(path *field.Path) field.ErrorList {
	return addon.AtMostOne(path, addon.Field("ingressClassName", i.IngressClassName != ""), addon.Field("class", i.Class != ""), addon.Field("name", i.Name != ""))
}

// Validate refuses half a key.
func (r Route53) Validate(path *field.Path) field.ErrorList {
	switch {
	case r.AccessKeyIDSecretRef == nil && r.SecretAccessKeySecretRef != nil:
		return field.ErrorList{field.Required(path.Child("accessKeyIDSecretRef"), "the ID of the secretAccessKeySecretRef")}
	case r.AccessKeyIDSecretRef != nil && r.SecretAccessKeySecretRef == nil:
		return field.ErrorList{field.Required(path.Child("secretAccessKeySecretRef"), "the key of the accessKeyIDSecretRef")}
	}
	return nil
}

// Validate refuses two bundles.
func (v Vault) Validate(path *field.Path) field.ErrorList {
	errs := validBundle(v.CABundle, path.Child("caBundle"))
	return append(errs, addon.AtMostOne(path, addon.Field("caBundle", len(v.CABundle) > 0), addon.Field("caBundleSecretRef", v.CABundleSecretRef != nil))...)
}

// Validate refuses no login, or several, of which all but one would be ignored.
func (a VaultAuth) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path, addon.Field("appRole", a.AppRole != nil), addon.Field("kubernetes", a.Kubernetes != nil), addon.Field("tokenSecretRef", a.TokenSecretRef != nil))
}

func validBundle(bundle []byte, path *field.Path) field.ErrorList {
	if len(bundle) == 0 {
		return nil
	}
	if block, _ := pem.Decode(bundle); block == nil || block.Type != "CERTIFICATE" {
		return field.ErrorList{field.Invalid(path, string(bundle), "must be a certificate in PEM")}
	}
	return nil
}
