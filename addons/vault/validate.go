package vault

import (
	"encoding/pem"
	"fmt"
	"maps"
	"slices"
	"time"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

func validate(o Options, path *field.Path) field.ErrorList {
	errs := slices.Concat(
		validateExternal(o, path),
		validateInjector(o, path.Child("injector")),
		validateCSI(o.CSI, path.Child("csi")),
	)
	if o.External == nil {
		errs = append(errs, validateServer(o.Server, path.Child("server"))...)
	}
	return errs
}

// refuse lists the options below path that are set, each with why it can't be.
func refuse(path *field.Path, why string, options ...addon.Choice) field.ErrorList {
	var errs field.ErrorList
	for _, o := range options {
		if o.Set {
			errs = append(errs, field.Forbidden(path.Child(o.Name), why))
		}
	}
	return errs
}

// validateExternal refuses a CA that is none, and options of a server that isn't installed.
func validateExternal(o Options, path *field.Path) field.ErrorList {
	if o.External == nil {
		return nil
	}
	var errs field.ErrorList
	if ca := o.External.CABundle; ca != "" {
		if block, _ := pem.Decode([]byte(ca)); block == nil || block.Type != "CERTIFICATE" {
			errs = append(errs, field.Invalid(path.Child("external", "caBundle"), ca, "must be a certificate in PEM"))
		}
	}
	s := o.Server
	return append(errs, refuse(path.Child("server"), "no server is installed: external is set",
		addon.Field("mode", s.Mode != Standalone),
		addon.Field("certificate", s.tls()),
		addon.Field("seal", s.Seal != nil),
		addon.Field("migrateFrom", s.MigrateFrom != nil),
		addon.Field("raft", set(s.Raft)),
		addon.Field("auditStorage", s.AuditStorage.Enabled),
		addon.Field("listener", set(s.Listener)),
		addon.Field("telemetry", set(s.Telemetry)),
		addon.Field("settings", set(s.Settings)),
		addon.Field("license", s.License != nil),
		addon.Field("devRootToken", s.DevRootToken != nil),
		addon.Field("uiService", s.UIService != nil),
		addon.Field("ingress", s.Ingress != nil),
		addon.Field("httpRoute", s.HTTPRoute != nil),
		addon.Field("networkPolicy", s.NetworkPolicy != nil),
		addon.Field("serviceMonitor", s.ServiceMonitor != nil),
	)...)
}

func validateInjector(o Options, path *field.Path) field.ErrorList {
	i := o.Injector
	if i.Disabled {
		return refuse(path, "there is no injector: injector.disabled is set",
			addon.Field("certificate", set(i.Certificate)),
			addon.Field("hostNetwork", i.HostNetwork),
			addon.Field("metrics", i.Metrics))
	}
	var errs field.ErrorList
	if i.Certificate.Secret != "" && i.Certificate.CABundle == "" {
		errs = append(errs, field.Required(path.Child("certificate", "caBundle"), "the API server trusts the certificate of a Secret by its CA alone"))
	}
	for _, name := range slices.Sorted(maps.Keys(i.Agent.Resources.Requests)) {
		asks := i.Agent.Resources.Requests[name]
		if limit, ok := i.Agent.Resources.Limits[name]; ok && asks.Cmp(limit) > 0 {
			errs = append(errs, field.Invalid(path.Child("agent", "resources", "requests").Key(string(name)), asks.String(), "must be at most the limit, "+limit.String()))
		}
	}
	return errs
}

func validateCSI(c CSI, path *field.Path) field.ErrorList {
	return refuse(path.Child("pods"), "there is one on each node",
		addon.Field("replicas", c.Pods.Replicas != nil),
		addon.Field("disruptionBudget", c.Pods.DisruptionBudget != nil))
}

// validateTarget refuses keys of AWS's whose region can't be told, and two whose regions differ:
// one variable of the environment has the region of both.
func validateTarget(t addon.Target, o Options) field.ErrorList {
	var errs field.ErrorList
	first := ""
	for _, p := range o.Server.seals() {
		if p.AWSKMS == nil {
			continue
		}
		path := field.NewPath("server", p.option(), "awskms", "region")
		switch region := p.AWSKMS.region(t); {
		case region == "":
			errs = append(errs, field.Required(path, "neither the key nor the target tells it"))
		case first != "" && region != first:
			errs = append(errs, field.Invalid(path, region, "must be "+first+", as that of the new seal: Vault takes both regions from one variable"))
		default:
			first = region
		}
	}
	return errs
}

func (p place) option() string {
	if p.old {
		return "migrateFrom"
	}
	return "seal"
}

// maxLease is Vault's own limit.
const maxLease = 768 * time.Hour

func validateSettings(s Settings, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	limit := maxLease
	if s.MaxLeaseTTL.Duration != 0 {
		limit = s.MaxLeaseTTL.Duration
	}
	if d := s.DefaultLeaseTTL.Duration; d > limit {
		errs = append(errs, field.Invalid(path.Child("defaultLeaseTTL"), d.String(), fmt.Sprintf("must be at most maxLeaseTTL, %v", limit)))
	}
	var methods []LockoutMethod
	for i, u := range s.UserLockouts {
		if slices.Contains(methods, u.Method) {
			errs = append(errs, field.Duplicate(path.Child("userLockouts").Index(i).Child("method"), string(u.Method)))
		}
		methods = append(methods, u.Method)
	}
	return errs
}
