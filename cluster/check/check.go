package check

import (
	"cmp"
	"embed"
	"slices"
	"strings"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/cluster/infer"
)

// Check finds problems of one kind.
type Check struct {
	// Name is kebab-case and unique: "secrets".
	Name Name

	// Run reports the problems that there are. It takes a time that grows with the number
	// of objects, and not faster.
	Run func(*Pass)
}

// Name is what a check goes by.
type Name string

// Enum lists the names of all checks.
func (Name) Enum() []string {
	var names []string
	for _, c := range All {
		names = append(names, string(c.Name))
	}
	slices.Sort(names)
	return names
}

// All are the checks.
var All = []Check{
	APIs,
	AWSPolicies,
	AWSQueues,
	AWSRoles,
	Backends,
	Backups,
	Classes,
	ClusterAutoscaler,
	ConfigMaps,
	Cycles,
	DefaultClasses,
	Definitions,
	Disruption,
	DNSOwners,
	HostPorts,
	Images,
	Ingresses,
	Issuers,
	KubernetesVersions,
	Lifecycles,
	ManagedAddons,
	Metrics,
	Mirrors,
	Monitors,
	Mounts,
	NodePorts,
	Owners,
	Permissions,
	PlainSecrets,
	PodSecurity,
	Requests,
	Roles,
	Secrets,
	Selectors,
	ServiceAccounts,
	Targets,
	Templates,
	Volumes,
	Webhooks,
}

// Severity tells an error from a warning.
type Severity string

// The severities.
const (
	Error   Severity = "error"   // it can't work
	Warning Severity = "warning" // it may not work, or an operator would not want it so
)

// Problem is something that is wrong with a cluster.
type Problem struct {
	// Check is the name of the check that found the problem.
	Check Name `json:"check"`

	Severity Severity `json:"severity"`

	// Addon is the name of the addon that the problem lies with; empty for the cluster.
	Addon string `json:"addon,omitempty"`

	// Object is what the problem is about, as in "Deployment dns/external-dns"; "Addon
	// external-dns" where it is the whole addon, "Cluster prod" where it is the cluster.
	Object string `json:"object"`

	// Field is where in the object the problem is, if it is at one place.
	Field string `json:"field,omitempty"`

	// What says what is wrong.
	What string `json:"what"`

	// Fix says what would mend it.
	Fix string `json:"fix,omitempty"`

	// Accepted is the reason for which the cluster accepts the problem, if it does.
	Accepted string `json:"accepted,omitempty"`
}

// String is the problem on one line, without the addon and the severity.
func (p Problem) String() string {
	s := p.Object + ": "
	if p.Field != "" {
		s += p.Field + ": "
	}
	s += p.What
	if p.Fix != "" {
		s += ": " + p.Fix
	}
	return s + " [" + string(p.Check) + "]"
}

// Pass is what a check looks at, and reports to.
type Pass struct {
	*infer.Facts

	// Addons are the cluster's, by name.
	Addons []addon.Addon

	// AWS is what the addons need in the target's account.
	AWS []Resource

	// Cycles are those of objects that need each other.
	Cycles [][]*infer.Object

	check    Name
	problems []Problem
}

// Resource is something that an addon needs in an AWS account.
type Resource struct {
	// Addon is the addon's name.
	Addon string

	// Resource is one of package aws's: an *[aws.Role], an *[aws.ManagedAddon] and so on.
	aws.Resource
}

// Error reports that something about an object can't work: in which field, if it is in
// one, what is wrong, and what would mend it.
func (p *Pass) Error(o *infer.Object, field, what, fix string) {
	p.report(Problem{Severity: Error, Addon: o.Addon, Object: o.Key.String(), Field: field, What: what, Fix: fix})
}

// Warn reports that something about an object may not work, or is not as one would want it.
func (p *Pass) Warn(o *infer.Object, field, what, fix string) {
	p.report(Problem{Severity: Warning, Addon: o.Addon, Object: o.Key.String(), Field: field, What: what, Fix: fix})
}

// ReportAddon reports a problem with an addon as a whole.
func (p *Pass) ReportAddon(s Severity, name, what, fix string) {
	p.report(Problem{Severity: s, Addon: name, Object: "Addon " + name, What: what, Fix: fix})
}

// ReportCluster reports a problem with a field of the cluster's target.
func (p *Pass) ReportCluster(s Severity, field, what, fix string) {
	p.report(Problem{Severity: s, Object: "Cluster " + p.Target.Name, Field: field, What: what, Fix: fix})
}

func (p *Pass) report(problem Problem) {
	problem.Check = p.check
	p.problems = append(p.problems, problem)
}

// Run runs checks and returns the problems that they find, by addon, with errors before
// warnings.
func Run(p *Pass, checks []Check) []Problem {
	p.problems = nil
	for _, c := range checks {
		p.check = c.Name
		c.Run(p)
	}
	slices.SortFunc(p.problems, Compare)
	return slices.Compact(p.problems)
}

// Compare orders problems by addon, then errors before warnings, then by object, field and
// check.
func Compare(a, b Problem) int {
	return cmp.Or(
		cmp.Compare(a.Addon, b.Addon),
		cmp.Compare(a.Severity, b.Severity),
		cmp.Compare(a.Object, b.Object),
		cmp.Compare(a.Field, b.Field),
		cmp.Compare(a.Check, b.Check),
		cmp.Compare(a.What, b.What),
	)
}

// Find returns the check of a name.
func Find(name Name) (Check, bool) {
	i := slices.IndexFunc(All, func(c Check) bool { return c.Name == name })
	if i < 0 {
		return Check{}, false
	}
	return All[i], true
}

//go:embed *.go
var sources embed.FS

// Doc is the check's help text: the comment of its variable, without comment marks.
func (c Check) Doc() string {
	entries, _ := sources.ReadDir(".")
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		source, _ := sources.ReadFile(e.Name())
		before, _, found := strings.Cut(string(source), "Name: \""+string(c.Name)+"\"")
		if !found || !strings.Contains(before, " = Check{") {
			continue
		}
		lines := strings.Split(strings.TrimRight(before[:strings.LastIndex(before, "\nvar ")], "\n"), "\n")
		var text []string
		for i := len(lines) - 1; i >= 0; i-- {
			line, ok := strings.CutPrefix(lines[i], "//")
			if !ok {
				break
			}
			text = append(text, strings.TrimPrefix(line, " "))
		}
		slices.Reverse(text)
		return strings.Join(text, "\n")
	}
	return ""
}
