package addontest

import (
	"testing"

	"github.com/fitout/fitout/addon"
)

func agree[O any](t *testing.T, def addon.Definition[O], cases []Case[O]) {}
