package main

import (
	"encoding/json"
	"io"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/cluster"
	"github.com/fitout/fitout/internal/yamlenc"
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

// BenchmarkEncode encodes the objects, one by one, in three ways: as render does, with
// encoding/json, and with sigs.k8s.io/yaml. It leaves definitions out: they are bytes that
// rendering copies, and that the other two would have to parse first.
func BenchmarkEncode(b *testing.B) {
	var objects []addon.Object
	for _, it := range plan(b).Items {
		if it.Phase != cluster.Definitions {
			objects = append(objects, it.Object)
		}
	}
	var buf []byte // of one object, for all, as in rendering
	for _, way := range []struct {
		name   string
		encode func(any) ([]byte, error)
	}{
		{"fitout", func(o any) (_ []byte, err error) {
			buf, err = yamlenc.Append(buf[:0], o)
			return buf, err
		}},
		{"encoding-json", json.Marshal},
		{"sigs-yaml", yaml.Marshal},
	} {
		b.Run(way.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for _, o := range objects {
					if _, err := way.encode(o); err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(objects)), "ns/object")
		})
	}
}

func plan(b *testing.B) *cluster.Plan {
	p, err := prod().Plan()
	if err != nil {
		b.Fatal(err)
	}
	return p
}
