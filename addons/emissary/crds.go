package emissary

import (
	_ "embed"
	"strings"

	"sigs.k8s.io/yaml"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// The definitions of v3alpha1 alone, and those that have v2 and v1 too, converted by a
// webhook and stored as v2.
var (
	//go:embed crds.yaml
	crds string

	//go:embed crds-legacy.yaml
	legacyCRDs string
)

// definitions are the cluster's, so that of several installs one brings them: by default
// the one that needs no instance to tell it apart.
func definitions(o Options) []addon.Object {
	switch {
	case !o.bringsCRDs():
		return nil
	case !o.Legacy.Enabled:
		return kube.CRDs(crds)
	}
	objs := kube.CRDs(legacyCRDs)
	for _, obj := range objs {
		crd := obj.(*kube.CRD)
		if !o.Legacy.V1 {
			crd.Spec = withoutVersion(crd.Spec, "v1")
		}
		crd.Spec = convertedIn(crd.Spec, o.Legacy.Namespace)
	}
	return objs
}

func (o Options) bringsCRDs() bool {
	return o.CRDs == InstallCRDs || o.CRDs == "" && o.Instance == ""
}

// withoutVersion takes a version out of a definition's text. The versions are its last key.
func withoutVersion(spec, version string) string {
	head, list, _ := strings.Cut(spec, "\n  versions:\n")
	var kept []string
	for item := range strings.SplitSeq("\n"+list, "\n  - ") {
		if item != "" && !strings.HasPrefix(item, "name: "+version+"\n") && !strings.Contains(item, "\n    name: "+version+"\n") {
			kept = append(kept, "  - "+strings.TrimSuffix(item, "\n")+"\n")
		}
	}
	return head + "\n  versions:\n" + strings.Join(kept, "")
}

// convertedIn changes the namespace of the Service that converts, in a definition's text
// that names upstream's.
func convertedIn(spec, namespace string) string {
	const line = "\n          namespace: "
	scalar, err := yaml.Marshal(namespace)
	if err != nil {
		panic(err) // a string can always be written
	}
	return strings.Replace(spec, line+"emissary-system\n", line+string(scalar), 1)
}
