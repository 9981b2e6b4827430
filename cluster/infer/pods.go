package infer

import (
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon/kube"
)

// Pods are those that a workload makes, or one that is an object itself.
type Pods struct {
	*Object

	// Labels are the pods' own.
	Labels map[string]string

	// Spec is the pods'.
	Spec *corev1.PodSpec

	// Path is the field of the object that the spec stands in.
	Path string
}

func podsOf(o *Object) *Pods {
	if pod, ok := o.Object.(*corev1.Pod); ok {
		return &Pods{o, pod.Labels, &pod.Spec, "spec"}
	}
	template := kube.TemplateOf(o.Object)
	if template == nil {
		return nil
	}
	path := "spec.template.spec"
	if _, ok := o.Object.(*batchv1.CronJob); ok {
		path = "spec.jobTemplate.spec.template.spec"
	}
	return &Pods{o, template.Labels, &template.Spec, path}
}

// Containers calls visit for each container, with its field.
func (p *Pods) Containers(visit func(c *corev1.Container, field string)) {
	for i := range p.Spec.InitContainers {
		visit(&p.Spec.InitContainers[i], p.Path+Item(".initContainers", i))
	}
	for i := range p.Spec.Containers {
		visit(&p.Spec.Containers[i], p.Path+Item(".containers", i))
	}
}

// Ports are the named ports of the pods' containers.
func (p *Pods) Ports() map[string]int32 {
	ports := map[string]int32{}
	p.Containers(func(c *corev1.Container, _ string) {
		for _, port := range c.Ports {
			ports[port.Name] = port.ContainerPort
		}
	})
	return ports
}

// pods notes what pods refer to.
func (f *Facts) pods(p *Pods) {
	s, ns, at := p.Spec, p.Key.Namespace, p.Path
	f.refer(p.Object, at+".serviceAccountName", "ServiceAccount", ns, s.ServiceAccountName)
	f.refer(p.Object, at+".priorityClassName", "PriorityClass", "", s.PriorityClassName)
	if s.RuntimeClassName != nil {
		f.refer(p.Object, at+".runtimeClassName", "RuntimeClass", "", *s.RuntimeClassName)
	}
	for i, r := range s.ImagePullSecrets {
		f.refer(p.Object, at+Item(".imagePullSecrets", i), "Secret", ns, r.Name)
	}
	for i := range s.Volumes {
		f.volume(p.Object, ns, at+Item(".volumes", i), &s.Volumes[i])
	}
	p.Containers(func(c *corev1.Container, field string) { f.container(p.Object, ns, field, c) })
	if set, ok := p.Object.Object.(*appsv1.StatefulSet); ok {
		f.refer(p.Object, "spec.serviceName", "Service", ns, set.Spec.ServiceName)
		for i := range set.Spec.VolumeClaimTemplates {
			f.claim(p.Object, Item("spec.volumeClaimTemplates", i)+".spec", &set.Spec.VolumeClaimTemplates[i].Spec)
		}
	}
}

// config is a reference to keys of a Secret or ConfigMap.
func (f *Facts) config(from *Object, field, kind, ns, name string, optional *bool, keys ...string) {
	f.ref(Ref{From: from, Field: field, To: NewKey(kind, ns, name), Keys: keys, Optional: optional != nil && *optional})
}

func (f *Facts) volume(from *Object, ns, at string, v *corev1.Volume) {
	switch {
	case v.Secret != nil:
		f.config(from, at+".secret", "Secret", ns, v.Secret.SecretName, v.Secret.Optional, itemKeys(v.Secret.Items)...)
	case v.ConfigMap != nil:
		f.config(from, at+".configMap", "ConfigMap", ns, v.ConfigMap.Name, v.ConfigMap.Optional, itemKeys(v.ConfigMap.Items)...)
	case v.Projected != nil:
		for i, s := range v.Projected.Sources {
			at := at + Item(".projected.sources", i)
			if s.Secret != nil {
				f.config(from, at+".secret", "Secret", ns, s.Secret.Name, s.Secret.Optional, itemKeys(s.Secret.Items)...)
			}
			if s.ConfigMap != nil {
				f.config(from, at+".configMap", "ConfigMap", ns, s.ConfigMap.Name, s.ConfigMap.Optional, itemKeys(s.ConfigMap.Items)...)
			}
		}
	case v.PersistentVolumeClaim != nil:
		f.refer(from, at+".persistentVolumeClaim", "PersistentVolumeClaim", ns, v.PersistentVolumeClaim.ClaimName)
	case v.Ephemeral != nil && v.Ephemeral.VolumeClaimTemplate != nil:
		f.claim(from, at+".ephemeral.volumeClaimTemplate.spec", &v.Ephemeral.VolumeClaimTemplate.Spec)
	case v.CSI != nil:
		f.refer(from, at+".csi.driver", "CSIDriver", "", v.CSI.Driver)
		if v.CSI.NodePublishSecretRef != nil {
			f.refer(from, at+".csi.nodePublishSecretRef", "Secret", ns, v.CSI.NodePublishSecretRef.Name)
		}
	}
}

