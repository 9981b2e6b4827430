package infer_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/cluster"
)

// missing are the references of an addon to what nobody brings, as "field: Kind name".
func missing(t *testing.T, text string) []string {
	t.Helper()
	var out []string
	for _, problem := range plan(t, cluster.Cluster{Addons: []addon.Addon{raw("a", text)}}).Problems() {
		if what, ok := strings.CutPrefix(problem.What, "nobody brings "); ok && problem.Check != "definitions" {
			out = append(out, problem.Field+": "+what)
		}
	}
	return out
}

// Everything that names another object is found, in the object's own kind of field.
func TestReferences(t *testing.T) {
	for _, tc := range []struct {
		name, object string
		want         []string
	}{
		{"volumes", `
apiVersion: v1
kind: Pod
metadata: {name: a, namespace: app}
spec:
  imagePullSecrets: [{name: pull}]
  containers:
  - name: a
    image: a:1
    envFrom: [{secretRef: {name: env}}, {configMapRef: {name: env}}, {configMapRef: {name: maybe, optional: true}}]
    env: [{name: A, valueFrom: {secretKeyRef: {name: one, key: a}}}, {name: B, valueFrom: {configMapKeyRef: {name: one, key: a}}}]
  volumes:
  - {name: a, projected: {sources: [{secret: {name: projected}}, {configMap: {name: projected}}, {configMap: {name: kube-root-ca.crt}}]}}
  - {name: b, csi: {driver: secrets.example.com, nodePublishSecretRef: {name: publish}}}
  - {name: c, ephemeral: {volumeClaimTemplate: {spec: {storageClassName: fast, volumeAttributesClassName: gold}}}}
`, []string{
			"spec.containers[0].envFrom[0].secretRef: Secret app/env",
			"spec.containers[0].envFrom[1].configMapRef: ConfigMap app/env",
			"spec.containers[0].env[0].valueFrom.secretKeyRef: Secret app/one",
			"spec.containers[0].env[1].valueFrom.configMapKeyRef: ConfigMap app/one",
			"spec.imagePullSecrets[0]: Secret app/pull",
			"spec.volumes[0].projected.sources[0].secret: Secret app/projected",
			"spec.volumes[0].projected.sources[1].configMap: ConfigMap app/projected",
			"spec.volumes[1].csi.driver: CSIDriver secrets.example.com",
			"spec.volumes[1].csi.nodePublishSecretRef: Secret app/publish",
			"spec.volumes[2].ephemeral.volumeClaimTemplate.spec.storageClassName: StorageClass fast",
			"spec.volumes[2].ephemeral.volumeClaimTemplate.spec.volumeAttributesClassName: VolumeAttributesClass gold",
		}},
		{"arguments that name objects", `
apiVersion: v1
kind: Pod
metadata: {name: a, namespace: app}
spec: {containers: [{name: a, image: "a:1", args: [--configmap=$(POD_NAMESPACE)/conf, --default-ssl-certificate=tls/wildcard, --publish-service=app/web, --configmap]}]}
`, []string{
			"spec.containers[0].args[0]: ConfigMap app/conf",
			"spec.containers[0].args[1]: Secret tls/wildcard",
			"spec.containers[0].args[2]: Service app/web",
		}},
		{"a StatefulSet", `
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: a, namespace: app}
spec:
  serviceName: headless
  selector: {matchLabels: {app: a}}
  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: a, image: "a:1"}]}}
  volumeClaimTemplates: [{metadata: {name: data}, spec: {storageClassName: fast}}]
`, []string{
			"spec.serviceName: Service app/headless",
			"spec.volumeClaimTemplates[0].spec.storageClassName: StorageClass fast",
		}},
		{"annotations of an Ingress", `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: a
  namespace: app
  annotations:
    cert-manager.io/issuer: ca
    nginx.ingress.kubernetes.io/auth-secret: basic
    nginx.ingress.kubernetes.io/auth-tls-secret: tls/clients
spec:
  defaultBackend: {service: {name: web, port: {number: 80}}}
  tls: [{secretName: written}]
`, []string{
			"metadata.annotations[cert-manager.io/issuer]: Issuer app/ca",
			"metadata.annotations[nginx.ingress.kubernetes.io/auth-secret]: Secret app/basic",
			"metadata.annotations[nginx.ingress.kubernetes.io/auth-tls-secret]: Secret tls/clients",
			"spec.defaultBackend.service: Service app/web",
		}},
		{"an issuer of another group, and a certificate that nobody issues", `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: a, namespace: app}
spec: {tls: [{secretName: tls}], defaultBackend: {service: {name: kubernetes, port: {number: 443}}}}
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: a, namespace: app}
spec: {secretName: own, issuerRef: {group: pca.example.com, kind: PCAClusterIssuer, name: pca}}
`, []string{
			"spec.defaultBackend.service: Service app/kubernetes",
			"spec.tls[0].secretName: Secret app/tls",
		}},
		{"the secrets of a StorageClass", `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: a}
provisioner: kubernetes.io/no-provisioner
parameters: {csi.storage.k8s.io/node-stage-secret-name: stage, csi.storage.k8s.io/node-stage-secret-namespace: disks, csi.storage.k8s.io/provisioner-secret-name: "${pvc.name}"}
`, []string{"parameters[csi.storage.k8s.io/node-stage-secret-name]: Secret disks/stage"}},
		{"what the API server calls", `
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: {name: v1.example.com}
spec: {group: example.com, version: v1, groupPriorityMinimum: 1, versionPriority: 1, service: {name: api, namespace: app}}
---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: {name: a}
webhooks: [{name: a.example.com, sideEffects: None, admissionReviewVersions: [v1], clientConfig: {service: {name: hook, namespace: app}}}, {name: b.example.com, sideEffects: None, admissionReviewVersions: [v1], clientConfig: {url: "https://a"}}]
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: things.example.com}
spec: {group: example.com, names: {kind: Thing}, versions: [{name: v1}], conversion: {strategy: Webhook, webhook: {clientConfig: {service: {name: convert, namespace: app}}}}}
`, []string{
			"spec.service: Service app/api",
			"spec.conversion.webhook.clientConfig.service: Service app/convert",
			"webhooks[0].clientConfig.service: Service app/hook",
		}},
		{"names in any custom resource", `
apiVersion: example.com/v1
kind: Thing
metadata: {name: a, namespace: app, annotations: {serviceAccountName: no}}
spec:
  serviceAccountName: account
  auth: {passwordSecretRef: {name: pass, key: a}, elsewhere: {tokenSecretRef: {name: token, namespace: other}}}
  env: [{valueFrom: {secretKeyRef: {name: env, key: a}}}, {valueFrom: {configMapKeyRef: {name: env, key: a}}}]
  storage: {storageClassName: fast}
  target: {apiVersion: apps/v1, kind: Deployment, name: web}
status: {serviceAccountName: no}
`, []string{
			"spec.auth.elsewhere.tokenSecretRef: Secret other/token",
			"spec.auth.passwordSecretRef: Secret app/pass",
			"spec.env[0].valueFrom.secretKeyRef: Secret app/env",
			"spec.env[1].valueFrom.configMapKeyRef: ConfigMap app/env",
			"spec.serviceAccountName: ServiceAccount app/account",
			"spec.storage.storageClassName: StorageClass fast",
			"spec.target: Deployment app/web",
		}},
		{"Secrets that controllers write", `
apiVersion: v1
kind: Pod
metadata: {name: a, namespace: app}
spec:
  containers: [{name: a, image: "a:1"}]
  volumes:
  - {name: a, secret: {secretName: external}}
  - {name: b, secret: {secretName: sealed}}
  - {name: c, secret: {secretName: other}}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: a, namespace: app}
spec: {target: {name: external}}
---
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: sealed, namespace: app}
`, []string{"spec.volumes[2].secret: Secret app/other"}},
		{"the Secrets of a ClusterIssuer", `
apiVersion: apps/v1
kind: Deployment
metadata: {name: cert-manager, namespace: certs}
spec:
  selector: {matchLabels: {app: a}}
  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: a, image: "a:1", args: [--cluster-resource-namespace=$(POD_NAMESPACE)]}], volumes: [{name: a, secret: {secretName: account}}]}}
---
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: {name: a}
spec: {acme: {privateKeySecretRef: {name: account}, solvers: [{dns01: {cloudflare: {apiTokenSecretRef: {name: token, key: a}}}}]}}
---
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: {name: ca}
spec: {ca: {secretName: ca}}
`, []string{
			"spec.acme.solvers[0].dns01.cloudflare.apiTokenSecretRef: Secret certs/token",
			"spec.ca.secretName: Secret certs/ca",
		}},
	} {
		if diff := cmp.Diff(tc.want, missing(t, tc.object)); diff != "" {
			t.Errorf("%s:\n%s", tc.name, diff)
		}
	}
}

