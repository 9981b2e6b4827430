//go:build modules

package e2e

// The module has the definitions of the Gateway API, of which tests read the files. The build
// tag, which is never set, spares each run from compiling it; go mod tidy looks past it.
import _ "sigs.k8s.io/gateway-api/apis/v1"
