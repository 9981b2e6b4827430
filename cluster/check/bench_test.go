package check_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/cluster"
)

// The time of a plan with all checks grows with the number of objects and not faster: the
// time for each object stays what it is.
//
//	go test -run - -bench . ./cluster/check
func BenchmarkChecks(b *testing.B) {
	for _, n := range []int{100, 1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			c := cluster.Cluster{
				Target: addon.Target{Name: "large", Kubernetes: "1.34"},
				Addons: []addon.Addon{raw("large", large(n))},
			}
			objs, err := c.Addons[0].Objects(c.Target)
			if err != nil {
				b.Fatal(err)
			}
			c.Addons[0] = made(objs)
			for b.Loop() {
				if _, err := c.Plan(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(objs)), "ns/object")
		})
	}
}

// made is an addon of objects that are there already, so that parsing YAML isn't measured.
func made(objs []addon.Object) addon.Addon {
	type options struct{}
	d := addon.Definition[options]{
		Card:    addon.Card{Name: "large"},
		Objects: func(addon.Target, options) ([]addon.Object, error) { return objs, nil },
	}
	return d.New(options{})
}

// large is an addon of n services: each a Deployment behind a Service and an Ingress, with
// an account, its rights, and a Secret that nobody brings.
func large(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(`---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web-@, namespace: app}
spec:
  selector: {matchLabels: {part: web, app: web-@}}
  template:
    metadata: {labels: {part: web, app: web-@}}
    spec:
      serviceAccountName: web-@
      containers: [{name: web, image: "web:1", ports: [{name: http, containerPort: 80}]}]
      volumes: [{name: a, secret: {secretName: web-@}}]
---
apiVersion: v1
kind: Service
metadata: {name: web-@, namespace: app}
spec: {selector: {part: web, app: web-@}, ports: [{name: http, port: 80, targetPort: http}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web-@, namespace: app}
spec: {rules: [{host: a@.example.com, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web-@, port: {name: http}}}}]}}]}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: web-@, namespace: app}}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: web-@, namespace: app}, rules: [{apiGroups: ["*"], resources: ["*"], verbs: [get]}]}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: web-@, namespace: app}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: web-@}, subjects: [{kind: ServiceAccount, name: web-@}]}
`, "@", fmt.Sprint(i)))
	}
	return b.String()
}
