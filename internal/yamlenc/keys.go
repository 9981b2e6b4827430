package yamlenc

import (
	"cmp"
	"unicode"
	"unicode/utf8"
)

// compareKeys is the order of the keys of a mapping: letters after anything else, numbers
// within the text by what they count, so that "v2" comes before "v10".
func compareKeys(a, b string) int {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] && a[i] < utf8.RuneSelf {
		i++
	}
	if i == len(a) || i == len(b) {
		return cmp.Compare(len(a), len(b))
	}
	if isASCIILetter(a[i]) && isASCIILetter(b[i]) {
		return cmp.Compare(a[i], b[i])
	}
	return compareRunes([]rune(a), []rune(b))
}

func isASCIILetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func compareRunes(a, b []rune) int {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	if i == len(a) || i == len(b) {
		return cmp.Compare(len(a), len(b))
	}
	switch la, lb := unicode.IsLetter(a[i]), unicode.IsLetter(b[i]); {
	case la && lb:
		return cmp.Compare(a[i], b[i])
	case la:
		return 1
	case lb:
		return -1
	}
	var before int64 // stands for the digits that both begin with, where a zero follows them
	if a[i] == '0' || b[i] == '0' {
		for j := i - 1; j >= 0 && unicode.IsDigit(a[j]); j-- {
			if a[j] != '0' {
				before = 1
				break
			}
		}
	}
	an, alen := number(a[i:], before)
	bn, blen := number(b[i:], before)
	return cmp.Or(cmp.Compare(an, bn), cmp.Compare(alen, blen), cmp.Compare(a[i], b[i]))
}

// number reads the digits that s begins with, as those after what n counts.
func number(s []rune, n int64) (int64, int) {
	for i, r := range s {
		if !unicode.IsDigit(r) {
			return n, i
		}
		n = n*10 + int64(r-'0')
	}
	return n, len(s)
}
