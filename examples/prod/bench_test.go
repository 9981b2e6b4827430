package main

import (
	"encoding/json"
	"io"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/fitout/fitout/cluster"
	"github.com/fitout/fitout/render"
)

// The floor of what rendering can cost is encoding/json on the same objects. A plan with all
// its checks is to cost less than a quarter of Oracle, the encoding of its objects with
// sigs.k8s.io/yaml. Compare:
//
//	go test -bench . -benchmem ./examples/prod

func BenchmarkPlan(b *testing.B) {
	for b.Loop() {
		plan(b)
	}
}

func BenchmarkYAML(b *testing.B) {
	p := plan(b)
	for b.Loop() {
		if err := render.YAML(io.Discard, p); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkJSON(b *testing.B) {
	p := plan(b)
	for b.Loop() {
		if err := render.JSON(io.Discard, p); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFloor leaves definitions out: they are bytes that rendering copies, and that
// encoding/json would have to parse first.
func BenchmarkFloor(b *testing.B) {
	p := plan(b)
	for b.Loop() {
		for _, it := range p.Items {
			if it.Phase == cluster.Definitions {
				continue
			}
			if _, err := json.Marshal(it.Object); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkOracle leaves definitions out as well.
func BenchmarkOracle(b *testing.B) {
	p := plan(b)
	for b.Loop() {
		for _, it := range p.Items {
			if it.Phase == cluster.Definitions {
				continue
			}
			if _, err := yaml.Marshal(it.Object); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func plan(b *testing.B) *cluster.Plan {
	p, err := prod().Plan()
	if err != nil {
		b.Fatal(err)
	}
	return p
}
