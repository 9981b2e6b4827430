package externaldns_test

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/externaldns"
	"github.com/fitout/fitout/cluster"
)

func TestAddon(t *testing.T) {
	monitors := []string{"servicemonitors.monitoring.coreos.com"}
	addontest.Run(t, externaldns.Definition,
		addontest.Case[externaldns.Options]{Name: "defaults", Options: least()},
		addontest.Case[externaldns.Options]{
			Name: "upstream",
			// Without an owner ID upstream goes by this one.
			Options: externaldns.Options{Policy: externaldns.UpsertOnly, OwnerID: "default"},
		},
		addontest.Case[externaldns.Options]{
			// The names of development environments, in a private zone of another account.
			Name:   "aws",
			Target: addontest.AWS(),
			Options: externaldns.Options{
				Instance: "private",
				Pods:     addon.Pods{ServiceAccountAnnotations: map[string]string{"example.com/owner": "infra"}},
				AWS: externaldns.AWSOptions{
					ZoneType:             externaldns.PrivateZones,
					AssumeRole:           "arn:aws:iam::210987654321:role/dns",
					AssumeRoleExternalID: "prod",
				},
				Sources:        []externaldns.Source{externaldns.SourceIngress},
				Policy:         externaldns.Sync,
				Registry:       externaldns.RegistryDynamoDB,
				OwnerID:        "prod-private",
				TXT:            externaldns.TXTOptions{Suffix: "-owner"},
				DynamoDB:       externaldns.DynamoDBOptions{Table: "prod-dns", Region: "us-east-1"},
				DomainFilters:  []string{"dev.example.com"},
				ExcludeDomains: []string{"static.dev.example.com"},
				IngressClasses: []string{"internal"},
			},
		},
		addontest.Case[externaldns.Options]{
			Name:     "namespaced",
			Existing: cluster.Existing{Namespaces: []string{"shop", "gateways"}},
			Options: externaldns.Options{
				Instance:         "shop",
				Sources:          []externaldns.Source{externaldns.SourceService, externaldns.SourceGatewayHTTPRoute},
				Policy:           externaldns.Sync,
				OwnerID:          "prod-shop",
				Namespaced:       true,
				SourceNamespace:  "shop",
				GatewayNamespace: "gateways",
			},
		},
		addontest.Case[externaldns.Options]{
			Name: "noservice",
			Options: externaldns.Options{
				Provider: externaldns.InMemory,
				Policy:   externaldns.CreateOnly,
				Registry: externaldns.RegistryNoop,
				Service:  externaldns.ServiceOptions{Disabled: true},
			},
		},
		addontest.Case[externaldns.Options]{
			Name: "webhook",
			Existing: cluster.Existing{
				CRDs:       monitors,
				Secrets:    map[string][]string{"external-dns/dns": {}},
				ConfigMaps: map[string][]string{"external-dns/dns": {}},
			},
			Options: webhook(),
		},
		addontest.Case[externaldns.Options]{
			Name:     "full",
			Target:   addontest.AWS(),
			Existing: cluster.Existing{CRDs: monitors, Secrets: map[string][]string{"dns/txt-encryption": {}}},
			Options:  full(),
		},
	)
}

// least are the options that no default can know.
func least() externaldns.Options {
	return externaldns.Options{Policy: externaldns.UpsertOnly, OwnerID: "prod"}
}

func webhook() externaldns.Options {
	o := least()
	o.Provider = externaldns.Webhook
	o.Pods.ExtraVolumes = []corev1.Volume{{Name: "config", VolumeSource: corev1.VolumeSource{ConfigMap: &corev1.ConfigMapVolumeSource{
		LocalObjectReference: corev1.LocalObjectReference{Name: "dns"},
	}}}}
	o.Webhook = externaldns.WebhookOptions{
		Image:           addon.Image{Repository: "ghcr.io/example/external-dns-webhook", Tag: "v1.2.3"},
		Args:            []string{"--config=/etc/dns/config.yaml"},
		Env:             []corev1.EnvVar{{Name: "TOKEN", ValueFrom: &corev1.EnvVarSource{SecretKeyRef: (addon.SecretRef{Name: "dns", Key: "token"}).Selector()}}},
		VolumeMounts:    []corev1.VolumeMount{{Name: "config", MountPath: "/etc/dns", ReadOnly: true}},
		Resources:       requests("20m", "32Mi"),
		SecurityContext: &corev1.SecurityContext{ReadOnlyRootFilesystem: new(true)},
		Port:            8081,
		ServicePort:     9090,
		LivenessProbe: &corev1.Probe{
			ProbeHandler: corev1.ProbeHandler{TCPSocket: &corev1.TCPSocketAction{Port: intstr.FromString("http-webhook")}},
		},
		ReadinessProbe: &corev1.Probe{
			ProbeHandler:  corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: "/readyz", Port: intstr.FromString("http-webhook")}},
			PeriodSeconds: 30,
		},
	}
	o.ServiceMonitor = &addon.ServiceMonitor{Interval: metav1.Duration{Duration: time.Minute}}
	return o
}

