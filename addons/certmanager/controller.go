package certmanager

import (
	"fmt"
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

func controllerObjects(t addon.Target, o Options) []addon.Object {
	id := o.controller()
	sa := serviceAccount(id, name, o.Pods)
	objs := []addon.Object{
		sa,
		controllerLease(o),
		kube.BindRole(id.In(o.LeaderElection.Namespace), name+":leaderelection", name+":leaderelection", sa),
		metricsService(o, id, name),
		controllerDeployment(t, o, sa),
		kube.DisruptionBudget(id, name, o.Pods),
	}
	objs = append(objs, controllerRights(o, sa)...)
	return append(objs, userRoles(o)...)
}

func controllerDeployment(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.Deployment {
	return deployment(o, o.controller(), sa, o.Pods, corev1.Container{
		Name:  name + "-controller",
		Image: t.Image(o.Pods.Image),
		Args:  controllerArgs(t, o),
		Ports: []corev1.ContainerPort{kube.Port(metricsName, metricsPort), kube.Port("http-healthz", livenessPort)},
		LivenessProbe: &corev1.Probe{
			ProbeHandler:        get("/livez", "http-healthz"),
			InitialDelaySeconds: 10,
			PeriodSeconds:       10,
			TimeoutSeconds:      15,
			SuccessThreshold:    1,
			FailureThreshold:    8,
		},
	})
}

func controllerArgs(t addon.Target, o Options) []string {
	return slices.Concat(
		o.verbosity(),
		kube.Flag("--cluster-resource-namespace", o.clusterResourceNamespace()),
		o.LeaderElection.flags(),
		kube.Flag("--acme-http01-solver-image", t.Image(o.HTTP01Solver.Image)),
		o.HTTP01Solver.flags(),
		kube.Flag("--default-issuer-name", o.DefaultIssuer.Name),
		kube.Flag("--default-issuer-kind", o.DefaultIssuer.Kind),
		kube.Flag("--default-issuer-group", o.DefaultIssuer.Group),
		gates(o.FeatureGates),
		kube.Flag("--max-concurrent-challenges", fmt.Sprint(o.MaxConcurrentChallenges)),
		kube.FlagIf(o.CertificateOwnerRef, "--enable-certificate-owner-ref=true"),
		kube.FlagIf(o.GatewayAPI, "--enable-gateway-api=true"),
		kube.FlagIf(o.IssuerAmbientCredentials, "--issuer-ambient-credentials=true"),
		kube.FlagIf(o.DNS01RecursiveNameserversOnly, "--dns01-recursive-nameservers-only=true"),
		kube.Flag("--dns01-recursive-nameservers", strings.Join(o.DNS01RecursiveNameservers, ",")),
		o.approval(),
	)
}

// approval switches off what approves requests where something else does.
func (o Options) approval() []string {
	if !o.DisableAutoApproval {
		return nil
	}
	return kube.Flag("--controllers", "-certificaterequests-approver")
}
