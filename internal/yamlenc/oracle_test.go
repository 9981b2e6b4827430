package yamlenc

import (
	"bytes"
	"encoding/json"
	"math/rand"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"
)

// oracle is what Append is to write of an object, by way of encoding/json and
// sigs.k8s.io/yaml.
func oracle(object any) ([]byte, error) {
	data, err := json.Marshal(object)
	if err != nil {
		return nil, err
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var tree map[string]any
	if err := dec.Decode(&tree); err != nil {
		return nil, err
	}
	delete(tree, "status")
	clean(tree)
	switch items, _ := tree["items"].([]any); object.(type) {
	case *corev1.Namespace:
		cleanNamespace(tree)
	case *corev1.NamespaceList:
		for _, it := range items {
			cleanNamespace(it.(map[string]any))
		}
	}
	return yaml.Marshal(tree)
}

// clean takes away null and the structs that Go encodes even when they are empty.
func clean(v any) {
	switch v := v.(type) {
	case map[string]any:
		for k, in := range v {
			clean(in)
			if m, ok := in.(map[string]any); in == nil || ok && len(m) == 0 && Hollow(k) {
				delete(v, k)
			}
		}
	case []any:
		for _, in := range v {
			clean(in)
		}
	}
}

func cleanNamespace(tree map[string]any) {
	if spec, ok := tree["spec"].(map[string]any); ok && len(spec) == 0 {
		delete(tree, "spec")
	}
}

// same fails the test unless Append writes what the oracle does.
func same(t *testing.T, object any) {
	t.Helper()
	want, err := oracle(object)
	if err != nil {
		t.Fatalf("the oracle fails: %v", err)
	}
	got, err := Append(nil, object)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Fatalf("of %T\n%s\nthe oracle has\n%s\nthat is, instead of %q, %q", object, got, want, got, want)
	}
}

// odd is text that needs care: by itself, and as a part of other text.
var odd = []string{
	"", " ", "  ", "\n", "\n\n", "\t", "\r", "\r\n", "\x00", "\x1b", "\u00a0", "\u2028", "\u2029", "\ufeff", "\ufffd", "\xff", "é", "世界", "😀",
	"a", "A", "z", "text", "some words", "don't", `"quoted"`, `back\slash`, "-", "- ", "--", "---", "--- ", "--flag=on", ".", "..", "...", ".5", ".inf", ".nan",
	"?", "? ", ":", ": ", ":a", "a:", "a: b", "a:b", "#", " #", "#a", "a #b", ",", "[", "]", "{", "}", "[]", "{}", "&", "&a", "*", "*a", "!", "!!str", "|", "|-", ">", "'", `"`, "%", "@", "`", "=", "<<", "~", "\\", "/", "$(VAR)",
	"y", "n", "yes", "No", "on", "OFF", "true", "False", "null", "NULL", "nUll", "truely",
	"0", "00", "01", "1", "12", "007", "-1", "+1", "1_000", "0x1F", "0xg", "0b101", "0b-1", "-0b1", "0o17", "1e3", "1E-3", "1e400", "1.", "1.5", "1.5.2", "+.5", "-.inf", "1:30", "190:20:30.15", "1:75", "18446744073709551615", "18446744073709551616", "99999999999999999999999",
	"2001-01-01", "2001-1-1", "2001-01-01T01:02:03Z", "2001-01-01 01:02:03", "2001-13-01", "2001-", "10.0.0.0/8", "100m", "1Gi", "10s", "v1.2.3",
	"a line\nand another", "\n  indented", " first", "last ", "space \nbefore a break", "ends in one\n", "ends in two\n\n", "tab\tin it\n",
	"long text that is folded, since it is longer than the eighty columns that there are in a line of YAML,  and has two spaces somewhere",
	strings.Repeat("x", 129), "words " + strings.Repeat("without-spaces", 12) + " and then some",
}

// text returns a string of some odd parts.
func text(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.Intn(4)*r.Intn(2) {
		b.WriteString(odd[r.Intn(len(odd))])
	}
	return b.String()
}
