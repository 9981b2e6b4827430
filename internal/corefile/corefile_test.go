package corefile_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/internal/corefile"
)

func TestFormat(t *testing.T) {
	got := corefile.Format(
		corefile.Server{
			Zones: []string{"example.com:53", "example.org:53"},
			Plugins: []corefile.Directive{
				corefile.Line("errors"),
				corefile.Line("cache", "30").With(corefile.Line("success", "9984")),
				corefile.Line("log", ".", `{remote} said "{name}"`),
			},
		},
		corefile.Server{Zones: []string{".:53"}, Plugins: []corefile.Directive{}},
	)
	want := `example.com:53 example.org:53 {
    errors
    cache 30 {
        success 9984
    }
    log . "{remote} said \"{name}\""
}
.:53 {
}
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
