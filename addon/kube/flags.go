package kube

import (
	"strconv"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Flag is a flag with its value, as in "--log-level=info", or nothing where the value is
// empty. An addon's arguments are its flags, put together by slices.Concat.
func Flag[T ~string](name string, value T) []string {
	if value == "" {
		return nil
	}
	return []string{name + "=" + string(value)}
}

// FlagEach is a flag that is given once for each value.
func FlagEach[T ~string](name string, values []T) []string {
	var flags []string
	for _, v := range values {
		flags = append(flags, Flag(name, v)...)
	}
	return flags
}

// FlagIf is a flag that stands for itself, or nothing.
func FlagIf(given bool, flag string) []string {
	if !given {
		return nil
	}
	return []string{flag}
}

// Number writes a number. It is empty for zero, which for an option means that it is left out.
func Number(n int32) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(int(n))
}

// Duration writes a duration as people do, "1m" and not "1m0s". It is empty for zero,
// which for an option means that it is left out.
func Duration(d metav1.Duration) string {
	if d.Duration == 0 {
		return ""
	}
	s := d.Duration.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
