package argoworkflows

import (
	"fmt"
	"reflect"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// configMap is what controller and server read.
func configMap(t addon.Target, o Options) (*corev1.ConfigMap, error) {
	text, err := yaml.Marshal(o.config(t))
	if err != nil {
		return nil, err
	}
	c := &corev1.ConfigMap{ObjectMeta: o.identity().Meta(configName), Data: map[string]string{"config": string(text)}}
	if refs := o.secretsRead(); len(refs) > 0 {
		c.Annotations = kube.Reads(nil, refs...)
	}
	return c, nil
}

// secretsRead are the keys of Secrets in the addon's namespace that controller and server read
// because the configuration names them.
func (o Options) secretsRead() []addon.SecretRef {
	var refs []addon.SecretRef
	if o.SSO != nil && !o.Server.Disabled {
		refs = append(refs, o.SSO.ClientID, o.SSO.ClientSecret)
	}
	if o.Persistence != nil {
		refs = append(refs, o.Persistence.secrets()...)
	}
	if o.Synchronization != nil {
		refs = append(refs, o.Synchronization.secrets()...)
	}
	return refs
}

// config is the configuration. What is left out upstream takes to be its own default.
func (o Options) config(t addon.Target) config {
	c := config{
		NodeEvents:               unless(fileEvents{Enabled: falseIf(o.Events.NoNodes), SendAsPod: o.Events.NodesAsPods}),
		WorkflowEvents:           unless(fileEvents{Enabled: falseIf(o.Events.NoWorkflows)}),
		Executor:                 o.Executor.config(t),
		MainContainer:            o.MainContainer.config(),
		ArtifactRepository:       o.ArtifactRepository,
		InstanceID:               o.InstanceID,
		MetricsConfig:            o.Controller.Metrics.config(),
		Parallelism:              o.Parallelism,
		NamespaceParallelism:     o.NamespaceParallelism,
		ResourceRateLimit:        o.ResourceRateLimit,
		Persistence:              o.Persistence.config(t),
		Links:                    o.Links,
		Columns:                  o.Columns,
		PodSpecLogStrategy:       unless(filePodSpecLog{o.PodSpecLog.FailedPods, o.PodSpecLog.AllPods}),
		PodGCGracePeriodSeconds:  o.PodGCGracePeriodSeconds,
		PodGCDeleteDelayDuration: o.PodGCDeleteDelay,
		WorkflowRestrictions:     unless(fileRestrictions{o.TemplateReferencing}),
		InitialDelay:             o.InitialDelay,
		Images:                   o.Images,
		RetentionPolicy:          unless(o.Retention),
		NavColor:                 o.NavColor,
		SSO:                      o.SSO.config(),
		Synchronization:          o.Synchronization.config(t),
		DisableAgentPodCreation:  o.DisableAgentPods,
		InitlessPod:              unless(fileEnabled{o.InitlessPods}),
	}
	if k := o.KubeConfig; k != nil {
		c.KubeConfig = &fileKubeConfig{k.Secret.Name, k.Secret.Key, k.VolumeName, k.MountPath}
	}
	if d := o.WorkflowDefaults; d != nil {
		c.WorkflowDefaults = &fileWorkflow{Spec: d.WorkflowSpec.mirrored(t)}
		if len(d.Labels)+len(d.Annotations) > 0 {
			c.WorkflowDefaults.Metadata = &Metadata{Labels: d.Labels, Annotations: d.Annotations}
		}
	}
	if f := o.FailedPodRestart; f != nil {
		c.FailedPodRestart = &fileFailedPodRestart{true, f.MaxRestarts}
	}
	return c
}

// unless is a struct, or nil where nothing in it is set.
func unless[T any](v T) *T {
	if reflect.ValueOf(v).IsZero() {
		return nil
	}
	return &v
}

// falseIf is false, or nothing.
func falseIf(set bool) *bool {
	if !set {
		return nil
	}
	return new(false)
}

// seconds is a duration as upstream reads those of databases and metrics, which have one unit.
func seconds(d metav1.Duration) string {
	if d.Duration == 0 {
		return ""
	}
	return fmt.Sprintf("%ds", d.Duration/time.Second)
}

func (e Executor) config(t addon.Target) fileContainer {
	return fileContainer{
		Image:           t.Image(e.Image),
		ImagePullPolicy: e.ImagePullPolicy,
		Args:            e.Args,
		Env:             e.Env,
		Resources:       e.Resources,
		SecurityContext: e.SecurityContext,
	}
}

func (m MainContainer) config() *fileContainer {
	return unless(fileContainer{
		ImagePullPolicy: m.ImagePullPolicy,
		Env:             m.Env,
		EnvFrom:         m.EnvFrom,
		Resources:       m.Resources,
		SecurityContext: m.SecurityContext,
	})
}

func (m ControllerMetrics) config() *fileMetrics {
	f := fileMetrics{
		Enabled:      falseIf(m.Disabled),
		MetricsTTL:   seconds(m.TTL),
		IgnoreErrors: m.IgnoreErrors,
		Secure:       falseIf(m.Insecure),
		Temporality:  m.Temporality,
	}
	if m.Path != "/metrics" {
		f.Path = m.Path
	}
	if m.Port != 9090 {
		f.Port = m.Port
	}
	for name, change := range m.Modifiers {
		if f.Modifiers == nil {
			f.Modifiers = map[string]fileMetricModifier{}
		}
		f.Modifiers[name] = fileMetricModifier(change)
	}
	return unless(f)
}

func (d Database) config(t addon.Target) fileDatabase {
	f := fileDatabase{Reconnection: d.Reconnection, ConnectionTimeoutSeconds: d.ConnectionTimeoutSeconds}
	if p := d.ConnectionPool; p != nil {
		f.ConnectionPool = &fileConnectionPool{p.MaxIdleConns, p.MaxOpenConns, seconds(p.ConnMaxLifetime)}
	}
	if m := d.MySQL; m != nil {
		f.MySQL = &MySQL{m.DatabaseServer, m.Options}
	}
	if p := d.PostgreSQL; p != nil {
		f.PostgreSQL = &filePostgreSQL{DatabaseServer: p.DatabaseServer, SSL: p.SSL, SSLMode: p.SSLMode}
		if token := p.AWSRDSToken; token != nil {
			f.PostgreSQL.AWSRDSToken = &fileToken{Enabled: true, Region: token.Region}
			if token.Region == "" && t.AWS != nil {
				f.PostgreSQL.AWSRDSToken.Region = t.AWS.Region
			}
		}
		if token := p.AzureToken; token != nil {
			f.PostgreSQL.AzureToken = &fileToken{Enabled: true, Scope: token.Scope}
		}
	}
	return f
}

func (p *Persistence) config(t addon.Target) *filePersistence {
	if p == nil {
		return nil
	}
	f := filePersistence{
		fileDatabase:         p.Database.config(t),
		NodeStatusOffload:    p.NodeStatusOffload,
		Archive:              p.Archive,
		ArchiveLabelSelector: p.ArchiveLabelSelector,
		ArchiveTTL:           seconds(p.ArchiveTTL),
		ClusterName:          p.ClusterName,
		SkipMigration:        p.SkipMigration,
	}
	const table = "argo_workflows" // there is no default upstream
	if f.PostgreSQL != nil && f.PostgreSQL.TableName == "" {
		f.PostgreSQL.TableName = table
	}
	if f.MySQL != nil && f.MySQL.TableName == "" {
		f.MySQL.TableName = table
	}
	return &f
}

func (d *LockDatabase) config(t addon.Target) *fileSynchronization {
	if d == nil {
		return nil
	}
	return &fileSynchronization{
		fileDatabase:               d.Database.config(t),
		EnableAPI:                  d.EnableAPI,
		ControllerName:             d.ControllerName,
		SkipMigration:              d.SkipMigration,
		PollSeconds:                d.PollSeconds,
		HeartbeatSeconds:           d.HeartbeatSeconds,
		InactiveControllerSeconds:  d.InactiveControllerSeconds,
		SemaphoreLimitCacheSeconds: d.SemaphoreLimitCacheSeconds,
	}
}

func (s *SSO) config() *fileSSO {
	if s == nil {
		return nil
	}
	return &fileSSO{
		Issuer:               s.Issuer,
		IssuerAlias:          s.IssuerAlias,
		ClientID:             s.ClientID,
		ClientSecret:         s.ClientSecret,
		RedirectURL:          s.RedirectURL,
		RBAC:                 fileEnabled{!s.ServerRights},
		Scopes:               s.Scopes,
		SessionExpiry:        s.SessionExpiry,
		CustomGroupClaimName: s.CustomGroupClaimName,
		UserInfoPath:         s.UserInfoPath,
		InsecureSkipVerify:   s.InsecureSkipVerify,
		FilterGroupsRegex:    s.FilterGroups,
		RootCA:               s.RootCA,
	}
}
