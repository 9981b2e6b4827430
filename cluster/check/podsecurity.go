package check

import (
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/cluster/infer"
)

// PodSecurity finds pods that the Pod Security Standards forbid at the level that their
// namespace enforces. The API server takes the workload and refuses its pods, so that
// nothing runs, and only the events tell why.
//
// The level is the label pod-security.kubernetes.io/enforce of the plan's Namespace. Its
// rules are those of the cluster's version, or of an earlier one if the namespace has that
// in pod-security.kubernetes.io/enforce-version. What a namespace enforces that the cluster
// has already isn't known, and its pods aren't looked at.
//
// Set the field to what the level allows. Where the pods do need what it forbids, such as
// files of the node, have the namespace enforce a laxer level: bring a Namespace of that
// name with the label. Of several levels that are asked for, the laxest counts.
var PodSecurity = Check{Name: "pod-security", Run: podSecurity}

func podSecurity(p *Pass) {
	for _, pods := range p.Pods {
		o := p.Find(infer.NewKey("Namespace", "", pods.Key.Namespace))
		if o == nil {
			continue
		}
		level := o.GetLabels()[kube.LabelPodSecurity]
		rules := podRules(kube.PodSecurity(level))
		if len(rules) == 0 {
			continue
		}
		pod := viewPod(pods, policyVersion(o, p.Target))
		for _, rule := range rules {
			rule(pod, func(field, what, fix string) {
				p.Error(pods.Object, field, fmt.Sprintf("%s, and namespace %q enforces %s", what, o.Key.Name, level), fix)
			})
		}
	}
}

// policyVersion is the version of Kubernetes whose rules a namespace enforces. A server
// can't know the rules of later versions than its own.
func policyVersion(ns addon.Object, t addon.Target) addon.Version {
	pinned := addon.Version(strings.TrimPrefix(ns.GetLabels()["pod-security.kubernetes.io/enforce-version"], "v"))
	if pinned.AtLeast("1.0") && t.Kubernetes.AtLeast(pinned) {
		return pinned
	}
	return t.Kubernetes
}

// podRule reports the fields of a pod that break a rule: which, what is wrong, and what
// would be right.
type podRule func(pod *podView, add func(field, what, fix string))

// podRules are the rules of a level, as Kubernetes has had them since 1.25. Restricted has
// all of baseline's, some of them in a stricter form. Privileged has none.
func podRules(level kube.PodSecurity) []podRule {
	switch level {
	case kube.Baseline:
		return slices.Concat(commonPodRules, []podRule{
			(*podView).addedCapabilities,
			(*podView).hostPaths,
			(*podView).seccomp,
			(*podView).procMountOutsideUserNamespace,
		})
	case kube.Restricted:
		return slices.Concat(commonPodRules, []podRule{
			(*podView).noCapabilities,
			(*podView).volumeSources,
			(*podView).seccompRequired,
			(*podView).procMount,
			(*podView).noEscalation,
			(*podView).nonRoot,
			(*podView).nonRootUser,
		})
	}
	return nil
}

var commonPodRules = []podRule{
	(*podView).hostNamespaces,
	(*podView).hostPorts,
	(*podView).hostProbes,
	(*podView).hostProcess,
	(*podView).privileged,
	(*podView).appArmor,
	(*podView).seLinux,
	(*podView).sysctls,
}

// podView is what the rules see of a pod. Ephemeral containers aren't part of it, since the
// API server takes no object that comes with any.
type podView struct {
	*infer.Pods
	annotations map[string]string
	version     addon.Version  // whose rules hold
	whole       securityView   // the pod's own security context
	each        []securityView // those of its containers
}

// securityView is a security context. Where an object has none, it is empty.
type securityView struct {
	*corev1.SecurityContext
	field string
}

func viewPod(pods *infer.Pods, version addon.Version) *podView {
	pod := &podView{Pods: pods, annotations: pods.GetAnnotations(), version: version}
	if template := kube.TemplateOf(pods.Object.Object); template != nil {
		pod.annotations = template.Annotations
	}
	pod.whole = securityView{sharedContext(pods.Spec.SecurityContext), pods.Path + ".securityContext"}
	pods.Containers(func(c *corev1.Container, field string) {
		s := c.SecurityContext
		if s == nil {
			s = &corev1.SecurityContext{}
		}
		pod.each = append(pod.each, securityView{s, field + ".securityContext"})
	})
	return pod
}

// sharedContext is what a pod's security context has in common with a container's, so that
// one rule can look at both.
func sharedContext(s *corev1.PodSecurityContext) *corev1.SecurityContext {
	if s == nil {
		return &corev1.SecurityContext{}
	}
	return &corev1.SecurityContext{
		AppArmorProfile: s.AppArmorProfile,
		RunAsNonRoot:    s.RunAsNonRoot,
		RunAsUser:       s.RunAsUser,
		SELinuxOptions:  s.SELinuxOptions,
		SeccompProfile:  s.SeccompProfile,
		WindowsOptions:  s.WindowsOptions,
	}
}

// contexts are the security contexts of the pod and of its containers.
func (pod *podView) contexts() []securityView {
	return append([]securityView{pod.whole}, pod.each...)
}

// windows tells whether the pod runs on Windows, which has no capabilities, seccomp or
// privilege escalation. The API server refuses a pod that says so and sets any of them.
func (pod *podView) windows() bool {
	return pod.Spec.OS != nil && pod.Spec.OS.Name == corev1.Windows
}

// hasUsers tells whether the pod has a user namespace of its own, so that root in it is
// nobody on the node. The rules have taken that into account since 1.35.
func (pod *podView) hasUsers() bool {
	return pod.version.AtLeast("1.35") && pod.Spec.HostUsers != nil && !*pod.Spec.HostUsers
}
