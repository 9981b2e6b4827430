package addon

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// CheckWholeSeconds refuses a duration that a program which counts in seconds can't be told.
func CheckWholeSeconds(d metav1.Duration, path *field.Path) field.ErrorList {
	if d.Duration%time.Second == 0 {
		return nil
	}
	return field.ErrorList{field.Invalid(path, d.Duration.String(), "must be whole seconds")}
}
