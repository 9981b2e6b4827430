package datadog

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// validateEnv refuses extra variables that the addon sets itself: which of two counts is nobody's
// to rely on.
func validateEnv(o Options, path *field.Path) field.ErrorList {
	bare := o
	bare.ExtraEnv, bare.APM.ExtraEnv, bare.Processes.ExtraEnv, bare.SystemProbe.ExtraEnv = nil, nil, nil, nil
	none := addon.Target{}
	agents := slices.Concat([]corev1.Container{agent(none, bare)}, traceAgent(none, bare), processAgent(none, bare), systemProbe(none, bare))
	sets := func(container string) []corev1.EnvVar {
		var env []corev1.EnvVar
		for _, c := range agents {
			if c.Name == container || container == "" {
				env = append(env, c.Env...)
			}
		}
		return env
	}
	return slices.Concat(
		twice(o.ExtraEnv, sets(""), path.Child("extraEnv")),
		twice(o.Pods.ExtraEnv, sets("agent"), path.Child("pods", "extraEnv")),
		twice(o.APM.ExtraEnv, sets("trace-agent"), path.Child("apm", "extraEnv")),
		twice(o.Processes.ExtraEnv, sets("process-agent"), path.Child("processes", "extraEnv")),
		twice(o.SystemProbe.ExtraEnv, sets("system-probe"), path.Child("systemProbe", "extraEnv")),
		twice(o.ClusterAgent.Pods.ExtraEnv, clusterEnv(none, o), path.Child("clusterAgent", "pods", "extraEnv")),
		twice(o.ClusterChecksRunner.Pods.ExtraEnv, runnerEnv(o, o.checksOn(none, false)), path.Child("clusterChecksRunner", "pods", "extraEnv")),
	)
}

// twice refuses the extra variables that are there already.
func twice(extra, ours []corev1.EnvVar, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for i, e := range extra {
		if slices.ContainsFunc(ours, func(o corev1.EnvVar) bool { return o.Name == e.Name }) {
			errs = append(errs, field.Forbidden(path.Index(i), e.Name+" is set by the addon: use the option that it is of"))
		}
	}
	return errs
}
