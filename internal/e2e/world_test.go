package e2e

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/internal/e2e/apiserver"
)

// world is a server with what a test needs to put objects in it and look at them.
type world struct {
	*apiserver.Server
	config   *rest.Config // with warnings noted
	objects  dynamic.Interface
	builtin  map[schema.GroupKind]place // what the server knows by itself
	custom   map[schema.GroupKind]place // what definitions in the server have brought
	judged   map[string]document        // the definitions that passed all tests, by name
	warnings *warnings
}

// place is where objects of a kind are found.
type place struct {
	plural     string
	namespaced bool
	definition string // the name of the CustomResourceDefinition that brought it
}

// warnings collects what the server says in the Warning headers of its answers.
type warnings struct {
	version addon.Version
	said    []string // since it was last emptied
	excused map[string]bool
}

// excuses are the warnings that whoever sets an option gets, as its comment says.
var excuses = map[string]excuse{
	`metadata.finalizers: "resources-finalizer.argocd.argoproj.io": prefer a domain-qualified finalizer name including a path (/) to avoid accidental conflicts with other finalizer writers`: {option: "argo-cd: projects and applications with cascade"},
	"spec.externalIPs is deprecated and may no longer be implemented in some clusters":                                                                                                        {option: "ingress-nginx: service.externalIPs"},
	`volume "istio-csr-ca-configmap" (Projected) has no sources provided`:                                                                                                                     {option: "istio: ca.clusterTrustBundle", before: "1.37"},
}

// excuse tells whose warning it is, and before which version, if only earlier ones warn.
type excuse struct {
	option string
	before addon.Version
}

func (e excuse) holds(v addon.Version) bool {
	return e.option != "" && (e.before == "" || !v.AtLeast(e.before))
}

func (w *warnings) HandleWarningHeader(code int, agent, text string) {
	if excuses[text].holds(w.version) {
		w.excused[text] = true
		return
	}
	w.said = append(w.said, text)
}

func newWorld(s *apiserver.Server, version addon.Version) (*world, error) {
	w := &world{
		Server:   s,
		builtin:  map[schema.GroupKind]place{},
		custom:   map[schema.GroupKind]place{},
		judged:   map[string]document{},
		warnings: &warnings{version: version, excused: map[string]bool{}},
	}
	w.config = rest.CopyConfig(s.Config)
	w.config.WarningHandler = w.warnings
	var err error
	if w.objects, err = dynamic.NewForConfig(w.config); err != nil {
		return nil, err
	}
	client, err := discovery.NewDiscoveryClientForConfig(s.Config)
	if err != nil {
		return nil, err
	}
	_, lists, err := client.ServerGroupsAndResources()
	if err != nil {
		return nil, err
	}
	for _, list := range lists {
		gv, err := schema.ParseGroupVersion(list.GroupVersion)
		if err != nil {
			return nil, err
		}
		for _, r := range list.APIResources {
			if gk := (schema.GroupKind{Group: gv.Group, Kind: r.Kind}); w.builtin[gk].plural == "" {
				w.builtin[gk] = place{plural: r.Name, namespaced: r.Namespaced}
			}
		}
	}
	return w, nil
}

// empty takes everything out of the server but the definitions that passed all tests and
// come again, to the byte, with the documents that are applied next. They are by far the
// largest objects, and an addon's cases all bring the same.
func (w *world) empty(ctx context.Context, next []document) error {
	clear(w.custom)
	judged := map[string]document{}
	var keep []string
	for _, d := range next {
		if w.passed(d) {
			judged[d.GetName()] = d
			keep = append(keep, d.GetName())
			w.note(d)
		}
	}
	w.judged = judged
	return w.Reset(ctx, keep...)
}

// passed tells whether a document is a definition that is in the server and has passed all
// tests.
func (w *world) passed(d document) bool {
	return d.isDefinition() && bytes.Equal(w.judged[d.GetName()].text, d.text)
}

// note remembers what a definition that is in the server brings.
func (w *world) note(d document) {
	if d.isDefinition() {
		gk, plural, namespaced := d.defines()
		w.custom[gk] = place{plural, namespaced, d.GetName()}
	}
}

// of is where a document's object is found.
func (w *world) of(d document) (dynamic.ResourceInterface, error) {
	gvk := d.GroupVersionKind()
	r, ok := w.builtin[gvk.GroupKind()]
	if !ok {
		r, ok = w.custom[gvk.GroupKind()]
	}
	if !ok {
		return nil, fmt.Errorf("%s: nobody brought a definition of %s", d, gvk)
	}
	all := w.objects.Resource(gvk.GroupVersion().WithResource(r.plural))
	switch {
	case r.namespaced && d.GetNamespace() == "":
		return nil, fmt.Errorf("%s: is in no namespace", d)
	case r.namespaced:
		return all.Namespace(d.GetNamespace()), nil
	case d.GetNamespace() != "":
		return nil, fmt.Errorf("%s: is in a namespace, but %s is cluster-wide", d, gvk)
	}
	return all, nil
}

