package main

import (
	"regexp"
	"strings"
)

// sinks is the number of places at which upstream's templates write an annotation that
// anybody who makes a pod may set.
const sinks = 19

// The ways in which an annotation is written: as a value in quotes of its own, as part of
// a flag in quotes, as part of a bare flag, and bare.
var (
	quoted     = regexp.MustCompile(`^(\s+image: )"\{\{ (annotation \.ObjectMeta ` + "`sidecar\\.istio\\.io/proxyImage`" + ` [^}]+) \}\}"$`)
	quotedFlag = regexp.MustCompile(`^(\s+- )"(--[A-Za-z_]+=)\{\{ (annotation [^}]+) \}\}"$`)
	flagText   = regexp.MustCompile(`^(\s+- )(--[A-Za-z_]+=)\{\{ (annotation [^}]+) \}\}$`)
	bare       = regexp.MustCompile(`^(\s+name: )\{\{ (annotation [^}]+) \}\}$`)
)

// escape has a template write annotations as strings of YAML, whatever they hold, and tells
// how many. Without it the value of one could bring further fields into a pod.
// The newest module that can be had is of 1.31.0; upstream's 1.31.1 does this itself.
func escape(template string) (string, int) {
	n := 0
	lines := strings.Split(template, "\n")
	for i, line := range lines {
		was := line
		line = quoted.ReplaceAllString(line, `$1{{ $2 | quote }}`)
		line = quotedFlag.ReplaceAllString(line, `$1{{ printf "$2%s" ($3) | quote }}`)
		line = flagText.ReplaceAllString(line, `$1{{ printf "$2%s" ($3) | quote }}`)
		line = bare.ReplaceAllString(line, `$1{{ $2 | quote }}`)
		if line != was {
			lines[i] = line
			n++
		}
	}
	return strings.Join(lines, "\n"), n
}
