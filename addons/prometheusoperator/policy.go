package prometheusoperator

import (
	"net/url"
	"slices"
	"strings"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
)

// onAWS are the roles of the Prometheuses and Alertmanagers that call AWS. The operator itself
// doesn't.
func onAWS(t addon.Target, o Options) ([]aws.Resource, error) {
	var roles []aws.Resource
	for _, n := range o.Namespaced {
		of, err := namespacedRoles(t, namespaced.Complete(t, n))
		if err != nil {
			return nil, err
		}
		roles = append(roles, of...)
	}
	return roles, nil
}

// namespacedRoles are those of a Prometheus and its Alertmanager: of one that sends samples to
// Amazon Managed Service for Prometheus, finds instances of EC2, or tells SNS, by the role of
// its pods.
func namespacedRoles(t addon.Target, n NamespacedPrometheus) ([]aws.Resource, error) {
	var roles []aws.Resource
	add := func(account string, policies ...aws.Policy) {
		policies = slices.DeleteFunc(policies, func(p aws.Policy) bool { return len(p.Statements) == 0 })
		if len(policies) > 0 {
			roles = append(roles, &aws.Role{
				Name:           account + "-" + n.Namespace,
				ServiceAccount: aws.ServiceAccount{Namespace: n.Namespace, Name: account},
				Policies:       policies,
			})
		}
	}
	add(n.fullName(), remoteWritePolicy(t.AWS, n), discoveryPolicy(n))
	if n.Alertmanager != nil {
		add(n.alertmanagerName(), notifyPolicy(*n.Alertmanager))
	}
	return roles, nil
}

// remoteWritePolicy lets samples be sent to workspaces.
func remoteWritePolicy(account *aws.Account, n NamespacedPrometheus) aws.Policy {
	p := aws.Policy{Name: "remote-write", Source: "https://docs.aws.amazon.com/prometheus/latest/userguide/security_iam_id-based-policy-examples.html"}
	var workspaces, assumed []string
	for _, w := range n.RemoteWrite {
		workspaces, assumed = signed(w.SigV4, workspace(account, w), workspaces, assumed)
	}
	if workspaces != nil {
		p.Statements = append(p.Statements, aws.Statement{SID: "SendSamples", Actions: []string{"aps:RemoteWrite"}, Resources: workspaces})
	}
	return assume(p, assumed)
}

// workspace is the ARN of the workspace that samples are sent to, or of all of its region, where
// the URL doesn't tell: "https://aps-workspaces.<region>.amazonaws.com/workspaces/<ID>/…".
func workspace(account *aws.Account, w RemoteWrite) string {
	in, id := *account, "*"
	if u, err := url.Parse(w.URL); err == nil {
		if host := strings.Split(u.Host, "."); host[0] == "aps-workspaces" && len(host) > 1 {
			in.Region = host[1]
		}
		if rest, ok := strings.CutPrefix(u.Path, "/workspaces/"); ok {
			id, _, _ = strings.Cut(rest, "/")
		}
	}
	return in.ARN("aps", "workspace/"+id)
}

// signed adds a resource to those that the role of the pods needs, or the role that is assumed
// to reach it. Who has a key, or a profile, needs neither.
func signed(s *SigV4, resource string, resources, assumed []string) (own, others []string) {
	switch {
	case s == nil || s.AccessKey != nil || s.Profile != "":
	case s.RoleARN != "":
		assumed = append(assumed, s.RoleARN)
	default:
		resources = append(resources, resource)
	}
	return resources, assumed
}

// assume lets roles be assumed, which have the rights, and are somebody else's.
func assume(p aws.Policy, roles []string) aws.Policy {
	slices.Sort(roles)
	if roles = slices.Compact(roles); len(roles) > 0 {
		p.Statements = append(p.Statements, aws.Statement{SID: "AssumeRoles", Actions: []string{"sts:AssumeRole"}, Resources: roles})
	}
	return p
}

// discoveryPolicy lets instances of EC2 be found.
func discoveryPolicy(n NamespacedPrometheus) aws.Policy {
	p := aws.Policy{Name: "discovery", Source: "https://prometheus.io/docs/prometheus/latest/configuration/configuration/#ec2_sd_config"}
	var assumed []string
	finds := false
	for _, s := range n.ScrapeConfigs {
		for _, d := range s.EC2 {
			switch {
			case d.AccessKey != nil:
			case d.RoleARN != "":
				assumed = append(assumed, d.RoleARN)
			default:
				finds = true
			}
		}
	}
	if finds {
		p.Statements = append(p.Statements, aws.Statement{
			SID:     "FindInstances",
			Actions: []string{"ec2:DescribeAvailabilityZones", "ec2:DescribeInstances"},
			Because: "EC2 knows no resource for either",
		})
	}
	return assume(p, assumed)
}

// notifyPolicy lets topics of SNS be told.
func notifyPolicy(a NamespacedAlertmanager) aws.Policy {
	p := aws.Policy{Source: "https://prometheus.io/docs/alerting/latest/configuration/#sns_config"}
	if a.Config == nil {
		return p
	}
	var topics, assumed []string
	for _, r := range a.Config.Receivers {
		for _, s := range r.SNS {
			by := s.SigV4
			if by == nil {
				by = &SigV4{}
			}
			topics, assumed = signed(by, s.TopicARN, topics, assumed)
		}
	}
	slices.Sort(topics)
	if topics = slices.Compact(topics); len(topics) > 0 {
		p.Statements = append(p.Statements, aws.Statement{SID: "Notify", Actions: []string{"sns:Publish"}, Resources: topics})
	}
	return assume(p, assumed)
}