func (w *world) get(ctx context.Context, d document) (*unstructured.Unstructured, error) {
	r, err := w.of(d)
	if err != nil {
		return nil, err
	}
	return r.Get(ctx, d.GetName(), metav1.GetOptions{})
}

func (w *world) delete(ctx context.Context, d document) error {
	r, err := w.of(d)
	if err != nil {
		return err
	}
	return r.Delete(ctx, d.GetName(), metav1.DeleteOptions{})
}

// manager is who applies.
type manager struct {
	name    string
	force   bool // takes over what other managers have set
	lenient bool // lets the server drop fields that it doesn't know, and warn
}

// fitout is the manager that never needs force on what is its own.
var fitout = manager{name: addon.ManagedBy}

// apply sends one document by server-side apply. What the server warns of is an error, but
// for lenient managers.
func (w *world) apply(ctx context.Context, by manager, d document) (*unstructured.Unstructured, error) {
	r, err := w.of(d)
	if err != nil {
		return nil, err
	}
	if def := w.custom[d.GroupVersionKind().GroupKind()].definition; def != "" {
		if err := w.established(ctx, def); err != nil {
			return nil, fmt.Errorf("%s: %w", d, err)
		}
	}
	validation := metav1.FieldValidationStrict
	if by.lenient {
		validation = metav1.FieldValidationIgnore
	}
	w.warnings.said = nil
	got, err := r.Patch(ctx, d.GetName(), types.ApplyPatchType, d.text, metav1.PatchOptions{
		FieldManager:    by.name,
		Force:           &by.force,
		FieldValidation: validation,
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d, err)
	}
	w.note(d)
	if by.lenient {
		return got, nil
	}
	return got, errors.Join(w.warned(d.String())...)
}

// warned is what the server has warned of since it was last asked about anything.
func (w *world) warned(about string) []error {
	var errs []error
	for _, text := range w.warnings.said {
		errs = append(errs, fmt.Errorf("%s: warning: %s", about, text))
	}
	return errs
}

// applyAll sends documents in their order and returns all that the server has against
// them.
func (w *world) applyAll(ctx context.Context, by manager, docs []document) []error {
	var errs []error
	for _, d := range docs {
		if w.passed(d) {
			continue
		}
		if _, err := w.apply(ctx, by, d); err != nil {
			errs = append(errs, err)
		}
	}
	for _, d := range docs {
		if d.isDefinition() {
			if err := w.established(ctx, d.GetName()); err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", d, err))
			}
		}
	}
	return errs
}

// applyAgain sends documents that are applied already and returns those that it changed.
func (w *world) applyAgain(ctx context.Context, by manager, docs []document) []error {
	var errs []error
	for _, d := range docs {
		if w.passed(d) {
			continue
		}
		if err := w.unchanged(ctx, by, d); err != nil {
			errs = append(errs, err)
		} else if d.isDefinition() {
			w.judged[d.GetName()] = d
		}
	}
	return errs
}

// unchanged applies one document, and compares the resource version with that before. The
// server itself writes the status of some objects now and then: then it is tried again.
func (w *world) unchanged(ctx context.Context, by manager, d document) error {
	for try := 0; ; try++ {
		before, err := w.get(ctx, d)
		if err != nil {
			return fmt.Errorf("%s: %w", d, err)
		}
		after, err := w.apply(ctx, by, d)
		if err != nil {
			return err
		}
		if before.GetResourceVersion() == after.GetResourceVersion() {
			return nil
		}
		if diff := cmp.Diff(applied(before), applied(after)); diff != "" || try == 5 {
			return fmt.Errorf("%s: the second apply changes it: resource version %s became %s\n%s", d, before.GetResourceVersion(), after.GetResourceVersion(), diff)
		}
	}
}

// applied is what an apply may have changed of an object: all but its status, who wrote
// that, and when.
func applied(o *unstructured.Unstructured) map[string]any {
	o = o.DeepCopy()
	delete(o.Object, "status")
	o.SetResourceVersion("")
	var fields []metav1.ManagedFieldsEntry
	for _, e := range o.GetManagedFields() {
		if e.Subresource != "status" {
			e.Time = nil
			fields = append(fields, e)
		}
	}
	slices.SortFunc(fields, func(a, b metav1.ManagedFieldsEntry) int { return strings.Compare(a.Manager, b.Manager) })
	o.SetManagedFields(fields)
	return o.Object
}

// established waits for a definition to be served.
func (w *world) established(ctx context.Context, name string) error {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	crds := w.objects.Resource(schema.GroupVersionResource{Group: "apiextensions.k8s.io", Version: "v1", Resource: "customresourcedefinitions"})
	for {
		crd, err := crds.Get(ctx, name, metav1.GetOptions{})
		if err != nil {
			return err
		}
		conditions, _, _ := unstructured.NestedSlice(crd.Object, "status", "conditions")
		for _, c := range conditions {
			if c, ok := c.(map[string]any); ok && c["type"] == "Established" && c["status"] == "True" {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("CustomResourceDefinition %s is not established: %v", name, conditions)
		case <-time.After(10 * time.Millisecond):
		}
	}
}
