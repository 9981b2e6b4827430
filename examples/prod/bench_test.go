package main

import (
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	runtimemetrics "runtime/metrics"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/cluster"
	"github.com/fitout/fitout/internal/yamlenc"
	"github.com/fitout/fitout/render"
)

// Compare how long planning and rendering take, what the encoding of the same objects
// takes otherwise, and how time and memory grow with the number of clusters:
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

// BenchmarkFleet plans and renders clusters one after the other. What a cluster takes is to
// be the same in a fleet of any size, and so is the memory that is in use at most.
func BenchmarkFleet(b *testing.B) {
	heap := []runtimemetrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	for _, size := range []int{1, 10, 100} {
		b.Run(fmt.Sprintf("clusters=%d", size), func(b *testing.B) {
			runtime.GC() // of what came before
			var most uint64
			for b.Loop() {
				for i := range size {
					c := prod()
					c.Target.Name = fmt.Sprintf("prod-%d", i)
					p, err := c.Plan()
					if err != nil {
						b.Fatal(err)
					}
					if err := render.YAML(io.Discard, p); err != nil {
						b.Fatal(err)
					}
					runtimemetrics.Read(heap)
					most = max(most, heap[0].Value.Uint64())
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*size), "ns/cluster")
			b.ReportMetric(float64(most), "most-heap-B")
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
