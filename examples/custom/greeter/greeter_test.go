package greeter_test

import (
	"testing"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/examples/custom/greeter"
)

func TestAddon(t *testing.T) {
	addontest.Run(t, greeter.Definition,
		addontest.Case[greeter.Options]{Name: "defaults", Options: greeter.Options{Greeting: "hello"}},
		addontest.Case[greeter.Options]{
			Name: "full",
			Options: greeter.Options{
				Namespace: "hall",
				Greeting:  "good evening",
				Pods:      addon.Pods{Replicas: new(int32(2))},
			},
		},
	)
}
