package cluster_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/certmanager"
	"github.com/fitout/fitout/addons/metricsserver"
	"github.com/fitout/fitout/cluster"
	"github.com/fitout/fitout/cluster/check"
)

const agent = `
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: agents}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec:
      containers:
      - name: agent
        image: quay.io/example/agent:1
        args: ["--sidecar=quay.io/example/sidecar:1"]
        env:
        - {name: KEY, valueFrom: {secretKeyRef: {name: keys, key: api}}}
        - {name: APP, valueFrom: {secretKeyRef: {name: keys, key: app}}}
        - {name: EXTRA, valueFrom: {secretKeyRef: {name: extra, key: a, optional: true}}}
      volumes: [{name: tls, secret: {secretName: tls}}]
`

func tools() cluster.Cluster {
	return cluster.Cluster{
		Existing: cluster.Existing{Secrets: map[string][]string{"agents/tls": {}}},
		Addons: []addon.Addon{
			addon.Raw("agent", fstest.MapFS{"a.yaml": {Data: []byte(agent)}}),
			certmanager.New(certmanager.Options{}),
			metricsserver.New(metricsserver.Options{Certificate: addon.ServingCertificate{CertManager: &addon.CertManager{}}}),
		},
	}
}

func TestImages(t *testing.T) {
	p := plan(t, tools())
	part, err := p.Only("agent")
	if err != nil {
		t.Fatal(err)
	}
	at := func(field string) []cluster.Place {
		return []cluster.Place{{Addon: "agent", Object: "DaemonSet agents/agent", Field: "spec.template.spec.containers[0]." + field}}
	}
	want := []cluster.Image{
		{Ref: "quay.io/example/agent:1", Used: at("image")},
		{Ref: "quay.io/example/sidecar:1", Used: at("args[0]")},
	}
	if diff := cmp.Diff(want, part.Images()); diff != "" {
		t.Error(diff)
	}
	// An addon's image that no container of its runs: that of the pods which answer ACME.
	var solver []cluster.Place
	for _, i := range p.Images() {
		if strings.Contains(i.Ref, "acmesolver") {
			solver = i.Used
		}
	}
	if len(solver) != 1 || solver[0].Addon != "cert-manager" {
		t.Errorf("the solver is used by %v", solver)
	}
}

func TestSecrets(t *testing.T) {
	type secret struct {
		Name, Keys, From string
		Optional         bool
		Read             int
	}
	var got []secret
	for _, s := range plan(t, tools()).Secrets() {
		got = append(got, secret{s.Namespace + "/" + s.Name, strings.Join(s.Keys, " "), s.From, s.Optional, len(s.Read)})
	}
	want := []secret{
		{"agents/extra", "a", "", true, 1},
		{"agents/keys", "api app", "", false, 2},
		{"agents/tls", "", cluster.FromExisting, false, 1},
		{"cert-manager/cert-manager-webhook-ca", "", "Deployment cert-manager/cert-manager-webhook", false, 2},
		{"kube-system/metrics-server", "", "Certificate kube-system/metrics-server", false, 1},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestGraph(t *testing.T) {
	want := []cluster.Dependency{{Addon: "metrics-server", On: "cert-manager", Because: []cluster.Tie{
		{Object: "Certificate kube-system/metrics-server", Field: "kind", To: "CustomResourceDefinition certificates.cert-manager.io"},
		{Object: "Issuer kube-system/metrics-server-issuer", Field: "kind", To: "CustomResourceDefinition issuers.cert-manager.io"},
	}}}
	if diff := cmp.Diff(want, plan(t, tools()).Graph()); diff != "" {
		t.Error(diff)
	}
}

// problems are those of a check, with the reason for which they are accepted.
func problems(p *cluster.Plan, name check.Name) []string {
	var out []string
	for _, problem := range p.Problems() {
		if problem.Check == name {
			out = append(out, problem.Object+": "+problem.Field+": "+problem.Accepted)
		}
	}
	return out
}

func TestAccept(t *testing.T) {
	c := tools()
	const keys = "cluster prod: agent: DaemonSet agents/agent: spec.template.spec.containers[0].env[0].valueFrom.secretKeyRef: " +
		"nobody brings Secret agents/keys: create it beside the addons and name it in existing.secrets [secrets]"
	if err := plan(t, c).Err(); err == nil || !strings.HasPrefix(err.Error(), keys+"\n") {
		t.Errorf("not accepted: %v", err)
	}

	c.Accept = []cluster.Accept{
		{Check: "secrets", Object: "DaemonSet agents/agent", Because: "somebody types it in"},
		{Check: "permissions", Object: "ServiceAccount cert-manager/*", Because: "it must"},
	}
	p := plan(t, c)
	if err := p.Err(); err != nil {
		t.Errorf("accepted: %v", err)
	}
	if diff := cmp.Diff([]string{
		"DaemonSet agents/agent: spec.template.spec.containers[0].env[0].valueFrom.secretKeyRef: somebody types it in",
		"DaemonSet agents/agent: spec.template.spec.containers[0].env[1].valueFrom.secretKeyRef: somebody types it in",
	}, problems(p, "secrets")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{
		"ServiceAccount cert-manager/cert-manager: : it must",
		"ServiceAccount cert-manager/cert-manager-cainjector: : it must",
	}, problems(p, "permissions")); diff != "" {
		t.Error(diff)
	}

	// What is accepted and not there is a problem.
	c.Accept = append(c.Accept, cluster.Accept{Check: "secrets", Object: "DaemonSet agents/agents", Because: "of a typo"})
	err := plan(t, c).Err()
	if want := "cluster prod: Cluster prod: accept[2]: there is no problem secrets of DaemonSet agents/agents: leave it out [accept]"; err == nil || err.Error() != want {
		t.Errorf("accepted in vain: %v", err)
	}

	// Part of a plan has its own problems, and those of the cluster.
	part, err := plan(t, c).Only("metrics-server")
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range part.Problems() {
		if problem.Addon != "" && problem.Addon != "metrics-server" || problem.Check == "secrets" {
			t.Errorf("part has the problem %s", problem)
		}
	}
	if part.Err() == nil || !strings.Contains(part.Err().Error(), "accept[2]") {
		t.Errorf("part: %v", part.Err())
	}
}

func TestAcceptIsChecked(t *testing.T) {
	c := tools()
	c.Target = target()
	c.Accept = []cluster.Accept{{Check: "nope", Object: "a", Because: "b"}, {Check: "secrets"}}
	c.Existing.Secrets = map[string][]string{"keys": nil}
	_, err := c.Plan()
	if err == nil {
		t.Fatal("no error")
	}
	var got []string
	for line := range strings.Lines(err.Error()) {
		got = append(got, strings.SplitAfter(strings.TrimSpace(line), "supported values")[0])
	}
	if diff := cmp.Diff([]string{
		`cluster prod: existing.secrets[keys]: Invalid value: "keys": must be "namespace/name"`,
		`cluster prod: accept[0].check: Unsupported value: "nope": supported values`,
		`cluster prod: accept[1].object: Required value: no default can know it`,
		`cluster prod: accept[1].because: Required value: no default can know it`,
	}, got); diff != "" {
		t.Error(diff)
	}
}

// The checks of a cluster that has everything find nothing.
func TestNoProblems(t *testing.T) {
	p := plan(t, cluster.Cluster{Addons: []addon.Addon{metricsserver.New(metricsserver.Options{})}})
	if diff := cmp.Diff([]check.Problem{}, append([]check.Problem{}, p.Problems()...)); diff != "" {
		t.Error(diff)
	}
}
