package argocd

import (
	"cmp"
)

// parameters are the data of argocd-cmd-params-cm, which the pods read when they start.
func (o Options) parameters() values {
	v := values{}
	v.list("application.namespaces", o.ApplicationNamespaces)
	v.text("log.format.timestamp", o.Log.Timestamp)
	o.Redis.parameters(v, o.HighAvailability)
	o.Controller.parameters(v)
	o.Server.parameters(v)
	o.RepoServer.parameters(v)
	o.ApplicationSet.parameters(v)
	v.number("notificationscontroller.processors.count", o.Notifications.Processors)
	v.yes("notificationscontroller.selfservice.enabled", o.Notifications.SelfService)
	v.yes("dexserver.connector.failure.continue", o.Dex.ContinueOnConnectorFailure)
	for component, level := range map[string]LogLevel{
		"controller":               o.Controller.LogLevel,
		"server":                   o.Server.LogLevel,
		"reposerver":               o.RepoServer.LogLevel,
		"applicationsetcontroller": o.ApplicationSet.LogLevel,
		"notificationscontroller":  o.Notifications.LogLevel,
		"dexserver":                o.Dex.LogLevel,
	} {
		v.text(component+".log.level", string(cmp.Or(level, o.Log.Level)))
		v.text(component+".log.format", string(o.Log.Format))
	}
	return v
}

func (r Redis) parameters(v values, ha bool) {
	switch {
	case r.External != nil:
		v["redis.server"] = r.External.Address
		v.number("redis.db", r.External.Database)
	case ha:
		v["redis.server"] = proxyName + ":6379"
	}
}

func (c Controller) parameters(v values) {
	v.text("controller.sharding.algorithm", string(c.Sharding))
	v.number("controller.status.processors", c.StatusProcessors)
	v.number("controller.operation.processors", c.OperationProcessors)
	v.number("controller.kubectl.parallelism.limit", c.KubectlParallelism)
	v.seconds("controller.repo.server.timeout.seconds", c.RepoServerTimeout)
	if c.SelfHealTimeout.Duration > 0 {
		v.seconds("controller.self.heal.timeout.seconds", c.SelfHealTimeout)
		v["controller.self.heal.backoff.timeout.seconds"] = "0" // it would come first
	}
	v.seconds("controller.sync.timeout.seconds", c.SyncTimeout)
	if d := c.SyncWaveDelay; d != nil {
		v["controller.sync.wave.delay.seconds"] = "0"
		v.seconds("controller.sync.wave.delay.seconds", *d)
	}
	v.yes("controller.diff.server.side", c.ServerSideDiff)
	v.list("controller.metrics.application.labels", c.MetricsApplicationLabels)
	v.duration("controller.metrics.cache.expiration", c.MetricsCacheExpiration)
}

func (s Server) parameters(v values) {
	v.yes("server.insecure", s.Insecure)
	v.text("server.rootpath", s.RootPath)
	v.text("server.basehref", s.BaseHref)
	v.text("server.tls.minversion", string(s.TLSMinVersion))
	v.text("server.x.frame.options", s.XFrameOptions)
	v.text("server.content.security.policy", s.ContentSecurityPolicy)
	v.no("server.sync.replace.allowed", s.NoSyncWithReplace)
}

func (r RepoServer) parameters(v values) {
	v.number("reposerver.parallelism.limit", r.Parallelism)
	v.number("reposerver.git.lsremote.parallelism.limit", r.LsRemoteParallelism)
	v.duration("reposerver.git.request.timeout", r.GitTimeout)
	v.no("reposerver.enable.git.submodule", r.NoSubmodules)
	v.duration("reposerver.repo.cache.expiration", r.CacheExpiration)
	if q := r.MaxManifestsSize; q != nil {
		v["reposerver.max.combined.directory.manifests.size"] = q.String()
	}
}

func (a ApplicationSetController) parameters(v values) {
	const prefix = "applicationsetcontroller."
	v.list(prefix+"namespaces", a.Namespaces)
	v.text(prefix+"policy", string(a.Policy))
	v.yes(prefix+"enable.policy.override", a.PolicyOverride)
	v.yes(prefix+"enable.progressive.syncs", a.ProgressiveSyncs)
	v.yes(prefix+"dryrun", a.DryRun)
	v.number(prefix+"concurrent.reconciliations.max", a.ConcurrentReconciliations)
	v.duration(prefix+"requeue.after", a.RequeueAfter)
	v.yes(prefix+"enable.new.git.file.globbing", a.NewGitFileGlobbing)
	v.list(prefix+"allowed.scm.providers", a.AllowedSCMProviders)
	v.no(prefix+"enable.scm.providers", a.NoSCMProviders)
	v.yes(prefix+"enable.tokenref.strict.mode", a.StrictTokens)
	v.list(prefix+"global.preserved.annotations", a.PreservedAnnotations)
	v.list(prefix+"global.preserved.labels", a.PreservedLabels)
	v.yes(prefix+"enable.leader.election", a.Pods.Replicas != nil && *a.Pods.Replicas > 1)
}
