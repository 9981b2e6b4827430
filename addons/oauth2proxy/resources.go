package oauth2proxy

import (
	"cmp"
	"fmt"
	"maps"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/ingress"
	"github.com/fitout/fitout/addon/kube"
)

const configFile = "oauth2_proxy.cfg"

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	id := o.identity()
	sa := kube.ServiceAccount(id, o.install(), o.Pods)
	config := file(o)
	return []addon.Object{
		sa,
		config,
		service(o),
		deployment(t, o, sa, config),
		kube.DisruptionBudget(id, o.install(), o.Pods),
		proxyIngress(o),
		kube.NewServiceMonitor(id, o.install(), o.ServiceMonitor, kube.Endpoint{Port: "metrics", Path: "/metrics"}),
	}, nil
}

// file is the configuration file that the chart writes. Its lists are quoted as TOML and
// Go both do it.
func file(o Options) *corev1.ConfigMap {
	return &corev1.ConfigMap{
		ObjectMeta: o.identity().Meta(o.install()),
		Data: map[string]string{
			configFile: "email_domains = " + list(o.EmailDomains) + "\nupstreams = " + list(o.Upstreams) + "\n",
		},
	}
}

func list(values []string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = fmt.Sprintf("%q", v)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

func service(o Options) *corev1.Service {
	return &corev1.Service{
		ObjectMeta: o.identity().Meta(o.install()),
		Spec: corev1.ServiceSpec{
			Type:     corev1.ServiceTypeClusterIP,
			Selector: o.identity().PodLabels(),
			Ports: []corev1.ServicePort{
				{Name: "http", Port: 80, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromString("http"), AppProtocol: new("http")},
				{Name: "metrics", Port: metricsPort, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromString("metrics"), AppProtocol: new("http")},
			},
		},
	}
}

func deployment(t addon.Target, o Options, sa *corev1.ServiceAccount, config *corev1.ConfigMap) *appsv1.Deployment {
	spec := corev1.PodSpec{
		ServiceAccountName:           sa.Name,
		AutomountServiceAccountToken: new(false),
		Containers:                   []corev1.Container{container(t, o)},
		Volumes: []corev1.Volume{{Name: "configmain", VolumeSource: corev1.VolumeSource{ConfigMap: &corev1.ConfigMapVolumeSource{
			LocalObjectReference: corev1.LocalObjectReference{Name: o.install()}, DefaultMode: new(int32(0o644)),
		}}}},
	}
	if key := googleKey(o); key != nil {
		spec.Volumes = append(spec.Volumes, corev1.Volume{Name: "google", VolumeSource: corev1.VolumeSource{Secret: &corev1.SecretVolumeSource{
			SecretName: key.Name, Items: []corev1.KeyToPath{{Key: key.Key, Path: key.Key}},
		}}})
	}
	return kube.Deployment(o.identity(), o.install(), kube.ReadAtStart(o.Pods, config.Data), spec)
}

// googleKey is the key by which Google's groups are looked up, or nil.
func googleKey(o Options) *addon.SecretRef {
	if o.Provider.Google == nil {
		return nil
	}
	return o.Provider.Google.ServiceAccount
}

func container(t addon.Target, o Options) corev1.Container {
	security := kube.Confined()
	security.RunAsUser = new(int64(2000))
	security.RunAsGroup = new(int64(2000))
	c := corev1.Container{
		Name:  name,
		Image: t.Image(o.Pods.Image),
		Args:  args(o),
		Env: []corev1.EnvVar{
			o.secret("OAUTH2_PROXY_CLIENT_ID", o.Secrets.ClientID, "client-id"),
			o.secret("OAUTH2_PROXY_CLIENT_SECRET", o.Secrets.ClientSecret, "client-secret"),
			o.secret("OAUTH2_PROXY_COOKIE_SECRET", o.Secrets.CookieSecret, "cookie-secret"),
		},
		Ports: []corev1.ContainerPort{
			{Name: "http", ContainerPort: httpPort, Protocol: corev1.ProtocolTCP},
			{Name: "metrics", ContainerPort: metricsPort, Protocol: corev1.ProtocolTCP},
		},
		LivenessProbe:   probe("/ping", corev1.Probe{TimeoutSeconds: 1}),
		ReadinessProbe:  probe("/ready", corev1.Probe{PeriodSeconds: 10, SuccessThreshold: 1, TimeoutSeconds: 5}),
		SecurityContext: security,
		VolumeMounts:    []corev1.VolumeMount{{Name: "configmain", MountPath: "/etc/oauth2_proxy/" + configFile, SubPath: configFile}},
	}
	if o.Redis != nil && o.Redis.Password != nil {
		c.Env = append(c.Env, o.secret("OAUTH2_PROXY_REDIS_PASSWORD", *o.Redis.Password, ""))
	}
	if googleKey(o) != nil {
		c.VolumeMounts = append(c.VolumeMounts, corev1.VolumeMount{Name: "google", MountPath: "/google", ReadOnly: true})
	}
	return c
}

func probe(path string, p corev1.Probe) *corev1.Probe {
	p.HTTPGet = &corev1.HTTPGetAction{Path: path, Port: intstr.FromString("http"), Scheme: corev1.URISchemeHTTP}
	return &p
}

func proxyIngress(o Options) *networkingv1.Ingress {
	i := o.Ingress
	if i == nil {
		return nil
	}
	in := ingress.New(o.identity().Meta(o.install()), ingress.Route{
		ClassName: i.ClassName,
		Hosts:     i.Hosts,
		Path:      cmp.Or(i.Path, o.ProxyPrefix, "/oauth2"),
		TLSSecret: i.TLSSecret,
		Backend:   ingress.Named(o.install(), "http"),
	})
	in.Annotations = kube.IssuedBy(i.Issuer)
	maps.Copy(in.Annotations, i.Annotations)
	return in
}
