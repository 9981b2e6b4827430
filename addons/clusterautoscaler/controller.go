package clusterautoscaler

import (
	"fmt"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// portName is that of the Service's port.
const portName = "http"

func deployment(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.Deployment {
	d := kube.Deployment(o.identity(), fullName, o.pods(), corev1.PodSpec{
		ServiceAccountName: sa.Name,
		HostNetwork:        o.HostNetwork,
		SecurityContext: &corev1.PodSecurityContext{ // as in upstream's examples for AWS
			FSGroup:    new(int64(65534)), // for the token by which the role is assumed
			RunAsUser:  new(int64(65534)),
			RunAsGroup: new(int64(65534)),
		},
		Containers: []corev1.Container{{
			Name:    "aws-" + name,
			Image:   t.Image(o.Pods.Image),
			Command: []string{"./" + name},
			Args:    args(o),
			Env:     env(o),
			Ports:   []corev1.ContainerPort{{ContainerPort: o.Port, Protocol: corev1.ProtocolTCP}},
			LivenessProbe: &corev1.Probe{ProbeHandler: corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{
				Path: "/health-check", Port: intstr.FromInt32(o.Port),
			}}},
			SecurityContext: kube.Confined(),
		}},
	})
	if o.minor() != "" {
		d.Labels[addon.LabelVersion] = strings.TrimPrefix(o.Pods.Image.Tag, "v") // which goes by the cluster's
	}
	d.Spec.Strategy = kube.Strategy(o.RollingUpdate)
	return d
}

// pods are the pods as the other options want them.
func (o Options) pods() addon.Pods {
	p := o.Pods
	if o.HostNetwork && p.DNSPolicy == "" {
		p.DNSPolicy = corev1.DNSClusterFirstWithHostNet // or names would resolve as the nodes do it
	}
	return p
}

func env(o Options) []corev1.EnvVar {
	env := []corev1.EnvVar{
		kube.FieldEnv("POD_NAMESPACE", "metadata.namespace"),
		kube.FieldEnv("SERVICE_ACCOUNT", "spec.serviceAccountName"),
	}
	if o.Region != "" {
		env = append(env, corev1.EnvVar{Name: "AWS_REGION", Value: o.Region})
	}
	if o.MaxAttempts != 0 {
		env = append(env, corev1.EnvVar{Name: "AWS_MAX_ATTEMPTS", Value: fmt.Sprint(o.MaxAttempts)})
	}
	if key := o.AccessKey; key != nil {
		env = append(env,
			corev1.EnvVar{Name: "AWS_ACCESS_KEY_ID", ValueFrom: &corev1.EnvVarSource{SecretKeyRef: key.ID.Selector()}},
			corev1.EnvVar{Name: "AWS_SECRET_ACCESS_KEY", ValueFrom: &corev1.EnvVarSource{SecretKeyRef: key.Secret.Selector()}})
	}
	return env
}
