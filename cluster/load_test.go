package cluster_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addons"
	"github.com/fitout/fitout/cluster"
)

const good = `# a cluster
name: prod
kubernetes: "1.34"
domain: dev.example.com
aws: {id: "123456789012", region: ap-northeast-1}
mirror:
  quay.io: mirror.example.com/quay
pods:
  nodeSelector: {pool: system}
labels: {cost: platform}
existing:
  crds: ["*.example.com"]
addons:
  metrics-server:
    pods: {replicas: 2}
    metricResolution: 30s
  storage-class:
    classes:
    - name: gp3
      default: true
      ebs: {}
`

func TestLoad(t *testing.T) {
	c, err := cluster.Load(strings.NewReader(good), addons.All)
	if err != nil {
		t.Fatal(err)
	}
	p, err := c.Plan()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, a := range p.Addons {
		got = append(got, fmt.Sprintf("%s %d", a.Name(), len(p.Of(a.Name()))))
	}
	if diff := cmp.Diff([]string{"metrics-server 10", "storage-class 1"}, got); diff != "" {
		t.Error(diff)
	}
	if c.Target.AWS.ID != "123456789012" || c.Labels["cost"] != "platform" || c.Target.Pods.NodeSelector["pool"] != "system" {
		t.Errorf("%+v", c)
	}
}

// All that is wrong with a file is told at once, each with its line.
func TestLoadTellsAll(t *testing.T) {
	const bad = `name: prod
kubernetes: 1.30
region: x
aws:
  id: 123456789012
  regoin: ap-northeast-1
addons:
  metrics-server:
    port: 70000
    hostNetwork: "yes"
    pods:
      replicas: two
      resources: {requests: {cpu: 1x}}
      image: latest
    metricResolution: 15
    metricResolution: 1m
    kubeletAddressTypes: [InternalIP, IP]
    serviceMonitor:
  metric-server: {}
  metrics-server/second: {}
  storage-class:
    classes:
    - name: a
      default: true
      ebs: {iops: 0, type: gp4}
    - name: b
      default: true
      efs: &x {fileSystemId: fs-0, directoryPerms: 700}
    - *x
  rbac: []
`
	want := []string{
		`cluster file:2: kubernetes: Invalid value: "1.30": must be a string, and YAML reads this as something else: write "1.30", with the quotes`,
		`cluster file:3: region: Invalid value: "region": unknown field`,
		`cluster file:5: aws.id: Invalid value: "123456789012": must be a string, and YAML reads this as something else: write "123456789012", with the quotes`,
		`cluster file:6: aws.regoin: Invalid value: "regoin": unknown field: did you mean "region"?`,
		`cluster file:10: metrics-server: hostNetwork: Invalid value: "yes": must be true or false`,
		`cluster file:12: metrics-server: pods.replicas: Invalid value: "two": must be a whole number`,
		`cluster file:13: metrics-server: pods.resources.requests[cpu]: Invalid value: "1x": must be a quantity such as 100m or 1Gi`,
		`cluster file:14: metrics-server: pods.image: Invalid value: "latest": must be a map`,
		`cluster file:15: metrics-server: metricResolution: Invalid value: "15": must be a duration such as 30s or 1h30m`,
		`cluster file:16: metrics-server: metricResolution: Duplicate value: "metricResolution"`,
		`cluster file:18: metrics-server: serviceMonitor: Invalid value: "null": has no value: give one, or leave the key out`,
		`cluster file:19: addons: there is no addon "metric-server": did you mean "metrics-server"?`,
		`cluster file:20: addons: metrics-server/second: metrics-server can be installed once in a cluster: leave "/second" away`,
		`cluster file:25: storage-class: classes[0].ebs.iops: Invalid value: 0: must be at least 1`,
		`cluster file:28: storage-class: classes[1].efs: Invalid value: "*x": anchors and aliases are not supported: write the value out, or compose the cluster in Go`,
		`cluster file:29: storage-class: classes[2]: Invalid value: "*x": anchors and aliases are not supported: write the value out, or compose the cluster in Go`,
		`cluster file:30: rbac: Invalid value: "a list": must be a map`,
	}
	_, err := cluster.Load(strings.NewReader(bad), addons.All)
	if diff := cmp.Diff(want, strings.Split(fmt.Sprint(err), "\n")); diff != "" {
		t.Error(diff)
	}
}

