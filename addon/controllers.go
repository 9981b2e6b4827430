package addon

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

// What options of many controllers have in common is checked here.

// CheckElection refuses durations with which client-go's election of a leader can't be won.
// The path is that of the options with leaseDuration, renewDeadline and retryPeriod.
func CheckElection(path *field.Path, lease, renew, retry time.Duration) field.ErrorList {
	var errs field.ErrorList
	if renew >= lease {
		errs = append(errs, field.Invalid(path.Child("renewDeadline"), renew.String(), fmt.Sprintf("must be less than leaseDuration, %v", lease)))
	}
	if retry*6/5 >= renew {
		errs = append(errs, field.Invalid(path.Child("retryPeriod"), retry.String(), fmt.Sprintf("must be less than five sixths of renewDeadline, %v", renew)))
	}
	return errs
}

var gateName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*$`) })

// CheckFeatureGates checks the form of the features' names only, of which the example is one:
// which ones there are changes with the version, and the version with the image.
func CheckFeatureGates(path *field.Path, features map[string]bool, example string) field.ErrorList {
	var errs field.ErrorList
	for _, gate := range slices.Sorted(maps.Keys(features)) {
		if !gateName().MatchString(gate) {
			errs = append(errs, field.Invalid(path.Key(gate), gate, fmt.Sprintf("must be the name of a feature, as in %q", example)))
		}
	}
	return errs
}
