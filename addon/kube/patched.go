package kube

import (
	"strings"

	"github.com/fitout/fitout/addon"
)

// Patched returns annotations with the mark of fields that a controller writes while it
// runs, as [addon.AnnotationPatched] has them.
func Patched(annotations map[string]string, fields ...string) map[string]string {
	out := map[string]string{addon.AnnotationPatched: strings.Join(fields, ",")}
	for k, v := range annotations {
		out[k] = v
	}
	return out
}
