package check

import (
	"fmt"
	"regexp"
	"sync"
	"time"

	"github.com/fitout/fitout/addon/aws"
)

// AWSQueues finds queues that AWS would refuse: two of one name, names that SQS or EventBridge
// don't take, and events that would be kept for too short or too long.
var AWSQueues = Check{Name: "aws-queues", Run: awsQueues}

// queueName is what SQS and EventBridge take in the names of queues and rules.
var queueName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9_-]+$`) })

func awsQueues(p *Pass) {
	names := map[string]string{}
	for _, r := range p.AWS {
		q, ok := r.Resource.(*aws.Queue)
		if !ok {
			continue
		}
		if by, taken := names[q.Name]; taken {
			p.ReportAddon(Error, r.Addon, fmt.Sprintf("needs an SQS queue %s, as %s does", q.Name, by), "give each queue a name of its own")
		}
		names[q.Name] = r.Addon
		if !queueName().MatchString(q.Name) || len(q.Name) > 80 {
			p.ReportAddon(Error, r.Addon, fmt.Sprintf("its SQS queue is called %q", q.Name), "take up to 80 letters, digits, hyphens and underscores")
		}
		if s := q.Retention; s < time.Minute || s > 14*24*time.Hour || s%time.Second != 0 {
			p.ReportAddon(Error, r.Addon, fmt.Sprintf("its SQS queue %s keeps events for %s", q.Name, s), "SQS takes whole seconds, from a minute to a fortnight")
		}
		for _, e := range q.Events {
			if name := q.RuleName(e); len(name) > 64 {
				p.ReportAddon(Error, r.Addon, fmt.Sprintf("its EventBridge rule is called %s, which has %d characters and not 64 at most", name, len(name)), "give its queue a shorter name")
			}
		}
	}
}