// Images are found wherever they are named, and nothing else is taken for one.
func TestImages(t *testing.T) {
	const text = `
apiVersion: v1
kind: Pod
metadata: {name: a, namespace: app}
spec:
  initContainers: [{name: i, image: init}]
  containers:
  - name: a
    image: quay.io/a/main:1
    command: [sh, -c, "run quay.io/a/script:1; true"]
    args:
    - --helper-image=quay.io/a/helper@sha256:0123456789abcdef
    - --solver-image=busybox:1.36
    - --taint=node.example.com/agent:NoSchedule
    - --address=https://quay.io/a/b:1
    - --listen=0.0.0.0:8080
    - --arn=arn:aws:iam::123456789012:role/a
    - --path=a.example.com/b
    env: [{name: RELATED_IMAGE, value: "registry.example.com:5000/a/env:1"}, {name: SHORT_IMAGE, value: "alpine:3"}, {name: HOST, value: "alpine:3"}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: a, namespace: app}
data: {template: "containers:\n- image: \"ghcr.io/a/config:1\"\n"}
---
apiVersion: example.com/v1
kind: Thing
metadata: {name: a, namespace: app}
spec: {image: postgres, sidecar: {image: "quay.io/a/sidecar:1"}, list: ["quay.io/a/list:2"]}
`
	var got []string
	for _, i := range plan(t, cluster.Cluster{Addons: []addon.Addon{raw("a", text)}}).Images() {
		got = append(got, i.Ref+" "+i.Used[0].Field)
	}
	want := []string{
		"alpine:3 spec.containers[0].env[1].value",
		"busybox:1.36 spec.containers[0].args[1]",
		"ghcr.io/a/config:1 data[template]",
		"init spec.initContainers[0].image",
		"postgres spec.image",
		"quay.io/a/helper@sha256:0123456789abcdef spec.containers[0].args[0]",
		"quay.io/a/list:2 spec.list[0]",
		"quay.io/a/main:1 spec.containers[0].image",
		"quay.io/a/script:1 spec.containers[0].command[2]",
		"quay.io/a/sidecar:1 spec.sidecar.image",
		"registry.example.com:5000/a/env:1 spec.containers[0].env[0].value",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
