package datadog

import (
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

func validateChecks(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	seen := map[string]bool{}
	for i, c := range o.Checks.Postgres {
		p := path.Child("postgres").Index(i)
		errs = append(errs, slices.Concat(c.validate(p, seen, "postgres"), c.reached(p.Child("host"), c.Host), c.problems(o, p))...)
	}
	for i, c := range o.Checks.Redis {
		p := path.Child("redis").Index(i)
		errs = append(errs, slices.Concat(
			c.validate(p, seen, "redis"),
			c.reached(p.Child("host"), c.Host),
			addon.CheckWholeSeconds(c.Timeout, p.Child("timeout")),
		)...)
		if c.InsecureSkipTLSVerify && !c.TLS {
			errs = append(errs, field.Forbidden(p.Child("insecureSkipTLSVerify"), "needs tls"))
		}
	}
	for i, c := range o.Checks.Elasticsearch {
		p := path.Child("elasticsearch").Index(i)
		errs = append(errs, slices.Concat(
			c.validate(p, seen, "elasticsearch"),
			c.reached(p.Child("url"), c.URL),
			addon.CheckWholeSeconds(c.Timeout, p.Child("timeout")),
		)...)
		if c.DetailedIndexStats && !(c.clusterStats() && c.PrimaryShardStats) {
			errs = append(errs, field.Forbidden(p.Child("detailedIndexStats"), "needs clusterStats and primaryShardStats"))
		}
	}
	for i, c := range o.Checks.OpenMetrics {
		p := path.Child("openMetrics").Index(i)
		errs = append(errs, slices.Concat(
			c.validate(p, seen, "openmetrics"),
			c.reached(p.Child("endpoint"), c.Endpoint),
			addon.CheckWholeSeconds(c.Timeout, p.Child("timeout")),
		)...)
		if len(c.Metrics) == 0 {
			errs = append(errs, field.Required(p.Child("metrics"), `the check takes no metrics of itself: "^.+$" is all of them`))
		}
	}
	return errs
}

// validate refuses what no check can have.
func (c Check) validate(path *field.Path, seen map[string]bool, kind string) field.ErrorList {
	errs := addon.CheckWholeSeconds(c.Interval, path.Child("interval"))
	if c.Name != "" && seen[kind+"/"+c.Name] {
		errs = append(errs, field.Duplicate(path.Child("name"), c.Name))
	}
	seen[kind+"/"+c.Name] = true
	return errs
}

// reached refuses a check that doesn't know where to go.
func (c Check) reached(path *field.Path, where string) field.ErrorList {
	switch {
	case len(c.Images) > 0:
		return nil
	case where == "":
		return field.ErrorList{field.Required(path, "needs it, or images of containers")}
	case templated(where):
		return field.ErrorList{field.Invalid(path, where, "%% stands for something of a container that images find: there are none")}
	}
	return nil
}

func (c Postgres) problems(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	refuse := func(set bool, name, why string) {
		if set {
			errs = append(errs, field.Forbidden(path.Child(name), why))
		}
	}
	refuse(c.Bloat && len(c.Relations) == 0, "bloat", "needs relations")
	refuse(c.Schemas && !c.DatabaseMonitoring, "schemas", "needs databaseMonitoring")
	refuse(c.OnlyDatabase && c.Database == "", "onlyDatabase", "needs database")
	if a := c.AWS; a != nil && a.IAM {
		refuse(c.Password != nil, "password", "is not asked for with aws.iam")
		refuse(!o.ClusterChecksRunner.Enabled || len(c.Images) > 0, "aws", "iam needs clusterChecksRunner.enabled, and a check without images, for the role is the runners'")
		refuse(c.TLS != "" && slices.Index(c.TLS.Enum(), string(c.TLS)) < slices.Index(c.TLS.Enum(), string(TLSPrefer)), "tls", "RDS takes IAM by TLS only")
	}
	for i, r := range c.Relations {
		errs = append(errs, addon.ExactlyOne(path.Child("relations").Index(i), addon.Field("name", r.Name != ""), addon.Field("regex", r.Regex != ""))...)
	}
	for i, q := range c.Queries {
		errs = append(errs, addon.CheckWholeSeconds(q.Interval, path.Child("queries").Index(i).Child("interval"))...)
		for j, col := range q.Columns {
			if (col.Name == "") != (col.Type == "") {
				errs = append(errs, field.Required(path.Child("queries").Index(i).Child("columns").Index(j), "needs a name and a type, or neither to be passed over"))
			}
		}
	}
	if d := c.DatabaseDiscovery; d != nil {
		errs = append(errs, addon.CheckWholeSeconds(d.Refresh, path.Child("databaseDiscovery", "refresh"))...)
	}
	return append(errs, wholeMilliseconds(c.QueryTimeout, path.Child("queryTimeout"))...)
}

func wholeMilliseconds(d metav1.Duration, path *field.Path) field.ErrorList {
	if d.Duration%time.Millisecond == 0 {
		return nil
	}
	return field.ErrorList{field.Invalid(path, d.Duration.String(), "must be whole milliseconds")}
}
