package loki

import (
	"fmt"
	"maps"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/hpa"
	"github.com/fitout/fitout/addon/ingress"
	"github.com/fitout/fitout/addon/kube"
)

// Gateway is the proxy that everybody reaches Loki by, an NGINX.
type Gateway struct {
	// Goes without. The collector and Grafana then reach Loki's pods themselves.
	Disabled bool `json:"disabled,omitempty"`

	// The pods, of which there is one where nothing is said.
	Pods addon.Pods `json:"pods,omitzero"`

	// Has their number follow their load.
	Autoscaling hpa.Autoscaling `json:"autoscaling,omitzero"`

	// The Service that it is reached by.
	Service Service `json:"service,omitzero"`

	// Makes it reachable from outside of the cluster. Without basicAuth, or a login before it,
	// whoever reaches it reads all logs, and may delete them.
	Ingress *Ingress `json:"ingress,omitempty"`

	// Wants a name and a password of whoever comes.
	BasicAuth *BasicAuth `json:"basicAuth,omitempty"`

	// Logs only requests that fail.
	QuietLogs bool `json:"quietLogs,omitempty"`

	// The largest request: 4Mi where it is left out.
	MaxBodySize *resource.Quantity `json:"maxBodySize,omitempty"`

	// Doesn't listen on IPv6, for nodes that have none.
	NoIPv6 bool `json:"noIPv6,omitempty"`

	// The DNS server that it asks for Loki: "kube-dns.kube-system.svc.cluster.local." where it
	// is left out, with the cluster's domain in it.
	Resolver string `json:"resolver,omitempty" jsonschema:"pattern=^[^ ;{}]+$"`

	// The container that makes metrics of the requests.
	Exporter Exporter `json:"exporter,omitzero"`
}

// BasicAuth is names and passwords.
type BasicAuth struct {
	// The Secret whose key ".htpasswd" has a line for each name, as the command htpasswd
	// writes it.
	Secret string `json:"secret" jsonschema:"required,maxLength=253"`

	// The name by which the collector, the canary and Grafana come.
	Username string `json:"username" jsonschema:"required,pattern=^[^: $]+$"`

	// Their password.
	Password addon.SecretRef `json:"password" jsonschema:"required"`
}

const (
	// passwordEnv is the environment variable with the password for the gateway.
	passwordEnv = "LOKI_GATEWAY_PASSWORD"

	htpasswdDir = "/etc/nginx/secrets"
)

// env is the password for the gateway, if it wants one.
func (b *BasicAuth) env() []corev1.EnvVar {
	if b == nil {
		return nil
	}
	return []corev1.EnvVar{{Name: passwordEnv, ValueFrom: &corev1.EnvVarSource{SecretKeyRef: b.Password.Selector()}}}
}

// pushURL is where logs are sent to, from within the namespace.
func (o Options) pushURL() string {
	if o.Gateway.Disabled {
		return fmt.Sprintf("http://%s:%d/loki/api/v1/push", o.writer(), httpPort)
	}
	return "http://" + gatewayName + "/loki/api/v1/push"
}

// queryURL is where queries are sent to, from within the namespace.
func (o Options) queryURL() string {
	if o.Gateway.Disabled {
		return fmt.Sprintf("http://%s:%d", o.reader(), httpPort)
	}
	return "http://" + gatewayName
}

// canaryAddress is where the canary writes and reads.
func (o Options) canaryAddress() string {
	if o.Gateway.Disabled {
		return fmt.Sprintf("%s.:%d", o.serviceName(name), httpPort)
	}
	return o.serviceName(gatewayName) + ".:80"
}

// gateway is the gateway's objects.
func gateway(t addon.Target, o Options) []addon.Object {
	if o.Gateway.Disabled {
		return nil
	}
	id := o.component("gateway")
	pods := counted(o.Gateway.Pods, o.Gateway.Autoscaling, 1)
	sa := kube.ServiceAccount(id, gatewayName, pods)
	sa.AutomountServiceAccountToken = new(false)
	files := map[string]string{"nginx.conf": nginxConf(o)}
	if !o.Gateway.Exporter.Disabled {
		files["access-log-exporter.yaml"] = text(accessLogPresets())
	}
	return []addon.Object{
		sa,
		&corev1.ConfigMap{ObjectMeta: id.Meta(gatewayName), Data: files},
		gatewayService(o),
		exporterService(o),
		gatewayDeployment(t, o, pods, files, sa),
		hpa.New(id.Meta(gatewayName), gatewayName, o.Gateway.Autoscaling),
		kube.DisruptionBudget(id, gatewayName, pods),
		routed(o.Gateway.Ingress, id, gatewayName, "http"),
	}
}

