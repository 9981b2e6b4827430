// Package schema holds the JSON Schemas by which editors know cluster files: one of the
// whole file, with all addons, and one of each addon's options. They are generated, by
// go generate in the folder of the module, and described in package gen.
//
// A cluster file names its schema on its first line:
//
//	# yaml-language-server: $schema=https://…/schema/cluster.schema.json
package schema

import "embed"

// Cluster is the JSON Schema (2020-12) of a cluster file.
//
//go:embed cluster.schema.json
var Cluster []byte

// Files are all schemas: "cluster.schema.json", and "<addon>.schema.json" for the options
// of each addon, which refer to the former for what addons share.
//
//go:embed *.schema.json
var Files embed.FS
