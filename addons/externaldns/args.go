package externaldns

import (
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// args are the program's arguments: those that the chart has an option for in its order,
// and the others behind them.
func args(o Options) []string {
	namespace := ""
	if o.Namespaced {
		namespace = o.sourceNamespace()
	}
	return slices.Concat(
		set("--log-level", o.LogLevel),
		set("--log-format", o.LogFormat),
		set("--interval", duration(o.Interval)),
		on("--events", o.Events),
		each("--source", o.Sources),
		set("--policy", o.Policy),
		set("--registry", o.Registry),
		set("--txt-owner-id", o.OwnerID),
		set("--txt-prefix", o.TXT.Prefix),
		set("--txt-suffix", o.TXT.Suffix),
		set("--namespace", namespace),
		set("--gateway-namespace", o.GatewayNamespace),
		on("--gateway-listener-sets", o.GatewayListenerSets),
		each("--domain-filter", o.DomainFilters),
		each("--exclude-domains", o.ExcludeDomains),
		set("--label-filter", o.LabelFilter),
		set("--annotation-filter", o.AnnotationFilter),
		set("--annotation-prefix", o.AnnotationPrefix),
		each("--managed-record-types", o.ManagedRecordTypes),
		set("--provider", o.Provider),

		set("--regex-domain-filter", o.RegexDomainFilter),
		set("--regex-domain-exclusion", o.RegexDomainExclusion),
		each("--zone-id-filter", o.ZoneIDFilters),
		each("--ingress-class", o.IngressClasses),
		each("--service-type-filter", o.serviceTypes()),
		set("--txt-wildcard-replacement", o.TXT.WildcardReplacement),
		on("--txt-encrypt-enabled", o.TXT.EncryptionKey != nil),
		set("--txt-cache-interval", duration(o.TXT.CacheInterval)),
		set("--migrate-from-txt-owner", o.TXT.MigrateFromOwner),
		set("--dynamodb-table", o.DynamoDB.Table),
		set("--dynamodb-region", o.DynamoDB.Region),
		o.AWS.args(),
		on("--dry-run", o.DryRun),
	)
}

// set is a flag with a value, if there is one.
func set[T ~string](flag string, value T) []string {
	if value == "" {
		return nil
	}
	return []string{flag + "=" + string(value)}
}

// each is a flag that is given once for each value.
func each[T ~string](flag string, values []T) []string {
	var args []string
	for _, v := range values {
		args = append(args, set(flag, v)...)
	}
	return args
}

// on is a flag without a value.
func on(flag string, given bool) []string {
	if !given {
		return nil
	}
	return []string{flag}
}

// duration writes a duration as people do, "1m" and not "1m0s". Zero is not given.
func duration(d metav1.Duration) string {
	if d.Duration == 0 {
		return ""
	}
	s := d.Duration.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
