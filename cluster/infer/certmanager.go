package infer

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/fitout/fitout/addon"
)

// certificateKeys are those of a Secret that cert-manager writes.
var certificateKeys = []string{"ca.crt", "tls.crt", "tls.key"}

// issued tells whether cert-manager writes the certificates of an Ingress or a Gateway
// with these annotations.
func issued(annotations map[string]string) bool {
	return annotations["cert-manager.io/issuer"] != "" ||
		annotations["cert-manager.io/cluster-issuer"] != "" ||
		annotations["kubernetes.io/tls-acme"] == "true"
}

// annotated are the annotations whose value names an object. Those of ingress-nginx name
// it as "namespace/name", or by the name alone in the Ingress' namespace.
var annotated = map[string]string{
	"cert-manager.io/cluster-issuer":                       "ClusterIssuer",
	"cert-manager.io/inject-ca-from":                       "Certificate",
	"cert-manager.io/inject-ca-from-secret":                "Secret",
	"cert-manager.io/issuer":                               "Issuer",
	"nginx.ingress.kubernetes.io/auth-secret":              "Secret",
	"nginx.ingress.kubernetes.io/auth-tls-secret":          "Secret",
	"nginx.ingress.kubernetes.io/auth-proxy-set-headers":   "ConfigMap",
	"nginx.ingress.kubernetes.io/custom-headers":           "ConfigMap",
	"nginx.ingress.kubernetes.io/fastcgi-params-configmap": "ConfigMap",
	"nginx.ingress.kubernetes.io/proxy-ssl-secret":         "Secret",
}

// annotations notes what an object's annotations refer to. The CA is injected some time
// after both are there.
func (f *Facts) annotations(o *Object) {
	annotations := o.GetAnnotations()
	for _, k := range slices.Sorted(maps.Keys(annotations)) {
		if k == addon.AnnotationReads {
			f.reads(o, annotations[k])
		}
		v, kind := annotations[k], annotated[k]
		if kind == "" {
			continue
		}
		namespace := o.GetNamespace()
		if n, short, ok := strings.Cut(v, "/"); ok {
			namespace, v = n, short
		}
		to := NewKey(kind, namespace, v)
		switch kind {
		case "ClusterIssuer":
			to.Namespace = ""
		case "Issuer":
			to = issuer(cmp.Or(annotations["cert-manager.io/issuer-group"], "cert-manager.io"),
				cmp.Or(annotations["cert-manager.io/issuer-kind"], "Issuer"), namespace, v)
		}
		f.ref(Ref{From: o, Field: "metadata.annotations[" + k + "]", To: to, Loose: strings.HasPrefix(k, "cert-manager.io/inject-ca")})
	}
}

// reads notes the keys of Secrets that a program reads by itself.
func (f *Facts) reads(o *Object, refs string) {
	for ref := range strings.SplitSeq(refs, ",") {
		name, key, _ := strings.Cut(ref, "/")
		f.config(o, "metadata.annotations["+addon.AnnotationReads+"]", "Secret", o.GetNamespace(), name, nil, key)
	}
}

// issuer is the key of an issuer. cert-manager's ClusterIssuers are in no namespace, and
// by convention neither are other groups' of such a name.
func issuer(group, kind, namespace, name string) Key {
	if strings.Contains(kind, "Cluster") {
		namespace = ""
	}
	return Key{group, kind, namespace, name}
}

// certManager notes what a resource of cert-manager's refers to and writes, beside what
// any custom resource does.
func (f *Facts) certManager(o *Object, v value) {
	if o.Key.Group != "cert-manager.io" {
		return
	}
	ns, spec := o.Key.Namespace, v.at("spec")
	switch o.Key.Kind {
	case "Certificate":
		f.writes(o, ns, spec.at("secretName").string(), certificateKeys...)
		r := spec.at("issuerRef")
		f.ref(Ref{From: o, Field: "spec.issuerRef", To: issuer(
			cmp.Or(r.at("group").string(), "cert-manager.io"), cmp.Or(r.at("kind").string(), "Issuer"), ns, r.at("name").string())})
	case "ClusterIssuer":
		ns = f.certManagerIn
		fallthrough
	case "Issuer":
		f.writes(o, ns, spec.at("acme", "privateKeySecretRef", "name").string(), "tls.key")
		if ns != "" {
			f.config(o, "spec.ca.secretName", "Secret", ns, spec.at("ca", "secretName").string(), nil, "tls.crt", "tls.key")
		}
	}
}

// secretWriters are the other resources from which a controller writes a Secret: where its name
// stands. The resource's own name is taken where that is empty.
var secretWriters = map[string][]string{
	"ExternalSecret":     {"spec", "target", "name"},
	"SealedSecret":       {"spec", "template", "metadata", "name"},
	"VaultStaticSecret":  {"spec", "destination", "name"},
	"VaultDynamicSecret": {"spec", "destination", "name"},
}

// secretRef notes a reference to a Secret by a field of a custom resource, such as
// secretKeyRef: {name, key}. Those of a ClusterIssuer are in cert-manager's namespace.
func (f *Facts) secretRef(o *Object, field string, r value) {
	ns := cmp.Or(r.at("namespace").string(), o.Key.Namespace)
	if o.Key.Kind == "ClusterIssuer" {
		ns = f.certManagerIn
	}
	if ns == "" {
		return // nobody knows where
	}
	var keys []string
	if key := r.at("key").string(); key != "" {
		keys = append(keys, key)
	}
	f.ref(Ref{From: o, Field: field, To: NewKey("Secret", ns, r.at("name").string()), Keys: keys, Optional: r.at("optional").string() == strconv.FormatBool(true)})
}
