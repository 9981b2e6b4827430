package terraform

import (
	"os/exec"
	"path/filepath"
	"testing"
)

// cfn-lint finds no error in the templates, and nothing to warn of.
func TestCFNLint(t *testing.T) {
	t.Parallel()
	lint, err := exec.LookPath("cfn-lint")
	if err != nil {
		t.Skip("there is no cfn-lint on the PATH")
	}
	templates, err := filepath.Glob(filepath.Join(goldens, "cloudformation", "*.json"))
	if err != nil || len(templates) != len(cases) {
		t.Fatal(templates, err)
	}
	cmd := exec.Command(lint, templates...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
