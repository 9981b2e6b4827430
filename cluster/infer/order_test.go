package infer_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/cluster"
)

// raw is an addon of YAML.
func raw(name, text string) addon.Addon {
	return addon.Raw(name, fstest.MapFS{"a.yaml": {Data: []byte(text)}})
}

func plan(t *testing.T, c cluster.Cluster) *cluster.Plan {
	t.Helper()
	if c.Target.Name == "" {
		c.Target = addon.Target{Name: "prod", Kubernetes: "1.34"}
	}
	p, err := c.Plan()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// order is a plan's order without namespaces, definitions and what is for access.
func order(p *cluster.Plan) []string {
	var out []string
	for _, it := range p.Items {
		if it.Phase > cluster.Access {
			out = append(out, it.Addon+": "+it.Object.GetObjectKind().GroupVersionKind().Kind+" "+it.Object.GetName())
		}
	}
	return out
}

// issuing stands for cert-manager: a definition, and a webhook with what runs behind it.
const issuing = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: certificates.cert-manager.io}
spec: {group: cert-manager.io, names: {kind: Certificate}, versions: [{name: v1}]}
---
apiVersion: v1
kind: Service
metadata: {name: issuing, namespace: issuing}
spec: {selector: {app: issuing}, ports: [{port: 443, targetPort: 443}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: issuing, namespace: issuing}
spec: {selector: {matchLabels: {app: issuing}}, template: {metadata: {labels: {app: issuing}}, spec: {containers: [{name: a, image: "a:1"}]}}}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: issuing}
webhooks: [{name: a.example.com, sideEffects: None, admissionReviewVersions: [v1], clientConfig: {service: {namespace: issuing, name: issuing}}}]
`

// serving is an addon whose pods read a Secret that a Certificate brings.
const serving = `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: serving, namespace: serving}
spec: {secretName: serving-tls, issuerRef: {name: ca, kind: ClusterIssuer}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: serving, namespace: serving}
spec:
  selector: {matchLabels: {app: serving}}
  template:
    metadata: {labels: {app: serving}}
    spec: {containers: [{name: a, image: "a:1"}], volumes: [{name: tls, secret: {secretName: serving-tls, items: [{key: tls.crt, path: a}]}}]}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: serving, namespace: serving}
spec: {maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: serving}}
`

// hooked is an addon of which one Job writes the certificate of a webhook, and another one
// its CA into the webhook.
const hooked = `
apiVersion: batch/v1
kind: Job
metadata: {name: a-patch, namespace: hooked}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: "kube-webhook-certgen:1", args: [patch, --webhook-name=hooked, --namespace=$(POD_NAMESPACE), --secret-name=hooked-tls]}]}}}
---
apiVersion: batch/v1
kind: Job
metadata: {name: z-create, namespace: hooked}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: "kube-webhook-certgen:1", args: [create, --namespace=$(POD_NAMESPACE), --secret-name=hooked-tls]}]}}}
---
apiVersion: v1
kind: Service
metadata: {name: hooked, namespace: hooked}
spec: {selector: {app: hooked}, ports: [{port: 443, targetPort: 443}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: hooked, namespace: hooked}
spec:
  selector: {matchLabels: {app: hooked}}
  template:
    metadata: {labels: {app: hooked}}
    spec: {containers: [{name: a, image: "a:1"}], volumes: [{name: tls, secret: {secretName: hooked-tls, items: [{key: cert, path: a}]}}]}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: hooked}
