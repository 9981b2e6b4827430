package yamlenc

import (
	"encoding/json"
	"errors"
	"math"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

type named string

type inner struct {
	Shared string `json:"shared"`
	Inner  int    `json:"inner,omitempty"`
	Hidden string `json:"-"`
}

type unexported struct{ Promoted, Shadowed string }

type Pointed struct{ Far string }

type stamp struct{ time.Time }

// everything has what encoding/json knows of structs.
type everything struct {
	inner `json:",inline"`
	unexported
	*Pointed

	Shared   string `json:"shared"` // wins, since it is less deep
	Shadowed int    `json:"Promoted,omitempty"`
	quiet    string

	Untagged string
	Named    named              `json:"named"`
	Bytes    []byte             `json:"bytes"`
	Array    [2]int             `json:"array"`
	NoArray  [0]int             `json:"noArray,omitempty"`
	Uint     uint8              `json:"uint"`
	Float    float64            `json:"float"`
	Small    float32            `json:"small"`
	Number   json.Number        `json:"number"`
	Any      any                `json:"any"`
	Double   **string           `json:"double"`
	Ints     map[int]string     `json:"ints"`
	Uints    map[uint8]bool     `json:"uints"`
	Keys     map[named][]string `json:"keys"`
	Addrs    map[netip.Addr]int `json:"addrs"`
	Addr     netip.Addr         `json:"addr"`
	Stamp    stamp              `json:"stamp"`
	Raw      json.RawMessage    `json:"raw"`
	Quantity map[string]resource.Quantity
	Ports    map[string]intstr.IntOrString
	Times    map[string]metav1.Time
	Lists    [][]string  `json:"lists"`
	Structs  []inner     `json:"structs"`
	Pointers []*inner    `json:"pointers"`
	Maps     []named     `json:"maps,omitempty"`
	Zero     metav1.Time `json:"zero,omitzero"`
	ZeroInt  int         `json:"zeroInt,omitzero"`
	Metadata struct{}    `json:"metadata"`
	Emptied  *inner      `json:"strategy"`
	Status   struct {
		Status map[string]string `json:"status"`
	} `json:"status"`
	Spec struct {
		Status map[string]string `json:"status"`
	} `json:"spec"`
}

func TestEverything(t *testing.T) {
	same(t, everything{Number: "1"})
	text := "text"
	pointer := &text
	object := everything{
		inner:      inner{Shared: "deep", Inner: 1},
		unexported: unexported{Promoted: "deep", Shadowed: "s"},
		Pointed:    &Pointed{Far: "far"},
		Shared:     "shared",
		Shadowed:   2,
		quiet:      "quiet",
		Named:      "yes",
		Bytes:      []byte("a\x00\xff"),
		Array:      [2]int{1, -2},
		Uint:       200,
		Float:      0.1,
		Small:      0.1,
		Number:     "1.10",
		Any:        map[string]any{"b": []any{1.5, nil, map[string]any(nil), []string{}}, "a": everything{Number: "0"}},
		Double:     &pointer,
		Ints:       map[int]string{10: "ten", 2: "two", -1: ""},
		Uints:      map[uint8]bool{1: true},
		Keys:       map[named][]string{"b": nil, "a": {"x"}, "status": {}},
		Addrs:      map[netip.Addr]int{netip.MustParseAddr("10.0.0.1"): 1},
		Addr:       netip.MustParseAddr("::1"),
		Stamp:      stamp{time.Unix(0, 0).UTC()},
		Raw:        json.RawMessage(`{"a": [1, {"b": null}]}`),
		Quantity:   map[string]resource.Quantity{"cpu": resource.MustParse("1"), "memory": resource.MustParse("64Mi")},
		Ports:      map[string]intstr.IntOrString{"a": intstr.FromInt32(80), "b": intstr.FromString("80")},
		Times:      map[string]metav1.Time{"never": {}, "then": metav1.Unix(0, 0)},
		Lists:      [][]string{nil, {}, {"a", "b"}, {"yes\nno\n"}},
		Structs:    []inner{{}, {Inner: 1}},
		Pointers:   []*inner{nil, {Inner: 1}},
		Zero:       metav1.Unix(1, 0),
		ZeroInt:    1,
		Emptied:    &inner{},
	}
	object.Spec.Status = map[string]string{"status": "x"}
	same(t, object)
	same(t, &object)
	same(t, map[string]any{"object": object, "pointer": &object, "status": object})
}

// A name that is too long for a line of its own with a colon, as that of a key.
func TestLongNames(t *testing.T) {
	long := strings.Repeat("x", 130)
	type names struct {
		Long  []string         `json:"nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"`
		Inner *names           `json:"inner,omitempty"`
		Map   map[string]names `json:"map,omitempty"`
	}
	same(t, names{Long: []string{"a"}, Inner: &names{Long: []string{long}}, Map: map[string]names{long: {}}})
}

func TestNumbers(t *testing.T) {
	for _, f := range []float64{0, math.Copysign(0, -1), 1, -1.5, 1e20, 1e21, 1e-6, 1e-7, 123456789, 0.1, math.MaxFloat64, math.SmallestNonzeroFloat64, math.MaxInt64, 1 << 53} {
		same(t, map[string]any{"float64": f, "float32": float32(f / 1e300), "int": int64(max(min(f, 1e18), -1e18))})
	}
	for _, n := range []json.Number{"", "0", "-0", "1.0", "1e3", "1E+3", "-1e-3", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "18446744073709551615", "18446744073709551616", "1e308", "1e309", "-1e999", "0.10"} {
		same(t, map[string]any{"n": n, "list": []json.Number{n}})
	}
	same(t, map[string]any{"max": uint64(math.MaxUint64), "min": int64(math.MinInt64)})
}

func FuzzNumbers(f *testing.F) {
	f.Add(0.5)
	f.Fuzz(func(t *testing.T, x float64) {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			t.Skip()
		}
		same(t, map[string]any{"float64": x, "list": []any{x, json.Number("-1")}})
	})
}