// What the types can't tell is told with its line too.
func TestLoadChecksValues(t *testing.T) {
	const bad = `name: prod
kubernetes: "1.34"
addons:
  metrics-server:
    kubeletAddressTypes: [InternalIP, IP]
    port: 70000
    metricResolution: 1s
  storage-class:
    classes:
    - {name: a, default: true, ebs: {}}
    - name: b
      default: true
      ebs:
        iops: 3000
        iopsPerGB: 10
`
	want := []string{
		`cluster file:6: metrics-server: port: Invalid value: 70000: must be at most 65535`,
		`cluster file:5: metrics-server: kubeletAddressTypes[1]: Unsupported value: "IP": supported values: "InternalIP", "ExternalIP", "Hostname", "InternalDNS", "ExternalDNS"`,
		`cluster file:7: metrics-server: metricResolution: Invalid value: "1s": must be at least 10s: the server refuses to start`,
		`cluster file:12: storage-class: classes[1].default: Invalid value: true: class a is the default already: a cluster has one`,
		`cluster file:15: storage-class: classes[1].ebs.iopsPerGB: Forbidden: iops is given already: one of the two`,
	}
	_, err := cluster.Load(strings.NewReader(bad), addons.All)
	if diff := cmp.Diff(want, strings.Split(fmt.Sprint(err), "\n")); diff != "" {
		t.Error(diff)
	}
}

func TestLoadNamesTheFile(t *testing.T) {
	file, err := fstest.MapFS{"a/dev.yaml": {Data: []byte("name: dev\nkubernetes: 1\n")}}.Open("a/dev.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, err = cluster.Load(file, addons.All)
	if err == nil || !strings.HasPrefix(err.Error(), "dev.yaml:2: kubernetes: ") {
		t.Error(err)
	}
}

func TestLoadRefusesFiles(t *testing.T) {
	for _, tc := range []struct{ file, want string }{
		{"", "cluster file: is empty"},
		{"# only a comment\n", "cluster file: is empty"},
		{"- a\n", "cluster file:1: Invalid value: \"a list\": must be a map"},
		{"name: a\n\taddons: {}\n", "line 2 is indented with a tab: YAML wants spaces"},
		{"name: a\n---\nname: b\n", "a second document: a file holds one cluster"},
		{"name: a\nkubernetes: \"1.34\"\n", "cluster file:1: addons: Required value: a cluster without addons renders nothing"},
		{"name: a\nkubernetes: \"1.34\"\naddons: {}\n", "cluster file:3: addons: Required value: a cluster without addons renders nothing"},
		{"name: a\nkubernetes: \"1.34\"\naddons: {rbac/: {}}\n", "can be installed once"},
		{"name: a\nname: b\nkubernetes: \"1.34\"\naddons: {rbac: {}}\n", "cluster file:2: name: Duplicate value: \"name\""},
		{"name: !foo a\n", "has the tag !foo"},
	} {
		_, err := cluster.Load(strings.NewReader(tc.file), addons.All)
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%q:\ngot  %v\nwant %s", tc.file, err, tc.want)
		}
	}
}

// Whatever stands in a file, reading it ends with a cluster or an error.
func FuzzLoad(f *testing.F) {
	files, err := filepath.Glob("../addons/*/testdata/*.cluster.yaml")
	if err != nil || len(files) == 0 {
		f.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Add(good)
	f.Add("name: a\nkubernetes: \"1.34\"\naddons:\n  rbac: {teams: [{name: a, group: b}], cluster: [{team: a, role: admin}]}\n")
	f.Add("name: a\nkubernetes: \"1.34\"\naddons:\n  storage-class: {classes: [{name: a, efs: {directoryPerms: \"7\", uid: -1}}]}\n")
	f.Add("name: &a [*a]\n")
	f.Add("? {a: b}\n: c\n")
	f.Add("addons: {metrics-server: {pods: {tolerations: [{tolerationSeconds: 1e99}], disruptionBudget: {minAvailable: 1.5}}}}")
	f.Add("a: !!binary x\nb: 0o7\nc: .nan\nd: 2001-01-01\n<<: {}\n")
	f.Fuzz(func(t *testing.T, file string) {
		c, err := cluster.Load(strings.NewReader(file), addons.All)
		if err != nil {
			return
		}
		if _, err := c.Plan(); err != nil && !strings.HasPrefix(err.Error(), "cluster "+c.Target.Name) {
			t.Errorf("an error that names no cluster: %v", err)
		}
	})
}
