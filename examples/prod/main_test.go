package main

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/ebscsi"
	"github.com/fitout/fitout/cluster/check"
	"github.com/fitout/fitout/render"
)

// The cluster has no problems but those that it accepts.
func TestProblems(t *testing.T) {
	plan, err := prod().Plan()
	if err != nil {
		t.Fatal(err)
	}
	var left []check.Problem
	for _, p := range plan.Problems() {
		if p.Accepted == "" {
			left = append(left, p)
		}
	}
	if diff := cmp.Diff([]check.Problem(nil), left); diff != "" {
		t.Error(diff)
	}
}

// What EKS keeps can't be installed beside it.
func TestTwins(t *testing.T) {
	c := prod()
	c.Addons = append(c.Addons, ebscsi.New(ebscsi.Options{}))
	plan, err := c.Plan()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, err := range addon.Errors(plan.Err()) {
		got = append(got, err.Error())
	}
	const twin = "is what EKS's addon aws-ebs-csi-driver installs too, by eks-aws-ebs-csi-driver: keep one of the two addons [managed-addons]"
	want := []string{
		"cluster prod: aws-ebs-csi-driver: CSIDriver ebs.csi.aws.com: " + twin,
		"cluster prod: eks-aws-ebs-csi-driver: Addon eks-aws-ebs-csi-driver: needs an AWS role aws-ebs-csi-driver, as aws-ebs-csi-driver does: give each role a name of its own [aws-roles]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The order in which addons are listed doesn't change a byte of what is printed.
func TestOrderOfAddons(t *testing.T) {
	var want []byte
	for seed := range uint64(10) {
		c := prod()
		rand.New(rand.NewPCG(seed, 0)).Shuffle(len(c.Addons), func(i, j int) { c.Addons[i], c.Addons[j] = c.Addons[j], c.Addons[i] })
		plan, err := c.Plan()
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := render.YAML(&out, plan); err != nil {
			t.Fatal(err)
		}
		if want == nil {
			want = out.Bytes()
		}
		if !bytes.Equal(want, out.Bytes()) {
			t.Fatalf("shuffled by %d:\n%s", seed, cmp.Diff(string(want), out.String()))
		}
	}
}
