package loki

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/hpa"
)

func validate(o Options, path *field.Path) field.ErrorList {
	return slices.Concat(
		validateCopies(o, path),
		validateSchema(o, path.Child("schema")),
		validateTenants(o, path),
		validateTimes(o, path),
		o.ChunksCache.check(path.Child("chunksCache")),
		o.ResultsCache.check(path.Child("resultsCache")),
		validateGateway(o, path),
		validateCollector(o, path),
		validateGrafana(o, path.Child("grafana")),
	)
}

// validateCopies refuses more copies of a line than there are pods, and pods that don't know of
// each other's logs.
func validateCopies(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	pods := path.Child("pods", "replicas")
	if o.scalable() {
		pods = path.Child("write", "pods", "replicas")
		if o.Storage.S3 == nil {
			errs = append(errs, field.Forbidden(path.Child("storage", "filesystem"), "pods in the mode scalable don't see each other's files: use s3"))
		}
		errs = append(errs, hpa.Check(o.Read.Autoscaling, o.Read.Pods, false, path.Child("read"))...)
	} else if n := o.takers(); n > 1 && o.Storage.S3 == nil {
		errs = append(errs, field.Invalid(pods, n, "must be 0 or 1 with storage.filesystem: pods don't see each other's files"))
	}
	if n := o.takers(); n > 0 && o.ReplicationFactor > n {
		errs = append(errs, field.Invalid(path.Child("replicationFactor"), o.ReplicationFactor, fmt.Sprintf("must be at most %s, which is %d: Loki would take no logs", pods, n)))
	}
	return errs
}

// validateSchema refuses what Loki doesn't start with.
func validateSchema(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for i, p := range o.Schema {
		if i > 0 && p.From <= o.Schema[i-1].From {
			errs = append(errs, field.Invalid(path.Index(i).Child("from"), p.From, "must be after "+o.Schema[i-1].From+", which is the one before"))
		}
		if in := p.ObjectStore; in != "" && (in == InFilesystem) != (o.Storage.S3 == nil) {
			errs = append(errs, field.Invalid(path.Index(i).Child("objectStore"), in, "must be one that storage has"))
		}
	}
	structured := o.Limits.AllowStructuredMetadata == nil || *o.Limits.AllowStructuredMetadata
	if last := o.Schema[len(o.Schema)-1]; structured && (last.Store == BoltDBShipper || last.Version != "" && last.Version != SchemaV13) {
		errs = append(errs, field.Invalid(path.Index(len(o.Schema)-1), last.From, "must have the store tsdb and the version v13, unless limits.allowStructuredMetadata is false"))
	}
	return errs
}

var tenantName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[0-9A-Za-z!_.*'()-]{1,150}$`) })

// validateTenants refuses limits of tenants that there can't be.
func validateTenants(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for _, tenant := range slices.Sorted(maps.Keys(o.TenantLimits)) {
		p := path.Child("tenantLimits").Key(tenant)
		switch {
		case o.SingleTenant && tenant != o.ownTenant():
			errs = append(errs, field.Invalid(p, tenant, `must be "fake", the name of the only tenant with singleTenant`))
		case !tenantName().MatchString(tenant):
			errs = append(errs, field.Invalid(p, tenant, "must match "+tenantName().String()))
		}
	}
	return errs
}

// validateTimes refuses times that make queries fail, or miss logs.
func validateTimes(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if write, query := o.Server.HTTPWriteTimeout.Duration, o.Limits.QueryTimeout.Duration; write <= query {
		errs = append(errs, field.Invalid(path.Child("server", "httpWriteTimeout"), write.String(), "must be longer than limits.queryTimeout, which is "+query.String()))
	}
	within, age := o.Queries.QueryIngestersWithin.Duration, o.Ingester.MaxChunkAge.Duration
	if within == 0 {
		within = 3 * time.Hour // as Loki has it
	}
	if age >= within {
		errs = append(errs, field.Invalid(path.Child("ingester", "maxChunkAge"), age.String(), "must be shorter than queries.queryIngestersWithin, which is "+within.String()+": logs between the two would be found nowhere"))
	}
	return errs
}

// check refuses pods that are killed before the cache is full.
func (c Cache) check(path *field.Path) field.ErrorList {
	errs := checkMebibytes(c.Memory, path.Child("memory"))
	errs = append(errs, checkMebibytes(c.MaxItemSize, path.Child("maxItemSize"))...)
	if limit, ok := c.Pods.Resources.Limits[corev1.ResourceMemory]; ok && limit.Cmp(*c.Memory) <= 0 {
		errs = append(errs, field.Invalid(path.Child("pods", "resources", "limits").Key("memory"), limit.String(), "must be more than memory, which is "+c.Memory.String()+": a full cache takes some more"))
	}
	return errs
}

// checkMebibytes refuses what a program that counts in them can't be told.
func checkMebibytes(q *resource.Quantity, path *field.Path) field.ErrorList {
	if v := q.Value(); v <= 0 || v%(1<<20) != 0 {
		return field.ErrorList{field.Invalid(path, q.String(), `must be whole mebibytes, as in "512Mi"`)}
	}
	return nil
}

// validateGateway refuses what is said of a gateway that isn't there.
func validateGateway(o Options, path *field.Path) field.ErrorList {
	g, p := o.Gateway, path.Child("gateway")
	errs := hpa.Check(g.Autoscaling, g.Pods, false, p)
	if !g.Disabled {
		return errs
	}
	for _, f := range []addon.Choice{
		addon.Field("ingress", g.Ingress != nil),
		addon.Field("basicAuth", g.BasicAuth != nil),
		addon.Field("autoscaling", g.Autoscaling.Enabled),
	} {
		if f.Set {
			errs = append(errs, field.Forbidden(p.Child(f.Name), "is that of the gateway which disabled leaves out"))
		}
	}
	if o.scalable() && !o.Canary.Disabled {
		errs = append(errs, field.Forbidden(p.Child("disabled"), "in the mode scalable only the gateway leads to all that the canary needs: set canary.disabled too"))
	}
	return errs
}

// validateCollector refuses what is said of a collector that isn't there.
func validateCollector(o Options, path *field.Path) field.ErrorList {
	errs := slices.Concat(
		hpa.Check(hpa.Autoscaling{}, o.Canary.Pods, true, path.Child("canary")),
		hpa.Check(hpa.Autoscaling{}, o.Promtail.Pods, true, path.Child("promtail")),
		hpa.Check(hpa.Autoscaling{}, o.Alloy.Pods, true, path.Child("alloy")),
	)
	if o.Alloy.AfterPromtail && o.Collector != WithAlloy {
		errs = append(errs, field.Forbidden(path.Child("alloy", "afterPromtail"), "needs the collector alloy"))
	}
	if o.Collector != NoCollector {
		return errs
	}
	if !reflect.ValueOf(o.Logs).IsZero() {
		errs = append(errs, field.Forbidden(path.Child("logs"), "needs a collector"))
	}
	if o.Canary.NoPush && !o.Canary.Disabled {
		errs = append(errs, field.Forbidden(path.Child("canary", "noPush"), "needs a collector"))
	}
	return errs
}
