// Package corefile writes the configuration of CoreDNS.
package corefile

import (
	"net/netip"
	"strings"
)

// Server is a block that serves some zones.
type Server struct {
	// Zones are those that the block answers for, each with its port: "cluster.local:53".
	Zones []string

	Plugins []Directive
}

// Directive is a line: a plugin with its arguments, or a setting of a plugin.
type Directive struct {
	Words []string
	Block []Directive
}

// Line is a directive of one line.
func Line(words ...string) Directive { return Directive{Words: words} }

// With returns the directive with a block of settings.
func (d Directive) With(settings ...Directive) Directive {
	d.Block = settings
	return d
}

// Format writes the servers in their order.
func Format(servers ...Server) string {
	var b strings.Builder
	for _, s := range servers {
		Directive{s.Zones, s.Plugins}.write(&b, "")
	}
	return b.String()
}

func (d Directive) write(b *strings.Builder, indent string) {
	b.WriteString(indent)
	for i, w := range d.Words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(quote(w))
	}
	if d.Block != nil {
		b.WriteString(" {\n")
		for _, d := range d.Block {
			d.write(b, indent+"    ")
		}
		b.WriteString(indent + "}")
	}
	b.WriteByte('\n')
}

// quote puts a word in quotes where it would be read as several, or as something else.
func quote(word string) string {
	if word != "" && !strings.ContainsAny(word, " \t\n\"#{}") {
		return word
	}
	return `"` + strings.ReplaceAll(word, `"`, `\"`) + `"`
}

// IsServer tells whether CoreDNS forwards to a name server of this spelling: it wants an
// address, with a port if need be and tls:// in front for TLS.
func IsServer(server string) bool {
	host := strings.TrimPrefix(strings.TrimPrefix(server, "tls://"), "dns://")
	_, addrErr := netip.ParseAddr(host)
	_, portErr := netip.ParseAddrPort(host)
	return addrErr == nil || portErr == nil
}
