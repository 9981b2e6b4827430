package check_test

import (
	"github.com/fitout/fitout/cluster"
	"github.com/fitout/fitout/cluster/check"
)

// policies are the cases of checks that look at rights and admission.
func policies() []testCase {
	role := func(name, rules string) string {
		return "\n---\n{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: " + name + "}, rules: [" + rules + "]}"
	}
	bound := func(kind, namespace, role string) string {
		return "\n---\n{apiVersion: rbac.authorization.k8s.io/v1, kind: " + kind + ", metadata: {name: " + role + ", namespace: " + namespace + "}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: " + role + "}, subjects: [{kind: ServiceAccount, name: web, namespace: app}, {kind: Group, name: team}]}"
	}
	hook := func(rest string) string {
		return pods("") + "\n---\n{apiVersion: v1, kind: Service, metadata: {name: web, namespace: app}, spec: {selector: {app: web}, ports: [{port: 443, targetPort: http}]}}" +
			"\n---\n{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {name: web}, webhooks: [{name: web.example.com, sideEffects: None, admissionReviewVersions: [v1], clientConfig: {service: {name: web, namespace: app}}, rules: [{operations: [CREATE], apiGroups: [\"*\"], apiVersions: [\"*\"], resources: [\"*\"]}]" + rest + "}]}"
	}
	const secrets = "{apiGroups: [\"\"], resources: [secrets], verbs: [list]}"
	backups := func(name, schedule, ttl string) string {
		return "\n---\n{apiVersion: velero.io/v1, kind: Schedule, metadata: {name: " + name + ", namespace: app}, spec: {schedule: \"" + schedule + "\", template: {" + ttl + "}}}"
	}
	return []testCase{
		{
			check:    check.Backups,
			existing: cluster.Existing{CRDs: []string{"*.velero.io"}},
			bad:      backups("a", "*/30 * * * *", ""),
			good:     backups("a", "*/30 * * * *", "ttl: 24h") + backups("b", "@daily", "") + backups("c", "whenever", ""),
			want:     []string{"warning: Schedule app/a: spec.template.ttl: keeps 1440 backups, since it is due 48 times a day and says nothing else than 30 days: give it the ttl for which you would go back"},
		},
		{
			check: check.Permissions,
			bad: role("all", "{apiGroups: [apps, \"\"], resources: [\"*\"], verbs: [get]}") + bound("RoleBinding", "app", "all") +
				role("secrets", secrets) + bound("ClusterRoleBinding", `""`, "secrets") +
				role("more", "{apiGroups: [rbac.authorization.k8s.io], resources: [roles], verbs: [bind]}, {apiGroups: [\"\"], resources: [users], verbs: [impersonate, \"*\"]}") + bound("RoleBinding", "app", "more") +
				bound("ClusterRoleBinding", `""`, "cluster-admin"),
			good: role("unbound", "{apiGroups: [\"*\"], resources: [\"*\"], verbs: [\"*\"]}") +
				role("secrets", secrets) + bound("RoleBinding", "app", "secrets") +
				role("one", "{apiGroups: [\"\"], resources: [secrets], resourceNames: [a], verbs: [get]}") + bound("ClusterRoleBinding", `""`, "one"),
			want: []string{
				"warning: Group team: acts as somebody else by ClusterRole more: name in the roles what is needed",
				"warning: Group team: gives rights that the holder doesn't have by ClusterRole more: name in the roles what is needed",
				"warning: Group team: may do everything with users by ClusterRole more: name in the roles what is needed",
				"warning: Group team: may do nearly everything by ClusterRole cluster-admin: name in the roles what is needed",
				"warning: Group team: may get all resources of apps, the core group by ClusterRole all: name in the roles what is needed",
				"warning: Group team: reads the Secrets of the whole cluster by ClusterRole secrets: name in the roles what is needed",
				"warning: ServiceAccount app/web: acts as somebody else by ClusterRole more: name in the roles what is needed",
				"warning: ServiceAccount app/web: gives rights that the holder doesn't have by ClusterRole more: name in the roles what is needed",
				"warning: ServiceAccount app/web: may do everything with users by ClusterRole more: name in the roles what is needed",
				"warning: ServiceAccount app/web: may do nearly everything by ClusterRole cluster-admin: name in the roles what is needed",
				"warning: ServiceAccount app/web: may get all resources of apps, the core group by ClusterRole all: name in the roles what is needed",
				"warning: ServiceAccount app/web: reads the Secrets of the whole cluster by ClusterRole secrets: name in the roles what is needed",
			},
		},
		{
			check: check.Webhooks,
			bad:   hook(""),
			good:  hook(", failurePolicy: Ignore"),
			want:  []string{"error: ValidatingWebhookConfiguration web: webhooks[0]: refuses the pods of Deployment app/web, which serve it, while they are down: exclude namespace app in its namespaceSelector"},
		},
		{
			check: check.Webhooks,
			bad:   hook(", namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [app]}]}"),
			good:  hook(", namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [app, kube-system]}]}"),
			want:  []string{"warning: ValidatingWebhookConfiguration web: webhooks[0]: refuses the pods of kube-system while it can't be reached: exclude namespace kube-system in its namespaceSelector"},
		},
		{
			check: check.Webhooks,
			bad:   hook(", objectSelector: {matchLabels: {app: web}}"),
			good:  hook(", objectSelector: {matchLabels: {inject: \"true\"}}"),
			want:  []string{"error: ValidatingWebhookConfiguration web: webhooks[0]: refuses the pods of Deployment app/web, which serve it, while they are down: exclude namespace app in its namespaceSelector"},
		},
	}
}
