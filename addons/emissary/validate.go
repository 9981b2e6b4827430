package emissary

import (
	"fmt"
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/hpa"
)

func validate(o Options, path *field.Path) field.ErrorList {
	return slices.Concat(
		hpa.Check(o.Autoscaling, o.Pods, o.Kind == DaemonSet, path),
		validateTimes(o, path),
		validateClass(o, path),
		validateService(o, path.Child("service")),
		validatePorts(o, path),
		validateAdminService(o, path),
		validateModule(o, path),
		validateLegacy(o, path),
		validateResources(o, path),
		validateListeners(o, path),
		validateRoutes(o, path),
	)
}

// validateTimes refuses parts of seconds, which can't be told, and a pod that is still
// waiting when it is killed.
func validateTimes(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	whole := func(p *field.Path, d metav1.Duration) {
		errs = append(errs, addon.CheckWholeSeconds(d, p)...)
	}
	whole(path.Child("shutdownDelay"), o.ShutdownDelay)
	whole(path.Child("drainTime"), o.DrainTime)
	whole(path.Child("reconfigureDelay"), o.ReconfigureDelay)
	if o.StatsD != nil {
		whole(path.Child("statsD", "flushInterval"), o.StatsD.FlushInterval)
	}
	grace := int64(30) // Kubernetes' own
	if g := o.Pods.TerminationGracePeriodSeconds; g != nil {
		grace = *g
	}
	if d := o.ShutdownDelay.Duration; d > 0 && d >= time.Duration(grace)*time.Second {
		errs = append(errs, field.Invalid(path.Child("shutdownDelay"), d.String(), fmt.Sprintf("must be less than pods.terminationGracePeriodSeconds, which is %d", grace)))
	}
	return errs
}

// validateTarget refuses what the target's Kubernetes hasn't got yet.
func validateTarget(t addon.Target, o Options) field.ErrorList {
	if o.ShutdownDelay.Duration == 0 || t.Kubernetes.Compare("1.30") >= 0 {
		return nil
	}
	return field.ErrorList{field.Forbidden(field.NewPath("shutdownDelay"), fmt.Sprintf("needs Kubernetes 1.30: the cluster runs %s", t.Kubernetes))}
}

// validateClass refuses properties of a class that isn't made, and one that Ingresses get
// which then nobody serves.
func validateClass(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if o.SingleNamespace && o.IngressClass.Default {
		errs = append(errs, field.Forbidden(path.Child("ingressClass", "default"), "with singleNamespace Emissary sees no classes"))
	}
	if !o.IngressClass.Disabled {
		return errs
	}
	refuse := func(name string, set bool) {
		if set {
			errs = append(errs, field.Forbidden(path.Child("ingressClass", name), "no class is made: ingressClass.disabled is set"))
		}
	}
	refuse("name", o.IngressClass.Name != "")
	refuse("default", o.IngressClass.Default)
	refuse("annotations", o.IngressClass.Annotations != nil)
	return errs
}

// validateLegacy refuses conversion between versions that this install doesn't bring.
func validateLegacy(o Options, path *field.Path) field.ErrorList {
	p := path.Child("legacy")
	switch {
	case o.Legacy.Enabled && !o.bringsCRDs():
		return field.ErrorList{field.Forbidden(p.Child("enabled"), "another install brings the definitions: it must bring their older versions too")}
	case o.Legacy.V1 && !o.Legacy.Enabled:
		return field.ErrorList{field.Forbidden(p.Child("v1"), "needs legacy.enabled: there is no v1 without v2")}
	}
	return nil
}
