package dex

import (
	"cmp"
	"maps"
	"net/url"
	"strconv"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"sigs.k8s.io/yaml"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/ingress"
	"github.com/fitout/fitout/addon/kube"
)

// The ports of pods and Service.
const (
	httpPort      = 5556
	telemetryPort = 5558
	httpsPort     = 5554
	grpcPort      = 5557
)

// Where certificates are mounted.
const (
	httpsDir = "/etc/dex-https"
	grpcDir  = "/etc/dex-grpc"
)

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	id := o.identity()
	sa := kube.ServiceAccount(id, name, o.Pods)
	text, err := yaml.Marshal(o.config())
	if err != nil {
		return nil, err
	}
	config := &corev1.ConfigMap{ObjectMeta: id.Meta(name), Data: map[string]string{"config.yaml": string(text)}}
	in, err := issuerIngress(o)
	if err != nil {
		return nil, err
	}
	return []addon.Object{
		sa,
		config,
		clusterRole(o),
		kube.BindClusterRole(id, name+"-cluster", name, sa),
		role(o),
		kube.BindRole(id, name, name, sa),
		service(o),
		deployment(t, o, config),
		kube.DisruptionBudget(id, name, o.Pods),
		in,
		kube.NewServiceMonitor(id, name, o.ServiceMonitor, kube.Endpoint{Port: "telemetry", Path: "/metrics"}),
	}, nil
}

// clusterRole lets dex make the definitions of what it stores.
func clusterRole(o Options) *rbacv1.ClusterRole {
	return &rbacv1.ClusterRole{
		ObjectMeta: o.identity().ClusterMeta(name),
		Rules:      []rbacv1.PolicyRule{kube.Rule("apiextensions.k8s.io", "customresourcedefinitions", "list create")},
	}
}

// role lets dex store logins, tokens and keys. The group is dex's own.
func role(o Options) *rbacv1.Role {
	return &rbacv1.Role{
		ObjectMeta: o.identity().Meta(name),
		Rules:      []rbacv1.PolicyRule{kube.Rule("dex.coreos.com", "*", "*")},
	}
}

// port is a port that dex listens on.
type port struct {
	name     string
	number   int32
	protocol string // application protocol
}

func ports(o Options) []port {
	ports := []port{{"http", httpPort, "http"}}
	if o.HTTPS.Secret != "" {
		ports = append(ports, port{"https", httpsPort, "https"})
	}
	if o.GRPC.Enabled {
		ports = append(ports, port{"grpc", grpcPort, "grpc"})
	}
	return append(ports, port{"telemetry", telemetryPort, "http"})
}

func service(o Options) *corev1.Service {
	s := &corev1.Service{
		ObjectMeta: o.identity().Meta(name),
		Spec:       corev1.ServiceSpec{Type: corev1.ServiceTypeClusterIP, Selector: o.identity().PodLabels()},
	}
	s.Annotations = o.ServiceAnnotations
	for _, p := range ports(o) {
		s.Spec.Ports = append(s.Spec.Ports, corev1.ServicePort{
			Name: p.name, Port: p.number, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromString(p.name), AppProtocol: &p.protocol,
		})
	}
	return s
}

func deployment(t addon.Target, o Options, config *corev1.ConfigMap) *appsv1.Deployment {
	volumes := []corev1.Volume{{Name: "config", VolumeSource: corev1.VolumeSource{ConfigMap: &corev1.ConfigMapVolumeSource{
		LocalObjectReference: corev1.LocalObjectReference{Name: config.Name},
	}}}}
	mounts := []corev1.VolumeMount{{Name: "config", MountPath: "/etc/dex", ReadOnly: true}}
	for _, f := range files(o) {
		volumes = append(volumes, corev1.Volume{Name: f.volume, VolumeSource: corev1.VolumeSource{Secret: &corev1.SecretVolumeSource{
			SecretName: f.secret, Items: f.items,
		}}})
		mounts = append(mounts, corev1.VolumeMount{Name: f.volume, MountPath: f.dir, ReadOnly: true})
	}
	c := corev1.Container{
		Name:  name,
		Image: t.Image(o.Pods.Image),
		Args: []string{
			"dex", "serve",
			"--web-http-addr", "0.0.0.0:" + strconv.Itoa(httpPort),
			"--telemetry-addr", "0.0.0.0:" + strconv.Itoa(telemetryPort),
			"/etc/dex/config.yaml",
		},
		Env:             o.environment(),
		LivenessProbe:   probe("/healthz/live"),
		ReadinessProbe:  probe("/healthz/ready"),
		SecurityContext: security(),
		VolumeMounts:    mounts,
	}
	for _, p := range ports(o) {
		c.Ports = append(c.Ports, corev1.ContainerPort{Name: p.name, ContainerPort: p.number, Protocol: corev1.ProtocolTCP})
	}
	// The image's entrypoint expands templates of the configuration into a file.
	c.VolumeMounts = append(c.VolumeMounts, corev1.VolumeMount{Name: "tmp", MountPath: "/tmp"})
	volumes = append(volumes, corev1.Volume{Name: "tmp", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}})
	return kube.Deployment(o.identity(), name, kube.ReadAtStart(o.Pods, config.Data), corev1.PodSpec{
		ServiceAccountName: name,
		Containers:         []corev1.Container{c},
		Volumes:            volumes,
	})
}

// security confines the container to the user of the image's Dockerfile.
func security() *corev1.SecurityContext {
	s := kube.Confined()
	s.RunAsUser = new(int64(1001))
	s.RunAsGroup = new(int64(1001))
	return s
}

func probe(path string) *corev1.Probe {
	return &corev1.Probe{ProbeHandler: corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: path, Port: intstr.FromString("telemetry")}}}
}

// file is a Secret, or keys of one, that is mounted.
type file struct {
	volume, dir, secret string
	items               []corev1.KeyToPath
}

func files(o Options) []file {
	var files []file
	if o.HTTPS.Secret != "" {
		files = append(files, file{volume: "https-tls", dir: httpsDir, secret: o.HTTPS.Secret})
	}
	if o.GRPC.Enabled && o.GRPC.Secret != "" {
		files = append(files, file{volume: "grpc-tls", dir: grpcDir, secret: o.GRPC.Secret})
	}
	for _, c := range o.Connectors {
		if ref := c.file(); ref != nil {
			files = append(files, file{
				volume: "connector-" + c.ID, dir: c.fileDir(), secret: ref.Name,
				items: []corev1.KeyToPath{{Key: ref.Key, Path: ref.Key}},
			})
		}
	}
	return files
}

// file is what the connector reads from a file, or nil.
func (c Connector) file() *addon.SecretRef {
	switch {
	case c.Google != nil:
		return c.Google.ServiceAccount
	case c.LDAP != nil:
		return c.LDAP.RootCA
	}
	return nil
}

func issuerIngress(o Options) (*networkingv1.Ingress, error) {
	if o.Ingress == nil {
		return nil, nil
	}
	issuer, err := url.Parse(o.Issuer)
	if err != nil {
		return nil, err
	}
	in := ingress.New(o.identity().Meta(name), ingress.Route{
		ClassName: o.Ingress.ClassName,
		Hosts:     []string{issuer.Hostname()},
		Path:      cmp.Or(issuer.Path, "/"),
		TLSSecret: o.Ingress.TLSSecret,
		Backend:   ingress.Named(name, "http"),
	})
	in.Annotations = kube.IssuedBy(o.Ingress.Issuer)
	maps.Copy(in.Annotations, o.Ingress.Annotations)
	return in, nil
}
