// Package datadog has the agents' own configuration tell which environment variables they know,
// which is what the addon's tests are held to. An agent says nothing of one that it doesn't know.
package datadog

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/DataDog/datadog-agent/pkg/config/setup"
	"github.com/google/go-cmp/cmp"
)

// The list that the addon's tests go by is what agents of the addon's version know.
func TestEnvironment(t *testing.T) {
	data, err := os.ReadFile("../../../addons/datadog/testdata/env.agents")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for line := range strings.Lines(string(data)) {
		if !strings.HasPrefix(line, "#") {
			want = append(want, strings.TrimSpace(line))
		}
	}
	got := slices.Concat(setup.Datadog().GetEnvVars(), setup.SystemProbe().GetEnvVars())
	slices.Sort(got)
	if diff := cmp.Diff(want, slices.Compact(got)); diff != "" {
		t.Errorf("the list -, the agents +:\n%s", diff)
	}
}
