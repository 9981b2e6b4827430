package awslbc

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

func validate(o Options, path *field.Path) field.ErrorList {
	return slices.Concat(
		validatePods(o, path),
		addon.AtMostOne(path, addon.Field("vpcID", o.VPCID != ""), addon.Field("vpcTags", o.VPCTags != nil)),
		validateTags(o, path),
		validateClasses(o, path),
		validateFeatures(o, path),
		validatePorts(o, path),
		validateWebhook(o.Webhook, path.Child("webhook")),
		validateSecrets(o, path),
	)
}

// validatePods refuses two who count the pods, and an autoscaler that knows nothing.
func validatePods(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	a := o.Autoscaling
	if !a.Enabled {
		return nil
	}
	if o.Pods.Replicas != nil {
		errs = append(errs, field.Forbidden(path.Child("pods", "replicas"), "the autoscaler counts the pods: set autoscaling.minReplicas"))
	}
	if o.Pods.Resources.Requests.Cpu().IsZero() {
		errs = append(errs, field.Required(path.Child("pods", "resources", "requests").Key(string(corev1.ResourceCPU)), "the autoscaler goes by the CPU that pods use of what they ask for"))
	}
	if a.MaxReplicas < a.MinReplicas {
		errs = append(errs, field.Invalid(path.Child("autoscaling", "maxReplicas"), a.MaxReplicas, fmt.Sprintf("must be at least minReplicas, which is %d", a.MinReplicas)))
	}
	return errs
}

// validateTags refuses tags that AWS or a flag doesn't take, and with which the controller
// doesn't start.
func validateTags(o Options, path *field.Path) field.ErrorList {
	errs := slices.Concat(
		checkTags(o.DefaultTags, path.Child("defaultTags"), true),
		checkTags(o.VPCTags, path.Child("vpcTags"), false),
		checkTags(o.ServiceTargetENISecurityGroupTags, path.Child("serviceTargetENISecurityGroupTags"), false),
	)
	for i, key := range o.ExternalManagedTags {
		p := path.Child("externalManagedTags").Index(i)
		_, both := o.DefaultTags[key]
		switch {
		case !tagText().MatchString(key):
			errs = append(errs, field.Invalid(p, key, "must be letters, digits, spaces and any of _.:/=+-@"))
		case slices.Contains(ownTags(), key):
			errs = append(errs, field.Forbidden(p, "the controller knows what it made by "+key))
		case both:
			errs = append(errs, field.Forbidden(p, key+" is among defaultTags, and either the controller sets it or somebody else"))
		}
	}
	return errs
}

// checkTags checks tags that a flag names; those that are set must not be taken.
func checkTags(tags map[string]string, path *field.Path, set bool) field.ErrorList {
	var errs field.ErrorList
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		switch {
		case !validTag(key, tags[key]):
			errs = append(errs, field.Invalid(path.Key(key), tags[key], "must be a tag that AWS takes: a key of 1 to 128 and a value of up to 256 letters, digits, spaces and any of _.:/=+-@"))
		case strings.Contains(key, "="):
			errs = append(errs, field.Invalid(path.Key(key), tags[key], `must have a key without "=": the flag would end it there`))
		case set && slices.Contains(ownTags(), key):
			errs = append(errs, field.Forbidden(path.Key(key), "the controller knows what it made by this tag"))
		case set && strings.HasPrefix(strings.ToLower(key), "aws:"):
			errs = append(errs, field.Forbidden(path.Key(key), "tags that begin with aws: are AWS's own"))
		}
	}
	return errs
}

// ownTags are those by which the controller knows what it made.
func ownTags() []string {
	return []string{
		clusterTag, group + "/resource",
		"ingress.k8s.aws/stack", "ingress.k8s.aws/resource",
		"service.k8s.aws/stack", "service.k8s.aws/resource",
		"gateway.k8s.aws.alb/stack", "gateway.k8s.aws.alb/resource",
		"gateway.k8s.aws.nlb/stack", "gateway.k8s.aws.nlb/resource",
	}
}