webhooks: [{name: a.example.com, sideEffects: None, admissionReviewVersions: [v1], clientConfig: {service: {namespace: hooked, name: hooked}}}]
`

// injecting is an addon whose webhook changes pods that ask for it, its own among them, whose
// Secret comes from the addon issuing. The gateway's pods ask for it too.
const injecting = `
apiVersion: v1
kind: Service
metadata: {name: injecting, namespace: injecting}
spec: {selector: {app: injecting}, ports: [{port: 443, targetPort: 443}]}
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: injecting, namespace: injecting}
spec: {secretName: injecting-tls, issuerRef: {name: ca, kind: ClusterIssuer}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: injecting, namespace: injecting}
spec:
  selector: {matchLabels: {app: injecting}}
  template:
    metadata: {labels: {app: injecting, inject: "true"}}
    spec: {containers: [{name: a, image: "a:1"}], volumes: [{name: tls, secret: {secretName: injecting-tls}}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: a-gateway, namespace: injecting}
spec: {selector: {matchLabels: {app: gateway}}, template: {metadata: {labels: {app: gateway, inject: "true"}}, spec: {containers: [{name: a, image: "a:1"}]}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: a-plain, namespace: injecting}
spec: {selector: {matchLabels: {app: plain}}, template: {metadata: {labels: {app: plain}}, spec: {containers: [{name: a, image: "a:1"}]}}}
---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: {name: injecting}
webhooks:
- name: a.example.com
  sideEffects: None
  admissionReviewVersions: [v1]
  clientConfig: {service: {namespace: injecting, name: injecting}}
  objectSelector: {matchLabels: {inject: "true"}}
  rules: [{operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: [pods]}]
`

// Pods come after a webhook that changes them as they are made, but for those that the
// webhook needs: its own, and here those that issue its certificate.
func TestPodsFollowTheirInjector(t *testing.T) {
	selected := strings.Replace(issuing, "metadata: {labels: {app: issuing}}", `metadata: {labels: {app: issuing, inject: "true"}}`, 1)
	p := plan(t, cluster.Cluster{Addons: []addon.Addon{raw("injecting", injecting), raw("issuing", selected)}})
	want := []string{
		"issuing: Service issuing",
		"injecting: Service injecting",
		"issuing: Deployment issuing",
		"injecting: Deployment a-plain",
		"issuing: ValidatingWebhookConfiguration issuing",
		"injecting: Certificate injecting",
		"injecting: Deployment injecting",
		"injecting: MutatingWebhookConfiguration injecting",
		"injecting: Deployment a-gateway",
	}
	if diff := cmp.Diff(want, order(p)); diff != "" {
		t.Error(diff)
	}
}

// Each object comes after what it needs, even where its phase is an earlier one: pods after
// the Certificate for their Secret, and a Certificate after what runs for it; a webhook
// after the pods that serve it, and the Job that patches it after the webhook.
func TestObjectsFollowWhatTheyNeed(t *testing.T) {
	addons := []addon.Addon{raw("a-serving", serving), raw("issuing", issuing), raw("hooked", hooked)}
	want := []string{
		"hooked: Service hooked",
		"issuing: Service issuing",
		"hooked: Job z-create",
		"hooked: Deployment hooked",
		"issuing: Deployment issuing",
		"hooked: ValidatingWebhookConfiguration hooked",
		"hooked: Job a-patch",
		"issuing: ValidatingWebhookConfiguration issuing",
		"a-serving: Certificate serving",
		"a-serving: Deployment serving",
		"a-serving: HorizontalPodAutoscaler serving",
	}
	for seed := range uint64(20) {
		rand.New(rand.NewPCG(seed, 0)).Shuffle(len(addons), func(i, j int) { addons[i], addons[j] = addons[j], addons[i] })
		if diff := cmp.Diff(want, order(plan(t, cluster.Cluster{Addons: addons}))); diff != "" {
			t.Fatal(diff)
		}
	}
}

// Objects that need each other are shown, once for each circle, and the others keep their
// order.
func TestCycle(t *testing.T) {
	// The pods behind the webhook for Certificates read the Secret of a Certificate.
	circle := strings.Replace(issuing, `containers: [{name: a, image: "a:1"}]`,
		`containers: [{name: a, image: "a:1"}], volumes: [{name: tls, secret: {secretName: own}}]`, 1) + `---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: own, namespace: issuing}
spec: {secretName: own, issuerRef: {name: ca, kind: ClusterIssuer}}
`
	p := plan(t, cluster.Cluster{Addons: []addon.Addon{raw("issuing", circle), raw("serving", serving)}})
	var got []string
	for _, problem := range p.Problems() {
		if problem.Check == "cycles" {
			got = append(got, problem.Addon+": "+problem.String())
		}
	}
	want := []string{"issuing: Deployment issuing/issuing: needs itself: Deployment issuing/issuing → Certificate issuing/own → Deployment issuing/issuing: break the circle at one of them [cycles]"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(p.Items) != 10 {
		t.Errorf("%d objects: %v", len(p.Items), order(p))
	}
}
