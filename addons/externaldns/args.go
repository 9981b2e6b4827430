package externaldns

import (
	"slices"

	"github.com/fitout/fitout/addon/kube"
)

// args are the program's arguments: those that the chart has an option for in its order,
// and the others behind them.
func args(o Options) []string {
	namespace := ""
	if o.Namespaced {
		namespace = o.sourceNamespace()
	}
	return slices.Concat(
		kube.Flag("--log-level", o.LogLevel),
		kube.Flag("--log-format", o.LogFormat),
		kube.Flag("--interval", kube.Duration(o.Interval)),
		kube.FlagIf(o.Events, "--events"),
		kube.FlagEach("--source", o.Sources),
		kube.Flag("--policy", o.Policy),
		kube.Flag("--registry", o.Registry),
		kube.Flag("--txt-owner-id", o.OwnerID),
		kube.Flag("--txt-prefix", o.TXT.Prefix),
		kube.Flag("--txt-suffix", o.TXT.Suffix),
		kube.Flag("--namespace", namespace),
		kube.Flag("--gateway-namespace", o.GatewayNamespace),
		kube.FlagIf(o.GatewayListenerSets, "--gateway-listener-sets"),
		kube.FlagEach("--domain-filter", o.DomainFilters),
		kube.FlagEach("--exclude-domains", o.ExcludeDomains),
		kube.Flag("--label-filter", o.LabelFilter),
		kube.Flag("--annotation-filter", o.AnnotationFilter),
		kube.Flag("--annotation-prefix", o.AnnotationPrefix),
		kube.FlagEach("--managed-record-types", o.ManagedRecordTypes),
		kube.Flag("--provider", o.Provider),

		kube.Flag("--regex-domain-filter", o.RegexDomainFilter),
		kube.Flag("--regex-domain-exclusion", o.RegexDomainExclusion),
		kube.FlagEach("--zone-id-filter", o.ZoneIDFilters),
		kube.FlagEach("--ingress-class", o.IngressClasses),
		kube.FlagEach("--service-type-filter", o.serviceTypes()),
		kube.Flag("--txt-wildcard-replacement", o.TXT.WildcardReplacement),
		kube.FlagIf(o.TXT.EncryptionKey != nil, "--txt-encrypt-enabled"),
		kube.Flag("--txt-cache-interval", kube.Duration(o.TXT.CacheInterval)),
		kube.Flag("--migrate-from-txt-owner", o.TXT.MigrateFromOwner),
		kube.Flag("--dynamodb-table", o.DynamoDB.Table),
		kube.Flag("--dynamodb-region", o.DynamoDB.Region),
		o.AWS.args(),
		kube.FlagIf(o.DryRun, "--dry-run"),
	)
}
