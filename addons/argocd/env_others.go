package argocd

// applicationSetEnv are the parameters of the ApplicationSet controller.
func applicationSetEnv() []variable {
	return []variable{
		{"GRPC_ENABLE_TXT_SERVICE_CONFIG", "applicationsetcontroller.grpc.enable.txt.service.config"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_GLOBAL_PRESERVED_ANNOTATIONS", "applicationsetcontroller.global.preserved.annotations"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_GLOBAL_PRESERVED_LABELS", "applicationsetcontroller.global.preserved.labels"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_ENABLE_LEADER_ELECTION", "applicationsetcontroller.enable.leader.election"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_REPO_SERVER", "repo.server"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_POLICY", "applicationsetcontroller.policy"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_ENABLE_POLICY_OVERRIDE", "applicationsetcontroller.enable.policy.override"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_DEBUG", "applicationsetcontroller.debug"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_LOGFORMAT", "applicationsetcontroller.log.format"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_LOGLEVEL", "applicationsetcontroller.log.level"},
		{"ARGOCD_LOG_FORMAT_TIMESTAMP", "log.format.timestamp"},
		{"ARGOCD_K8S_CLIENT_QPS", "applicationsetcontroller.k8s.client.qps"},
		{"ARGOCD_K8S_CLIENT_BURST", "applicationsetcontroller.k8s.client.burst"},
		{"ARGOCD_K8S_CLIENT_MAX_IDLE_CONNECTIONS", "applicationsetcontroller.k8s.client.max.idle.connections"},
		{"ARGOCD_K8S_TCP_TIMEOUT", "applicationsetcontroller.k8s.tcp.timeout"},
		{"ARGOCD_K8S_TCP_KEEPALIVE", "applicationsetcontroller.k8s.tcp.keepalive"},
		{"ARGOCD_K8S_TLS_HANDSHAKE_TIMEOUT", "applicationsetcontroller.k8s.tls.handshake.timeout"},
		{"ARGOCD_K8S_TCP_IDLE_TIMEOUT", "applicationsetcontroller.k8s.tcp.idle.timeout"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_DRY_RUN", "applicationsetcontroller.dryrun"},
		{"ARGOCD_GIT_MODULES_ENABLED", "applicationsetcontroller.enable.git.submodule"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_ENABLE_PROGRESSIVE_SYNCS", "applicationsetcontroller.enable.progressive.syncs"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_TOKENREF_STRICT_MODE", "applicationsetcontroller.enable.tokenref.strict.mode"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_ENABLE_NEW_GIT_FILE_GLOBBING", "applicationsetcontroller.enable.new.git.file.globbing"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_REPO_SERVER_PLAINTEXT", "applicationsetcontroller.repo.server.plaintext"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_REPO_SERVER_STRICT_TLS", "applicationsetcontroller.repo.server.strict.tls"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_REPO_SERVER_CA_CERT_PATH", "applicationsetcontroller.repo.server.ca.cert.path"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_REPO_SERVER_CLIENT_CERT_PATH", "applicationsetcontroller.repo.server.client.cert.path"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_REPO_SERVER_CLIENT_CERT_KEY_PATH", "applicationsetcontroller.repo.server.client.cert.key.path"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_REPO_SERVER_TIMEOUT_SECONDS", "applicationsetcontroller.repo.server.timeout.seconds"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_CONCURRENT_RECONCILIATIONS", "applicationsetcontroller.concurrent.reconciliations.max"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_NAMESPACES", "applicationsetcontroller.namespaces"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_SCM_ROOT_CA_PATH", "applicationsetcontroller.scm.root.ca.path"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_ALLOWED_SCM_PROVIDERS", "applicationsetcontroller.allowed.scm.providers"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_ENABLE_SCM_PROVIDERS", "applicationsetcontroller.enable.scm.providers"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_ENABLE_GITHUB_API_METRICS", "applicationsetcontroller.enable.github.api.metrics"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_WEBHOOK_PARALLELISM_LIMIT", "applicationsetcontroller.webhook.parallelism.limit"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_REQUEUE_AFTER", "applicationsetcontroller.requeue.after"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_MAX_RESOURCES_STATUS_COUNT", "applicationsetcontroller.status.max.resources.count"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_WORKQUEUE_BUCKET_SIZE", "applicationsetcontroller.wq.bucket.size"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_WORKQUEUE_BUCKET_QPS", "applicationsetcontroller.wq.bucket.qps"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_WORKQUEUE_BASE_DELAY_NS", "applicationsetcontroller.wq.basedelay.ns"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_WORKQUEUE_MAX_DELAY_NS", "applicationsetcontroller.wq.maxdelay.ns"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_WORKQUEUE_BACKOFF_FACTOR", "applicationsetcontroller.wq.backoff.factor"},
		{"ARGOCD_APPLICATIONSET_CONTROLLER_WORKQUEUE_FAILURE_COOLDOWN_NS", "applicationsetcontroller.wq.cooldown.ns"},
	}
}

// notificationsEnv are the parameters of the notifications controller.
func notificationsEnv() []variable {
	return []variable{
		{"ARGOCD_NOTIFICATIONS_CONTROLLER_LOGFORMAT", "notificationscontroller.log.format"},
		{"ARGOCD_NOTIFICATIONS_CONTROLLER_LOGLEVEL", "notificationscontroller.log.level"},
		{"ARGOCD_NOTIFICATION_CONTROLLER_PROCESSORS_COUNT", "notificationscontroller.processors.count"},
		{"ARGOCD_LOG_FORMAT_TIMESTAMP", "log.format.timestamp"},
		{"ARGOCD_APPLICATION_NAMESPACES", "application.namespaces"},
		{"ARGOCD_NOTIFICATION_CONTROLLER_SELF_SERVICE_NOTIFICATION_ENABLED", "notificationscontroller.selfservice.enabled"},
		{"ARGOCD_NOTIFICATION_CONTROLLER_REPO_SERVER_PLAINTEXT", "notificationscontroller.repo.server.plaintext"},
		{"ARGOCD_NOTIFICATION_CONTROLLER_REPO_SERVER_CA_CERT_PATH", "notificationscontroller.repo.server.ca.cert.path"},
		{"ARGOCD_NOTIFICATION_CONTROLLER_REPO_SERVER_CLIENT_CERT_PATH", "notificationscontroller.repo.server.client.cert.path"},
		{"ARGOCD_NOTIFICATION_CONTROLLER_REPO_SERVER_CLIENT_CERT_KEY_PATH", "notificationscontroller.repo.server.client.cert.key.path"},
	}
}

// dexEnv are the parameters of dex.
func dexEnv() []variable {
	return []variable{
		{"ARGOCD_DEX_SERVER_LOGFORMAT", "dexserver.log.format"},
		{"ARGOCD_DEX_SERVER_LOGLEVEL", "dexserver.log.level"},
		{"ARGOCD_LOG_FORMAT_TIMESTAMP", "log.format.timestamp"},
		{"ARGOCD_DEX_SERVER_DISABLE_TLS", "dexserver.disable.tls"},
		{"DEX_CONTINUE_ON_CONNECTOR_FAILURE", "dexserver.connector.failure.continue"},
	}
}
