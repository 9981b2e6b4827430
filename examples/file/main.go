// File reads its cluster from cluster.yaml, which editors complete and check by the JSON
// Schema that its first line names.
package main

import (
	"embed"
	"fmt"
	"os"

	"github.com/fitout/fitout/addons"
	"github.com/fitout/fitout/cluster"
	"github.com/fitout/fitout/render"
)

//go:embed cluster.yaml
var files embed.FS

func main() {
	c, err := load("cluster.yaml")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	render.Main(c)
}

func load(name string) (cluster.Cluster, error) {
	file, err := files.Open(name)
	if err != nil {
		return cluster.Cluster{}, err
	}
	defer file.Close()
	return cluster.Load(file, addons.All)
}
