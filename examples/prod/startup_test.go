package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

// mostAllocs is what a package may allocate before main runs. It leaves room for tables: a
// map takes two to four allocations and one for each list in it, and the package with the
// most maps 29. A regular expression takes from twenty to more than a hundred, so that the
// smallest can pass and most don't.
const mostAllocs = 32

// Whoever imports a package pays for its variables at each start, whether the program uses
// them or not. Allocations are counted, since they are the same in each run, as times are not.
//
// The test is linked of the same packages as the program, so that no cached result of it
// outlives a change of theirs.
func TestStartUp(t *testing.T) {
	program := filepath.Join(t.TempDir(), "prod")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	var trace bytes.Buffer
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	cmd.Stderr = &trace
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, &trace)
	}
	// init github.com/fitout/fitout/addon @18 ms, 0.003 ms clock, 1384 bytes, 8 allocs
	line := regexp.MustCompile(`(?m)^init (github\.com/fitout/fitout/\S+) @.* (\d+) allocs$`)
	found := line.FindAllSubmatch(trace.Bytes(), -1)
	if len(found) == 0 {
		t.Fatalf("the trace has no package of this module:\n%s", &trace)
	}
	for _, m := range found {
		if n, _ := strconv.Atoi(string(m[2])); n > mostAllocs {
			t.Errorf("%s allocates %d times before main runs, more than %d: make its package-level variables literals or functions, and what takes time to make, such as a regular expression, a sync.OnceValue", m[1], n, mostAllocs)
		}
	}
}
