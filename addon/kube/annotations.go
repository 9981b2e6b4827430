package kube

import (
	"maps"
	"strings"

	"github.com/fitout/fitout/addon"
)

// Over lays labels or annotations over others. The map is the caller's own.
func Over(base, top map[string]string) map[string]string {
	out := map[string]string{}
	maps.Copy(out, base)
	maps.Copy(out, top)
	return out
}

// Patched returns annotations with the mark of fields that a controller writes while it
// runs, as [addon.AnnotationPatched] has them.
func Patched(annotations map[string]string, fields ...string) map[string]string {
	return Over(map[string]string{addon.AnnotationPatched: strings.Join(fields, ",")}, annotations)
}

// Reads returns annotations with the mark of keys of Secrets that a program reads by itself, as
// [addon.AnnotationReads] has them.
func Reads(annotations map[string]string, refs ...addon.SecretRef) map[string]string {
	var keys []string
	for _, r := range refs {
		keys = append(keys, r.Name+"/"+r.Key)
	}
	return Over(map[string]string{addon.AnnotationReads: strings.Join(keys, ",")}, annotations)
}
