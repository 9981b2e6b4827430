package check

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// The rules that restricted has in a stricter form than baseline, each after baseline's,
// and those that only restricted has.

// addedCapabilities forbids capabilities beyond those that container runtimes give anyway.
func (pod *podView) addedCapabilities(add func(field, what, fix string)) {
	pod.capabilities(add, "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD",
		"NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT")
}

// noCapabilities demands that containers give up all capabilities, but for that of
// listening at a port below 1024.
func (pod *podView) noCapabilities(add func(field, what, fix string)) {
	if pod.windows() {
		return
	}
	pod.capabilities(add, "NET_BIND_SERVICE")
	for _, s := range pod.each {
		if s.Capabilities == nil || !slices.Contains(s.Capabilities.Drop, "ALL") {
			add(s.field+".capabilities.drop", `lacks "ALL"`, `set it to ["ALL"]`)
		}
	}
}

func (pod *podView) capabilities(add func(field, what, fix string), allowed ...corev1.Capability) {
	for _, s := range pod.each {
		if s.Capabilities == nil {
			continue
		}
		for i, c := range s.Capabilities.Add {
			if !slices.Contains(allowed, c) {
				add(fmt.Sprintf("%s.capabilities.add[%d]", s.field, i), is(c), leaveOut)
			}
		}
	}
}

func (pod *podView) hostPaths(add func(field, what, fix string)) {
	for i, v := range pod.Spec.Volumes {
		if v.HostPath != nil {
			add(fmt.Sprintf("%s.volumes[%d].hostPath", pod.Path, i), "is set", "use another kind of volume")
		}
	}
}

// volumeSources forbids volumes of the node, and storage that is reached other than by a
// claim, since whoever makes a pod would then pick the server.
func (pod *podView) volumeSources(add func(field, what, fix string)) {
	allowed := []string{"configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image",
		"persistentVolumeClaim", "projected", "secret"}
	for i, v := range pod.Spec.Volumes {
		if source := volumeSource(v.VolumeSource); source != "" && !slices.Contains(allowed, source) {
			add(fmt.Sprintf("%s.volumes[%d].%s", pod.Path, i, source), "is set", "use one of "+strings.Join(allowed, ", "))
		}
	}
}

// volumeSource is the field of a volume that says what kind it is; empty where none is set,
// which the API server takes for an emptyDir. It goes by the type, so that it knows kinds
// that Kubernetes has yet to get.
func volumeSource(source corev1.VolumeSource) string {
	v := reflect.ValueOf(source)
	for i := range v.NumField() {
		if !v.Field(i).IsNil() {
			name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			return name
		}
	}
	return ""
}

// seccomp forbids switching off the filter of system calls.
func (pod *podView) seccomp(add func(field, what, fix string)) {
	for _, s := range pod.contexts() {
		if p := s.SeccompProfile; p != nil && !confines(p.Type) {
			add(s.field+".seccompProfile.type", is(p.Type), useProfile)
		}
	}
}

// seccompRequired demands the filter, which is off unless it is asked for.
func (pod *podView) seccompRequired(add func(field, what, fix string)) {
	if pod.windows() {
		return
	}
	pod.seccomp(add)
	if pod.whole.SeccompProfile != nil {
		return // the containers have it from the pod
	}
	for _, s := range pod.each {
		if s.SeccompProfile == nil {
			add(s.field+".seccompProfile.type", "is not set, and neither is the pod's", useProfile)
		}
	}
}

// procMount forbids unmasking what is dangerous in /proc.
func (pod *podView) procMount(add func(field, what, fix string)) {
	for _, s := range pod.each {
		if m := s.ProcMount; m != nil && *m != corev1.DefaultProcMount {
			add(s.field+".procMount", is(*m), leaveOut)
		}
	}
}

func (pod *podView) procMountOutsideUserNamespace(add func(field, what, fix string)) {
	if !pod.hasUsers() {
		pod.procMount(add)
	}
}

// noEscalation demands that no process gets more rights than the one that started it, by
// a set-user-ID file for one. It can unless it is told not to.
func (pod *podView) noEscalation(add func(field, what, fix string)) {
	if pod.windows() {
		return
	}
	for _, s := range pod.each {
		switch allow := s.AllowPrivilegeEscalation; {
		case allow == nil:
			add(s.field+".allowPrivilegeEscalation", "is not set", "set it to false")
		case *allow:
			add(s.field+".allowPrivilegeEscalation", "is true", "set it to false")
		}
	}
}

// nonRoot demands that the kubelet refuses an image that would run as root.
func (pod *podView) nonRoot(add func(field, what, fix string)) {
	if pod.hasUsers() {
		return
	}
	for _, s := range pod.contexts() {
		if s.RunAsNonRoot != nil && !*s.RunAsNonRoot {
			add(s.field+".runAsNonRoot", "is false", "set it to true")
		}
	}
	if pod.whole.RunAsNonRoot != nil {
		return // the containers have it from the pod
	}
	for _, s := range pod.each {
		if s.RunAsNonRoot == nil {
			add(s.field+".runAsNonRoot", "is not set, and neither is the pod's", "set it to true")
		}
	}
}

func (pod *podView) nonRootUser(add func(field, what, fix string)) {
	if pod.hasUsers() {
		return
	}
	for _, s := range pod.contexts() {
		if s.RunAsUser != nil && *s.RunAsUser == 0 {
			add(s.field+".runAsUser", "is 0", "set it to a user other than root")
		}
	}
}
