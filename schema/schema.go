// Package schema holds the JSON Schemas by which editors know cluster files: one of the
// whole file, with all addons, and one of each addon's options. They are generated, by
// go generate in the folder of the module, and described in package gen.
//
// A cluster file names its schema on its first line:
//
//	# yaml-language-server: $schema=https://…/schema/cluster.schema.json
package schema

import _ "embed"

// Cluster is the JSON Schema (2020-12) of a cluster file.
//
//go:embed cluster.schema.json
var Cluster []byte
