//go:build kinds

package kubeapi

import (
	"os/exec"
	"strings"
	"testing"
)

// No package of k8s.io/api is left out.
func TestScheme(t *testing.T) {
	registered := map[string]bool{}
	for _, typ := range Scheme().AllKnownTypes() {
		registered[typ.PkgPath()] = true
	}
	packages, err := exec.Command("go", "list", "k8s.io/api/.../v...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for path := range strings.FieldsSeq(string(packages)) {
		if !registered[path] {
			t.Errorf("%s is not registered", path)
		}
	}
}
