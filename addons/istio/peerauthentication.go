package istio

import (
	"maps"
	"slices"
	"strconv"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// PeerAuthentication says whether pods take traffic that isn't encrypted by the mesh.
type PeerAuthentication = kube.Custom[PeerAuthenticationSpec]

// NewPeerAuthentication returns a PeerAuthentication, to be added to an install by
// [addon.With]. In the root namespace and without a selector it is for the whole mesh.
func NewPeerAuthentication(meta metav1.ObjectMeta, spec PeerAuthenticationSpec) *PeerAuthentication {
	return kube.NewCustom(securityGroup+"/v1", "PeerAuthentication", meta, spec)
}

// PeerAuthenticationSpec says whether pods take traffic that isn't encrypted by the mesh.
// The fields are those of security.istio.io/v1.
type PeerAuthenticationSpec struct {
	// The pods; all of the namespace where it is left out.
	Selector *WorkloadSelector `json:"selector,omitempty"`

	// What holds for all their ports.
	MTLS *MTLS `json:"mtls,omitempty"`

	// What holds for single ports of theirs. It needs a selector.
	PortLevelMTLS map[string]MTLS `json:"portLevelMtls,omitempty"`
}

// Validate refuses ports of pods that aren't selected.
func (s PeerAuthenticationSpec) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	p := path.Child("portLevelMtls")
	if len(s.PortLevelMTLS) > 0 && s.Selector == nil {
		errs = append(errs, field.Forbidden(p, "needs a selector"))
	}
	for _, port := range slices.Sorted(maps.Keys(s.PortLevelMTLS)) {
		if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
			errs = append(errs, field.Invalid(p.Key(port), port, "must be a port"))
		}
	}
	return errs
}

// MTLS says whether traffic must be encrypted by the mesh.
type MTLS struct {
	// Whether.
	Mode MTLSMode `json:"mode" jsonschema:"required"`
}

// MTLSMode says whether traffic must be encrypted by the mesh.
type MTLSMode string

// The modes.
const (
	MTLSUnset      MTLSMode = "UNSET" // what holds for the namespace or the mesh
	MTLSDisable    MTLSMode = "DISABLE"
	MTLSPermissive MTLSMode = "PERMISSIVE" // it may be
	MTLSStrict     MTLSMode = "STRICT"     // it must be
)

// Enum lists the modes.
func (MTLSMode) Enum() []string {
	return addon.Values(MTLSUnset, MTLSDisable, MTLSPermissive, MTLSStrict)
}
