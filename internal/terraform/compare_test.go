package terraform

import (
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
)

// planned reads a plan of Terraform's into what each module makes, by what it is and its
// path and name.
func planned(t *testing.T, plan []byte) map[string]map[string]any {
	t.Helper()
	type resource struct {
		Type   string
		Values map[string]any
	}
	var p struct {
		PlannedValues struct {
			RootModule struct {
				ChildModules []struct {
					Address   string
					Resources []resource
				} `json:"child_modules"`
			} `json:"root_module"`
		} `json:"planned_values"`
	}
	if err := json.Unmarshal(plan, &p); err != nil {
		t.Fatal(err)
	}
	modules := map[string]map[string]any{}
	for _, m := range p.PlannedValues.RootModule.ChildModules {
		made := map[string]any{}
		for _, r := range m.Resources {
			text := func(name string) string { s, _ := r.Values[name].(string); return s }
			id := path.Join(text("path"), text("name"))
			switch r.Type {
			case "aws_iam_policy":
				made["policy "+id] = map[string]any{"description": text("description"), "document": document(t, text("policy"))}
			case "aws_iam_role":
				made["role "+id] = map[string]any{"description": text("description"), "boundary": text("permissions_boundary"), "trust": document(t, text("assume_role_policy")), "tags": r.Values["tags"]}
			case "aws_eks_pod_identity_association":
				made["association "+text("namespace")+"/"+text("service_account")] = map[string]any{"cluster": text("cluster_name"), "tags": r.Values["tags"]}
			case "aws_eks_addon":
				made["addon "+text("addon_name")] = map[string]any{
					"cluster": text("cluster_name"), "version": text("addon_version"), "configuration": document(t, text("configuration_values")),
					"preserve": r.Values["preserve"] == true, "tags": r.Values["tags"],
				}
			case "aws_eks_access_entry":
				made["entry "+text("type")+" "+fmt.Sprint(listed(r.Values["kubernetes_groups"]))] = map[string]any{"cluster": text("cluster_name"), "tags": r.Values["tags"]}
			case "aws_sqs_queue":
				made["queue "+id] = map[string]any{"encrypted": r.Values["sqs_managed_sse_enabled"], "retention": r.Values["message_retention_seconds"], "tags": r.Values["tags"]}
			case "aws_cloudwatch_event_rule":
				made["rule "+id] = map[string]any{"description": text("description"), "pattern": document(t, text("event_pattern")), "tags": r.Values["tags"]}
			}
		}
		modules[strings.TrimPrefix(m.Address, "module.")] = made
	}
	return modules
}

// stack reads a CloudFormation template into the same.
func stack(t *testing.T, template []byte) map[string]any {
	t.Helper()
	var s struct {
		Resources map[string]struct {
			Type       string
			Properties map[string]any
		}
	}
	if err := json.Unmarshal(template, &s); err != nil {
		t.Fatal(err)
	}
	made := map[string]any{}
	for _, r := range s.Resources {
		p := resolved(r.Properties).(map[string]any)
		text := func(name string) string { s, _ := p[name].(string); return s }
		switch r.Type {
		case "AWS::IAM::ManagedPolicy":
			made["policy "+path.Join(text("Path"), text("ManagedPolicyName"))] = map[string]any{"description": text("Description"), "document": canonical(p["PolicyDocument"])}
		case "AWS::IAM::Role":
			made["role "+path.Join(text("Path"), text("RoleName"))] = map[string]any{"description": text("Description"), "boundary": text("PermissionsBoundary"), "trust": canonical(p["AssumeRolePolicyDocument"]), "tags": tags(p)}
		case "AWS::EKS::PodIdentityAssociation":
			made["association "+text("Namespace")+"/"+text("ServiceAccount")] = map[string]any{"cluster": text("ClusterName"), "tags": tags(p)}
		case "AWS::EKS::Addon":
			made["addon "+text("AddonName")] = map[string]any{
				"cluster": text("ClusterName"), "version": text("AddonVersion"), "configuration": document(t, text("ConfigurationValues")),
				"preserve": p["PreserveOnDelete"] == true, "tags": tags(p),
			}
		case "AWS::EKS::AccessEntry":
			made["entry "+text("Type")+" "+fmt.Sprint(listed(p["KubernetesGroups"]))] = map[string]any{"cluster": text("ClusterName"), "tags": tags(p)}
		case "AWS::SQS::Queue":
			made["queue "+text("QueueName")] = map[string]any{"encrypted": p["SqsManagedSseEnabled"], "retention": p["MessageRetentionPeriod"], "tags": tags(p)}
		case "AWS::Events::Rule":
			made["rule "+text("Name")] = map[string]any{"description": text("Description"), "pattern": canonical(p["EventPattern"]), "tags": tags(p)}
		case "AWS::SQS::QueuePolicy": // it names the rules, which a plan doesn't know yet
		default:
			t.Errorf("there is a %s", r.Type)
		}
	}
	return made
}

// listed is a list that is empty where there is none.
func listed(v any) []any {
	list, _ := v.([]any)
	return list
}

// tags are those of a resource of CloudFormation, as Terraform has them.
func tags(properties map[string]any) any {
	list, _ := properties["Tags"].([]any)
	if len(list) == 0 {
		return nil
	}
	all := map[string]any{}
	for _, tag := range list {
		tag := tag.(map[string]any)
		all[tag["Key"].(string)] = tag["Value"]
	}
	return all
}

// resolved replaces references to the parameter by its value.
func resolved(v any) any {
	switch v := v.(type) {
	case []any:
		for i, e := range v {
			v[i] = resolved(e)
		}
	case map[string]any:
		if v["Ref"] == "ClusterName" {
			return "prod"
		}
		if sub, ok := v["Fn::Sub"].(string); ok {
			return strings.ReplaceAll(sub, "${ClusterName}", "prod")
		}
		for key, e := range v {
			v[key] = resolved(e)
		}
	}
	return v
}

// document is JSON in a string, if there is any.
func document(t *testing.T, text string) any {
	t.Helper()
	if text == "" {
		return nil
	}
	return canonical(parsed(t, []byte(text)))
}

// canonical writes a policy in one of the ways that mean the same to IAM: a list of one is
// its element, and the order of the strings in a list doesn't matter.
func canonical(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := maps.Clone(v)
		for key, e := range v {
			out[key] = canonical(e)
		}
		return out
	case []any:
		out := make([]any, len(v))
		strs := true
		for i, e := range v {
			out[i] = canonical(e)
			_, ok := e.(string)
			strs = strs && ok
		}
		if strs {
			slices.SortFunc(out, func(a, b any) int { return strings.Compare(a.(string), b.(string)) })
		}
		if len(out) == 1 {
			return out[0]
		}
		return out
	}
	return v
}
