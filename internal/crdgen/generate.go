package main

import (
	"errors"
	"fmt"
	"path"
	"path/filepath"

	"golang.org/x/tools/go/packages"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/controller-tools/pkg/crd"
	"sigs.k8s.io/controller-tools/pkg/loader"
	"sigs.k8s.io/controller-tools/pkg/markers"
)

// A result is what became of a row.
type result struct {
	source  source
	version string // the module's
	dir     string // where the module's files are
	crds    []*apiextensionsv1.CustomResourceDefinition
}

// generate makes the CRDs of all rows, in the order of the rows. It reports all rows
// that fail, not just the first.
func generate(sources []source) ([]result, error) {
	loaded, err := load(sources)
	if err != nil {
		return nil, err
	}
	registry := &markers.Registry{}
	if err := (crd.Generator{}).RegisterMarkers(registry); err != nil {
		return nil, err
	}
	// Both remember what they have read, so that rows share the packages of Kubernetes.
	collector := &markers.Collector{Registry: registry}
	checker := &loader.TypeChecker{NodeFilters: []loader.NodeFilter{crd.Generator{}.CheckFilter()}}

	var results []result
	var errs []error
	for _, s := range sources {
		r, err := s.generate(loaded, &crd.Parser{Collector: collector, Checker: checker})
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %s: %w", s.Addon, s.Module, err))
			continue
		}
		results = append(results, r)
	}
	return results, errors.Join(errs...)
}

// load finds the packages of all rows, by import path. One call for all of them is much
// faster than one for each.
func load(sources []source) (map[string]*loader.Package, error) {
	var paths []string
	for _, s := range sources {
		paths = append(paths, s.imports()...)
	}
	pkgs, err := loader.LoadRootsWithConfig(&packages.Config{Mode: packages.NeedModule}, paths...)
	if err != nil {
		return nil, err
	}
	loaded := make(map[string]*loader.Package)
	for _, p := range pkgs {
		loaded[p.PkgPath] = p
	}
	return loaded, nil
}

// imports returns the import paths of the row's packages.
func (s source) imports() []string {
	var paths []string
	for _, p := range s.Packages {
		paths = append(paths, path.Join(s.Module, p))
	}
	return paths
}

// generate makes the row's CRDs from its packages, with a parser that has seen no other
// row: a parser makes CRDs of every package that it knows.
func (s source) generate(loaded map[string]*loader.Package, parser *crd.Parser) (result, error) {
	r := result{source: s}
	crd.AddKnownTypes(parser)
	var roots []*loader.Package
	for _, p := range s.imports() {
		root := loaded[p]
		if root == nil {
			return r, fmt.Errorf("package %s was not loaded", p)
		}
		roots = append(roots, root)
	}
	if err := problems(roots); err != nil {
		return r, err
	}
	for _, root := range roots {
		if root.Module == nil || root.Module.Path != s.Module {
			return r, fmt.Errorf("package %s is in another module", root.PkgPath)
		}
		r.version, r.dir = root.Module.Version, root.Module.Dir
	}

	var err error
	if s.File != "" {
		r.crds, err = readAll(filepath.Join(r.dir, filepath.FromSlash(s.File)))
	} else {
		r.crds, err = s.parse(roots, parser)
	}
	if err != nil {
		return r, err
	}
	for i, p := range s.Patches {
		if r.crds, err = p(r.crds); err != nil {
			return r, fmt.Errorf("patch %d: %w", i+1, err)
		}
	}
	for _, c := range r.crds {
		undescribe(c)
	}
	return r, nil
}

// parse makes CRDs of the kinds that the packages declare.
func (s source) parse(roots []*loader.Package, parser *crd.Parser) ([]*apiextensionsv1.CustomResourceDefinition, error) {
	for _, root := range roots {
		parser.NeedPackage(root)
	}
	metav1 := crd.FindMetav1(roots)
	if metav1 == nil {
		return nil, errors.New("no package declares a kind")
	}
	var crds []*apiextensionsv1.CustomResourceDefinition
	for _, kind := range crd.FindKubeKinds(parser, metav1) {
		parser.NeedCRDFor(kind, nil)
		c := parser.CustomResourceDefinitions[kind]
		crd.FixTopLevelMetadata(c)
		crds = append(crds, &c)
	}
	// What is wrong with a type is only known once it has been asked for.
	if err := problems(roots); err != nil {
		return nil, err
	}
	if len(crds) == 0 {
		return nil, errors.New("no package declares a kind")
	}
	return crds, nil
}

// problems returns the errors of the packages and of all that they import. Type errors
// are left out, and expected: only what CRDs are made of is checked, and without the
// generated methods.
func problems(roots []*loader.Package) error {
	var raw []*packages.Package
	for _, r := range roots {
		raw = append(raw, r.Package)
	}
	var errs []error
	packages.Visit(raw, nil, func(p *packages.Package) {
		for _, e := range p.Errors {
			if e.Kind != packages.TypeError {
				errs = append(errs, e)
			}
		}
	})
	return errors.Join(errs...)
}
