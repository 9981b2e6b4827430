// Package cron reads schedules as CronJobs and many controllers have them: "0 9 * * mon-fri", or
// "@daily". The syntax is that of github.com/robfig/cron's standard parser.
package cron

import (
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Schedule is when something happens, over and over.
type Schedule struct {
	every  time.Duration // or
	fields [5]uint64     // the set of numbers of each
}

// A field is one of the five of a schedule.
type field struct {
	name     string
	min, max int
	words    []string // stand for min and the numbers behind it
}

func fields() [5]field {
	return [5]field{
		{"minute", 0, 59, nil},
		{"hour", 0, 23, nil},
		{"day of the month", 1, 31, nil},
		{"month", 1, 12, []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}},
		{"day of the week", 0, 6, []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}},
	}
}

// Parse reads a schedule. Errors say what would be right.
func Parse(s string) (Schedule, error) {
	if interval, ok := strings.CutPrefix(s, "@every "); ok {
		d, err := time.ParseDuration(interval)
		if err != nil || d < time.Second {
			return Schedule{}, fmt.Errorf(`%q is no interval: it must be at least 1s, as in "@every 1h30m"`, interval)
		}
		return Schedule{every: d}, nil
	}
	if zone, rest, ok := strings.Cut(s, " "); ok && (strings.HasPrefix(zone, "TZ=") || strings.HasPrefix(zone, "CRON_TZ=")) {
		if _, name, _ := strings.Cut(zone, "="); name == "" {
			return Schedule{}, fmt.Errorf(`the time zone has no name: it must be as in "CRON_TZ=Asia/Tokyo 0 9 * * *"`)
		}
		s = rest
	}
	if strings.HasPrefix(s, "@") {
		long, ok := shorthands(s)
		if !ok {
			return Schedule{}, fmt.Errorf("must be one of @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly")
		}
		s = long
	}
	parts := strings.Fields(s)
	var schedule Schedule
	if len(parts) != len(schedule.fields) {
		return Schedule{}, fmt.Errorf(`must have five fields, as in "0 9 * * mon-fri", or be one such as @daily`)
	}
	for i, f := range fields() {
		for part := range strings.SplitSeq(parts[i], ",") {
			set, ok := f.set(part)
			if !ok {
				return Schedule{}, fmt.Errorf("%q is no %s: it goes from %d to %d", part, f.name, f.min, f.max)
			}
			schedule.fields[i] |= set
		}
	}
	return schedule, nil
}

func shorthands(s string) (long string, ok bool) {
	switch s {
	case "@yearly", "@annually":
		return "0 0 1 1 *", true
	case "@monthly":
		return "0 0 1 * *", true
	case "@weekly":
		return "0 0 * * 0", true
	case "@daily", "@midnight":
		return "0 0 * * *", true
	case "@hourly":
		return "0 * * * *", true
	}
	return "", false
}

// set is the set of numbers of "*", "?", "3", "3-5", "mon-fri" or any of them with a step, as
// in "*/10".
func (f field) set(part string) (set uint64, ok bool) {
	part, by, stepped := strings.Cut(part, "/")
	step := 1
	if stepped {
		n, err := strconv.Atoi(by)
		if err != nil || n < 1 {
			return 0, false
		}
		step = n
	}
	first, last := f.min, f.max
	if part != "*" && part != "?" {
		from, to, ranged := strings.Cut(part, "-")
		if first, ok = f.number(from); !ok {
			return 0, false
		}
		switch {
		case ranged:
			if last, ok = f.number(to); !ok || first > last {
				return 0, false
			}
		case !stepped:
			last = first
		}
	}
	for n := first; n <= last; n += step {
		set |= 1 << n
	}
	return set, true
}

func (f field) number(s string) (int, bool) {
	if i := slices.Index(f.words, strings.ToLower(s)); i >= 0 {
		return f.min + i, true
	}
	n, err := strconv.ParseUint(s, 10, 8)
	return int(n), err == nil && f.min <= int(n) && int(n) <= f.max
}

// PerDay is how often the schedule is due on a day on which it is due; on average, where it
// is an interval.
func (s Schedule) PerDay() float64 {
	if s.every != 0 {
		return float64(24*time.Hour) / float64(s.every)
	}
	return float64(bits.OnesCount64(s.fields[0]) * bits.OnesCount64(s.fields[1]))
}