// raw are pieces of JSON with what is odd in it.
var raw = []string{
	`null`, `{}`, `[]`, `"text"`, `1.50`, `-0`, `1e400`, `true`, `{"a":null,"status":{},"b":[null,{},{"metadata":{}}]}`,
	`{"z":"\u00e9\n","1":[[1,[]],{"y":"n"}],"f":[1e3,1E-7,100000000000000000000,18446744073709551615]}`,
}

// FuzzJSON is about what comes as JSON: the extensions of an object, and its fields with
// methods of their own.
func FuzzJSON(f *testing.F) {
	for _, doc := range raw {
		f.Add([]byte(doc))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		object := map[string]any{"raw": json.RawMessage(data), "list": []any{json.RawMessage(data)}}
		if _, err := oracle(object); err != nil {
			t.Skip(err)
		}
		if _, err := Append(nil, object); err != nil && strings.Contains(err.Error(), "nested too deeply") {
			t.Skip(err)
		}
		same(t, object)
	})
}

type loop struct {
	Next *loop `json:"next"`
}

type failing struct{}

func (failing) MarshalJSON() ([]byte, error) { return nil, errors.New("fails") }

type garbled struct{}

func (garbled) MarshalJSON() ([]byte, error) { return []byte(`{"a":1}{}`), nil }

// What can't be encoded is an error with the path and the type, and nothing is written.
func TestErrors(t *testing.T) {
	self := &loop{}
	self.Next = self
	inPod := func(v any) any {
		return map[string]any{"spec": map[string]any{"containers": []any{"a", map[string]any{"env": v}}}}
	}
	for want, object := range map[string]any{
		"nothing to encode: nil":                                                    nil,
		"nothing to encode: *v1.Pod is null":                                        (*corev1.Pod)(nil),
		"int is not an object: its YAML is no mapping":                              1,
		"[]int is not an object: its YAML is no mapping":                            []int{1},
		"spec.containers[1].env: a chan int can't be encoded":                       inPod(make(chan int)),
		"spec.containers[1].env: a func() can't be encoded":                         inPod(func() {}),
		"spec.containers[1].env: a complex128 can't be encoded":                     inPod(1i),
		"spec.containers[1].env: the float64 NaN can't be encoded":                  inPod(math.NaN()),
		"spec.containers[1].env: the float32 +Inf can't be encoded":                 inPod(float32(math.Inf(1))),
		"spec.containers[1].env: yamlenc.failing: fails":                            inPod(failing{}),
		"spec.containers[1].env: a key of type bool can't be encoded":               inPod(map[bool]int{true: 1}),
		"spec.containers[1].env: intstr.IntOrString: its type is 7":                 inPod(intstr.IntOrString{Type: 7}),
		`spec.containers[1].env: two keys of map[string]int are "�"`:                inPod(map[string]int{"\xff": 1, "\xfe": 2}),
		"spec.containers[1].env: yamlenc.garbled: its JSON has more than one value": inPod(garbled{}),
		"spec.containers[1].env: struct { A int \"json:\\\"a,string\\\"\" }.A: its tag's option string can't be encoded": inPod(struct {
			A int `json:"a,string"`
		}{}),
	} {
		got, err := Append([]byte("before"), object)
		if err == nil || err.Error() != want {
			t.Errorf("error %q, want %q", err, want)
		}
		if string(got) != "before" {
			t.Errorf("of an error with %q is left %q", want, got)
		}
	}
	var circle any
	circle = &circle
	for _, object := range []any{self, map[string]any{"a": circle}} {
		if _, err := Append(nil, object); err == nil || !strings.HasSuffix(err.Error(), "it may hold itself") {
			t.Errorf("%T holds itself: %v", object, err)
		}
	}
}

// Encoders share the plans of types, and are at work at the same time.
func TestConcurrently(t *testing.T) {
	type fresh struct {
		everything
		Next *fresh `json:"next"`
	}
	object := fresh{everything: everything{Number: "1"}, Next: &fresh{everything: everything{Number: "2"}}}
	want, err := oracle(object)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			got, err := Append(nil, object)
			if err != nil {
				t.Error(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	wg.Wait()
}

// Append appends: what is there stays.
func TestAppend(t *testing.T) {
	got, err := Append([]byte("a: b\n---\n"), map[string]any{"c": "d"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("a: b\n---\nc: d\n", string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
