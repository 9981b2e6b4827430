package externaldns

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

func validate(o Options, path *field.Path) field.ErrorList {
	errs := slices.Concat(
		validateRegistry(o, path),
		validateTXT(o, path.Child("txt")),
		validateFilters(o, path),
		validateProvider(o, path),
		validateNamespaced(o, path),
		addon.CheckIPFamilies(o.Service.IPFamilyPolicy, o.Service.IPFamilies, path.Child("service")),
	)
	if n := o.Pods.Replicas; *n > 1 {
		errs = append(errs, field.Invalid(path.Child("pods", "replicas"), *n, "must be 0 or 1: there is no leader election, and two would race each other"))
	}
	if o.ServiceMonitor != nil && o.Service.Disabled {
		errs = append(errs, field.Forbidden(path.Child("serviceMonitor"), "needs the service, which is disabled"))
	}
	return errs
}

func validateRegistry(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if o.OwnerID == "" && o.Registry != RegistryNoop {
		errs = append(errs, field.Required(path.Child("ownerID"), `no default is safe: installs that share a zone and an ID delete each other's records; the ID of an install that had none is "default"`))
	}
	switch {
	case o.Registry == RegistryAWSSD && o.Provider != AWSSD:
		errs = append(errs, field.Invalid(path.Child("registry"), o.Registry, `works with the provider "aws-sd" only`))
	case o.Provider == AWSSD && o.Registry != RegistryAWSSD && o.Registry != RegistryNoop:
		errs = append(errs, field.Invalid(path.Child("registry"), o.Registry, `the provider "aws-sd" works with "aws-sd" or "noop"`))
	}
	if o.Registry != RegistryDynamoDB && o.DynamoDB != (DynamoDBOptions{}) {
		errs = append(errs, field.Forbidden(path.Child("dynamodb"), fmt.Sprintf(`belongs to the registry "dynamodb", not %q`, o.Registry)))
	}
	return errs
}

func validateTXT(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if o.Registry != RegistryTXT && o.Registry != RegistryDynamoDB && o.TXT != (TXTOptions{}) {
		return append(errs, field.Forbidden(path, fmt.Sprintf(`belongs to the registries "txt" and "dynamodb", not %q`, o.Registry)))
	}
	if o.TXT.Prefix != "" && o.TXT.Suffix != "" {
		errs = append(errs, field.Forbidden(path.Child("suffix"), "there is a prefix already"))
	}
	switch from := path.Child("migrateFromOwner"); {
	case o.TXT.MigrateFromOwner == "":
	case o.Registry != RegistryTXT:
		errs = append(errs, field.Forbidden(from, `belongs to the registry "txt"`))
	case o.TXT.MigrateFromOwner == o.OwnerID:
		errs = append(errs, field.Invalid(from, o.TXT.MigrateFromOwner, "must be another one than ownerID"))
	}
	return errs
}

func validateFilters(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	invalid := func(name, value string, err error) {
		if err != nil {
			errs = append(errs, field.Invalid(path.Child(name), value, err.Error()))
		}
	}
	_, err := labels.Parse(o.LabelFilter)
	invalid("labelFilter", o.LabelFilter, err)
	_, err = metav1.ParseToLabelSelector(o.AnnotationFilter)
	invalid("annotationFilter", o.AnnotationFilter, err)
	_, err = regexp.Compile(o.RegexDomainFilter)
	invalid("regexDomainFilter", o.RegexDomainFilter, err)
	_, err = regexp.Compile(o.RegexDomainExclusion)
	invalid("regexDomainExclusion", o.RegexDomainExclusion, err)

	if o.RegexDomainFilter == "" && o.RegexDomainExclusion == "" {
		return errs
	}
	const ignored = "is ignored beside a regular expression: say all in one form"
	if len(o.DomainFilters) > 0 {
		errs = append(errs, field.Forbidden(path.Child("domainFilters"), ignored))
	}
	if len(o.ExcludeDomains) > 0 {
		errs = append(errs, field.Forbidden(path.Child("excludeDomains"), ignored))
	}
	return errs
}

func validateProvider(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	own := o.AWS
	own.Region = "" // the target's, most of the time
	if !o.usesAWS() && !reflect.ValueOf(own).IsZero() {
		errs = append(errs, field.Forbidden(path.Child("aws"), `belongs to the providers "aws" and "aws-sd" and the registry "dynamodb"`))
	}
	image := path.Child("webhook", "image")
	switch none := o.Webhook.Image == (addon.Image{}); {
	case o.Provider == Webhook && none:
		errs = append(errs, field.Required(image, `the provider "webhook" is a sidecar`))
	case o.Provider != Webhook && !none:
		errs = append(errs, field.Forbidden(image, fmt.Sprintf(`belongs to the provider "webhook", not %q`, o.Provider)))
	}
	return errs
}

// validateNamespaced refuses what a namespaced install would wait for in vain, since it
// is in no namespace or in others.
func validateNamespaced(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if !o.Namespaced {
		if o.SourceNamespace != "" {
			errs = append(errs, field.Forbidden(path.Child("sourceNamespace"), "belongs to namespaced installs: others read all namespaces"))
		}
		return errs
	}
	for i, s := range o.Sources {
		switch s {
		case SourceNode, SourcePod, SourceGlooProxy:
			errs = append(errs, field.Invalid(path.Child("sources").Index(i), s, "reads the whole cluster: it can't be namespaced"))
		}
	}
	for i, t := range o.ServiceTypes {
		if t == corev1.ServiceTypeNodePort {
			errs = append(errs, field.Invalid(path.Child("serviceTypes").Index(i), t, "needs the cluster's nodes: it can't be namespaced"))
		}
	}
	if o.reads(gatewayRoutes()...) && o.GatewayNamespace == "" {
		errs = append(errs, field.Required(path.Child("gatewayNamespace"), "a namespaced install can't read the Gateways of all namespaces"))
	}
	if o.GatewayListenerSets {
		errs = append(errs, field.Forbidden(path.Child("gatewayListenerSets"), "are read in the whole cluster: they can't be namespaced"))
	}
	return errs
}
