package karpenter

import (
	"fmt"
	"strings"

	"github.com/fitout/fitout/addon"
)

// FeatureGate is a feature of Karpenter.
type FeatureGate string

// The features of this version. ReservedCapacity is on by default, and in beta; the others
// are in alpha.
const (
	// ReservedCapacity uses capacity reservations, and before anything else.
	ReservedCapacity FeatureGate = "ReservedCapacity"

	// SpotToSpotConsolidation replaces spot nodes by cheaper ones. A single one is replaced
	// only where 15 cheaper instance types would do.
	SpotToSpotConsolidation FeatureGate = "SpotToSpotConsolidation"

	// NodeRepair replaces nodes that are unhealthy for long, without draining them. What is
	// wrong with a node EKS's node monitoring agent tells.
	NodeRepair FeatureGate = "NodeRepair"

	// NodeOverlays reads NodeOverlays.
	NodeOverlays FeatureGate = "NodeOverlay"

	// StaticCapacity keeps NodePools at the number of nodes that their replicas say.
	StaticCapacity FeatureGate = "StaticCapacity"

	// CapacityBuffers reads CapacityBuffers.
	CapacityBuffers FeatureGate = "CapacityBuffer"
)

// Enum lists the features.
func (FeatureGate) Enum() []string {
	return addon.Values(ReservedCapacity, SpotToSpotConsolidation, NodeRepair, NodeOverlays, StaticCapacity, CapacityBuffers)
}

// features are all features, on or off.
func features(o Options) string {
	var all []string
	for _, gate := range FeatureGate("").Enum() {
		all = append(all, fmt.Sprintf("%s=%t", gate, o.FeatureGates[FeatureGate(gate)]))
	}
	return strings.Join(all, ",")
}