func itemKeys(items []corev1.KeyToPath) []string {
	var keys []string
	for _, it := range items {
		keys = append(keys, it.Key)
	}
	return keys
}

// claim notes what a claim refers to, be it an object or a template.
func (f *Facts) claim(from *Object, at string, c *corev1.PersistentVolumeClaimSpec) {
	if c.StorageClassName != nil {
		f.refer(from, at+".storageClassName", "StorageClass", "", *c.StorageClassName)
	}
	if c.VolumeAttributesClassName != nil {
		f.refer(from, at+".volumeAttributesClassName", "VolumeAttributesClass", "", *c.VolumeAttributesClassName)
	}
}

func (f *Facts) container(from *Object, ns, at string, c *corev1.Container) {
	f.image(from, at+".image", c.Image, true)
	for i, s := range c.EnvFrom {
		at := at + Item(".envFrom", i)
		if s.SecretRef != nil {
			f.config(from, at+".secretRef", "Secret", ns, s.SecretRef.Name, s.SecretRef.Optional)
		}
		if s.ConfigMapRef != nil {
			f.config(from, at+".configMapRef", "ConfigMap", ns, s.ConfigMapRef.Name, s.ConfigMapRef.Optional)
		}
	}
	for i, e := range c.Env {
		at := at + Item(".env", i)
		f.imagesIn(from, at+".value", e.Name, e.Value)
		if e.ValueFrom == nil {
			continue
		}
		if r := e.ValueFrom.SecretKeyRef; r != nil {
			f.config(from, at+".valueFrom.secretKeyRef", "Secret", ns, r.Name, r.Optional, r.Key)
		}
		if r := e.ValueFrom.ConfigMapKeyRef; r != nil {
			f.config(from, at+".valueFrom.configMapKeyRef", "ConfigMap", ns, r.Name, r.Optional, r.Key)
		}
	}
	for i, arg := range c.Command {
		f.imagesIn(from, at+Item(".command", i), "", arg)
	}
	f.arguments(from, ns, at+".args", c)
}

// flags are those whose value, "namespace/name", names an object. All are ingress-nginx's.
var flags = map[string]string{
	"configmap":               "ConfigMap",
	"default-backend-service": "Service",
	"default-ssl-certificate": "Secret",
	"publish-service":         "Service",
	"tcp-services-configmap":  "ConfigMap",
	"udp-services-configmap":  "ConfigMap",
}

// arguments notes what the arguments of a container refer to.
func (f *Facts) arguments(from *Object, ns, at string, c *corev1.Container) {
	given := map[string]string{"cert-name": "cert", "key-name": "key"}
	for i, arg := range c.Args {
		name, value, _ := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		value = strings.ReplaceAll(value, "$(POD_NAMESPACE)", ns)
		at := Item(at, i)
		f.imagesIn(from, at, name, arg)
		if kind := flags[name]; kind != "" {
			if n, short, ok := strings.Cut(value, "/"); ok {
				f.refer(from, at, kind, n, short)
			}
		}
		given[name] = value
	}
	if ns := given["cluster-resource-namespace"]; ns != "" {
		f.certManagerIn = ns
	}
	f.writes(from, given["dynamic-serving-ca-secret-namespace"], given["dynamic-serving-ca-secret-name"], certificateKeys...)
	if slices.Contains(c.Command, "redis-initial-password") { // of Argo CD's
		f.writes(from, ns, "argocd-redis", "auth")
	}
	if strings.Contains(c.Image, "certgen") {
		f.certgen(from, at, c.Args, given)
	}
}

// certgen notes what kube-webhook-certgen does: "create" writes a Secret, "patch" writes
// its CA into a webhook configuration.
func (f *Facts) certgen(from *Object, at string, args []string, given map[string]string) {
	switch {
	case slices.Contains(args, "create"):
		f.writes(from, given["namespace"], given["secret-name"], "ca", given["cert-name"], given["key-name"])
	case slices.Contains(args, "patch"):
		f.refer(from, at, "Secret", given["namespace"], given["secret-name"])
		for _, kind := range []string{"MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"} {
			if hook := NewKey(kind, "", given["webhook-name"]); f.byKey[hook] != nil {
				f.ref(Ref{From: from, Field: at, To: hook})
			}
		}
	}
}
