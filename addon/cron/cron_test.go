package cron_test

import (
	"testing"

	"github.com/fitout/fitout/addon/cron"
)

func TestPerDay(t *testing.T) {
	for schedule, want := range map[string]float64{
		"*/30 * * * *":                   48,
		"0 9 * * mon-fri":                1,
		"0,30 9-17/2 1 jan,FEB ?":        10,
		"50/5 * * * *":                   48,
		"CRON_TZ=Asia/Tokyo 0 */6 * * *": 4,
		"@hourly":                        24,
		"@weekly":                        1,
		"@every 90m":                     16,
	} {
		s, err := cron.Parse(schedule)
		if err != nil {
			t.Errorf("%s: %v", schedule, err)
			continue
		}
		if got := s.PerDay(); got != want {
			t.Errorf("%s: due %v times a day, not %v", schedule, got, want)
		}
	}
}

func TestRefused(t *testing.T) {
	for schedule, want := range map[string]string{
		"":                    `must have five fields, as in "0 9 * * mon-fri", or be one such as @daily`,
		"0 0 * * * *":         `must have five fields, as in "0 9 * * mon-fri", or be one such as @daily`,
		"@fortnightly":        "must be one of @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly",
		"@every day":          `"day" is no interval: it must be at least 1s, as in "@every 1h30m"`,
		"@every 10ms":         `"10ms" is no interval: it must be at least 1s, as in "@every 1h30m"`,
		"TZ= 0 9 * * *":       `the time zone has no name: it must be as in "CRON_TZ=Asia/Tokyo 0 9 * * *"`,
		"60 0 * * *":          `"60" is no minute: it goes from 0 to 59`,
		"0 24 * * *":          `"24" is no hour: it goes from 0 to 23`,
		"0 0 0 * *":           `"0" is no day of the month: it goes from 1 to 31`,
		"0 0 * sept *":        `"sept" is no month: it goes from 1 to 12`,
		"0 0 * * 7":           `"7" is no day of the week: it goes from 0 to 6`,
		"0 9-5 * * *":         `"9-5" is no hour: it goes from 0 to 23`,
		"*/0 * * * *":         `"*/0" is no minute: it goes from 0 to 59`,
		"0 9, * * *":          `"" is no hour: it goes from 0 to 23`,
		"99999999999 * * * *": `"99999999999" is no minute: it goes from 0 to 59`,
	} {
		_, err := cron.Parse(schedule)
		if err == nil || err.Error() != want {
			t.Errorf("%q: got %v, want %s", schedule, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"*/30 * * * *", "0,30 9-17/2 1 jan,FEB ?", "@every 90m", "TZ=UTC 0 9 * * mon-fri"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, schedule string) {
		s, err := cron.Parse(schedule)
		if err == nil && s.PerDay() <= 0 {
			t.Errorf("%q is never due", schedule)
		}
	})
}
