package check

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
)

const (
	leaveOut   = "leave it out"
	useProfile = "set it to RuntimeDefault or Localhost"
)

// hostNamespaces forbids sharing the node's network, processes and shared memory.
func (pod *podView) hostNamespaces(add func(field, what, fix string)) {
	for name, isShared := range map[string]bool{
		"hostNetwork": pod.Spec.HostNetwork,
		"hostPID":     pod.Spec.HostPID,
		"hostIPC":     pod.Spec.HostIPC,
	} {
		if isShared {
			add(pod.Path+"."+name, "is true", leaveOut)
		}
	}
}

func (pod *podView) hostPorts(add func(field, what, fix string)) {
	pod.Containers(func(c *corev1.Container, field string) {
		for i, port := range c.Ports {
			if port.HostPort != 0 {
				add(fmt.Sprintf("%s.ports[%d].hostPort", field, i), fmt.Sprint("is ", port.HostPort), leaveOut)
			}
		}
	})
}

// hostProbes forbids probes and hooks that name a host: the node calls them, and it may
// reach what the pod can't.
func (pod *podView) hostProbes(add func(field, what, fix string)) {
	if !pod.version.AtLeast("1.34") {
		return
	}
	look := func(field string, get *corev1.HTTPGetAction, dial *corev1.TCPSocketAction) {
		if get != nil && get.Host != "" {
			add(field+".httpGet.host", is(get.Host), "leave it out, so that it is the pod")
		}
		if dial != nil && dial.Host != "" {
			add(field+".tcpSocket.host", is(dial.Host), "leave it out, so that it is the pod")
		}
	}
	probe := func(field string, p *corev1.Probe) {
		if p != nil {
			look(field, p.HTTPGet, p.TCPSocket)
		}
	}
	hook := func(field string, h *corev1.LifecycleHandler) {
		if h != nil {
			look(field, h.HTTPGet, h.TCPSocket)
		}
	}
	pod.Containers(func(c *corev1.Container, field string) {
		probe(field+".livenessProbe", c.LivenessProbe)
		probe(field+".readinessProbe", c.ReadinessProbe)
		probe(field+".startupProbe", c.StartupProbe)
		if c.Lifecycle != nil {
			hook(field+".lifecycle.postStart", c.Lifecycle.PostStart)
			hook(field+".lifecycle.preStop", c.Lifecycle.PreStop)
		}
	})
}

// hostProcess forbids what is Windows' form of a privileged container.
func (pod *podView) hostProcess(add func(field, what, fix string)) {
	for _, s := range pod.contexts() {
		if o := s.WindowsOptions; o != nil && o.HostProcess != nil && *o.HostProcess {
			add(s.field+".windowsOptions.hostProcess", "is true", leaveOut)
		}
	}
}

func (pod *podView) privileged(add func(field, what, fix string)) {
	for _, s := range pod.each {
		if s.Privileged != nil && *s.Privileged {
			add(s.field+".privileged", "is true", leaveOut)
		}
	}
}

// appArmor forbids running without a profile, by the field or by the annotation that came
// before it.
func (pod *podView) appArmor(add func(field, what, fix string)) {
	for _, s := range pod.contexts() {
		if a := s.AppArmorProfile; a != nil && !confines(a.Type) {
			add(s.field+".appArmorProfile.type", is(a.Type), useProfile)
		}
	}
	for key, value := range pod.annotations {
		if strings.HasPrefix(key, corev1.DeprecatedAppArmorBetaContainerAnnotationKeyPrefix) &&
			value != "" && value != corev1.DeprecatedAppArmorBetaProfileRuntimeDefault &&
			!strings.HasPrefix(value, corev1.DeprecatedAppArmorBetaProfileNamePrefix) {
			add(strings.TrimSuffix(pod.Path, "spec")+"metadata.annotations["+key+"]", is(value),
				"set it to runtime/default, or to a profile of the node, localhost/…")
		}
	}
}

// confines tells whether a profile of AppArmor or seccomp is one that takes rights away.
func confines[T ~string](profile T) bool {
	return profile == "RuntimeDefault" || profile == "Localhost"
}

// is says what a field holds.
func is[T ~string](value T) string { return fmt.Sprintf("is %q", value) }

// allowedSince holds the values that a rule allows, each with the version of Kubernetes
// that allowed it; none where that is long ago.
type allowedSince map[string]addon.Version

func (s allowedSince) allows(value string, v addon.Version) bool {
	from, ok := s[value]
	return ok && v.AtLeast(from)
}

// seLinuxTypes are the SELinux types that confine a container.
var seLinuxTypes = allowedSince{
	"": "", "container_t": "", "container_init_t": "", "container_kvm_t": "", "container_engine_t": "1.31",
}

func (pod *podView) seLinux(add func(field, what, fix string)) {
	for _, s := range pod.contexts() {
		o := s.SELinuxOptions
		if o == nil {
			continue
		}
		if !seLinuxTypes.allows(o.Type, pod.version) {
			add(s.field+".seLinuxOptions.type", is(o.Type), "leave it out, or set it to container_t")
		}
		if o.User != "" {
			add(s.field+".seLinuxOptions.user", is(o.User), leaveOut)
		}
		if o.Role != "" {
			add(s.field+".seLinuxOptions.role", is(o.Role), leaveOut)
		}
	}
}

// safeSysctls are the kernel parameters that a pod can set for itself without touching
// others on the node.
var safeSysctls = allowedSince{
	"kernel.shm_rmid_forced":              "",
	"net.ipv4.ip_local_port_range":        "",
	"net.ipv4.ip_local_reserved_ports":    "1.27",
	"net.ipv4.ip_unprivileged_port_start": "",
	"net.ipv4.ping_group_range":           "",
	"net.ipv4.tcp_fin_timeout":            "1.29",
	"net.ipv4.tcp_keepalive_intvl":        "1.29",
	"net.ipv4.tcp_keepalive_probes":       "1.29",
	"net.ipv4.tcp_keepalive_time":         "1.29",
	"net.ipv4.tcp_notsent_lowat":          "1.37",
	"net.ipv4.tcp_rmem":                   "1.32",
	"net.ipv4.tcp_slow_start_after_idle":  "1.37",
	"net.ipv4.tcp_syncookies":             "",
	"net.ipv4.tcp_wmem":                   "1.32",
}

func (pod *podView) sysctls(add func(field, what, fix string)) {
	if pod.Spec.SecurityContext == nil {
		return
	}
	for i, s := range pod.Spec.SecurityContext.Sysctls {
		if !safeSysctls.allows(s.Name, pod.version) {
			add(fmt.Sprintf("%s.sysctls[%d].name", pod.whole.field, i), is(s.Name), leaveOut)
		}
	}
}
