package hnc

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

func validate(o Options, path *field.Path) field.ErrorList {
	return slices.Concat(
		validatePods(o, path),
		validatePorts(o.Ports, path.Child("ports")),
		validatePatterns(o, path),
		validateNames(o, path),
		validateResources(o.Resources, path.Child("resources")),
		validateTree(o, path),
		validateQuotas(o, path.Child("quotas")),
		validateWebhooks(o, path.Child("webhooks")),
	)
}

// validatePods refuses managers that would answer webhooks from a memory of nothing, and what
// the pods for webhooks have from the manager.
func validatePods(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	ha := o.HighAvailability
	if o.several() && !ha.Enabled && !o.Webhooks.Disabled {
		errs = append(errs, field.Invalid(path.Child("pods", "replicas"), *o.Pods.Replicas, "must be 1: of several managers only the elected one knows the tree, and all would answer webhooks; set highAvailability.enabled"))
	}
	if *o.Pods.Replicas == 0 && o.answers() {
		errs = append(errs, field.Invalid(path.Child("pods", "replicas"), 0, "must be 1: without a manager the webhooks refuse whatever they look at; set webhooks.disabled with it"))
	}
	if o.LeaderElectionID != "" && !o.several() {
		errs = append(errs, field.Forbidden(path.Child("leaderElectionID"), "nobody is elected: there is one manager"))
	}
	p := path.Child("highAvailability")
	if ha.Enabled && o.Webhooks.Disabled {
		errs = append(errs, field.Forbidden(p.Child("enabled"), "there are no webhooks to be answered: webhooks.disabled is set"))
	}
	if *ha.Pods.Replicas == 0 {
		errs = append(errs, field.Invalid(p.Child("pods", "replicas"), 0, "must be at least 1: without such a pod the webhooks refuse whatever they look at"))
	}
	if ha.Pods.Image != (addon.Image{}) {
		errs = append(errs, field.Forbidden(p.Child("pods", "image"), "the pods run the image of pods.image"))
	}
	if ha.Pods.ServiceAccountAnnotations != nil {
		errs = append(errs, field.Forbidden(p.Child("pods", "serviceAccountAnnotations"), "the pods run as the manager's service account: set pods.serviceAccountAnnotations"))
	}
	return errs
}

// validatePorts refuses ports that are taken.
func validatePorts(p Ports, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if p.Metrics == p.Webhook {
		errs = append(errs, field.Invalid(path.Child("metrics"), p.Metrics, "is the port for webhooks: take another"))
	}
	if p.Health == p.Webhook || p.Health == p.Metrics {
		errs = append(errs, field.Invalid(path.Child("health"), p.Health, "is the port for webhooks or for metrics: take another"))
	}
	return errs
}

// validatePatterns refuses regular expressions with which the manager doesn't start, and those
// by which it would take off namespaces what it needs itself, or what others put on them again:
// the API server and the plan.
func validatePatterns(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if _, err := whole(o.IncludedNamespaceRegex); err != nil {
		errs = append(errs, field.Invalid(path.Child("includedNamespaceRegex"), o.IncludedNamespaceRegex, err.Error()))
	}
	check := func(name string, patterns []string, notOurs ...string) {
		for i, pattern := range patterns {
			p := path.Child(name).Index(i)
			re, err := whole(pattern)
			if err != nil {
				errs = append(errs, field.Invalid(p, pattern, err.Error()))
			} else if i := slices.IndexFunc(notOurs, re.MatchString); i >= 0 {
				errs = append(errs, field.Invalid(p, pattern, fmt.Sprintf("must not match %q, which isn't HNC's to manage", notOurs[i])))
			}
		}
	}
	check("managedNamespaceLabels", o.ManagedNamespaceLabels,
		group, includedLabel, corev1.LabelMetadataName, addon.LabelManagedBy)
	check("managedNamespaceAnnotations", o.ManagedNamespaceAnnotations,
		group, group+"/subnamespace-of", "argocd.argoproj.io/sync-options", "helm.sh/resource-policy", "kustomize.toolkit.fluxcd.io/prune")
	return errs
}

// whole is a regular expression as HNC reads it: for the whole of a name.
func whole(pattern string) (*regexp.Regexp, error) {
	return regexp.Compile("^" + grouped(pattern) + "$")
}

// managed tells whether one of the patterns matches a name. Patterns that are none match
// nothing.
func managed(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		re, err := whole(pattern)
		return err == nil && re.MatchString(name)
	})
}

// validateNames refuses labels and annotations that can't be.
func validateNames(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for i, a := range o.UnpropagatedAnnotations {
		errs = append(errs, valid(a, validation.IsQualifiedName, path.Child("unpropagatedAnnotations").Index(i))...)
	}
	for i, l := range o.NoPropagationLabels {
		p := path.Child("noPropagationLabels").Index(i)
		if l.Key != "" {
			errs = append(errs, valid(l.Key, validation.IsQualifiedName, p.Child("key"))...)
		}
		errs = append(errs, valid(l.Value, validation.IsValidLabelValue, p.Child("value"))...)
	}
	return errs
}

// valid refuses what a function of apimachinery's finds fault with.
func valid(value string, check func(string) []string, path *field.Path) field.ErrorList {
	if problems := check(value); len(problems) > 0 {
		return field.ErrorList{field.Invalid(path, value, strings.Join(problems, "; "))}
	}
	return nil
}

// validateWebhooks refuses a certificate that nobody trusts, and properties of webhooks that
// are not there.
func validateWebhooks(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	w := o.Webhooks
	c := w.Certificate
	switch {
	case w.Disabled && c != (addon.ServingCertificate{}):
		errs = append(errs, field.Forbidden(path.Child("certificate"), "there is nothing to certify: disabled is set"))
	case c.Secret != "" && c.CABundle == "":
		errs = append(errs, field.Required(path.Child("certificate", "caBundle"), "the API server trusts the certificate of a Secret by its CA alone"))
	}
	if w.NoRestart && !o.rotates() {
		errs = append(errs, field.Forbidden(path.Child("noRestart"), "HNC makes no certificate"))
	}
	if w.Disabled && w.Objects.OnlyPropagated {
		errs = append(errs, field.Forbidden(path.Child("objects", "onlyPropagated"), "there is no such webhook: disabled is set"))
	}
	return errs
}
