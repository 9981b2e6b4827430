package check

import (
	"encoding/json"
	"fmt"

	"github.com/fitout/fitout/addon/cron"
)

// Backups warns of Schedules of Velero's that are due often and say nothing of how long their
// backups are kept. They are kept for 30 days then, each with an object in the cluster and its
// files in the bucket.
var Backups = Check{Name: "backups", Run: backups}

// oftenPerDay is how often a schedule may be due on a day without a word about its backups.
const oftenPerDay = 4

func backups(p *Pass) {
	for _, o := range p.Objects {
		if o.Key.Group != "velero.io" || o.Key.Kind != "Schedule" {
			continue
		}
		var s struct {
			Spec struct {
				Schedule string
				Template struct{ TTL string }
			}
		}
		data, err := json.Marshal(o.Object)
		if err != nil || json.Unmarshal(data, &s) != nil || s.Spec.Template.TTL != "" {
			continue
		}
		schedule, err := cron.Parse(s.Spec.Schedule)
		if err != nil || schedule.PerDay() <= oftenPerDay {
			continue
		}
		p.Warn(o, "spec.template.ttl", fmt.Sprintf("keeps %.0f backups, since it is due %.0f times a day and says nothing else than 30 days", 30*schedule.PerDay(), schedule.PerDay()), "give it the ttl for which you would go back")
	}
}
