// Package nvidia has the device plugin's own types read the configurations that its addon
// writes. The newest module that can be had is the one before the addon's release.
package nvidia

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	config "github.com/NVIDIA/k8s-device-plugin/api/config/v1"
	"sigs.k8s.io/yaml"
)

// Each configuration is read without a word that the plugin doesn't know, and what it then
// holds is all that was written.
func TestConfigs(t *testing.T) {
	files, err := filepath.Glob("../../../addons/nvidiadeviceplugin/testdata/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	strategies := map[config.SharingStrategy]int{}
	for _, file := range files {
		for name, text := range configs(t, file) {
			t.Run(filepath.Base(file)+"/"+name, func(t *testing.T) {
				c, err := read(text)
				if err != nil {
					t.Fatalf("%v\n%s", err, text)
				}
				strategies[c.Sharing.SharingStrategy()]++
				if missing := lost("", values(t, []byte(text)), values(t, marshal(t, c))); len(missing) > 0 {
					t.Errorf("the plugin loses\n%s\nof\n%s", strings.Join(missing, "\n"), text)
				}
			})
		}
	}
	for _, s := range []config.SharingStrategy{config.SharingStrategyNone, config.SharingStrategyTimeSlicing, config.SharingStrategyMPS} {
		if strategies[s] == 0 {
			t.Errorf("no configuration has the sharing strategy %s", s)
		}
	}
}

// A configuration that the plugin refuses must fail here, or the test above says nothing.
func TestBadConfigs(t *testing.T) {
	for _, text := range []string{
		"version: v2",
		"version: v1\nflags: {migStrategies: mixed}",
		"version: v1\nsharing: {timeSlicing: {resources: [{name: nvidia.com/gpu, replicas: 1}]}}",
		"version: v1\nimex: {channelIDs: [1]}",
	} {
		if _, err := read(text); err == nil {
			t.Errorf("the plugin takes\n%s", text)
		}
	}
}

// read reads a configuration as the plugin does, but strictly.
func read(text string) (config.Config, error) {
	var c config.Config
	if err := yaml.UnmarshalStrict([]byte(text), &c); err != nil {
		return c, err
	}
	if c.Version != config.Version {
		return c, fmt.Errorf("version is %q", c.Version)
	}
	return c, config.AssertChannelIDsValid(c.Imex.ChannelIDs)
}

// newer matches what the addon's release knows and the module doesn't.
var newer = regexp.MustCompile(`(?m)^ *sharedDevicesAllocationPolicy: .*\n`)

// configs are those in the ConfigMap of a golden.
func configs(t *testing.T, file string) map[string]string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, doc := range bytes.Split(data, []byte("\n---\n")) {
		var o struct {
			Kind string
			Data map[string]string
		}
		if err := yaml.Unmarshal(doc, &o); err != nil {
			t.Fatal(err)
		}
		if o.Kind != "ConfigMap" {
			continue
		}
		for name, text := range o.Data {
			o.Data[name] = newer.ReplaceAllString(text, "")
		}
		return o.Data
	}
	return nil
}

// lost are the paths of what is in one value and not in the other.
func lost(path string, want, got any) []string {
	var paths []string
	switch want := want.(type) {
	case map[string]any:
		m, _ := got.(map[string]any)
		for k, v := range want {
			paths = append(paths, lost(path+"."+k, v, m[k])...)
		}
	case []any:
		l, _ := got.([]any)
		for i, v := range want {
			if i >= len(l) {
				return append(paths, fmt.Sprintf("%s[%d]", path, i))
			}
			paths = append(paths, lost(fmt.Sprintf("%s[%d]", path, i), v, l[i])...)
		}
	default:
		if want != got && (want != false || got != nil) { // which is left out as the zero value
			paths = append(paths, path)
		}
	}
	return paths
}

func marshal(t *testing.T, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func values(t *testing.T, text []byte) any {
	t.Helper()
	var v any
	if err := yaml.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	return v
}
