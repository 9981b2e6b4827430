package controller

import (
	"cmp"
	"fmt"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// Controller says what a controller consists of.
type Controller struct {
	// Name begins the names of all objects: "deployment-duplicator".
	Name string

	// Workload is the name of the Deployment and of its service account: the name with
	// "-controller-manager" behind it, as kubebuilder has it, where it is left out.
	Workload string

	// Container is the name of the container: "manager", as kubebuilder has it, where it is left
	// out.
	Container string

	// Identity is what the objects go by.
	Identity kube.Identity

	// Pods tune the pods. The image must be whole.
	Pods addon.Pods

	// Command is the program, where the image's own isn't meant.
	Command []string

	// Args are the program's arguments, before those that the package knows of.
	Args []string

	// Env are the program's environment variables.
	Env []corev1.EnvVar

	// Volumes and Mounts are those of the program's container.
	Volumes []corev1.Volume
	Mounts  []corev1.VolumeMount

	// HealthPort is the port for /healthz and /readyz, which the program is told by the flag
	// --health-probe-bind-address. Without it there are no probes.
	HealthPort int32

	// Definitions are the custom resources' in YAML; empty where it brings none.
	Definitions string

	// Rules are the rights in the whole cluster.
	Rules []rbacv1.PolicyRule

	// OwnRules are the rights in the controller's own namespace.
	OwnRules []rbacv1.PolicyRule

	// Election has copies agree which of them is active: by the flag --leader-elect, and with
	// the right to Leases and Events in the controller's own namespace.
	Election bool

	// ConfigMapLock tells that copies agree by a ConfigMap too, as programs do that have
	// controller-runtime before 0.12.
	ConfigMapLock bool

	// Logging is the option of how the program logs, which it is told by the flags of
	// controller-runtime's logger, zap.
	Logging Logging

	// ServesMetrics tells that the program serves metrics, as it is told by the flag
	// --metrics-bind-address.
	ServesMetrics bool

	// ProtectsMetrics tells that the program serves metrics by HTTPS, and to those alone who
	// have the right to get /metrics in the cluster, when it has the flag --metrics-secure. The
	// ClusterRole <name>-metrics-reader gives that right. Programs with controller-runtime
	// before 0.16 don't know how to: whoever reaches the pods gets their metrics.
	ProtectsMetrics bool

	// Metrics is the option of whether others than the pod itself get any.
	Metrics Metrics

	// Webhooks are those that the program serves; nil where it serves none.
	Webhooks *Webhooks

	// User is the number of the user that the program runs as, for an image whose own is root.
	User int64
}

// Objects are the controller's objects.
func (c Controller) Objects(t addon.Target) []addon.Object {
	c.Workload = c.workload()
	sa := c.ServiceAccount()
	return slices.Concat(
		c.definitions(),
		[]addon.Object{sa},
		c.clusterRights("manager", c.Rules, sa),
		c.ownRights("leader-election", c.electionRules(), sa),
		c.ownRights("own", c.OwnRules, sa),
		[]addon.Object{c.deployment(t, sa), kube.DisruptionBudget(c.Identity, c.Workload, c.Pods)},
		c.metricsObjects(sa),
		c.webhookObjects(),
	)
}

// ServiceAccount is the account that the pods run as, which is one of the objects. Rights that
// it has elsewhere are bound to it by the addon.
func (c Controller) ServiceAccount() *corev1.ServiceAccount {
	return kube.ServiceAccount(c.Identity, c.workload(), c.Pods)
}

func (c Controller) workload() string { return cmp.Or(c.Workload, c.Name+"-controller-manager") }

func (c Controller) definitions() []addon.Object {
	if c.Definitions == "" {
		return nil
	}
	objs := kube.CRDs(c.Definitions)
	for _, crd := range objs {
		crd.SetLabels(c.Identity.ClusterMeta("").Labels)
	}
	return objs
}

// clusterRights are a ClusterRole and its binding, where there is anything to grant.
func (c Controller) clusterRights(what string, rules []rbacv1.PolicyRule, sa *corev1.ServiceAccount) []addon.Object {
	if len(rules) == 0 {
		return nil
	}
	role := c.Name + "-" + what + "-role"
	return []addon.Object{
		&rbacv1.ClusterRole{ObjectMeta: c.Identity.ClusterMeta(role), Rules: rules},
		kube.BindClusterRole(c.Identity, role+"binding", role, sa),
	}
}

// ownRights are a Role and its binding, where there is anything to grant.
func (c Controller) ownRights(what string, rules []rbacv1.PolicyRule, sa *corev1.ServiceAccount) []addon.Object {
	if len(rules) == 0 {
		return nil
	}
	role := c.Name + "-" + what + "-role"
	return []addon.Object{
		&rbacv1.Role{ObjectMeta: c.Identity.Meta(role), Rules: rules},
		kube.BindRole(c.Identity, role+"binding", role, sa),
	}
}

// electionRules let copies elect one among them. It is the program that names the Lease.
func (c Controller) electionRules() []rbacv1.PolicyRule {
	if !c.Election {
		return nil
	}
	rules := []rbacv1.PolicyRule{
		kube.Rule("coordination.k8s.io", "leases", "get create update"),
		kube.Rule("", "events", "create patch"),
	}
	if c.ConfigMapLock {
		rules = append(rules, kube.Rule("", "configmaps", "get create update"))
	}
	return rules
}

func (c Controller) deployment(t addon.Target, sa *corev1.ServiceAccount) *appsv1.Deployment {
	main := corev1.Container{
		Name:            cmp.Or(c.Container, "manager"),
		Image:           t.Image(c.Pods.Image),
		Command:         c.Command,
		Args:            c.args(),
		Env:             c.Env,
		Ports:           slices.Concat(c.metricsPorts(), c.webhookPorts()),
		VolumeMounts:    slices.Concat(c.Mounts, c.webhookMounts()),
		SecurityContext: kube.Confined(),
	}
	if c.User != 0 {
		main.SecurityContext.RunAsUser = &c.User
	}
	if c.HealthPort != 0 {
		main.LivenessProbe = c.probe("/healthz", 15, 20)
		main.ReadinessProbe = c.probe("/readyz", 5, 10)
	}
	return kube.Deployment(c.Identity, c.Workload, c.Pods, corev1.PodSpec{
		ServiceAccountName: sa.Name,
		Containers:         []corev1.Container{main},
		Volumes:            slices.Concat(c.Volumes, c.webhookVolumes()),
	})
}

func (c Controller) probe(path string, delay, period int32) *corev1.Probe {
	return &corev1.Probe{
		ProbeHandler:        corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: path, Port: intstr.FromInt32(c.HealthPort)}},
		InitialDelaySeconds: delay,
		PeriodSeconds:       period,
	}
}

// args are the program's arguments, in the order in which kubebuilder has its own.
func (c Controller) args() []string {
	return slices.Concat(
		c.Args,
		kube.FlagIf(c.HealthPort != 0, fmt.Sprintf("--health-probe-bind-address=:%d", c.HealthPort)),
		c.metricsFlags(),
		kube.FlagIf(c.Election, "--leader-elect"),
		c.Logging.flags(),
	)
}
