package check_test

import (
	"github.com/fitout/fitout/cluster/check"
)

// selections are the cases of checks that look at what objects select and share.
func selections() []testCase {
	const (
		service  = "\n---\n{apiVersion: v1, kind: Service, metadata: {name: web, namespace: app, labels: {app: web}}, spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: http}]}}"
		astray   = "\n---\n{apiVersion: v1, kind: Service, metadata: {name: web, namespace: app}, spec: {selector: {app: wob}, ports: [{port: 80}]}}"
		portless = "\n---\n{apiVersion: v1, kind: Service, metadata: {name: port, namespace: app}, spec: {selector: {app: web}, ports: [{port: 80}, {name: b, port: 81, targetPort: web}]}}"
		active   = "\n---\n{apiVersion: v1, kind: Service, metadata: {name: active, namespace: app}, spec: {selector: {app: web, vault-active: \"true\"}, ports: [{port: 80}]}}"
		dns      = "\n---\n{apiVersion: v1, kind: Service, metadata: {name: dns, namespace: kube-system}, spec: {selector: {k8s-app: kube-dns}, ports: [{port: 53}]}}"
		operated = "\n---\n{apiVersion: v1, kind: Service, metadata: {name: db, namespace: app}, spec: {selector: {app: db, app.kubernetes.io/managed-by: db-operator}, ports: [{port: 80}]}}"
		budget   = "\n---\n{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: web, namespace: app}, spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}}"
		idle     = "\n---\n{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: idle, namespace: app}, spec: {maxUnavailable: 1, selector: {matchLabels: {app: wob}}}}"
		policy   = "\n---\n{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: idle, namespace: app}, spec: {podSelector: {matchExpressions: [{key: app, operator: In, values: [wob]}]}}}"
	)
	ingress := func(name, class, host string) string {
		return "\n---\n{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: " + name + ", namespace: app}, spec: {ingressClassName: " + class + ", rules: [{host: " + host + ", http: {paths: [{pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]}}"
	}
	nodePort := func(name, protocol string) string {
		return "\n---\n{apiVersion: v1, kind: Service, metadata: {name: " + name + ", namespace: app}, spec: {type: NodePort, selector: {app: web}, ports: [{port: 80, nodePort: 30080, protocol: " + protocol + "}]}}"
	}
	monitor := func(label, port string) string {
		return "\n---\n{apiVersion: monitoring.coreos.com/v1, kind: ServiceMonitor, metadata: {name: web, namespace: app}, spec: {selector: {matchLabels: {app: " + label + "}}, endpoints: [{port: " + port + "}]}}"
	}
	storage := func(name, isDefault string) string {
		return "\n---\n{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: " + name + `, annotations: {storageclass.kubernetes.io/is-default-class: "` + isDefault + `"}}, provisioner: a}`
	}
	ingressClass := func(name, isDefault string) string {
		return "\n---\n{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: " + name + `, annotations: {ingressclass.kubernetes.io/is-default-class: "` + isDefault + `"}}, spec: {controller: a}}`
	}
	podOf := func(name string) string {
		return "\n---\n{apiVersion: v1, kind: Service, metadata: {name: " + name + ", namespace: app}, spec: {selector: {app: db, statefulset.kubernetes.io/pod-name: " + name + "}, ports: [{port: 80}]}}"
	}
	const set = "{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db, namespace: app}, spec: {replicas: 2, selector: {matchLabels: {app: db}}, template: {metadata: {labels: {app: db}}, spec: {containers: [{name: a, image: \"a:1\"}]}}}}"
	const claim = "\n---\n{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data, namespace: app}, spec: {accessModes: [ReadWriteOnce]}}"
	return []testCase{
		{
			check: check.Selectors,
			bad:   pods("") + astray + portless + idle + policy,
			good:  pods("") + service + active + budget + dns + operated,
			want: []string{
				`error: Service app/port: spec.ports[1].targetPort: the pods have no port named "web": they have http`,
				"error: Service app/web: spec.selector: matches no pods: give it the labels of the pods that the Service leads to",
				"warning: NetworkPolicy app/idle: spec.podSelector: matches no pods: correct it, or leave the object out",
				"warning: PodDisruptionBudget app/idle: spec.selector: matches no pods: correct it, or leave the object out",
			},
		},
		{
			check: check.Selectors,
			bad:   set + podOf("db-2") + podOf("web-0"),
			good:  set + podOf("db-0") + podOf("db-1"),
			want: []string{
				"error: Service app/db-2: spec.selector: matches no pods: give it the labels of the pods that the Service leads to",
				"error: Service app/web-0: spec.selector: matches no pods: give it the labels of the pods that the Service leads to",
			},
		},
		{
			check: check.Templates,
			bad: `{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db, namespace: app}, spec: {selector: {matchLabels: {app: db}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: a, image: "a:1"}],
				topologySpreadConstraints: [{maxSkew: 1, topologyKey: a, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {app: db}}}]}}}}`,
			good: pods(", topologySpreadConstraints: [{maxSkew: 1, topologyKey: a, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {app: web}}}]"),
			want: []string{
				"error: StatefulSet app/db: spec.selector: doesn't match the labels of the workload's own pods: select by labels that the template sets",
				"warning: StatefulSet app/db: spec.template.spec.topologySpreadConstraints: the selector doesn't match the pods themselves: select by labels that the template sets",
			},
		},
		{
			check: check.Monitors,
			bad:   pods("") + service + monitor("web", "metrics"),
			good:  pods("") + service + monitor("web", "http"),
			want:  []string{`warning: ServiceMonitor app/web: spec.endpoints[0].port: no Service that it selects has a port named "metrics": name one of theirs`},
		},
		{
			check: check.Monitors,
			bad:   pods("") + service + monitor("wob", "http"),
			good:  pods(""),
			want:  []string{"warning: ServiceMonitor app/web: spec.selector: selects no Service: give it the labels of the Service"},
		},
		{
			check: check.Monitors,
			bad:   apiMonitor("http"),
			good:  apiMonitor("https"),
			want:  []string{`warning: ServiceMonitor default/api: spec.endpoints[0].port: no Service that it selects has a port named "http": name one of theirs`},
		},
		{
			check: check.Ingresses,
			bad:   pods("") + ingress("one", "a", "web.example.com") + ingress("two", "a", "web.example.com"),
			good:  pods("") + ingress("one", "a", "web.example.com") + ingress("two", "b", "web.example.com") + ingress("three", "a", "api.example.com"),
			want:  []string{"error: Ingress app/two: spec.rules[0].http.paths[0]: web.example.com/ is also claimed by Ingress app/one of a: give one of them another host or path"},
		},
		{
			check: check.NodePorts,
			bad:   pods("") + nodePort("one", "TCP") + nodePort("two", "TCP"),
			good:  pods("") + nodePort("one", "TCP") + nodePort("two", "UDP"),
			want:  []string{"error: Service app/two: spec.ports[0].nodePort: 30080 is also asked for by Service app/one of a: give one of them another port"},
		},
		{
			check: check.DefaultClasses,
			bad:   pods("") + storage("one", "true") + storage("two", "true") + ingressClass("one", "true") + ingressClass("two", "true"),
			good:  pods("") + storage("one", "true") + storage("two", "false") + ingressClass("one", "true") + ingressClass("two", "false") + claim,
			want: []string{
				"warning: IngressClass two: metadata.annotations[ingressclass.kubernetes.io/is-default-class]: is the default, and so is IngressClass one of a: make one of them the default",
				"warning: StorageClass two: metadata.annotations[storageclass.kubernetes.io/is-default-class]: is the default, and so is StorageClass one of a: make one of them the default",
			},
		},
		{
			check: check.DefaultClasses,
			bad:   pods("") + claim,
			good:  pods("") + claim + storage("one", "true"),
			want:  []string{"warning: PersistentVolumeClaim app/data: spec.storageClassName: names no class, and no StorageClass is the default: name one, or make one the default"},
		},
		{
			check: check.Disruption,
			bad:   pods("") + budgetOf("minAvailable: 1"),
			good:  pods("") + budgetOf("maxUnavailable: 1"),
			want:  []string{"warning: PodDisruptionBudget app/web: spec.minAvailable: 1 of 1 pods must always be up: run more pods, or let one be down"},
		},
		{
			check: check.Disruption,
			bad:   pods("") + budgetOf("maxUnavailable: 0%"),
			good:  pods("") + budgetOf("minAvailable: 0"),
			want:  []string{"warning: PodDisruptionBudget app/web: spec.maxUnavailable: 0% of 1 pods may ever be down: let one be down"},
		},
	}
}

func apiMonitor(port string) string {
	return "{apiVersion: monitoring.coreos.com/v1, kind: ServiceMonitor, metadata: {name: api, namespace: default}, spec: {selector: {matchLabels: {component: apiserver}}, endpoints: [{port: " + port + "}]}}"
}

func budgetOf(limit string) string {
	return "\n---\n{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: web, namespace: app}, spec: {" + limit + ", selector: {matchLabels: {app: web}}}}"
}
