package awslbc

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// args are the controller's arguments. What has upstream's default is left out, as in the
// chart.
func args(t addon.Target, o Options) []string {
	return slices.Concat(
		kube.Flag("--cluster-name", o.ClusterName),
		[]string{"--ingress-class=" + o.className()},
		calls(t, o),
		ingresses(o),
		loadBalancers(o),
		targets(o),
		concurrency(o.Concurrency),
		kube.Flag("--sync-period", kube.Duration(o.SyncPeriod)),
		kube.Flag("--targetgroupbinding-max-exponential-backoff-delay", kube.Duration(o.TargetGroupBindingMaxBackoff)),
		kube.Flag("--targetgroupbinding-requeue-duration", kube.Duration(o.TargetGroupBindingRequeue)),
		kube.Flag("--globalaccelerator-max-exponential-backoff-delay", kube.Duration(o.GlobalAcceleratorMaxBackoff)),
		kube.Flag("--lb-stabilization-monitor-interval", kube.Duration(o.StabilizationInterval)),
		kube.Flag("--watch-namespace", o.WatchNamespace),
		kube.Flag("--feature-gates", pairs(o.FeatureGates)),
		kube.Flag("--log-level", o.LogLevel),
		listeners(o),
	)
}

// className is the class that Ingresses choose by annotation. Without one, the controller
// takes those that choose "alb", and those that choose none at all.
func (o Options) className() string {
	if o.WatchIngressWithoutClass {
		return ""
	}
	return o.IngressClass.Name
}

func calls(t addon.Target, o Options) []string {
	var throttle []string
	for _, limit := range o.API.Throttle {
		rate := strconv.FormatFloat(limit.Rate, 'f', -1, 64)
		throttle = append(throttle, fmt.Sprintf("%s:%s=%s:%d", limit.Service, limit.Operations, rate, limit.Burst))
	}
	return slices.Concat(
		kube.Flag("--aws-region", o.Region),
		kube.Flag("--aws-vpc-id", o.vpcID(t)),
		kube.Flag("--aws-vpc-tags", pairs(o.VPCTags)),
		kube.Flag("--aws-api-endpoints", pairs(o.API.Endpoints)),
		kube.Flag("--aws-api-throttle", strings.Join(throttle, ",")),
		kube.Flag("--aws-max-retries", kube.Number(o.API.MaxRetries)),
	)
}

// vpcID is the VPC of the load balancers, where it isn't found by its tags or by the node.
func (o Options) vpcID(t addon.Target) string {
	if o.VPCTags != nil || t.AWS == nil {
		return o.VPCID
	}
	return cmp.Or(o.VPCID, t.AWS.VPC)
}

func ingresses(o Options) []string {
	return slices.Concat(
		kube.FlagIf(o.DisableIngressClassAnnotation, "--disable-ingress-class-annotation=true"),
		kube.FlagIf(o.DisableIngressGroupNameAnnotation, "--disable-ingress-group-name-annotation=true"),
		kube.FlagIf(o.RefuseMissingServices, "--tolerate-non-existent-backend-service=false"),
		kube.FlagIf(o.RefuseMissingActions, "--tolerate-non-existent-backend-action=false"),
		kube.Flag("--allowed-certificate-authority-arns", strings.Join(o.CertificateAuthorities, ",")),
		kube.Flag("--default-pca-arn", o.DefaultCertificateAuthority),
		kube.Flag("--required-secrets-label", o.RequiredSecretsLabel),
	)
}

func loadBalancers(o Options) []string {
	return slices.Concat(
		kube.FlagIf(o.DefaultTargetType != TargetInstance, "--default-target-type="+string(o.DefaultTargetType)),
		kube.Flag("--default-load-balancer-scheme", o.DefaultLoadBalancerScheme),
		kube.Flag("--default-ssl-policy", o.DefaultSSLPolicy),
		kube.Flag("--default-tags", pairs(o.DefaultTags)),
		kube.Flag("--external-managed-tags", strings.Join(o.ExternalManagedTags, ",")),
		kube.Flag("--load-balancer-class", o.LoadBalancerClass),
		kube.FlagIf(o.DisableShield, "--enable-shield=false"),
		kube.FlagIf(o.DisableWAF, "--enable-waf=false"),
		kube.FlagIf(o.DisableWAFv2, "--enable-wafv2=false"),
	)
}

func targets(o Options) []string {
	return slices.Concat(
		kube.FlagIf(o.BackendSecurityGroup.Disabled, "--enable-backend-security-group=false"),
		kube.FlagIf(o.BackendSecurityGroup.ManageRules, "--enable-manage-backend-security-group-rules=true"),
		kube.Flag("--backend-security-group", o.BackendSecurityGroup.ID),
		kube.FlagIf(o.UnrestrictedSecurityGroupRules, "--disable-restricted-sg-rules=true"),
		kube.Flag("--service-target-eni-security-group-tags", pairs(o.ServiceTargetENISecurityGroupTags)),
		kube.Flag("--max-targets-per-target-group", kube.Number(o.MaxTargetsPerTargetGroup)),
		kube.FlagIf(o.NoEndpointSlices, "--enable-endpoint-slices=false"),
		kube.FlagIf(o.DisablePodReadinessGates, "--enable-pod-readiness-gate-inject=false"),
		kube.Flag("--quic-environment-variable-name", o.QUICServerIDVariable),
	)
}

func concurrency(c Concurrency) []string {
	return slices.Concat(
		kube.Flag("--ingress-max-concurrent-reconciles", kube.Number(c.Ingresses)),
		kube.Flag("--service-max-concurrent-reconciles", kube.Number(c.Services)),
		kube.Flag("--targetgroupbinding-max-concurrent-reconciles", kube.Number(c.TargetGroupBindings)),
		kube.Flag("--gateway-class-max-concurrent-reconciles", kube.Number(c.GatewayClasses)),
		kube.Flag("--alb-gateway-max-concurrent-reconciles", kube.Number(c.ALBGateways)),
		kube.Flag("--nlb-gateway-max-concurrent-reconciles", kube.Number(c.NLBGateways)),
		kube.Flag("--globalaccelerator-max-concurrent-reconciles", kube.Number(c.GlobalAccelerators)),
	)
}

func listeners(o Options) []string {
	w := o.Webhook
	return slices.Concat(
		kube.FlagIf(o.Ports.Webhook != webhookPort, fmt.Sprintf("--webhook-bind-port=%d", o.Ports.Webhook)),
		kube.FlagIf(o.Ports.Metrics != metricsPort, fmt.Sprintf("--metrics-bind-addr=:%d", o.Ports.Metrics)),
		kube.FlagIf(o.Ports.Health != healthPort, fmt.Sprintf("--health-probe-bind-addr=:%d", o.Ports.Health)),
		kube.FlagIf(w.CertDir != certDir, "--webhook-cert-dir="+w.CertDir),
		kube.Flag("--webhook-cert-file", w.CertFile),
		kube.Flag("--webhook-key-file", w.KeyFile),
		kube.Flag("--kube-ca-pem-filepath", w.ClientCAFile),
	)
}

// pairs are a map as a flag takes it: "a=1,b=2".
func pairs[K ~string, V any](m map[K]V) string {
	var out []string
	for _, k := range slices.Sorted(maps.Keys(m)) {
		out = append(out, fmt.Sprintf("%s=%v", k, m[k]))
	}
	return strings.Join(out, ",")
}
