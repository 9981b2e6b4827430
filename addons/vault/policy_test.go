package vault_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/addons/vault"
)

// The servers may use the keys that they are sealed by, and nothing else.
func TestRole(t *testing.T) {
	const (
		id  = "19ec80b0-dfdd-4d97-8164-c6e0123456ab"
		arn = "arn:aws:kms:us-east-1:210987654321:"
	)
	use := func(sid, resource string, conditions ...aws.Condition) aws.Statement {
		return aws.Statement{
			SID: sid, Actions: []string{"kms:Decrypt", "kms:DescribeKey", "kms:Encrypt"}, Resources: []string{resource}, Conditions: conditions,
		}
	}
	alias := func(name string) aws.Condition {
		return aws.Condition{Operator: "ForAnyValue:StringEquals", Key: "kms:ResourceAliases", Values: []string{name}}
	}
	key := func(k vault.AWSKMS) *vault.Seal { return &vault.Seal{AWSKMS: &k} }
	google := &vault.Seal{GCPCKMS: &vault.GCPCKMS{Project: "a", Region: "global", KeyRing: "b", CryptoKey: "c"}}
	for _, tc := range []struct {
		name    string
		options options
		want    []aws.Statement
	}{
		{"no seal", options{}, nil},
		{"another cloud's", options{Server: vault.Server{Seal: google}}, nil},
		{"no server", options{External: &vault.External{Address: "https://vault.example.com:8200"}}, nil},
		{
			"an ID", options{Server: vault.Server{Seal: key(vault.AWSKMS{KeyID: id})}},
			[]aws.Statement{use("UseSeal", "arn:aws:kms:ap-northeast-1:123456789012:key/"+id)},
		},
		{
			"an ID elsewhere", options{Server: vault.Server{Seal: key(vault.AWSKMS{KeyID: id, Region: "us-east-1"})}},
			[]aws.Statement{use("UseSeal", "arn:aws:kms:us-east-1:123456789012:key/"+id)},
		},
		{
			"an ARN", options{Server: vault.Server{Seal: key(vault.AWSKMS{KeyID: arn + "key/" + id})}},
			[]aws.Statement{use("UseSeal", arn+"key/"+id)},
		},
		{
			"an alias", options{Server: vault.Server{Seal: key(vault.AWSKMS{KeyID: "alias/tools/vault"})}},
			[]aws.Statement{use("UseSeal", "arn:aws:kms:ap-northeast-1:123456789012:key/*", alias("alias/tools/vault"))},
		},
		{
			"an alias's ARN", options{Server: vault.Server{Seal: key(vault.AWSKMS{KeyID: arn + "alias/vault"})}},
			[]aws.Statement{use("UseSeal", arn+"key/*", alias("alias/vault"))},
		},
		{
			"a key that is left", options{Server: vault.Server{Seal: google, MigrateFrom: key(vault.AWSKMS{KeyID: id})}},
			[]aws.Statement{use("UseOldSeal", "arn:aws:kms:ap-northeast-1:123456789012:key/"+id)},
		},
	} {
		resources, err := vault.New(tc.options).AWS(addontest.AWS())
		if err != nil {
			t.Fatal(err)
		}
		var got []aws.Statement
		for _, r := range resources {
			for _, p := range aws.RoleOf(r).Policies {
				got = append(got, p.Statements...)
			}
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.name, diff)
		}
	}
}

// A key whose region nothing tells is refused, and so are two of which one would be looked for
// in the region of the other.
func TestRegions(t *testing.T) {
	kms := func(region string) *vault.Seal {
		return &vault.Seal{AWSKMS: &vault.AWSKMS{KeyID: "alias/vault", Region: region}}
	}
	for _, tc := range []struct {
		name   string
		server vault.Server
		target addon.Target
		want   []string
	}{
		{"the target's", vault.Server{Seal: kms("")}, addontest.AWS(), nil},
		{"one", vault.Server{Seal: kms("us-east-1"), MigrateFrom: kms("us-east-1")}, addontest.AWS(), nil},
		{"none", vault.Server{Seal: kms("")}, addontest.Target(), []string{
			"server.seal.awskms.region: Required value: neither the key nor the target tells it",
		}},
		{"two", vault.Server{Seal: kms("us-east-1"), MigrateFrom: kms("")}, addontest.AWS(), []string{
			`server.migrateFrom.awskms.region: Invalid value: "ap-northeast-1": must be us-east-1, as that of the new seal: Vault takes both regions from one variable`,
		}},
	} {
		_, err := vault.New(options{Server: tc.server}).Objects(tc.target)
		if diff := cmp.Diff(tc.want, messages(err)); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.name, diff)
		}
	}
}

func messages(err error) []string {
	var out []string
	for _, err := range addon.Errors(err) {
		out = append(out, err.Error())
	}
	return out
}
