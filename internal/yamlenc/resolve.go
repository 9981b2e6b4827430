package yamlenc

import (
	"strconv"
	"strings"
	"time"
)

// resolves tells whether a YAML 1.1 reader would take a string, without quotes, for
// something else: null, a boolean, a number or a time.
func resolves(s string) bool {
	if s == "" {
		return true
	}
	switch c := s[0]; {
	case c >= '0' && c <= '9' || c == '+' || c == '-':
		return isSpecialFloat(s) || isTime(s) || isNumber(s) || isSexagesimal(s)
	case c == '.':
		return isSpecialFloat(s) || isFloat(s)
	case c == '~' || 'N' <= c && c <= 'Y' || 'n' <= c && c <= 'y' || c == 'F' || c == 'f':
		return isWord(s)
	}
	return false
}

// isWord tells whether a reader takes a word for null or a boolean.
func isWord(s string) bool {
	switch s {
	case "~", "null", "Null", "NULL",
		"y", "Y", "yes", "Yes", "YES", "n", "N", "no", "No", "NO",
		"true", "True", "TRUE", "false", "False", "FALSE",
		"on", "On", "ON", "off", "Off", "OFF":
		return true
	}
	return false
}

// isSpecialFloat tells whether a reader takes a string for infinity, or for no number.
func isSpecialFloat(s string) bool {
	switch s {
	case ".nan", ".NaN", ".NAN",
		".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF":
		return true
	}
	return false
}

// isFloat is for a string that begins with a point.
func isFloat(s string) bool {
	if len(s) < 2 || s[1] < '0' || s[1] > '9' {
		return false
	}
	_, err := strconv.ParseFloat(s, 64)
	return err == nil
}

// isNumber is for a string that begins with a digit or a sign.
func isNumber(s string) bool {
	if !mayBeNumber(s) {
		return false
	}
	plain := strings.ReplaceAll(s, "_", "")
	if _, err := strconv.ParseInt(plain, 0, 64); err == nil {
		return true
	}
	if _, err := strconv.ParseUint(plain, 0, 64); err == nil {
		return true
	}
	if binary, ok := strings.CutPrefix(plain, "0b"); ok { // and a sign, which Go refuses
		_, err := strconv.ParseInt(binary, 2, 64)
		return err == nil
	}
	if isDecimal(plain) {
		_, err := strconv.ParseFloat(plain, 64)
		return err == nil
	}
	return false
}

// mayBeNumber looks at the characters only, since most flags, addresses and versions have
// one that no number has, and trying is dear.
func mayBeNumber(s string) bool {
	points := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9' || c == '_' || c == '+' || c == '-':
		case c|0x20 >= 'a' && c|0x20 <= 'f' || c|0x20 == 'x' || c|0x20 == 'o':
		case c == '.':
			points++
		default:
			return false
		}
	}
	return points < 2 && (len(s) < 2 || s[1] != '-' && s[1] != '+')
}

// isDecimal tells whether a string has the form of a decimal number: [-+]?, digits with or
// without a point among or before them, and perhaps an exponent.
func isDecimal(s string) bool {
	if s != "" && (s[0] == '+' || s[0] == '-') {
		s = s[1:]
	}
	whole := digits(s)
	s = s[whole:]
	if s != "" && s[0] == '.' {
		fraction := digits(s[1:])
		if whole == 0 && fraction == 0 {
			return false
		}
		s = s[1+fraction:]
	} else if whole == 0 {
		return false
	}
	if s == "" {
		return true
	}
	if s[0] != 'e' && s[0] != 'E' {
		return false
	}
	s = s[1:]
	if s != "" && (s[0] == '+' || s[0] == '-') {
		s = s[1:]
	}
	return s != "" && digits(s) == len(s)
}

// digits counts the digits that a string begins with.
func digits(s string) int {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return i
		}
	}
	return len(s)
}

// isSexagesimal tells whether a string is a number to the base 60, such as 1:30, which YAML
// 1.1 has: digits, then groups of a colon and 0 to 59, then perhaps a fraction.
func isSexagesimal(s string) bool {
	if s[0] == '+' || s[0] == '-' {
		s = s[1:]
	}
	if digits(s) == 0 || strings.IndexByte(s, ':') < 0 {
		return false
	}
	s = strings.TrimLeft(s, "0123456789_")
	groups := 0
	for strings.HasPrefix(s, ":") {
		n := digits(s[1:])
		if n == 0 || n > 2 || n == 2 && s[1] > '5' {
			return false
		}
		groups++
		s = s[1+n:]
	}
	if strings.HasPrefix(s, ".") {
		s = strings.TrimLeft(s[1:], "0123456789_")
	}
	return groups > 0 && s == ""
}

// isTime tells whether a reader takes a string for a time. Years have four digits.
func isTime(s string) bool {
	if digits(s) != 4 || len(s) < 8 || s[4] != '-' {
		return false
	}
	for _, layout := range []string{
		"2006-1-2T15:4:5.999999999Z07:00",
		"2006-1-2t15:4:5.999999999Z07:00",
		"2006-1-2 15:4:5.999999999",
		"2006-1-2",
	} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}
