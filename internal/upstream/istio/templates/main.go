// Templates writes the injection templates that the addon istio embeds, out of upstream's
// own Go module.
//
// From the repository's root:
//
//	go -C internal/upstream run ./istio/templates          writes the files
//	go -C internal/upstream run ./istio/templates -check   names those that are out of date, and writes nothing
//
// The templates are programs in Go's template language that istiod evaluates for each pod
// that it injects. To Fitout they are data: it carries them, byte for byte, into the
// ConfigMap from which istiod reads them, and evaluates none. They belong to a minor
// version of istiod. To take a new one, change the version in go.mod, run go mod tidy and
// this, and read the diff.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime/debug"
	"strings"

	"istio.io/istio/manifests"
)

const (
	// root is the repository's root, seen from this module's folder, where go run -C starts.
	root = "../.."

	// module is where the templates come from.
	module = "istio.io/istio"

	// folder holds the templates in the module's package manifests.
	folder = "charts/istio-control/istio-discovery/files"
)

// templates are the names of the templates, and the files that upstream has them in.
var templates = []struct{ name, file string }{
	{"sidecar", "injection-template.yaml"},
	{"gateway", "gateway-injection-template.yaml"},
	{"grpc-simple", "grpc-simple.yaml"},
	{"grpc-agent", "grpc-agent.yaml"},
	{"waypoint", "waypoint.yaml"},
	{"kube-gateway", "kube-gateway.yaml"},
	{"agentgateway", "agentgateway.yaml"},
	{"agentgateway-waypoint", "agentgateway-waypoint.yaml"},
}

func main() {
	check := flag.Bool("check", false, "write nothing; fail if a file is out of date")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "templates: unexpected argument %q\n", flag.Arg(0))
		flag.Usage()
		os.Exit(2)
	}
	if err := run(*check); err != nil {
		fmt.Fprintln(os.Stderr, "templates:", err)
		os.Exit(1)
	}
}

// run brings the files up to date or, when check is set, fails naming those that are not.
func run(check bool) error {
	files, err := generate(manifests.FS, version())
	if err != nil {
		return err
	}
	var errs []error
	for name, want := range files {
		name = filepath.Join(root, "addons", "istio", "injection", name)
		got, err := os.ReadFile(name)
		switch {
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			errs = append(errs, err)
		case bytes.Equal(got, want):
		case check:
			errs = append(errs, fmt.Errorf("%s is out of date: run go -C internal/upstream run ./istio/templates", name))
		default:
			errs = append(errs, write(name, want))
		}
	}
	return errors.Join(errs...)
}

func write(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	return os.WriteFile(name, data, 0o666)
}

// generate returns the files, by their names.
func generate(upstream fs.FS, version string) (map[string][]byte, error) {
	files := map[string][]byte{}
	escaped := 0
	for _, t := range templates {
		text, err := fs.ReadFile(upstream, path.Join(folder, t.file))
		if err != nil {
			return nil, err
		}
		body, n := escape(strings.TrimSpace(string(text)))
		escaped += n
		files[t.name+".yaml"] = []byte(note(t.name, version) + body + "\n")
	}
	if escaped != sinks {
		return nil, fmt.Errorf("escaped %d annotations and not %d: the patch has outlived its reason, or there are new ones", escaped, sinks)
	}
	return files, nil
}

// note is what a file begins with, up to the first blank line. It is no part of the template.
func note(name, version string) string {
	return fmt.Sprintf(`# Istio's injection template %q, which istiod evaluates. Not edited by hand:
# internal/upstream/istio/templates writes it out of %s %s,
# Copyright Istio Authors, licensed under the Apache License, Version 2.0.
# Annotations are escaped in it, as upstream does since 1.31.1.

`, name, module, version)
}

// version is that of upstream's module.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, d := range info.Deps {
		if d.Path == module {
			return d.Version
		}
	}
	return ""
}
