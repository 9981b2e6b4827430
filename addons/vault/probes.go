package vault

import (
	"cmp"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// alive answers with success whether the server is initialized and unsealed or not.
const alive = "/v1/sys/health?standbyok=true&perfstandbyok=true&sealedcode=204&uninitcode=204"

func (p ReadinessProbe) probe(scheme string) *corev1.Probe {
	switch {
	case p.Disabled:
		return nil
	case p.Path != "":
		return p.by(get(p.Path, scheme, apiPort))
	}
	return p.by(run("/bin/sh", "-ec", "vault status -tls-skip-verify")) // fails while the server is sealed
}

func (p *LivenessProbe) probe(scheme string) *corev1.Probe {
	switch {
	case p == nil:
		return nil
	case p.Command != nil:
		return p.by(run(p.Command...))
	}
	return p.by(get(cmp.Or(p.Path, alive), scheme, apiPort))
}

// by is the probe by one of its ways.
func (p Probe) by(handler corev1.ProbeHandler) *corev1.Probe {
	return &corev1.Probe{
		ProbeHandler:        handler,
		InitialDelaySeconds: p.InitialDelaySeconds,
		PeriodSeconds:       p.PeriodSeconds,
		TimeoutSeconds:      p.TimeoutSeconds,
		FailureThreshold:    p.FailureThreshold,
	}
}

func get(path, scheme string, port int32) corev1.ProbeHandler {
	return corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{
		Path: path, Port: intstr.FromInt32(port), Scheme: corev1.URIScheme(strings.ToUpper(scheme)),
	}}
}

func run(command ...string) corev1.ProbeHandler {
	return corev1.ProbeHandler{Exec: &corev1.ExecAction{Command: command}}
}
