package check

import (
	"github.com/fitout/fitout/addon"
)

// Lifecycles warns of addons whose upstream has deprecated or retired them: no fixes come,
// not even for security. The warning names the successor where there is one. An addon that
// has to stay for now is accepted with the reason.
var Lifecycles = Check{Name: "lifecycle", Run: lifecycles}

func lifecycles(p *Pass) {
	for _, a := range p.Addons {
		l := a.Card().Lifecycle
		if l.Stage != addon.Deprecated && l.Stage != addon.Retired {
			continue
		}
		fix := "upstream names no successor"
		if l.Successor != "" {
			fix = "move to " + l.Successor
		}
		what := "is " + string(l.Stage)
		if l.Since != "" {
			what += " since " + l.Since
		}
		p.ReportAddon(Warning, a.Name(), what, fix)
	}
}
