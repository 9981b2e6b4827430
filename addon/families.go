package addon

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// CheckIPFamilies refuses a Service's ipFamilies and ipFamilyPolicy, below path, that
// contradict each other. One family beside a policy for two is among them: the cluster adds
// the other, and every further apply would try to take it away again, which is refused.
func CheckIPFamilies(policy corev1.IPFamilyPolicy, families []corev1.IPFamily, path *field.Path) field.ErrorList {
	single := policy == "" || policy == corev1.IPFamilyPolicySingleStack
	switch {
	case single && len(families) == 2:
		return field.ErrorList{field.Invalid(path.Child("ipFamilies"), families, "two families need the ipFamilyPolicy PreferDualStack or RequireDualStack")}
	case !single && len(families) == 1:
		return field.ErrorList{field.Invalid(path.Child("ipFamilies"), families, fmt.Sprintf("with the ipFamilyPolicy %s name both families, the first one first, or none", policy))}
	}
	return nil
}
