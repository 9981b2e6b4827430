package check_test

import (
	"github.com/fitout/fitout/cluster"
	"github.com/fitout/fitout/cluster/check"
	"strings"
)

// pods is a Deployment whose pods have the rest of a spec.
func pods(rest string) string {
	return `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: app}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "web:1", ports: [{name: http, containerPort: 8080}]}]` + rest + `}
`
}

// references are the cases of checks that look for what is named and not there.
func references() []testCase {
	const (
		service = `
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: app}
spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: http}]}
`
		ingress = `
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: app, annotations: {cert-manager.io/cluster-issuer: letsencrypt}}
spec:
  ingressClassName: nginx
  tls: [{hosts: [web.example.com], secretName: web-tls}]
  rules: [{host: web.example.com, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {name: http}}}}]}}]
`
		class      = "\n---\n{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: nginx}, spec: {controller: example.com/a}}"
		storage    = "\n---\n{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: fast}, provisioner: disk.example.com}"
		driver     = "\n---\n{apiVersion: storage.k8s.io/v1, kind: CSIDriver, metadata: {name: disk.example.com}}"
		claim      = "\n---\n{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data, namespace: app}, spec: {storageClassName: fast}}"
		account    = "\n---\n{apiVersion: v1, kind: ServiceAccount, metadata: {name: web, namespace: app}}"
		role       = "\n---\n{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: web, namespace: app}}"
		binding    = "\n---\n{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: web, namespace: app}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: web}, subjects: [{kind: ServiceAccount, name: web}]}"
		viewing    = "\n---\n{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: web}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}, subjects: [{kind: Group, name: all}]}"
		autoscaler = "\n---\n{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: web, namespace: app}, spec: {maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}}"
		reads      = `, volumes: [{name: a, secret: {secretName: web-tls, items: [{key: tls.crt, path: a}]}}, {name: b, secret: {secretName: maybe, optional: true}}, {name: c, configMap: {name: web, items: [{key: conf, path: a}]}}]`
		config     = "\n---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: web, namespace: app}, data: {conf: a}}"
		wrongKey   = "\n---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: web, namespace: app}, data: {config: a}}"
		issued     = "\n---\n{apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: web, namespace: app}, spec: {secretName: web-tls, issuerRef: {name: ca}}}"
		issuer     = "\n---\n{apiVersion: cert-manager.io/v1, kind: Issuer, metadata: {name: ca, namespace: app}, spec: {selfSigned: {}}}"
	)
	login := "\n---\n{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: web, namespace: app, annotations: {alb.ingress.kubernetes.io/auth-idp-oidc: '{\"issuer\":\"https://dex.example.com\",\"secretName\":\"login\"}'}}, spec: {rules: [{host: web.example.com, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: redirect, port: {name: use-annotation}}}}]}}]}}"
	scraped := func(secret string) string {
		return "\n---\n{apiVersion: monitoring.coreos.com/v1, kind: PodMonitor, metadata: {name: web, namespace: app}, spec: {selector: {}, podMetricsEndpoints: [{port: http, authorization: {credentials: {name: " + secret + ", key: token}}, tlsConfig: {ca: {secret: {name: " + secret + ", key: tls.crt}}}}]}}"
	}
	read := func(secret string) string {
		return "\n---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: login, namespace: app, annotations: {fitout/reads-secrets: \"" + secret + "/token," + secret + "/tls.crt\"}}}"
	}
	return []testCase{
		{
			check:    check.Secrets,
			existing: cluster.Existing{Secrets: map[string][]string{"app/login": {"clientID"}, "app/whole": {"clientID", "clientSecret"}}},
			bad:      login,
			good:     strings.ReplaceAll(login, `"login"`, `"whole"`),
			want:     []string{`error: Ingress app/web: metadata.annotations[alb.ingress.kubernetes.io/auth-idp-oidc]: Secret app/login has no key "clientSecret": it has clientID`},
		},
		{
			check: check.Secrets,
			bad:   pods(reads),
			good:  pods(reads) + issued,
			want:  []string{"error: Deployment app/web: spec.template.spec.volumes[0].secret: nobody brings Secret app/web-tls: create it beside the addons and name it in existing.secrets"},
		},
		{
			check:    check.Secrets,
			existing: cluster.Existing{Secrets: map[string][]string{"app/keys": {"a", "b"}, "app/any": {}}},
			bad:      pods(`, volumes: [{name: a, secret: {secretName: keys, items: [{key: c, path: a}]}}]`),
			good:     pods(`, volumes: [{name: a, secret: {secretName: keys, items: [{key: b, path: a}]}}, {name: b, secret: {secretName: any, items: [{key: z, path: a}]}}]`),
			want:     []string{`error: Deployment app/web: spec.template.spec.volumes[0].secret: Secret app/keys has no key "c": it has a, b`},
		},
		{
			check:    check.Secrets,
			existing: cluster.Existing{CRDs: []string{"*.monitoring.coreos.com"}, Secrets: map[string][]string{"app/known": {"token", "tls.crt"}}},
			bad:      scraped("unknown") + read("unknown"),
			good:     scraped("known") + read("known"),
			want: []string{
				"error: ConfigMap app/login: metadata.annotations[fitout/reads-secrets]: nobody brings Secret app/unknown: create it beside the addons and name it in existing.secrets",
				"error: PodMonitor app/web: spec.podMetricsEndpoints[0].authorization.credentials: nobody brings Secret app/unknown: create it beside the addons and name it in existing.secrets",
				"error: PodMonitor app/web: spec.podMetricsEndpoints[0].tlsConfig.ca.secret: nobody brings Secret app/unknown: create it beside the addons and name it in existing.secrets",
			},
		},
		{
			check: check.ConfigMaps,
			bad:   pods(reads) + wrongKey,
			good:  pods(reads) + config,
			want:  []string{`error: Deployment app/web: spec.template.spec.volumes[2].configMap: ConfigMap app/web has no key "conf": it has config`},
		},
		{
			check: check.ServiceAccounts,
			bad:   pods(", serviceAccountName: web") + binding,
			good:  pods(", serviceAccountName: web") + binding + account,
			want: []string{
				"error: Deployment app/web: spec.template.spec.serviceAccountName: nobody brings ServiceAccount app/web: correct the name, or name it in existing.serviceAccounts",
				"warning: RoleBinding app/web: subjects[0]: nobody brings ServiceAccount app/web: correct the name, or name it in existing.serviceAccounts",
			},
		},
		{
			check: check.Roles,
			bad:   pods("") + binding + viewing,
			good:  pods("") + binding + viewing + role,
			want:  []string{"error: RoleBinding app/web: roleRef: nobody brings Role app/web: correct the name, or name it in existing.roles"},
		},
		{
			check:    check.Classes,
			existing: cluster.Existing{PriorityClasses: []string{"high"}},
			bad:      pods(", priorityClassName: low, runtimeClassName: gvisor") + ingress + claim,
			good:     pods(", priorityClassName: high") + ingress + class + claim + storage,
			want: []string{
				"error: Deployment app/web: spec.template.spec.priorityClassName: nobody brings PriorityClass low: correct the name, or name it in existing.priorityClasses",
				"error: Deployment app/web: spec.template.spec.runtimeClassName: nobody brings RuntimeClass gvisor: correct the name, or name it in existing.runtimeClasses",
				"error: Ingress app/web: spec.ingressClassName: nobody brings IngressClass nginx: add the controller that brings it, or name it in existing.ingressClasses",
				"error: PersistentVolumeClaim app/data: spec.storageClassName: nobody brings StorageClass fast: add it with the addon storage-class, or name it in existing.storageClasses",
			},
		},
		{
			check: check.Volumes,
			bad:   pods(", volumes: [{name: a, persistentVolumeClaim: {claimName: data}}]") + storage,
			good:  pods(", volumes: [{name: a, persistentVolumeClaim: {claimName: data}}]") + storage + driver + claim,
			want: []string{
				"error: Deployment app/web: spec.template.spec.volumes[0].persistentVolumeClaim: nobody brings PersistentVolumeClaim app/data: correct the name, or name it in existing.persistentVolumeClaims",
				"error: StorageClass fast: provisioner: nobody brings CSIDriver disk.example.com: add the addon that installs the driver, or name it in existing.csiDrivers",
			},
		},
		{
			check: check.Backends,
			bad:   pods("") + ingress,
			good:  pods("") + service + ingress,
			want:  []string{"error: Ingress app/web: spec.rules[0].http.paths[0].backend.service: nobody brings Service app/web: correct the name, or name it in existing.services"},
		},
		{
			check: check.Backends,
			bad:   pods("") + "\n---\n{apiVersion: v1, kind: Service, metadata: {name: web, namespace: app}, spec: {selector: {app: web}, ports: [{name: web, port: 80}]}}" + ingress,
			good:  pods("") + service + ingress,
			want:  []string{"error: Ingress app/web: spec.rules[0].http.paths[0].backend.service: Service app/web has no port http: it has 80, web"},
		},
		{
			check:    check.Issuers,
			existing: cluster.Existing{ClusterIssuers: []string{"letsencrypt"}},
			bad:      ingress[4:] + issued + "\n---\n{apiVersion: apiregistration.k8s.io/v1, kind: APIService, metadata: {name: v1.a, annotations: {cert-manager.io/inject-ca-from: app/wob}}, spec: {group: a, version: v1, groupPriorityMinimum: 1, versionPriority: 1, service: {name: a, namespace: a}}}",
			good:     ingress[4:] + issued + issuer,
			want: []string{
				"error: APIService v1.a: metadata.annotations[cert-manager.io/inject-ca-from]: nobody brings Certificate app/wob: correct the name in the annotation",
				"error: Certificate app/web: spec.issuerRef: nobody brings Issuer app/ca: add it to the options of cert-manager, or name it in existing.issuers",
			},
		},
		{
			check: check.Targets,
			bad:   autoscaler[4:],
			good:  pods("") + autoscaler,
			want:  []string{"error: HorizontalPodAutoscaler app/web: spec.scaleTargetRef: nobody brings Deployment app/web: correct the name, or name it in existing.deployments"},
		},
		{
			check: check.Metrics,
			bad:   pods("") + autoscaler,
			good:  pods("") + autoscaler + "\n---\n{apiVersion: apiregistration.k8s.io/v1, kind: APIService, metadata: {name: v1beta1.metrics.k8s.io}, spec: {group: metrics.k8s.io, version: v1beta1, groupPriorityMinimum: 1, versionPriority: 1, service: {name: a, namespace: a}}}",
			want:  []string{"error: HorizontalPodAutoscaler app/web: spec.metrics: nobody brings APIService v1beta1.metrics.k8s.io: add metrics-server or the adapter that serves it, or name it in existing.apiServices"},
		},
		{
			check:    check.Definitions,
			existing: cluster.Existing{CRDs: []string{"issuers.cert-manager.io"}},
			bad:      pods("") + issuer + issued,
			good:     pods("") + issuer,
			want:     []string{"error: Certificate app/web: kind: nobody brings the CustomResourceDefinition of Certificate.cert-manager.io: add the addon that does, or name it in existing.crds"},
		},
		{
			check: check.Definitions,
			bad:   issuer[4:] + "\n---\n{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: issuers.cert-manager.io}, spec: {group: cert-manager.io, names: {kind: Issuer}, versions: [{name: v2}, {name: v3}]}}",
			good:  issuer[4:] + "\n---\n{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: issuers.cert-manager.io}, spec: {group: cert-manager.io, names: {kind: Issuer}, versions: [{name: v2}, {name: v1}]}}",
			want:  []string{"error: Issuer app/ca: apiVersion: the CustomResourceDefinition of Issuer.cert-manager.io has no version v1: it has v2, v3"},
		},
	}
}
