package fitout_test

import (
	"bytes"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	// What the commands build is built before they run, by the go command that runs the
	// tests. Otherwise both would build it, at the same time, where nothing is built yet.
	_ "github.com/fitout/fitout/addons"
	_ "github.com/fitout/fitout/render"
)

// Every command of the README works as it stands there. Those that are run elsewhere say
// where.
func TestREADME(t *testing.T) {
	elsewhere := map[string]string{
		"go test ./...": "is what runs this test",
		"go test -bench . -benchmem ./examples/prod": "runs here, each benchmark once",
	}
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(text), "```sh\n")[1:]
	commands := map[string]bool{}
	for _, block := range blocks {
		block, _, _ = strings.Cut(block, "```")
		for line := range strings.Lines(block) {
			commands[strings.TrimSpace(line)] = true
		}
	}
	for command := range commands {
		switch {
		case elsewhere[command] != "":
		case strings.HasPrefix(command, "GOCACHE="):
			// The build is run with what is built already: the first time takes a minute.
			_, build, _ := strings.Cut(command, ") ")
			shell(t, build)
		case strings.Contains(command, "| kubectl"):
			// What is piped into kubectl is run here; what kubectl makes of it takes a cluster.
			left, _, _ := strings.Cut(command, " |")
			if !commands[left] {
				t.Errorf("%q pipes what no other command shows", command)
			}
		default:
			shell(t, strings.Replace(command, " -o terraform/prod", " -o "+t.TempDir(), 1))
		}
	}
	for command := range elsewhere {
		if !commands[command] {
			t.Errorf("the README doesn't have %q any more", command)
		}
	}
	shell(t, "go test -run - -bench . -benchtime 1x ./examples/prod")
}

// The packages that an importer compiles are those that the README counts. Should there be
// more, look at what brings them: they are few on purpose.
func TestREADMEPackages(t *testing.T) {
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile("(?m)^\\| `(\\S+)`.* \\| ([0-9]+) \\| [0-9]+ s \\|$").FindAllStringSubmatch(string(text), -1)
	if len(rows) != 4 {
		t.Fatalf("the table has %d rows: %v", len(rows), rows)
	}
	for _, row := range rows {
		out, _ := shell(t, "go list -deps -f '{{if not .Standard}}{{.ImportPath}}{{end}}' "+row[1])
		if n := strconv.Itoa(len(strings.Fields(string(out)))); n != row[2] {
			t.Errorf("%s: %s packages, and the README says %s:\n%s", row[1], n, row[2], out)
		}
	}
}

// The program that the README shows compiles and renders, and its file is the same cluster.
func TestREADMEPrograms(t *testing.T) {
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp(".", "readme-") // within the module, so that it finds its packages
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	write(t, dir+"/inGo/main.go", between(t, string(text), "```go\n"))
	write(t, dir+"/inFile/cluster.yaml", between(t, string(text), "```yaml\n"))
	program, err := os.ReadFile("examples/file/main.go")
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir+"/inFile/main.go", string(program))
	inGo, _ := shell(t, "go run ./"+dir+"/inGo")
	inFile, _ := shell(t, "go run ./"+dir+"/inFile")
	if !bytes.Equal(inGo, inFile) || len(inGo) == 0 {
		t.Errorf("the program and the file of the README differ: %d and %d bytes", len(inGo), len(inFile))
	}
}

func between(t *testing.T, text, fence string) string {
	t.Helper()
	_, rest, ok := strings.Cut(text, fence)
	block, _, _ := strings.Cut(rest, "```")
	if !ok {
		t.Fatalf("the README has no %s", fence)
	}
	return block
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(name[:strings.LastIndexByte(name, '/')], 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
