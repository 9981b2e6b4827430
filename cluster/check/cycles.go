package check

import (
	"strings"
)

// Cycles finds objects that need each other, so that no order in which they are applied is
// right: a pod that reads the Secret of a Certificate whose webhook is that pod. Each line
// shows one cycle, every object followed by the one that it needs.
var Cycles = Check{Name: "cycles", Run: cycles}

func cycles(p *Pass) {
	for _, cycle := range p.Cycles {
		var names []string
		for i := range cycle {
			o := cycle[len(cycle)-1-i] // a cycle has each object after the one that it needs
			names = append(names, o.Key.String())
		}
		last := cycle[len(cycle)-1]
		names = append(names, names[0])
		p.Error(last, "", "needs itself: "+strings.Join(names, " → "), "break the circle at one of them")
	}
}
