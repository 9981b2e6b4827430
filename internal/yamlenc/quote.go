package yamlenc

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// column is at which column the text that is written now stands, in characters.
func (e *encoder) column() int {
	line := e.buf
	for i := len(line) - 1; i >= 0; i-- {
		if line[i] == '\n' || line[i]|1 == 0xA9 && i > 1 && line[i-1] == 0x80 && line[i-2] == 0xE2 {
			line = line[i+1:]
			break
		}
	}
	return utf8.RuneCount(line)
}

// folded writes bare text in lines: a space past the width becomes a line break.
func (e *encoder) folded(s string, indent int) {
	column := e.column()
	spaces := false
	for i, r := range s {
		if r == ' ' && !spaces && column > width && s[i+1] != ' ' {
			e.line(indent)
			column, spaces = indent, true
			continue
		}
		e.buf = utf8.AppendRune(e.buf, r)
		column++
		spaces = r == ' '
	}
}

// single writes text in single quotes. In it a quote is two, and the line separators of
// Unicode are line breaks, behind which the text is indented.
func (e *encoder) single(s string, indent int, fold bool) {
	e.buf = append(e.buf, '\'')
	column := e.column()
	spaces, broken := false, false
	for i, r := range s {
		switch {
		case r == ' ':
			if fold && !spaces && column > width && 0 < i && i < len(s)-1 && s[i+1] != ' ' {
				e.line(indent)
				column = indent
			} else {
				e.buf = append(e.buf, ' ')
				column++
			}
			spaces = true
			continue
		case isBreak(r):
			e.buf = utf8.AppendRune(e.buf, r)
			column, broken = 0, true
			continue
		}
		if broken {
			e.indent(indent)
			column = indent
		}
		if r == '\'' {
			e.buf = append(e.buf, '\'')
			column++
		}
		e.buf = utf8.AppendRune(e.buf, r)
		column++
		spaces, broken = false, false
	}
	e.buf = append(e.buf, '\'')
}

// escape is a character as it stands in double quotes where it can't stand as it is.
func escape(r rune) string {
	switch r {
	case 0:
		return `\0`
	case '\a':
		return `\a`
	case '\b':
		return `\b`
	case '\t':
		return `\t`
	case '\n':
		return `\n`
	case '\v':
		return `\v`
	case '\f':
		return `\f`
	case '\r':
		return `\r`
	case '\x1B':
		return `\e`
	case '"':
		return `\"`
	case '\\':
		return `\\`
	case '\u0085':
		return `\N`
	case '\u00A0':
		return `\_`
	case '\u2028':
		return `\L`
	case '\u2029':
		return `\P`
	}
	switch {
	case r <= 0xFF:
		return fmt.Sprintf(`\x%02X`, r)
	case r <= 0xFFFF:
		return fmt.Sprintf(`\u%04X`, r)
	}
	return fmt.Sprintf(`\U%08X`, r)
}

// double writes text in double quotes, in which everything can be said.
func (e *encoder) double(s string, indent int, fold bool) {
	e.buf = append(e.buf, '"')
	column := e.column()
	spaces := false
	marked := strings.HasPrefix(s, "\uFEFF") // then all is escaped, as by libyaml
	for i, r := range s {
		switch {
		case marked || isBreak(r) || r == '"' || r == '\\' || !(0x20 <= r && r <= 0x7E || printable(r)):
			esc := escape(r)
			e.text(esc)
			column += len(esc)
			spaces = false
		case r == ' ' && fold && !spaces && column > width && 0 < i && i < len(s)-1:
			e.line(indent)
			column = indent
			if s[i+1] == ' ' { // or the reader would take it for indentation
				e.buf = append(e.buf, '\\')
				column++
			}
			spaces = true
		default:
			e.buf = utf8.AppendRune(e.buf, r)
			column++
			spaces = r == ' '
		}
	}
	e.buf = append(e.buf, '"')
}

// block writes text as a block of lines, each as it is.
func (e *encoder) block(s string, indent int) {
	e.buf = append(e.buf, '|')
	if r, _ := utf8.DecodeRuneInString(s); r == ' ' || isBreak(r) {
		e.buf = append(e.buf, '0'+step) // or the reader would count too many columns
	}
	last, size := utf8.DecodeLastRuneInString(s)
	switch before := s[:len(s)-size]; {
	case !isBreak(last):
		e.buf = append(e.buf, '-')
	case before == "" || breakBefore(before):
		e.buf = append(e.buf, '+')
	}
	e.buf = append(e.buf, '\n')
	e.fresh = true
	for _, r := range s {
		if e.fresh && !isBreak(r) {
			e.indent(indent)
		}
		e.buf = utf8.AppendRune(e.buf, r)
		e.fresh = isBreak(r)
	}
}
