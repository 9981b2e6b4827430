package karpenter

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A cronField is one of the five of a schedule.
type cronField struct {
	name     string
	min, max int
	words    []string // stand for min and the numbers behind it
}

func cronFields() []cronField {
	return []cronField{
		{"minute", 0, 59, nil},
		{"hour", 0, 23, nil},
		{"day of the month", 1, 31, nil},
		{"month", 1, 12, []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}},
		{"day of the week", 0, 6, []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}},
	}
}

// checkCron tells what is wrong with a schedule. Karpenter takes a budget whose schedule it
// can't read for one of no nodes.
func checkCron(schedule string) error {
	if name, ok := strings.CutPrefix(schedule, "@"); ok {
		known := []string{"annually", "yearly", "monthly", "weekly", "daily", "midnight", "hourly"}
		if !slices.Contains(known, name) {
			return fmt.Errorf("must be one of @%s", strings.Join(known, ", @"))
		}
		return nil
	}
	parts, fields := strings.Fields(schedule), cronFields()
	if len(parts) != len(fields) {
		return fmt.Errorf(`must have five fields, as in "0 9 * * mon-fri", or be one such as @daily`)
	}
	for i, f := range fields {
		for part := range strings.SplitSeq(parts[i], ",") {
			if !f.takes(part) {
				return fmt.Errorf("%q is no %s: it goes from %d to %d", part, f.name, f.min, f.max)
			}
		}
	}
	return nil
}

// takes tells whether a field may be "*", "?", "3", "3-5", "mon-fri" or any of them with a
// step, as in "*/10".
func (f cronField) takes(part string) bool {
	part, step, stepped := strings.Cut(part, "/")
	if n, err := strconv.Atoi(step); stepped && (err != nil || n < 1) {
		return false
	}
	if part == "*" || part == "?" {
		return true
	}
	from, to, ranged := strings.Cut(part, "-")
	first, ok := f.number(from)
	if !ok || !ranged {
		return ok
	}
	last, ok := f.number(to)
	return ok && first <= last
}

func (f cronField) number(s string) (int, bool) {
	if i := slices.Index(f.words, strings.ToLower(s)); i >= 0 {
		return f.min + i, true
	}
	n, err := strconv.ParseUint(s, 10, 8)
	return int(n), err == nil && f.min <= int(n) && int(n) <= f.max
}
