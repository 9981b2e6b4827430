package istio

import (
	"encoding/pem"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/hpa"
)

func validate(o Options, path *field.Path) field.ErrorList {
	return slices.Concat(
		validateRevision(o, path),
		validateBase(o.Base, path.Child("base")),
		validateVersions(o, path),
		hpa.Check(o.Autoscaling.hpa(), o.Pods, false, path),
		addon.CheckIPFamilies(o.Service.IPFamilyPolicy, o.Service.IPFamilies, path.Child("service")),
		validateCA(o, path),
		validateInjection(o, path.Child("injection")),
		validateProxy(o.Proxy, path.Child("proxy")),
		validateClusters(o.MultiCluster, path.Child("multiCluster")),
		validateMesh(o, path.Child("mesh")),
		validateGateways(o, path.Child("gateways")),
		validateResources(o, path.Child("resources")),
	)
}

// validateRevision refuses names that two would go by.
func validateRevision(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if o.revision() == "default" {
		errs = append(errs, field.Invalid(path.Child("revision"), "default", "is what the control plane without a revision goes by: leave it out, or make default a tag"))
	}
	for i, tag := range o.RevisionTags {
		p := path.Child("revisionTags").Index(i)
		switch {
		case tag == o.revision():
			errs = append(errs, field.Invalid(p, tag, "is the revision itself"))
		case tag == "default" && o.revision() == "":
			errs = append(errs, field.Invalid(p, tag, "a control plane without a revision is the default one as it is"))
		}
	}
	if !o.byDefault() && o.Injection.EnableNamespacesByDefault {
		errs = append(errs, field.Forbidden(path.Child("injection", "enableNamespacesByDefault"), "is for the default revision: leave revision out, or give it the tag default"))
	}
	return errs
}

// byDefault tells whether pods that choose no revision get this one.
func (o Options) byDefault() bool {
	return o.revision() == "" || slices.Contains(o.RevisionTags, "default")
}

func validateBase(b Base, path *field.Path) field.ErrorList {
	errs := addon.AtMostOne(path, addon.Field("noReader", b.NoReader), addon.Field("reader", b.Reader != nil))
	if b.Disabled && b.DefaultRevision != "" {
		errs = append(errs, field.Forbidden(path.Child("defaultRevision"), "the install that has the base says it"))
	}
	return errs
}

// release is the beginning of a tag by which a release of Istio's is known.
var release = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^([0-9]+\.[0-9]+)\.[0-9]+`) })

// validateVersions refuses images whose templates, definitions and flags differ from those
// that the addon has. Tags that name no release are taken.
func validateVersions(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	check := func(tag string, path *field.Path) {
		if m := release().FindStringSubmatch(tag); m != nil && m[1] != minor {
			errs = append(errs, field.Invalid(path, tag, "must be a release of "+minor+": the injection templates are of that version"))
		}
	}
	check(o.Tag, path.Child("tag"))
	check(o.Pods.Image.Tag, path.Child("pods", "image", "tag"))
	check(o.Proxy.Image.Tag, path.Child("proxy", "image", "tag"))
	return errs
}

func validateCA(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	errs = append(errs, validatePEM(o.CABundle, path.Child("caBundle"))...)
	p := path.Child("ca")
	errs = append(errs, validatePEM(o.CA.JWKSExtraRootCA, p.Child("jwksExtraRootCA"))...)
	if len(o.CA.Signers) > 0 && !o.CA.usesKubernetes() {
		errs = append(errs, field.Forbidden(p.Child("signers"), "istiod signs by itself: set kubernetesSigners, or a provider of Kubernetes'"))
	}
	return errs
}

// validatePEM refuses what is no certificate.
func validatePEM(text string, path *field.Path) field.ErrorList {
	if text == "" {
		return nil
	}
	if block, _ := pem.Decode([]byte(text)); block == nil || block.Type != "CERTIFICATE" {
		return field.ErrorList{field.Invalid(path, text, "must be a certificate in PEM")}
	}
	return nil
}

func validateInjection(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	i := o.Injection
	names := slices.Sorted(slices.Values(slices.Concat(templateNames(), slices.Collect(maps.Keys(i.Templates)))))
	for n, name := range i.DefaultTemplates {
		if !slices.Contains(names, name) {
			errs = append(errs, field.NotSupported(path.Child("defaultTemplates").Index(n), name, slices.Compact(names)))
		}
	}
	errs = append(errs, validateSelectors(i.AlwaysInjectSelector, path.Child("alwaysInjectSelector"))...)
	return append(errs, validateSelectors(i.NeverInjectSelector, path.Child("neverInjectSelector"))...)
}

// validateSelectors refuses selectors that Kubernetes doesn't know, and those that select
// everything.
func validateSelectors(selectors []metav1.LabelSelector, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for i := range selectors {
		s, p := &selectors[i], path.Index(i)
		if _, err := metav1.LabelSelectorAsSelector(s); err != nil {
			errs = append(errs, field.Invalid(p, metav1.FormatLabelSelector(s), err.Error()))
		} else if len(s.MatchLabels)+len(s.MatchExpressions) == 0 {
			errs = append(errs, field.Required(p, "an empty selector selects everything"))
		}
	}
	return errs
}

func validateProxy(x Proxy, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if !slices.Equal(x.IncludeIPRanges, []string{"*"}) {
		errs = append(errs, addon.CheckCIDRs(x.IncludeIPRanges, path.Child("includeIPRanges"))...)
	}
	errs = append(errs, addon.CheckCIDRs(x.ExcludeIPRanges, path.Child("excludeIPRanges"))...)
	if len(x.IncludeInboundPorts) > 1 && slices.Contains(x.IncludeInboundPorts, "*") {
		errs = append(errs, field.Invalid(path.Child("includeInboundPorts"), strings.Join(x.IncludeInboundPorts, ","), `"*" is for all ports: leave the others out`))
	}
	if len(x.ExcludeInboundPorts) > 0 && !slices.Contains(x.IncludeInboundPorts, "*") {
		errs = append(errs, field.Forbidden(path.Child("excludeInboundPorts"), `needs includeInboundPorts to be "*"`))
	}
	return errs
}
