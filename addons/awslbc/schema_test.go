package awslbc_test

import (
	"reflect"
	"testing"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/awslbc"
)

// What the API server doesn't know of a custom resource it drops without a word, so the
// types here have the fields of the definitions, all of them and no others.
func TestTypesFitTheirDefinitions(t *testing.T) {
	objs := objects[addon.Object](t, addontest.Target(), options{})
	addontest.Complete(t, objs, "IngressClassParams", "v1beta1", reflect.TypeFor[awslbc.IngressClassParamsSpec](),
		".PrefixListsIDs") // another spelling of a field, which excludes the one that is there
	addontest.Complete(t, objs, "TargetGroupBinding", "v1beta1", reflect.TypeFor[awslbc.TargetGroupBindingSpec]())
}