var tagText = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$`) })

func validTag(key, value string) bool {
	return len(key) > 0 && len([]rune(key)) <= 128 && len([]rune(value)) <= 256 && tagText().MatchString(key) && tagText().MatchString(value)
}

// validateFeatures refuses features that the controller doesn't know, and options that
// contradict one.
func validateFeatures(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	known := FeatureGate("").Enum()
	for _, gate := range slices.Sorted(maps.Keys(o.FeatureGates)) {
		if !slices.Contains(known, string(gate)) {
			errs = append(errs, field.NotSupported(path.Child("featureGates").Key(string(gate)), gate, known))
		}
	}
	if o.off(EnableIPTargetType) && o.DefaultTargetType == TargetIP {
		errs = append(errs, field.Forbidden(path.Child("defaultTargetType"), "the feature EnableIPTargetType is switched off"))
	}
	if o.off(EnableServiceController) && !o.Webhook.Services.Disabled {
		errs = append(errs, field.Required(path.Child("webhook", "services", "disabled"), "the feature EnableServiceController is switched off, and the webhook would give Services a class that nobody serves"))
	}
	if o.DefaultCertificateAuthority != "" && !o.FeatureGates[EnableCertificateManagement] {
		errs = append(errs, field.Forbidden(path.Child("defaultCertificateAuthority"), "needs the feature EnableCertificateManagement"))
	}
	return errs
}

// validatePorts refuses ports that are taken.
func validatePorts(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	taken := map[int32]string{}
	if o.HostNetwork {
		taken[10250], taken[10256] = "the kubelet's in the network of the node", "kube-proxy's in the network of the node"
	}
	for _, p := range []struct {
		name string
		port int32
	}{{"webhook", o.Ports.Webhook}, {"metrics", o.Ports.Metrics}, {"health", o.Ports.Health}} {
		if by := taken[p.port]; by != "" {
			errs = append(errs, field.Invalid(path.Child("ports", p.name), p.port, "is "+by+": take another"))
			continue
		}
		taken[p.port] = "the port for " + p.name
	}
	return errs
}

func validateSecrets(o Options, path *field.Path) field.ErrorList {
	if o.AllSecrets && len(o.SecretNamespaces) > 0 {
		return field.ErrorList{field.Forbidden(path.Child("secretNamespaces"), "allSecrets is set: the controller may read them anyway")}
	}
	return nil
}

// validateWebhook refuses a certificate that nobody trusts, and properties of webhooks that
// are not made.
func validateWebhook(w Webhook, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	c, p := w.Certificate, path.Child("certificate")
	if c.Secret != "" && c.CABundle == "" {
		errs = append(errs, field.Required(p.Child("caBundle"), "the API server trusts the certificate of a Secret by its CA alone"))
	}
	if c.Secret == "" {
		for _, f := range []struct{ name, file string }{{"certFile", w.CertFile}, {"keyFile", w.KeyFile}} {
			if f.file != "" {
				errs = append(errs, field.Forbidden(path.Child(f.name), "belongs to the certificate of a secret: cert-manager's has keys of its own"))
			}
		}
	}
	refuse := func(hook, name string, set bool) {
		if set {
			errs = append(errs, field.Forbidden(path.Child(hook, name), "there is no such webhook: "+hook+".disabled is set"))
		}
	}
	if w.Services.Disabled {
		refuse("services", "namespaceSelector", w.Services.NamespaceSelector != nil)
		refuse("services", "objectSelector", w.Services.ObjectSelector != nil)
		refuse("services", "updates", w.Services.Updates)
	}
	if w.Ingresses.Disabled {
		refuse("ingresses", "namespaceSelector", w.Ingresses.NamespaceSelector != nil)
		refuse("ingresses", "objectSelector", w.Ingresses.ObjectSelector != nil)
	}
	return errs
}

// Validate refuses a group that load balancers don't use.
func (b BackendSecurityGroup) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if b.Disabled && b.ID != "" {
		errs = append(errs, field.Forbidden(path.Child("id"), "load balancers share no group: disabled is set"))
	}
	if b.Disabled && b.ManageRules {
		errs = append(errs, field.Forbidden(path.Child("manageRules"), "the rules are about the shared group, and disabled is set: the controller wouldn't start"))
	}
	return errs
}
