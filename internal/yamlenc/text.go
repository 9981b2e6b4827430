package yamlenc

import (
	"strings"
	"unicode/utf8"
)

// width is after which column text is folded, at a space.
const width = 80

// maxSimpleKey is how many bytes a key may have that stands before a colon on its line.
const maxSimpleKey = 128

// style is how a string may be written.
type style struct {
	plain, single, block bool // whether it may be bare, in single quotes, a block of lines

	lines  bool // whether it has line breaks
	broken bool // whether it is not valid UTF-8
}

// styleOf looks at the characters of a string.
func styleOf(s string) style {
	st := style{plain: true, single: true, block: true}
	if strings.HasPrefix(s, "---") || strings.HasPrefix(s, "...") {
		st.plain = false
	}
	for i := 0; i < len(s); {
		c := s[i]
		if class := classes[c]; class == bare || class == first && i > 0 {
			i++
			continue
		}
		w := 1
		switch {
		case c == ' ':
			if i == 0 || i == len(s)-1 {
				st.plain = false
			}
			if i == len(s)-1 {
				st.block = false
			}
			if i > 0 && breakBefore(s[:i]) {
				st.plain, st.single = false, false
			}
		case c == '-' || c == '?' || c == ':':
			if i == len(s)-1 || s[i+1] == ' ' {
				st.plain = false
			}
		case c == '#':
			if i == 0 || s[i-1] == ' ' {
				st.plain = false
			}
		case classes[c] == first:
			st.plain = false
		case c == '\n':
			st.lineBreak(s[:i])
		case c < utf8.RuneSelf:
			st = style{lines: st.lines || c == '\r', broken: st.broken}
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			w = size
			switch {
			case r == utf8.RuneError && size == 1:
				st.broken = true
			case isBreak(r):
				st.lineBreak(s[:i])
			case !printable(r):
				st = style{lines: st.lines || r == '\u0085', broken: st.broken}
			}
		}
		i += w
	}
	return st
}

// lineBreak notes a line break after some text. A space before it would be lost.
func (st *style) lineBreak(before string) {
	st.lines, st.plain = true, false
	if strings.HasSuffix(before, " ") {
		st.single, st.block = false, false
	}
}

// breakBefore tells whether what comes after some text begins a line.
func breakBefore(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(text)
	return isBreak(r)
}

// isBreak tells whether a character parts lines. There are more, but these are the ones
// that may stand as they are.
func isBreak(r rune) bool { return r == '\n' || r == '\u2028' || r == '\u2029' }

// printable tells whether a character beyond ASCII may stand as it is.
func printable(r rune) bool {
	return r >= 0xA0 && r <= 0xFFFD && r != 0xFEFF
}

// string writes a string as the value of a key, or behind a dash. Its further lines are
// indented a step more than what holds it.
func (e *encoder) string(s string, parent int, inline bool) outcome {
	e.space(inline)
	st := styleOf(s)
	if st.broken {
		s = valid(s)
		st = styleOf(s)
	}
	e.styled(s, st, parent+step, true)
	return scalar
}

// key writes the key of a mapping, up to the colon. It tells whether the value stands
// inline, which it does behind a key too long or of several lines.
func (e *encoder) key(s string, indent int) (inline bool) {
	st := styleOf(s)
	if len(s) <= maxSimpleKey && !st.lines {
		e.styled(s, st, indent+step, false)
		e.buf = append(e.buf, ':')
		return false
	}
	e.text("? ")
	e.styled(s, st, indent+step, true)
	e.line(indent)
	e.text(": ")
	return true
}

// styled writes a string in the first style that suits it. Text is folded, if at all, to
// lines indented by a number of columns.
func (e *encoder) styled(s string, st style, indent int, fold bool) {
	lines := st.lines && strings.IndexByte(s, '\n') >= 0
	switch {
	case lines && st.block:
		e.block(s, indent)
	case lines || resolves(s):
		e.double(s, indent, fold)
	case st.plain && fold && strings.IndexByte(s, ' ') >= 0 && e.column()+len(s) > width:
		e.folded(s, indent)
	case st.plain:
		e.text(s)
	case st.single:
		e.single(s, indent, fold)
	default:
		e.double(s, indent, fold)
	}
}

// valid replaces each byte that is not UTF-8 with U+FFFD, as encoding/json does.
func valid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		b.WriteRune(r)
	}
	return b.String()
}

// class is what a byte means for the style of the string it stands in.
type class uint8

const (
	other class = iota // it depends on what stands beside it
	bare               // it may stand anywhere in a bare string
	first              // it may stand anywhere but at the beginning
)

var classes = [256]class{
	'!': first, '"': first, '%': first, '&': first, '\'': first, '*': first, ',': first, '-': first,
	'>': first, '?': first, '@': first, '[': first, ']': first, '`': first, '{': first, '|': first, '}': first,

	'$': bare, '(': bare, ')': bare, '+': bare, '.': bare, '/': bare, ';': bare, '<': bare,
	'=': bare, '\\': bare, '^': bare, '_': bare, '~': bare,

	'0': bare, '1': bare, '2': bare, '3': bare, '4': bare,
	'5': bare, '6': bare, '7': bare, '8': bare, '9': bare,

	'A': bare, 'B': bare, 'C': bare, 'D': bare, 'E': bare, 'F': bare, 'G': bare, 'H': bare, 'I': bare,
	'J': bare, 'K': bare, 'L': bare, 'M': bare, 'N': bare, 'O': bare, 'P': bare, 'Q': bare, 'R': bare,
	'S': bare, 'T': bare, 'U': bare, 'V': bare, 'W': bare, 'X': bare, 'Y': bare, 'Z': bare,

	'a': bare, 'b': bare, 'c': bare, 'd': bare, 'e': bare, 'f': bare, 'g': bare, 'h': bare, 'i': bare,
	'j': bare, 'k': bare, 'l': bare, 'm': bare, 'n': bare, 'o': bare, 'p': bare, 'q': bare, 'r': bare,
	's': bare, 't': bare, 'u': bare, 'v': bare, 'w': bare, 'x': bare, 'y': bare, 'z': bare,
}
