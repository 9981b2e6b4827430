// File reads its cluster from cluster.yaml, which editors complete and check by the JSON
// Schema that its first line names.
package main

import (
	_ "embed"
	"fmt"
	"os"
	"strings"

	"github.com/fitout/fitout/addons"
	"github.com/fitout/fitout/cluster"
	"github.com/fitout/fitout/render"
)

//go:embed cluster.yaml
var file string

func main() {
	c, err := cluster.Load(strings.NewReader(file), addons.All)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	render.Main(c)
}