func full() externaldns.Options {
	return externaldns.Options{
		Namespace: "dns",
		CRDs:      externaldns.LeaveCRDs,
		Pods: addon.Pods{
			Replicas:  new(int32(0)),
			Image:     addon.Image{Repository: "ghcr.io/example/external-dns"},
			Resources: requests("50m", "64Mi"),
			ExtraArgs: []string{"--min-ttl=1m"},
		},
		Provider: externaldns.AWS,
		AWS: externaldns.AWSOptions{
			Region:              "eu-central-1",
			ZoneType:            externaldns.PublicZones,
			ZoneTags:            []string{"team=platform", "dns"},
			ZoneMatchParent:     true,
			ZonesCacheDuration:  metav1.Duration{Duration: time.Hour},
			BatchChangeSize:     500,
			BatchChangeInterval: metav1.Duration{Duration: 1500 * time.Millisecond},
			IgnoreTargetHealth:  true,
			PreferCNAME:         true,
		},
		Sources:  []externaldns.Source{externaldns.SourceService, externaldns.SourceIngress, externaldns.SourceCRD, externaldns.SourceGatewayHTTPRoute},
		Policy:   externaldns.Sync,
		Registry: externaldns.RegistryTXT,
		OwnerID:  "prod",
		TXT: externaldns.TXTOptions{
			Prefix:              "%{record_type}-owner.",
			WildcardReplacement: "any",
			EncryptionKey:       &addon.SecretRef{Name: "txt-encryption", Key: "key"},
			CacheInterval:       metav1.Duration{Duration: 10 * time.Minute},
			MigrateFromOwner:    "default",
		},
		RegexDomainFilter:    `^([\w-]+\.)*dev\.example\.com$`,
		RegexDomainExclusion: `^static\.`,
		ZoneIDFilters:        []string{"Z0123456789ABCDEFGHIJ"},
		LabelFilter:          "dns in (public)",
		AnnotationFilter:     "example.com/dns in (on)",
		AnnotationPrefix:     "public.example.com/",
		ServiceTypes:         []corev1.ServiceType{corev1.ServiceTypeLoadBalancer, corev1.ServiceTypeExternalName},
		ManagedRecordTypes:   []externaldns.RecordType{externaldns.RecordA, externaldns.RecordCNAME},
		Interval:             metav1.Duration{Duration: 90 * time.Second},
		Events:               true,
		DryRun:               true,
		GatewayNamespace:     "gateways",
		GatewayListenerSets:  true,
		ExtraRules:           []rbacv1.PolicyRule{{APIGroups: []string{"kubevirt.io"}, Resources: []string{"virtualmachineinstances"}, Verbs: []string{"get", "list", "watch"}}},
		LogLevel:             externaldns.LogDebug,
		LogFormat:            externaldns.LogJSON,
		Service: externaldns.ServiceOptions{
			Port:           9797,
			Annotations:    map[string]string{"example.com/team": "platform"},
			IPFamilies:     []corev1.IPFamily{corev1.IPv4Protocol, corev1.IPv6Protocol},
			IPFamilyPolicy: corev1.IPFamilyPolicyPreferDualStack,
		},
		ServiceMonitor: &addon.ServiceMonitor{Labels: map[string]string{"release": "prometheus"}},
	}
}

func requests(cpu, memory string) corev1.ResourceRequirements {
	return corev1.ResourceRequirements{Requests: corev1.ResourceList{
		corev1.ResourceCPU:    resource.MustParse(cpu),
		corev1.ResourceMemory: resource.MustParse(memory),
	}}
}
