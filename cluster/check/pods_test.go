package check_test

import (
	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/cluster/check"
)

// workload is one of a kind, with one container that is added to.
func workload(kind, name, container, rest string) string {
	return `
---
apiVersion: apps/v1
kind: ` + kind + `
metadata: {name: ` + name + `, namespace: app}
spec:
  selector: {matchLabels: {app: ` + name + `}}
  template:
    metadata: {labels: {app: ` + name + `}}
    spec: {containers: [{name: c` + container + `}]` + rest + `}
`
}

// podCases are the cases of checks that look at pods.
func podCases() []testCase {
	const (
		port    = `, image: "a:1", ports: [{containerPort: 9100, hostPort: 9100}]`
		network = `, image: "a:1", ports: [{containerPort: 9100}]`
	)
	digest := "@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	return []testCase{
		{
			check: check.HostPorts,
			bad:   workload("DaemonSet", "one", port, "") + workload("DaemonSet", "two", network, ", hostNetwork: true") + workload("Deployment", "three", port, ""),
			good: workload("DaemonSet", "one", port, ", nodeSelector: {os: linux}") + workload("DaemonSet", "two", network, ", hostNetwork: true, nodeSelector: {os: windows}") +
				workload("DaemonSet", "three", network, ""),
			want: []string{
				"error: DaemonSet app/two: spec.template.spec.containers[0].ports[0]: port 9100 of the nodes is also taken by DaemonSet app/one of a: give one of them another port, or nodes of its own",
				"warning: Deployment app/three: spec.template.spec.containers[0].ports[0]: port 9100 of the nodes is also taken by DaemonSet app/one of a: give one of them another port, or nodes of its own",
			},
		},
		{
			check: check.Images,
			bad:   workload("Deployment", "a", `, image: quay.io/a/b, args: ["--helper=quay.io/a/helper:latest"]`, ""),
			good:  workload("Deployment", "a", `, image: "quay.io/a/b`+digest+`", args: ["--helper=quay.io/a/helper:1"]`, ""),
			want: []string{
				"warning: Deployment app/a: spec.template.spec.containers[0].args[0]: image quay.io/a/helper:latest is whatever was pushed last: name the version",
				"warning: Deployment app/a: spec.template.spec.containers[0].image: image quay.io/a/b has neither a tag nor a digest: name the version",
			},
		},
		{
			check:  check.Mirrors,
			target: addon.Target{Mirror: addon.Mirror{"quay.io": "mirror.example.com/quay"}},
			bad:    workload("Deployment", "a", `, image: "ghcr.io/a/b:1", args: ["--helper=quay.io/a/helper:1"]`, ""),
			good: workload("Deployment", "a", `, image: "quay.io/a/b:1", args: ["--helper=mirror.example.com/quay/a/helper:1"]`, "") +
				workload("Deployment", "b", `, image: "mirror.example.com/own/b:1"`, ""),
			want: []string{
				"warning: Deployment app/a: spec.template.spec.containers[0].args[0]: image quay.io/a/helper:1 doesn't go through the mirror: write mirror.example.com/quay/a/helper:1",
				"warning: Deployment app/a: spec.template.spec.containers[0].image: image ghcr.io/a/b:1 is in a registry that the mirror doesn't have: add the registry to the cluster's mirror",
			},
		},
		{
			check: check.Requests,
			bad:   workload("Deployment", "a", `, image: "a:1", resources: {requests: {cpu: 1}}`, ""),
			good:  workload("Deployment", "a", `, image: "a:1", resources: {requests: {cpu: 1}, limits: {memory: 1Gi}}`, `, initContainers: [{name: i, image: "a:1"}]`),
			want:  []string{"warning: Deployment app/a: spec.template.spec.containers[0].resources.requests: container c asks for no memory: set the addon's resources to what it uses when it is busy"},
		},
		{
			check: check.Requests,
			bad:   workload("Deployment", "a", `, image: "a:1", resources: {requests: {cpu: 1, memory: 1Gi}}`, `, initContainers: [{name: s, image: "a:1", restartPolicy: Always}]`),
			good:  workload("Deployment", "a", `, image: "a:1", resources: {requests: {cpu: 1, memory: 1Gi}}`, ""),
			want:  []string{"warning: Deployment app/a: spec.template.spec.initContainers[0].resources.requests: container s asks for no cpu and no memory: set the addon's resources to what it uses when it is busy"},
		},
		{
			check: check.Requests,
			bad:   workload("Deployment", "a", `, image: "a:1", resources: {requests: {cpu: 1, memory: 1Gi}, limits: {memory: 512Mi}}`, ""),
			good:  workload("Deployment", "a", `, image: "a:1", resources: {requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1024Mi}}`, ""),
			want:  []string{"error: Deployment app/a: spec.template.spec.containers[0].resources.requests.memory: container c asks for 1Gi, above its limit of 512Mi: raise the limit with it"},
		},
		{
			check: check.Mounts,
			bad:   workload("Deployment", "a", `, image: "a:1", volumeMounts: [{name: tmp, mountPath: /tmp}]`, ""),
			good:  workload("Deployment", "a", `, image: "a:1", volumeMounts: [{name: tmp, mountPath: /tmp}]`, ", volumes: [{name: tmp, emptyDir: {}}]"),
			want:  []string{`error: Deployment app/a: spec.template.spec.containers[0].volumeMounts[0].name: the pods have no volume "tmp": add it to the volumes`},
		},
		{
			check: check.DNSOwners,
			bad:   workload("Deployment", "a", `, image: "registry.k8s.io/external-dns/external-dns:v1"`, "") + workload("Deployment", "b", `, image: "registry.k8s.io/external-dns/external-dns:v1", args: [--txt-owner-id=default]`, ""),
			good: workload("Deployment", "a", `, image: "registry.k8s.io/external-dns/external-dns:v1"`, "") + workload("Deployment", "b", `, image: "registry.k8s.io/external-dns/external-dns:v1", args: [--txt-owner-id=b]`, "") +
				workload("Deployment", "c", `, image: "registry.k8s.io/external-dns/external-dns:v1", args: [--registry=noop]`, ""),
			want: []string{`error: Deployment app/b: spec.template.spec.containers[0].args: shares the owner ID "default" with Deployment app/a of a: give each install an owner ID of its own`},
		},
		{
			check: check.ClusterAutoscaler,
			bad:   workload("Deployment", "a", `, image: "registry.k8s.io/autoscaling/cluster-autoscaler:v1.33.1"`, ""),
			good:  workload("Deployment", "a", `, image: "registry.k8s.io/autoscaling/cluster-autoscaler:v1.34.0"`, ""),
			want:  []string{"warning: Deployment app/a: spec.template.spec.containers[0].image: is of version 1.33, and the cluster runs 1.34: take an image of the cluster's minor version"},
		},
		{
			check: check.PlainSecrets,
			bad: workload("Deployment", "a", `, image: "a:1", env: [{name: DB_PASSWORD, value: x}, {name: AWS_SECRET_ACCESS_KEY, value: x}]`, "") +
				"\n---\n{apiVersion: v1, kind: Secret, metadata: {name: a, namespace: app}, stringData: {a: b}}" +
				"\n---\n{apiVersion: v1, kind: Secret, metadata: {name: b, namespace: app, labels: {argocd.argoproj.io/secret-type: repository}}, stringData: {url: https://a:b@c}}" +
				"\n---\n{apiVersion: v1, kind: Secret, metadata: {name: c, namespace: app, labels: {argocd.argoproj.io/secret-type: repository}}, stringData: {url: https://c, password: b}}",
			good: workload("Deployment", "a", `, image: "a:1", env: [{name: PASSWORD_FILE, value: /x}, {name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: a, key: b}}}, {name: TOKEN, value: $(DB_PASSWORD)}]`, "") +
				"\n---\n{apiVersion: v1, kind: Secret, metadata: {name: a, namespace: app}}" +
				"\n---\n{apiVersion: v1, kind: Secret, metadata: {name: b, namespace: app, labels: {argocd.argoproj.io/secret-type: repository}}, stringData: {type: git, url: https://c}}",
			want: []string{
				"warning: Deployment app/a: spec.template.spec.containers[0].env[0].value: the value of DB_PASSWORD stands in the manifests: take it from a Secret",
				"warning: Deployment app/a: spec.template.spec.containers[0].env[1].value: the value of AWS_SECRET_ACCESS_KEY stands in the manifests: take it from a Secret",
				"warning: Secret app/a: data: the values of the Secret stand in the manifests: create it beside the addons and name it in existing.secrets",
				"warning: Secret app/b: data: the values of the Secret stand in the manifests: create it beside the addons and name it in existing.secrets",
				"warning: Secret app/c: data: the values of the Secret stand in the manifests: create it beside the addons and name it in existing.secrets",
			},
		},
	}
}