// routed is the Ingress that leads to a Service, or nil where none is asked for.
func routed(i *Ingress, id kube.Identity, service, port string) *networkingv1.Ingress {
	if i == nil {
		return nil
	}
	in := ingress.New(id.Meta(service), ingress.Route{
		ClassName: i.ClassName,
		Hosts:     []string{i.Host},
		Path:      "/",
		TLSSecret: i.TLSSecret,
		Backend:   ingress.Named(service, port),
	})
	in.Annotations = kube.IssuedBy(i.Issuer)
	maps.Copy(in.Annotations, i.Annotations)
	return in
}

func gatewayService(o Options) *corev1.Service {
	id := o.component("gateway")
	s := &corev1.Service{ObjectMeta: id.Meta(gatewayName), Spec: o.Gateway.Service.spec()}
	s.Labels[labelNoMonitor] = "false"
	s.Annotations = o.Gateway.Service.Annotations
	s.Spec.Selector = id.PodLabels()
	s.Spec.Ports = []corev1.ServicePort{port("http", 80, "http")}
	return s
}

// exporterService leads to the gateway's metrics.
func exporterService(o Options) *corev1.Service {
	if o.Gateway.Exporter.Disabled {
		return nil
	}
	id := o.component("gateway")
	return &corev1.Service{
		ObjectMeta: id.Meta(gatewayName + "-exporter"),
		Spec: corev1.ServiceSpec{
			Type:     corev1.ServiceTypeClusterIP,
			Selector: id.PodLabels(),
			Ports:    []corev1.ServicePort{port("http-metrics", 4040, "http-metrics")},
		},
	}
}

func gatewayDeployment(t addon.Target, o Options, pods addon.Pods, files map[string]string, sa *corev1.ServiceAccount) *appsv1.Deployment {
	g := o.Gateway
	volumes := []corev1.Volume{configMap("config", gatewayName)}
	mounts := []corev1.VolumeMount{{Name: "config", MountPath: "/etc/nginx"}}
	if g.BasicAuth != nil {
		volumes = append(volumes, corev1.Volume{Name: "auth", VolumeSource: corev1.VolumeSource{
			Secret: &corev1.SecretVolumeSource{SecretName: g.BasicAuth.Secret, Items: []corev1.KeyToPath{{Key: ".htpasswd", Path: ".htpasswd"}}},
		}})
		mounts = append(mounts, corev1.VolumeMount{Name: "auth", MountPath: htpasswdDir})
	}
	// The image's entrypoint would write to /etc/nginx what it finds in its folder.
	volumes = append(volumes, emptyDir("tmp"), emptyDir("docker-entrypoint-d-override"))
	mounts = append(mounts, corev1.VolumeMount{Name: "tmp", MountPath: "/tmp"}, corev1.VolumeMount{Name: "docker-entrypoint-d-override", MountPath: "/docker-entrypoint.d"})

	context := runAs(101)
	context.FSGroupChangePolicy = nil
	containers := []corev1.Container{{
		Name:            "nginx",
		Image:           t.Image(pods.Image),
		Ports:           []corev1.ContainerPort{kube.Port("http", nginxPort)},
		ReadinessProbe:  &corev1.Probe{ProbeHandler: httpGet("/", "http"), InitialDelaySeconds: 15},
		SecurityContext: kube.Confined(),
		VolumeMounts:    mounts,
	}}
	if !g.Exporter.Disabled {
		containers = append(containers, g.Exporter.nginx(t))
	}
	d := kube.Deployment(o.component("gateway"), gatewayName, kube.ReadAtStart(pods, files), corev1.PodSpec{
		ServiceAccountName:           sa.Name,
		AutomountServiceAccountToken: new(false),
		SecurityContext:              context,
		Containers:                   containers,
		Volumes:                      volumes,
	})
	if g.Autoscaling.Enabled {
		d.Spec.Replicas = nil // else each apply would undo the autoscaler's work
	}
	return d
}

// nginx is the exporter of the gateway's metrics.
func (e Exporter) nginx(t addon.Target) corev1.Container {
	confined := kube.Confined()
	confined.RunAsUser, confined.RunAsGroup = new(int64(65532)), new(int64(65532))
	return corev1.Container{
		Name:            "exporter",
		Image:           t.Image(e.Image),
		Args:            []string{"--nginx.scrape-url", fmt.Sprintf("http://127.0.0.1:%d/stub_status", nginxPort), "--preset", exporterPreset},
		Ports:           []corev1.ContainerPort{kube.Port("http-metrics", 4040), kube.Port("syslog", syslogPort)},
		LivenessProbe:   exporterProbe("/health", 30, 10, 5),
		ReadinessProbe:  exporterProbe("/health", 5, 5, 3),
		Resources:       e.Resources,
		SecurityContext: confined,
		VolumeMounts:    []corev1.VolumeMount{{Name: "config", MountPath: "/config.yaml", SubPath: "access-log-exporter.yaml"}},
	}
}
