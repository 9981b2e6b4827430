// Package coredns has CoreDNS itself read the Corefiles that addons write.
package coredns

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/coredns/caddy"
	_ "github.com/coredns/coredns/plugin/bind"
	_ "github.com/coredns/coredns/plugin/cache"
	_ "github.com/coredns/coredns/plugin/errors"
	_ "github.com/coredns/coredns/plugin/forward"
	_ "github.com/coredns/coredns/plugin/health"
	_ "github.com/coredns/coredns/plugin/loadbalance"
	_ "github.com/coredns/coredns/plugin/log"
	_ "github.com/coredns/coredns/plugin/loop"
	_ "github.com/coredns/coredns/plugin/metrics"
	_ "github.com/coredns/coredns/plugin/ready"
	_ "github.com/coredns/coredns/plugin/reload"
	"sigs.k8s.io/yaml"
)

// What node-cache puts in the place of its placeholders, as in its cmd/node-cache/app.
var filled = strings.NewReplacer("__PILLAR__CLUSTER__DNS__", "10.96.7.7", "__PILLAR__UPSTREAM__SERVERS__", "/etc/resolv.conf")

// The plugin kubernetes looks for a cluster as soon as it is set up, so that it is left out
// here: its block has no other checks than those of the words in it.
var kubernetes = regexp.MustCompile(`(?s)    kubernetes [^{]*\{.*?\n    \}\n`)

// TestCorefiles sets up all plugins of each Corefile, as CoreDNS does before it serves.
func TestCorefiles(t *testing.T) {
	found := 0
	for _, pattern := range []string{"../../../addons/nodelocaldns/testdata/*.yaml", "../../../addons/coredns/testdata/*.yaml"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			for _, corefile := range corefiles(t, file) {
				found++
				t.Run(filepath.Base(filepath.Dir(filepath.Dir(file)))+"/"+filepath.Base(file), func(t *testing.T) {
					if err := setUp(corefile); err != nil {
						t.Errorf("%v\n%s", err, corefile)
					}
				})
			}
		}
	}
	if found < 5 {
		t.Errorf("only %d Corefiles were found", found)
	}
}

// A Corefile that CoreDNS refuses must fail here, or the test above says nothing.
func TestBadCorefiles(t *testing.T) {
	for _, corefile := range []string{
		".:53 {\n    cache {\n        success many\n    }\n}\n",
		".:53 {\n    forward . dns.example.com\n}\n",
		".:53 {\n    colour green\n}\n",
	} {
		if setUp(corefile) == nil {
			t.Errorf("CoreDNS takes\n%s", corefile)
		}
	}
}

func setUp(corefile string) error {
	text := kubernetes.ReplaceAllString(filled.Replace(corefile), "")
	input := caddy.CaddyfileInput{Filepath: "Corefile", Contents: []byte(text), ServerTypeName: "dns"}
	return caddy.ValidateAndExecuteDirectives(input, nil, true)
}

// corefiles are those in the ConfigMaps of a golden.
func corefiles(t *testing.T, file string) []string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, doc := range bytes.Split(data, []byte("\n---\n")) {
		var o struct {
			Kind string
			Data map[string]string
		}
		if err := yaml.Unmarshal(doc, &o); err != nil && !errors.Is(err, io.EOF) {
			t.Fatal(err)
		}
		if c := o.Data["Corefile"]; o.Kind == "ConfigMap" && c != "" {
			out = append(out, c)
		}
	}
	return out
}
